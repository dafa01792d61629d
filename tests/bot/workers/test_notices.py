"""The worker of notices sleeps until somebody writes to one, and counts once a lap."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.workers.notices import APART, EVERY, Noticing
from campaign.notice_audiences import Audience
from campaign.notices import Notice, NoticePart, NoticeState
from storage.database.engine import Database
from storage.notices import hand_in
from tests.campus import SHANGHAI, Actor, Campus, open_campus
from tests.handlers.notices_told import WORDS, crowd, got, notice_state, states, up_to_preview
from tests.statements import overheard


@dataclass
class Bell:
    """The worker on a campus, with its hand on the seconds; the engine's bell."""

    campus: Campus
    seconds: float = 100.0
    rung: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.worker = Noticing(
            self.campus.database,
            self.campus.clock,
            lambda: self.rung.append("engine"),
            elapsed=lambda: self.seconds,
        )

    async def rounds(self) -> float:
        """As its loop does: a round for each time it was woken; the last rest."""
        rest = EVERY
        while self.worker.woken.is_set():
            self.worker.woken.clear()
            rest = await self.worker.round()
            await others_work(self.campus)
        return rest


async def others_work(campus: Campus) -> None:
    """Everybody but the worker."""
    while (
        await campus.receiver.receive_once()
        or await campus.engine.work_once()
        or await campus.courier.drain_once()
    ):
        pass


@pytest.fixture
async def campus(database_url: str, tmp_path: Path) -> AsyncIterator[Campus]:
    async with open_campus(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def bell(campus: Campus) -> AsyncIterator[Bell]:
    """A worker that has looked once and found nothing."""
    bell = Bell(campus)
    await bell.worker.start()
    assert await bell.worker.round() == EVERY
    bell.seconds += APART
    yield bell
    await bell.worker.finish()


async def press(campus: Campus, actor: Actor, label: str) -> None:
    """Only the press and its turn: the worker sleeps."""
    card = actor.card
    campus.world.press(actor.user, card.chat_id, card.id, actor._button(card, label))
    await others_work(campus)


async def test_while_no_notice_is_touched_it_is_not_woken(campus: Campus, bell: Bell) -> None:
    """Others' turns, messages and sends are nothing to it; at its far beat it asks once."""
    wang = await campus.member("王芳")
    campus.world.say(wang.user, None, "/check_in")
    await others_work(campus)
    assert wang.messages
    assert not bell.worker.woken.is_set()
    with overheard(campus.database) as said:
        assert await bell.worker.round() == EVERY
    assert sum("FROM notices" in one for one in said) == 1
    assert not any("deliveries" in one for one in said)
    assert EVERY >= 2.0


async def test_handed_in_it_goes_out_at_once(campus: Campus, bell: Bell) -> None:
    """No second passes: each write wakes the worker, whose word wakes the engine."""
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to_preview(office)
    assert not bell.worker.woken.is_set()
    await press(campus, office, "✓ 发送")
    rest = await bell.rounds()
    assert (got(wang), await notice_state(campus)) == (1, "done")
    assert office.card.text.startswith("📣 已发完")
    assert rest == EVERY


async def test_a_lap_counts_the_deliveries_once(campus: Campus, bell: Bell) -> None:
    """Worker and turn together, from the handing in to the last card; two notices, too."""
    await crowd(campus, 30)
    office = await campus.office("周洁")
    await up_to_preview(office)
    await press(campus, office, "✓ 发送")
    counts = []
    while bell.worker.woken.is_set():
        bell.worker.woken.clear()
        bell.seconds += APART
        campus.clock.advance(timedelta(seconds=3))
        with overheard(campus.database) as said:
            await bell.worker.round()
            await campus.engine.work_once()
        counts.append(sum("count(" in one and "deliveries" in one for one in said))
        await campus.courier._round()
    assert await states(campus) == {"sent": 30}
    assert await notice_state(campus) == "done"
    assert max(counts) == 1
    assert sum(counts) >= 2


async def test_many_ends_are_looked_at_together(campus: Campus, bell: Bell) -> None:
    """After a look in vain it lets half a second pass, however often it is woken."""
    bell.worker._not_before = bell.seconds + APART
    with overheard(campus.database) as said:
        assert await bell.worker.round() == pytest.approx(APART)
        bell.seconds += 0.3
        assert await bell.worker.round() == pytest.approx(APART - 0.3)
    assert said == []


async def handed_in(campus: Campus, database: Database, *, seconds: float | None) -> Actor:
    """A notice to all, by a transaction of that database; it goes so many seconds from now."""
    office, now = await campus.office("周洁"), campus.clock.now()
    moment = None if seconds is None else now + timedelta(seconds=seconds)
    assert office.person is not None
    new = Notice(
        "n", office.person, (NoticePart("text", WORDS),), Audience(), NoticeState.NEW, moment, now
    )
    async with database.write() as session:
        problem = await hand_in(session, new, zone=SHANGHAI, has_channel=False, salt=b"salt")
    assert problem is None
    return office


async def test_it_sleeps_until_the_moment_of_a_notice(campus: Campus, bell: Bell) -> None:
    wang = await campus.member("王芳")
    await handed_in(campus, campus.database, seconds=EVERY + 1)
    await bell.rounds()
    for seconds, rest in ((0.0, EVERY), (EVERY, 1.0)):
        bell.seconds += APART
        campus.clock.advance(timedelta(seconds=seconds))
        assert await bell.worker.round() == pytest.approx(rest)
    assert got(wang) == 0
    bell.seconds += APART
    campus.clock.advance(timedelta(seconds=1))
    bell.worker.wake()
    await bell.rounds()
    assert got(wang) == 1


async def test_what_another_process_hands_in_is_seen_at_the_next_beat(
    campus: Campus, bell: Bell, database_url: str
) -> None:
    wang = await campus.member("王芳")
    async with Database.open(database_url) as another:
        await handed_in(campus, another, seconds=None)
    assert not bell.worker.woken.is_set()
    bell.worker.wake()
    await bell.rounds()
    assert got(wang) == 1


async def test_a_press_wakes_it(campus: Campus, bell: Bell) -> None:
    await campus.member("王芳")
    office = await handed_in(campus, campus.database, seconds=600)
    await bell.rounds()
    await press(campus, office, "✕ 取消发送")
    bell.worker.woken.clear()
    await press(campus, office, "✕ 取消这份通知")
    assert await notice_state(campus) == "cancelled"
    assert bell.worker.woken.is_set()
