"""The courier: order, what a dead process left, what Telegram and the network do to a call."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.courier import Courier
from bot.demo.flood import FloodControl
from bot.settling import BUDGET, LONGEST_PAUSE
from campaign.texts import Language
from storage.outbox import OnDoubt, Outgoing, Priority, claim_outgoing
from storage.people import add_person, find_person, take_up_account
from storage.tables import people
from tests.bot.desk import Desk, message

HOLD = OnDoubt.HOLD


async def test_what_was_committed_before_a_kill_is_sent_at_the_next_start(desk: Desk) -> None:
    """Fault 4."""
    wang = desk.person()
    await desk.put(message(wang, "已保存"))
    desk.restart()
    await desk.courier.take_up()
    assert await desk.courier.drain_once() == 1
    assert desk.texts(wang) == ["已保存"]


@pytest.mark.parametrize("sent", [False, True])
async def test_a_kill_between_claim_and_mark(desk_on_both: Desk, *, sent: bool) -> None:
    """Fault 5: at most one copy more, and none of a row that is to be held."""
    desk = desk_on_both
    wang, li = desk.person("王"), desk.person("李")
    await desk.put(message(wang, "reply"), message(li, "award", on_doubt=HOLD))
    async with desk.database.write() as session:
        lease = timedelta(minutes=5)
        claimed = await claim_outgoing(session, limit=9, now=desk.clock.now(), lease=lease)
    for row in claimed if sent else []:
        await desk.api.call(row.method, row.params)
    desk.restart()
    desk.clock.advance(timedelta(minutes=6))
    await desk.courier.take_up()
    await desk.courier.drain_once()
    assert desk.texts(wang) == ["reply"] * (2 if sent else 1)
    assert desk.texts(li) == ["award"] * (1 if sent else 0)
    assert await desk.states() == ["sent", "unknown"]


async def test_after_the_mark_nothing_is_sent_again(desk: Desk) -> None:
    """Fault 6."""
    wang = desk.person()
    await desk.send(message(wang))
    desk.restart()
    await desk.courier.take_up()
    assert await desk.courier.drain_once() == 0
    assert len(desk.texts(wang)) == 1


async def test_one_chat_is_written_to_in_order(desk: Desk) -> None:
    wang = desk.person()
    texts = [f"{number}" for number in range(20)]
    assert await desk.send(*[message(wang, text) for text in texts]) == 20
    assert desk.texts(wang) == texts


async def test_a_person_who_waits_goes_before_a_notice(desk: Desk) -> None:
    wang = desk.person()
    await desk.send(
        message(wang, "notice 1", priority=Priority.NOTICE),
        message(wang, "notice 2", priority=Priority.NOTICE),
        message(wang, "reply"),
    )
    assert desk.texts(wang) == ["reply", "notice 1", "notice 2"]


async def test_a_flood_answer_rests_its_chat_only_and_survives_a_restart(desk: Desk) -> None:
    """Fault 18: no call before its time, not even of a more urgent row, not even after a kill."""
    wang, li = desk.person("王"), desk.person("李")
    desk.server.faults.flood("sendMessage", 60, chat_id=wang.id)
    await desk.send(message(wang, "notice", priority=Priority.NOTICE), message(li, "hello"))
    assert (desk.texts(wang), desk.texts(li)) == ([], ["hello"])
    assert await desk.send(message(wang, "reply")) == 0
    desk.restart()
    await desk.courier.take_up()
    assert await desk.later(seconds=59) == 0
    desk.restart()
    await desk.courier.take_up()
    desk.clock.advance(timedelta(seconds=1))
    desk.restart()
    await desk.courier.take_up()
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
    await desk.courier.take_up()
    assert await desk.courier.drain_once() == 0
    desk.clock.advance(timedelta(seconds=30))
    desk.restart()
    await desk.courier.take_up()
    assert await desk.courier.drain_once() == 2
    assert await desk.states() == ["sent", "sent"]


@pytest.mark.parametrize("code", [500, 503])
async def test_a_server_error_is_tried_again_ever_more_slowly(desk: Desk, code: int) -> None:
    """Fault 19."""
    wang = desk.person()
    desk.server.faults.server_error("sendMessage", times=12, code=code)
    await desk.send(message(wang, on_doubt=HOLD))
    waits = []
    while (await desk.states()) == ["waiting"]:
        (row,) = await desk.outbox()
        waits.append((row.not_before - desk.clock.now()).total_seconds())
        desk.clock.stand_at(row.not_before)
        await desk.courier.drain_once()
    assert len(waits) == 12
    assert 0.5 <= waits[0] <= 1.0
    assert all(min(2.0**n, LONGEST_PAUSE) / 2 <= wait for n, wait in enumerate(waits))
    assert max(waits) <= LONGEST_PAUSE
    assert desk.texts(wang) == ["痕迹"]


async def test_after_a_day_of_trouble_a_row_is_given_up(desk: Desk) -> None:
    """Fault 19: the budget."""
    desk.server.faults.server_error("sendMessage", times=10_000)
    await desk.send(message(desk.person()))
    tries = 1
    while (await desk.states()) == ["waiting"]:
        (row,) = await desk.outbox()
        desk.clock.stand_at(row.not_before)
        tries += await desk.courier.drain_once()
        assert desk.clock.now() - row.created_at < BUDGET + timedelta(minutes=6)
    assert await desk.states() == ["given_up"]
    assert 24 * 12 < tries < 24 * 60 * 60


async def test_half_the_calls_failing_for_half_an_hour_loses_and_reorders_nothing(
    desk: Desk,
) -> None:
    """Promise 5."""
    people_ = [desk.person(str(number)) for number in range(5)]
    wanted = [f"{number}" for number in range(8)]
    for number in range(60):
        fail = [desk.server.faults.server_error, desk.server.faults.lose][number % 2]
        fail("sendMessage")
    await desk.put(*[message(person, text) for text in wanted for person in people_])
    for _ in range(3600):
        if not await desk.later(seconds=1) and set(await desk.states()) == {"sent"}:
            break
    assert [desk.texts(person) for person in people_] == [wanted] * 5
    assert desk.server.faults.suffered["sendmessage"] == 60


@pytest.mark.parametrize("policy", list(OnDoubt))
async def test_an_answer_that_was_lost(desk: Desk, policy: OnDoubt) -> None:
    """Fault 20: Telegram carried it out and hung up."""
    wang = desk.person()
    desk.server.faults.drop("sendMessage")
    await desk.send(message(wang, on_doubt=policy))
    await desk.later(seconds=2)
    copies, state = (2, "sent") if policy is OnDoubt.RESEND else (1, "unknown")
    assert desk.texts(wang) == ["痕迹"] * copies
    assert await desk.states() == [state]


async def test_a_gateway_that_answers_in_telegrams_stead_leaves_doubt(desk: Desk) -> None:
    desk.server.faults.server_error("sendMessage", code=502)
    await desk.send(message(desk.person(), on_doubt=HOLD))
    assert await desk.states() == ["unknown"]


async def test_whoever_blocked_the_bot_is_noted_and_not_asked_again(desk_on_both: Desk) -> None:
    """Fault 21."""
    desk = desk_on_both
    wang, li = desk.person("王"), desk.person("李")
    async with desk.database.write() as session:
        for user in (wang, li):
            person = await add_person(session, name=user.name, at=desk.clock.now())
            await take_up_account(
                session, person, telegram_id=user.id, language=Language.ZH, consent="1",
                at=desk.clock.now(),
            )  # fmt: skip
    desk.world.block(wang)
    await desk.send(message(wang), message(li))
    assert await desk.states() == ["blocked", "sent"]
    assert await desk.later(hours=1) == 0
    async with desk.database.read() as session:
        rows = await session.rows(select(people.c.unreachable_at).order_by(people.c.id))
        assert await find_person(session, 1) is not None
    assert [row.unreachable_at is not None for row in rows] == [True, False]


async def test_a_deactivated_account_is_blocked_too(desk: Desk) -> None:
    wang = desk.person()
    desk.world.deactivate(wang)
    await desk.send(message(wang))
    assert await desk.states() == ["blocked"]


@pytest.mark.parametrize("how", ["kicked", "deleted", "never there"])
async def test_a_group_that_is_closed_to_us_ends_and_is_told_once(desk: Desk, how: str) -> None:
    """Fault 22: by the answer alone, without any update."""
    group = desk.group()
    owner = desk.person("owner")
    chat = group.id
    if how == "kicked":
        desk.world.kick_bot(owner, group)
    elif how == "deleted":
        desk.world.delete_group(owner, group)
    else:
        chat = -999
    await desk.send(message(chat, "one"), message(chat, "two"), message(owner, "else"))
    assert await desk.states() == ["gone", "cancelled", "sent"]
    (event,) = await desk.events()
    assert (event["event"], event["chat_id"]) == ("gone", chat)
    assert desk.woken == ["news"]


@pytest.mark.parametrize("lane", ["lane", "no lane"])
async def test_a_group_that_became_a_supergroup_is_followed(desk_on_both: Desk, lane: str) -> None:
    """Fault 23, found out by the error: this row and those behind it go to the new chat."""
    desk = desk_on_both
    group = desk.group()
    new = desk.world.migrate_group(group)
    await desk.put(message(group, "one"), message(group, "two"))
    if lane == "no lane":
        params = {"chat_id": group.id, "text": "free"}
        await desk.put(Outgoing("sendMessage", params, subject="x:1"))
    await desk.courier.drain_once()
    assert desk.texts(new) == ["one", "two"]
    migrated = [event for event in await desk.events() if event["event"] == "migrated"]
    assert migrated == [{"event": "migrated", "chat_id": group.id, "to": new.id}]
    if lane == "no lane":
        assert (await desk.states())[-1] == "refused"


async def test_what_a_refused_row_said_is_not_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 24: refused for good, with the number of the row for whoever looks."""
    await desk.send(message(desk.person(), "私事" * 3000))
    assert await desk.states() == ["refused"]
    (row,) = await desk.outbox()
    assert "too long" in row.trouble
    assert f"outbox row {row.id} " in caplog.text
    assert "私事" not in caplog.text


