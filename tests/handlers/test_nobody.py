"""Threats 11 and 13: what has no person behind it counts for nothing; no shape of update harms."""

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.people import ANONYMOUS_ADMIN
from handlers.routes import ROUTES
from handlers.routing import Where
from storage.delivery.inbox import PARKED, Arrival, store_arrivals
from storage.groups import GroupState
from storage.tables import check_ins, inbox, stories, talks, trace
from tests.campus import Actor, Campus
from tests.handlers.groups.test_link import a_code, a_group, group_in, reads, said_in

TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
COMMANDS = [route for route in ROUTES.table if route.command]


async def arrives(campus: Campus, *updates: dict[str, Any]) -> None:
    """Updates as Telegram would hand them out, whatever the demo's server can make."""
    async with campus.database.write() as session:
        news = [
            Arrival(f"x:{campus.clock.now()}:{number}:{id(update)}", _chat(update), update)
            for number, update in enumerate(updates)
        ]
        await store_arrivals(session, news, at=campus.clock.now())
    await campus.settle()


def _chat(update: dict[str, Any]) -> int:
    body = next(value for name, value in update.items() if name != "update_id")
    chat = body.get("chat") or body.get("message", {}).get("chat") or {}
    return int(chat.get("id", 0))


async def records(campus: Campus) -> int:
    """How many records, talks and traces of persons there are."""
    async with campus.reading() as session:
        numbers = [
            await session.value(select(func.count()).select_from(table))
            for table in (check_ins, stories, talks)
        ]
        acts = select(func.count()).select_from(trace).where(trace.c.person_id.is_not(None))
        return int(sum(numbers) + await session.value(acts))


async def parked(campus: Campus) -> int:
    async with campus.reading() as session:
        question = select(func.count()).select_from(inbox)
        bad = (inbox.c.state == PARKED) | inbox.c.trouble.is_not(None)
        return int(await session.value(question.where(bad)))


async def an_office_in_disguise(campus: Campus) -> tuple[Actor, DemoChat]:
    """The office writes in a group as an anonymous administrator."""
    zhao = await campus.office("赵敏")
    chat = await a_group(campus, campus.visitor("群主"), zhao)
    campus.world.promote(chat.admins()[0], chat, zhao.user, anonymous=True)
    await campus.settle()
    return zhao, chat


@pytest.mark.parametrize("command", [route.command for route in COMMANDS])
async def test_an_anonymous_admin_is_pointed_elsewhere(campus: Campus, command: str) -> None:
    """Whatever the person behind may do: nobody knows who that is."""
    zhao, chat = await an_office_in_disguise(campus)
    before = await records(campus)
    await zhao.says(f"/{command}", chat)
    private = ROUTES.commands[command].where is Where.PRIVATE
    username = campus.world.bot.username
    wanted = (
        reads(campus, "hint.only_in_private", bot=username)
        if private
        else reads(campus, "groups.anonymous")
    )
    assert said_in(campus, chat)[-1] == wanted
    assert await records(campus) == before
    assert zhao.messages == []


async def test_an_anonymous_admin_s_words_count_for_nothing(campus: Campus) -> None:
    zhao, chat = await an_office_in_disguise(campus)
    before = said_in(campus, chat)
    await zhao.says("大家好", chat)
    await zhao.does(
        lambda world: world.speech.send_photo(zhao.user, chat, b"\xff\xd8\xff", caption="打卡")
    )
    assert said_in(campus, chat) == before
    assert await parked(campus) == 0


async def test_an_anonymous_admin_s_press_is_that_of_the_person(campus: Campus) -> None:
    """Telegram names the account behind a press, and rights are read for that account."""
    zhao, chat = await an_office_in_disguise(campus)
    await campus.hands_button(zhao, where=chat, go="help")
    card = campus.world.last(chat)
    other = await campus.member("王芳")
    campus.world.memberships.join(other.user, chat)
    await other.presses("试一试", on=card)
    other.is_toasted("hint.not_your_button")
    await zhao.presses("试一试", on=card)
    assert zhao.toasts == []


