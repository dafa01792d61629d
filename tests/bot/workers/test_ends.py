"""How calls end for good: blocked, gone, moved, refused; and who hears of it."""

import pytest
from sqlalchemy import select

from campaign.texts import Language
from storage.delivery.outbox import OnDoubt, Outgoing
from storage.membership.people import add_person, find_person, take_up_account
from storage.tables import people
from tests.bot.desk import Desk, message

HOLD = OnDoubt.HOLD


async def test_whoever_blocked_the_bot_is_noted_and_not_asked_again(desk_on_both: Desk) -> None:
    """Fault 21."""
    desk = desk_on_both
    wang, li = desk.person("王"), desk.person("李")
    async with desk.database.write() as session:
        for user in (wang, li):
            person = await add_person(session, name=user.name, at=desk.clock.now())
            await take_up_account(
                session,
                person,
                telegram_id=user.id,
                language=Language.ZH,
                consent="1",
                at=desk.clock.now(),
            )
    desk.world.memberships.block(wang)
    await desk.send(message(wang), message(li))
    assert await desk.states() == ["blocked", "sent"]
    assert await desk.later(hours=1) == 0
    async with desk.database.read() as session:
        rows = await session.rows(select(people.c.unreachable_at).order_by(people.c.id))
        assert await find_person(session, 1) is not None
    assert [row.unreachable_at is not None for row in rows] == [True, False]


async def test_a_deactivated_account_is_blocked_too(desk: Desk) -> None:
    wang = desk.person()
    desk.world.people.deactivate(wang)
    await desk.send(message(wang))
    assert await desk.states() == ["blocked"]


@pytest.mark.parametrize("how", ["kicked", "deleted", "never there"])
async def test_a_group_that_is_closed_to_us_ends_and_is_told_once(desk: Desk, how: str) -> None:
    """Fault 22: by the answer alone, without any update."""
    group = desk.group()
    owner = desk.person("owner")
    chat = group.id
    if how == "kicked":
        desk.world.memberships.kick_bot(owner, group)
    elif how == "deleted":
        desk.world.memberships.delete_group(owner, group)
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
    new = desk.world.memberships.migrate_group(group)
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


async def test_a_method_that_nobody_knows_is_refused_not_repeated(desk: Desk) -> None:
    await desk.send(Outgoing("flyToTheMoon", {}))
    assert await desk.states() == ["refused"]
    assert desk.server.unknown == ["flyToTheMoon"]


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