async def test_a_press_that_is_too_old_is_answered_for(desk: Desk) -> None:
    """Fault 47."""
    answer = {"callback_query_id": "12345", "text": "x"}
    await desk.send(Outgoing("answerCallbackQuery", answer, on_doubt=HOLD))
    assert await desk.states() == ["sent"]


async def test_a_press_is_not_answered_for_a_whole_day(desk: Desk) -> None:
    desk.server.faults.server_error("answerCallbackQuery", times=100)
    await desk.send(Outgoing("answerCallbackQuery", {"callback_query_id": "1"}))
    for _ in range(20):
        await desk.later(seconds=20)
    assert await desk.states() == ["given_up"]
    assert len(desk.calls("answerCallbackQuery")) < 15


async def test_whoever_asked_hears_what_came_of_a_call(desk_on_both: Desk) -> None:
    desk = desk_on_both
    group = desk.group()
    ask = Outgoing("getChatMemberCount", {"chat_id": group.id}, subject="group:1")
    bad = Outgoing("sendMessage", {"chat_id": group.id, "text": ""}, subject="group:2")
    await desk.send(ask, bad)
    first, second = await desk.events()
    assert first["subject"] == "group:1"
    assert first["facts"] == {"result": 2, "state": "sent", "trouble": None}
    assert (second["subject"], second["facts"]["state"]) == ("group:2", "refused")
    assert [row.chat_id for row in await desk.inbox()] == [group.id, group.id]