async def test_a_channel_in_the_group_is_nobody(campus: Campus) -> None:
    """Somebody writes as a channel of theirs, even with a code that would bind the group."""
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    campus.world.promote(li.user, chat)
    channel = campus.world.memberships.add_channel("别的频道", li.user)
    await campus.settle()
    code = await a_code(li)
    before = said_in(campus, chat)
    for text in (f"/link {code}", "/checkin", "你好"):
        campus.world.speech.send(li.user, chat, {"text": text}, as_chat=channel.id)
        await campus.settle()
    assert said_in(campus, chat) == before
    found = await group_in(campus, chat)
    assert found is not None
    assert found.state is GroupState.UNBOUND


async def test_what_a_linked_channel_posts_into_the_group_is_nobody_s(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    before = said_in(campus, chat)
    message = {
        "message_id": 999, "date": campus.world.history.seconds(), "chat": chat.as_json(),
        "from": TELEGRAM, "sender_chat": {"id": -100777, "type": "channel", "title": "频道"},
        "is_automatic_forward": True, "text": f"/link {await a_code(li)}",
    }  # fmt: skip
    await arrives(campus, {"update_id": 10**9, "message": message})
    assert said_in(campus, chat) == before
    found = await group_in(campus, chat)
    assert found is not None
    assert found.state is GroupState.UNBOUND


async def test_an_anonymous_admin_may_add_and_promote_the_bot(campus: Campus) -> None:
    """The group is greeted as any other; the trace names no person."""
    chat = campus.world.add_group("匿名的群", campus.visitor("群主").user, bot=True)
    bot = {"user": campus.world.bot.as_json()}
    rights = {"status": "administrator", "can_invite_users": True, **bot}
    changes = [
        ({"status": "left", **bot}, {"status": "member", **bot}),
        ({"status": "member", **bot}, rights),
    ]
    for at, (old, new) in enumerate(changes):
        change = {
            "chat": chat.as_json(),
            "from": ANONYMOUS_ADMIN.as_json(),
            "date": campus.world.history.seconds(),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        await arrives(campus, {"update_id": 10**9 + at, "my_chat_member": change})
    assert said_in(campus, chat) == [reads(campus, "groups.hello", bot=campus.world.bot.username)]
    found = await group_in(campus, chat)
    assert found is not None
    assert (found.state, found.admin) == (GroupState.UNBOUND, True)
    async with campus.reading() as session:
        acts = await session.rows(select(trace.c.act, trace.c.person_id).order_by(trace.c.number))
    assert [tuple(row) for row in acts] == [
        ("group entered", None),
        ("group rights changed", None),
    ]


KINDS = (
    "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages",
    "message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result",
    "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer",
    "chat_member", "chat_boost", "removed_chat_boost", "managed_bot", "guest_message",
    "something_yet_to_come",
)  # fmt: skip
SERVICE = (
    "new_chat_members", "left_chat_member", "new_chat_title", "pinned_message",
    "group_chat_created", "supergroup_chat_created", "migrate_from_chat_id",
    "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
    "general_forum_topic_hidden", "general_forum_topic_unhidden", "video_chat_started",
    "boost_added", "chat_background_set", "giveaway", "users_shared", "write_access_allowed",
    "proximity_alert_triggered", "message_auto_delete_timer_changed", "delete_chat_photo",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
async def test_no_kind_of_update_harms_or_is_answered(campus: Campus, kind: str) -> None:
    """Channel posts, business, polls … : only what was asked for comes, but more may."""
    wang = await campus.member("王芳")
    chat = await a_group(campus, wang)
    seen = said_in(campus, chat)
    body = {
        "message_id": 5, "date": campus.world.history.seconds(), "chat": chat.as_json(),
        "from": wang.user.as_json(), "text": "/checkin", "id": "77", "user_chat_id": 1,
    }  # fmt: skip
    await arrives(campus, {"update_id": 10**9, kind: body})
    assert await parked(campus) == 0
    assert said_in(campus, chat) == seen
    assert wang.messages == []
    assert await campus.open_talks() == []


@pytest.mark.parametrize("kind", SERVICE)
async def test_no_service_message_harms_or_is_answered(campus: Campus, kind: str) -> None:
    wang = await campus.member("王芳")
    chat = await a_group(campus, wang)
    seen = said_in(campus, chat)
    body = {
        "message_id": 5,
        "date": campus.world.history.seconds(),
        "chat": chat.as_json(),
        "from": wang.user.as_json(),
        kind: 1 if kind == "migrate_from_chat_id" else {},
    }
    await arrives(campus, {"update_id": 10**9, "message": body})
    assert await parked(campus) == 0
    assert said_in(campus, chat) == seen
    assert wang.messages == []
