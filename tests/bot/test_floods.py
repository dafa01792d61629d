"""Told to wait, the courier waits; at Telegram's pace it is never told to."""

from dataclasses import dataclass
from datetime import timedelta

from bot.courier import Courier
from bot.demo.flood import FloodControl
from storage.outbox import Outgoing, Priority
from tests.bot.desk import Desk, message


async def test_a_flood_answer_rests_its_chat_only_and_survives_a_restart(desk: Desk) -> None:
    """Fault 18: no call before its time, not even of a more urgent row, not even after a kill."""
    wang, li = desk.person("王"), desk.person("李")
    desk.server.faults.flood("sendMessage", 60, chat_id=wang.id)
    await desk.send(message(wang, "notice", priority=Priority.NOTICE), message(li, "hello"))
    assert (desk.texts(wang), desk.texts(li)) == ([], ["hello"])
    assert await desk.send(message(wang, "reply")) == 0
    desk.restart()
    await desk.courier.start()
    assert await desk.later(seconds=59) == 0
    desk.restart()
    await desk.courier.start()
    desk.clock.advance(timedelta(seconds=1))
    desk.restart()
    await desk.courier.start()
    assert await desk.courier.drain_once() == 2
    assert desk.texts(wang) == ["reply", "notice"]


async def test_a_flood_answer_to_a_call_of_no_chat_rests_everybody(desk: Desk) -> None:
    wang = desk.person()
    desk.server.faults.flood("setMyCommands", 30)
    menu = Outgoing("setMyCommands", {"commands": [{"command": "help", "description": "x"}]})
    await desk.send(menu)
    await desk.put(message(wang))
    assert await desk.courier.drain_once() == 0
    desk.restart()
    await desk.courier.start()
    assert await desk.courier.drain_once() == 0
    desk.clock.advance(timedelta(seconds=30))
    desk.restart()
    await desk.courier.start()
    assert await desk.courier.drain_once() == 2
    assert await desk.states() == ["sent", "sent"]


@dataclass
class Seconds:
    """Real time, as a test moves it."""

    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


async def test_the_pace_never_meets_telegrams_limits_and_people_do_not_wait_for_notices(
    desk: Desk,
) -> None:
    """A broadcast, a busy group and people who write meanwhile, against Telegram's own counting."""
    seconds = Seconds()
    desk.server.flood = FloodControl(seconds)
    desk.server.flood.active = True
    courier = Courier(
        desk.database, desk.clock, desk.api, desk.files, rate=30, wake_engine=lambda: None,
        elapsed=seconds,
    )  # fmt: skip
    crowd = [desk.person(f"{number}") for number in range(150)]
    group, wang = desk.group(), desk.person("王")
    notice = Priority.NOTICE
    await desk.put(*[message(person, "notice", priority=notice) for person in crowd])
    await desk.put(*[message(group, f"{number}", priority=notice) for number in range(25)])
    waits: list[float] = []
    sent, asked_at = 0, 0.0
    while set(await desk.states()) != {"sent"}:
        if seconds.at >= asked_at + 2 and len(waits) < 3:
            asked_at = seconds.at
            await desk.put(message(wang, f"reply {len(waits)}"))
        sent += await courier.drain_once()
        if len(desk.texts(wang)) > len(waits):
            waits.append(seconds.at - asked_at)
        seconds.at += (courier._pace.next_change(courier._looked) or 0.01) + 0.001
        assert seconds.at < 1100, "it never ends"
    assert desk.server.flood.refused == 0
    assert sent == 150 + 25 + 3
    assert desk.texts(group) == [f"{number}" for number in range(25)]
    assert max(waits) < 0.1
    assert seconds.at > 1060, "more than twenty a minute to one group"
