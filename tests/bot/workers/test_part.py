"""The loop that every part of the program runs in: nothing that a round raises ends it."""

import asyncio
import logging
from collections.abc import Iterator

import pytest
from telegram.error import NetworkError, RetryAfter

from bot.settings import BrokenStart
from bot.workers.part import Part


class Script(Part):
    """Plays what its rounds are to do: a pause, or a fault; then it stops the program."""

    name = "script"

    def __init__(self, *rounds: float | Exception, starts: tuple[Exception, ...] = ()) -> None:
        super().__init__()
        self._rounds: Iterator[float | Exception] = iter(rounds)
        self._starts = iter(starts)
        self.stop = asyncio.Event()
        self.played: list[str] = []

    async def start(self) -> None:
        self.played.append("start")
        if fault := next(self._starts, None):
            raise fault

    async def round(self) -> float:
        self.played.append("round")
        step = next(self._rounds, None)
        if step is None:
            self.stop.set()
            return 0.0
        if isinstance(step, Exception):
            raise step
        return step

    async def finish(self) -> None:
        self.played.append("finish")

    async def play(self) -> list[str]:
        await asyncio.wait_for(self.run(self.stop), 10)
        return self.played


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """How long the loop waits, without waiting."""
    found: list[float | None] = []

    async def wait(_event: asyncio.Event, seconds: float | None) -> bool:
        found.append(seconds)
        return True

    monkeypatch.setattr("bot.workers.part.until_set", wait)
    return found


async def test_rounds_follow_each_other_after_their_rests(pauses: list[float | None]) -> None:
    assert await Script(0.0, 5.0, 0.0).play() == ["start", *["round"] * 4, "finish"]
    assert pauses == [5.0]


@pytest.mark.parametrize("fault", [OSError("full"), RuntimeError("ours"), NetworkError("away"),
                                   KeyError(), RecursionError(), TimeoutError()])  # fmt: skip
async def test_no_fault_ends_it(
    pauses: list[float | None], caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    """It is told under the part's name, and the pauses grow with each in a row."""
    with caplog.at_level(logging.WARNING, logger="bot.workers.part"):
        played = await Script(*[fault] * 6, 0.0, fault).play()
    assert played == ["start", *["round"] * 9, "finish"]
    assert sum("script" in record.getMessage() for record in caplog.records) == 7
    waited = [pause for pause in pauses if pause]
    assert 0.5 <= waited[0] <= 1.0
    assert 15.0 <= waited[5] <= 30.0
    assert waited[6] <= 1.0


async def test_a_start_that_fails_is_tried_again(pauses: list[float | None]) -> None:
    script = Script(starts=(OSError("locked"), OSError("locked")))
    assert await script.play() == ["start", "start", "start", "round", "finish"]


async def test_it_waits_as_long_as_telegram_asks(pauses: list[float | None]) -> None:
    await Script(RetryAfter(40)).play()
    assert pauses == [40.0]


async def test_a_broken_start_ends_the_program_and_is_finished() -> None:
    script = Script(BrokenStart("run only one"))
    with pytest.raises(BrokenStart):
        await script.play()
    assert script.played[-1] == "finish"
    assert not script.running


async def test_stopping_ends_a_rest_and_a_pause_after_a_fault() -> None:
    for step in (3600.0, RetryAfter(3600)):
        script = Script(step)
        running = asyncio.create_task(script.run(script.stop))
        await asyncio.sleep(0.05)
        assert script.played[-1] == "round"
        script.stop.set()
        await asyncio.wait_for(running, 5)


async def test_news_that_comes_during_a_round_is_not_slept_through() -> None:
    class Woken(Script):
        async def round(self) -> float:
            self.wake()
            return await super().round()

    assert await Woken(3600.0, 3600.0).play() == ["start", *["round"] * 3, "finish"]


async def test_a_round_that_does_not_end_hangs() -> None:
    class Endless(Script):
        hangs_after = 0.0

        async def round(self) -> float:
            await self.stop.wait()
            return 0.0

    script = Endless()
    running = asyncio.create_task(script.run(script.stop))
    seen = [script.hangs]
    await asyncio.sleep(0.01)
    seen.append(script.hangs)
    script.stop.set()
    await asyncio.wait_for(running, 5)
    assert [*seen, script.hangs] == [False, True, False]
