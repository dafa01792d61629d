"""Told to wait, the courier waits; at Telegram's pace it is never told to."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.demo.fake_telegram.flood import FloodControl
from bot.workers.courier import Courier
from storage.delivery.outbox import Outgoing, Priority
from tests.bot.desk import Desk, message
from tests.sliding import most_within


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


COMMANDS = {"commands": [{"command": "help", "description": "x"}]}
FILE = {"chat_id": 7, "file_id": "none", "limit": 9}
OF_NO_CHAT = [
    Outgoing("setMyCommands", COMMANDS, priority=Priority.MENU),
    Outgoing("deleteMyCommands", {}),
    Outgoing("answerCallbackQuery", {"callback_query_id": "1"}),
    Outgoing("getChatMember", {"chat_id": 7, "user_id": 7}),
    Outgoing("fetch", FILE, priority=Priority.FILE, subject="evidence:a"),
]


@pytest.mark.parametrize("call", OF_NO_CHAT, ids=lambda call: call.method)
async def test_a_flood_answer_to_a_call_of_no_chat_rests_its_method_only(
    desk: Desk, call: Outgoing, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither people who write nor other methods wait, also after a restart; the log says so."""
    wang = desk.person()
    other = Outgoing("leaveChat", {"chat_id": desk.group().id})
    asked = "getFile" if call.method == "fetch" else call.method
    desk.server.faults.flood(asked, 30)
    await desk.send(call)
    assert f"Telegram asked to wait 30 s: {call.method} rests" in caplog.text
    assert await desk.send(call, other, message(wang, "1")) == 2
    desk.restart()
    await desk.courier.start()
    assert await desk.send(call, message(wang, "2")) == 1
    assert desk.texts(wang) == ["1", "2"]
    assert len(desk.calls(asked)) == 1
    desk.clock.advance(timedelta(seconds=30))
    desk.restart()
    await desk.courier.start()
    assert await desk.courier.drain_once() == 3


async def test_a_person_is_answered_while_a_method_rests(desk: Desk) -> None:
    """Rows of a resting method stand before the reply and do not use up what may be claimed."""
    wang = desk.person()
    desk.server.faults.flood("answerCallbackQuery", 20)
    press = Outgoing("answerCallbackQuery", {"callback_query_id": "1"})
    await desk.send(press)
    await desk.send(*[press] * 200, message(wang))
    assert desk.texts(wang) == ["痕迹"]


async def test_several_chats_that_are_told_to_wait_are_the_whole_bot_also_after_a_restart(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    crowd = [desk.person(f"{number}") for number in range(4)]
    for seconds, one in zip((50, 60, 70), crowd, strict=False):
        desk.server.faults.flood("sendMessage", seconds, chat_id=one.id)
    await desk.send(*[message(one) for one in crowd[:3]])
    assert "every call rests" in caplog.text
    assert await desk.send(message(crowd[3])) == 0
    desk.restart()
    await desk.courier.start()
    assert await desk.courier.drain_once() == 0
    desk.clock.advance(timedelta(seconds=50))
    desk.restart()
    await desk.courier.start()
    assert await desk.courier.drain_once() == 2
    assert (len(desk.texts(crowd[0])), len(desk.texts(crowd[3]))) == (1, 1)


async def test_chats_that_rest_each_by_itself_do_so_after_a_restart(desk: Desk) -> None:
    """Taken up again at one moment they are not several at once."""
    crowd = [desk.person(f"{number}") for number in range(5)]
    for one in crowd[:4]:
        desk.server.faults.flood("sendMessage", 60, chat_id=one.id)
        await desk.send(message(one))
        desk.restart()
    await desk.courier.start()
    assert await desk.send(message(crowd[4])) == 1


async def test_menus_go_out_a_few_a_second_and_people_do_not_wait_for_them(desk: Desk) -> None:
    """After a change of menus there is one for each member."""
    seconds, sent = Seconds(), list[float]()
    courier = Courier(
        desk.database,
        desk.clock,
        desk.api,
        desk.files,
        rate=28.5,
        wake_engine=lambda: None,
        elapsed=seconds,
    )
    wang = desk.person()
    menu = Outgoing("setMyCommands", COMMANDS, priority=Priority.MENU)
    await desk.put(*[menu] * 100)
    await desk.put(message(wang))
    while len(sent) < 100:
        await courier.drain_once()
        sent += [seconds.at] * (len(desk.calls("setMyCommands")) - len(sent))
        assert len(desk.texts(wang)) == 1
        seconds.at += (courier._pace.next_change(courier._looked) or 0.01) + 0.001
    assert most_within(sent, 1.0) == 5
    assert sent[-1] - sent[0] < 25


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
        desk.database,
        desk.clock,
        desk.api,
        desk.files,
        rate=30,
        wake_engine=lambda: None,
        elapsed=seconds,
    )
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