async def test_a_result_is_told_once_although_the_call_is_repeated(desk: Desk) -> None:
    wang = desk.person()
    desk.server.faults.drop("sendMessage")
    params = {"chat_id": wang.id, "text": "x"}
    await desk.send(Outgoing("sendMessage", params, lane=wang.id, subject="notice:1"))
    assert await desk.events() == []
    await desk.later(seconds=2)
    assert [event["subject"] for event in await desk.events()] == ["notice:1"]


async def test_a_method_that_nobody_knows_is_refused_not_repeated(desk: Desk) -> None:
    await desk.send(Outgoing("flyToTheMoon", {}))
    assert await desk.states() == ["refused"]
    assert desk.server.unknown == ["flyToTheMoon"]


async def test_a_token_that_is_refused_costs_no_message(desk: Desk) -> None:
    wang = desk.person()
    desk.server.faults.refuse("sendMessage", 401, "Unauthorized", times=3)
    await desk.send(message(wang))
    assert await desk.states() == ["waiting"]
    for _ in range(10):
        await desk.later(seconds=10)
    assert desk.texts(wang) == ["痕迹"]


async def test_a_database_that_fails_at_the_mark_marks_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faults 28 and 29: what Telegram answered is kept until it can be written down."""
    wang = desk.person()
    await desk.put(message(wang))
    await desk.courier._round()
    await asyncio.wait(desk.courier._under_way)
    with monkeypatch.context() as broken:
        broken.setattr("bot.courier.settle", _locked)
        with pytest.raises(OSError, match="locked"):
            await desk.courier._round()
    await desk.courier.drain_once()
    assert await desk.states() == ["sent"]
    assert desk.texts(wang) == ["痕迹"]


async def _locked(*_given: Any, **_how: Any) -> bool:
    raise OSError("database is locked")


async def test_stopping_marks_what_is_under_way_and_starts_nothing(desk: Desk) -> None:
    """Fault 7."""
    wang, li = desk.person("王"), desk.person("李")
    desk.server.faults.delay("sendMessage", 0.3)
    stop = asyncio.Event()
    running = asyncio.create_task(desk.courier.run(stop))
    await desk.put(message(wang, "slow"))
    desk.courier.wake()
    await desk.in_state("sending")
    stop.set()
    await desk.put(message(li, "too late"))
    desk.courier.wake()
    await asyncio.wait_for(running, 10)
    assert await desk.states() == ["sent", "waiting"]
    assert (desk.texts(wang), desk.texts(li)) == (["slow"], [])


async def test_it_runs_on_when_a_round_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.waits.FIRST", 0.01)
    real, failures = claim_outgoing, iter([OSError("locked"), OSError("locked")])

    async def claim(*given: Any, **how: Any) -> Any:
        if fault := next(failures, None):
            raise fault
        return await real(*given, **how)

    monkeypatch.setattr("bot.courier.claim_outgoing", claim)
    wang = desk.person()
    await desk.put(message(wang))
    stop = asyncio.Event()
    running = asyncio.create_task(desk.courier.run(stop))
    await desk.in_state("sent")
    stop.set()
    desk.courier.wake()
    await asyncio.wait_for(running, 10)
    assert await desk.states() == ["sent"]


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
        seconds.at += (courier._pace.next_change() or 0.01) + 0.001
        assert seconds.at < 1100, "it never ends"
    assert desk.server.flood.refused == 0
    assert sent == 150 + 25 + 3
    assert desk.texts(group) == [f"{number}" for number in range(25)]
    assert max(waits) < 0.1
    assert seconds.at > 1060, "more than twenty a minute to one group"
