"""Groups that cannot be written to: noticed, told once, passed on, shown, tried again."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from bot.demo.fake_telegram.world.chats import DemoChat
from campaign.people import Role
from storage.delivery.inbox import Arrival, store_arrivals
from storage.delivery.outbox import Outgoing, Priority, put_outgoing
from storage.groups import Closed, GroupState
from storage.membership.roles import take_role
from storage.tables import deliveries, outbox, trace
from tests.campus import FIRST_BRANCH, Actor, Campus
from tests.handlers.groups.test_link import a_code, a_group, group_in, reads, said_in
from tests.handlers.groups.test_membership import a_bound_group
from tests.schedules.bell import Bell

MONTH_ENDS = ("2008-06-25 09:00", "2008-06-27 09:00", "2008-06-30 09:00", "2008-07-01 09:00")
# In these four mornings a group is told of something twice.
TOLD = 2
MUTED = [
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: have no rights to send a message"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (403, "Forbidden: CHAT_WRITE_FORBIDDEN"),
    (400, "Bad Request: CHAT_RESTRICTED"),
    (400, "Bad Request: USER_RESTRICTED"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: need administrator rights in the channel chat"),
    (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
    (400, "Bad Request: USER_BANNED_IN_CHANNEL"),
    (403, "Forbidden: some right that nobody has heard of yet"),
]


async def closed_in(campus: Campus, chat: DemoChat) -> Closed | None:
    found = await group_in(campus, chat)
    assert found is not None
    return found.closed


def mute(campus: Campus, chat: DemoChat, words: str, code: int = 400, times: int = 500) -> None:
    campus.server.faults.refuse("*", code, words, times, chat_id=chat.id)


def reopen(campus: Campus) -> None:
    campus.server.faults._planned.clear()


def heard(actor: Actor, key: str, **words: object) -> int:
    """How many messages contain this text."""
    wanted = actor.reads(key, **words)
    return sum(wanted in message.text for message in actor.messages)


async def put_reminder(campus: Campus, chat: DemoChat, *texts: str, **more: Any) -> None:
    """What the tick would have put into the outbox for a group."""
    button = {"text": "打开", "url": "https://t.me/some_bot?start=go-todo"}
    calls = [
        Outgoing(
            "sendMessage",
            {
                "chat_id": chat.id,
                "text": text,
                "parse_mode": "HTML",
                "reply_markup": {"inline_keyboard": [[button]]},
                **more,
            },
            lane=chat.id,
            priority=Priority.NOTICE,
        )
        for text in texts
    ]
    async with campus.database.write() as session:
        put_outgoing(session, calls, at=campus.clock.now())
    await campus.settle()


async def ring(campus: Campus, moments: Sequence[str] = MONTH_ENDS) -> None:
    bell = Bell(campus)
    for moment in moments:
        await bell.rings(moment)


@pytest.mark.parametrize(("code", "words"), MUTED)
async def test_the_first_refusal_is_told_once_with_what_to_do(
    campus: Campus, code: int, words: str
) -> None:
    """Secretary and deputy, in private; what was not said there comes with it, button and all."""
    li = await campus.secretary("李娜")
    zhou = await campus.member("周宁", roles=(Role.MEMBER, Role.DEPUTY))
    chat = await a_bound_group(campus, li)
    mute(campus, chat, words, code)

    await put_reminder(campus, chat, "第一条 &amp; 更多", "第二条", "第三条")

    bot = campus.world.bot.username
    for leading in (li, zhou):
        assert heard(leading, "groups.closed_right", group="支部群", bot=bot) == 1
        assert heard(leading, "groups.meanwhile", branch=FIRST_BRANCH) == 1
    passed = [m for m in li.messages if li.reads("groups.pass_on", group="支部群") in m.text]
    assert [m.text.splitlines()[-1] for m in passed] == ["第一条 & 更多", "第二条", "第三条"]
    assert [button["url"] for button in passed[0].buttons] == [
        "https://t.me/some_bot?start=go-todo"
    ]
    assert heard(zhou, "groups.pass_on", group="支部群") == 0
    assert await closed_in(campus, chat) is Closed.RIGHT
    assert (await group_in(campus, chat)).state is GroupState.BOUND  # type: ignore[union-attr]


async def test_reminders_go_to_the_secretary_meanwhile_and_back_to_the_group(
    campus: Campus,
) -> None:
    """Nobody is named in what is to be forwarded; what was passed on is not told again."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await a_bound_group(campus, li, wang)
    mute(campus, chat, "Bad Request: not enough rights to send text messages to the chat")
    await ring(campus)
    passed = [m.text for m in li.messages if li.reads("groups.pass_on", group="支部群") in m.text]
    assert len(passed) == TOLD
    assert not any("王芳" in text for text in passed)
    assert heard(li, "groups.meanwhile", branch=FIRST_BRANCH) == 1
    tried = campus.server.faults.suffered.total()
    assert tried == 1

    reopen(campus)
    campus.world.promote(li.user, chat)
    campus.world.promote(li.user, chat, rights=frozenset({"can_pin_messages"}))
    await campus.settle()
    before = len(said_in(campus, chat))
    assert await closed_in(campus, chat) is None
    await ring(campus, ["2008-07-15 09:00", "2008-07-29 09:00"])
    assert len(said_in(campus, chat)) > before
    assert len([m for m in li.messages if "转发到群里：" in m.text]) == TOLD


async def test_without_a_secretary_who_can_be_reached_the_office_is_told(campus: Campus) -> None:
    li, zhao = await campus.secretary("李娜"), await campus.office("赵敏")
    chat = await a_bound_group(campus, li)
    campus.world.memberships.block(li.user)
    await campus.settle()
    mute(campus, chat, "Bad Request: CHAT_WRITE_FORBIDDEN")
    await ring(campus)
    assert heard(zhao, "groups.no_secretary", branch=FIRST_BRANCH) == 1
    assert heard(zhao, "groups.pass_on", group="支部群") == TOLD


async def test_without_anybody_it_is_at_least_shown(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_bound_group(campus, li)
    async with campus.database.write() as session:
        await take_role(
            session, li.person or 0, Role.SECRETARY, branch=await campus.branch(FIRST_BRANCH)
        )
    mute(campus, chat, "Bad Request: CHAT_WRITE_FORBIDDEN")
    await ring(campus)
    assert await closed_in(campus, chat) is Closed.RIGHT


async def test_the_office_sees_which_groups_are_out_of_reach(campus: Campus) -> None:
    """From the board of branches; the button is gone when all is well."""
    li, zhao = await campus.secretary("李娜"), await campus.office("赵敏")
    chat = await a_bound_group(campus, li)
    await zhao.says("/todo")
    await zhao.presses("看各支部")
    assert not any("发不到的群" in label for label in zhao.card.labels)
    mute(campus, chat, "Bad Request: CHAT_WRITE_FORBIDDEN")
    await put_reminder(campus, chat, "一")
    await zhao.says("/todo")
    await zhao.presses("看各支部")
    await zhao.presses("发不到的群 · 1")
    assert FIRST_BRANCH in zhao.card.text
    assert zhao.reads("groups.why_right") in zhao.card.text
    reopen(campus)
    campus.world.memberships.kick_bot(li.user, chat)
    await campus.settle()
    await campus.hands_button(zhao, go="closed_groups")
    await zhao.presses("试一试")
    assert zhao.reads("groups.why_put_out") in zhao.card.text


def membership(campus: Campus, chat: DemoChat, who: Actor, **now: Any) -> dict[str, Any]:
    bot = {"user": campus.world.bot.as_json(), "until_date": 0}
    return {
        "chat": chat.as_json(),
        "from": who.user.as_json(),
        "date": campus.world.history.seconds(),
        "old_chat_member": {"status": "member", **bot},
        "new_chat_member": {**bot, **now},
    }


async def hears_of_rights(
    campus: Campus,
    chat: DemoChat,
    who: Actor,
    permissions: dict[str, bool] | None = None,
    **now: Any,
) -> None:
    change = membership(campus, chat, who, **now)
    if permissions is not None:
        change["chat"] = {**change["chat"], "permissions": permissions}
    number = 10**9 + len(said_in(campus, chat)) * 100 + len(who.messages)
    update = {"update_id": number, "my_chat_member": change}
    async with campus.database.write() as session:
        await store_arrivals(
            session, [Arrival(f"u:{number}", chat.id, update)], at=campus.clock.now()
        )
    await campus.settle()


@pytest.mark.parametrize("how", ["restricted", "permissions"])
async def test_telegram_s_own_word_is_enough(campus: Campus, how: str) -> None:
    """Before anything is lost; and the right that comes back is used at once."""
    li = await campus.secretary("李娜")
    chat = await a_bound_group(campus, li)
    if how == "restricted":
        for _ in range(2):
            await hears_of_rights(
                campus, chat, li, status="restricted", is_member=True, can_send_messages=False
            )
    else:
        await hears_of_rights(campus, chat, li, {"can_send_messages": False}, status="member")
    bot = campus.world.bot.username
    assert heard(li, "groups.closed_right", group="支部群", bot=bot) == 1
    assert await closed_in(campus, chat) is Closed.RIGHT
    await ring(campus)
    assert heard(li, "groups.pass_on", group="支部群") == TOLD

    await hears_of_rights(campus, chat, li, status="member")
    assert await closed_in(campus, chat) is None
    assert said_in(campus, chat)[-1] == reads(campus, "groups.can_write_again")


async def test_a_right_that_changes_in_vain_is_told_again(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_bound_group(campus, li)
    mute(campus, chat, "Bad Request: CHAT_WRITE_FORBIDDEN")
    await put_reminder(campus, chat, "一")
    await hears_of_rights(campus, chat, li, status="member")
    bot = campus.world.bot.username
    assert heard(li, "groups.closed_right", group="支部群", bot=bot) == 2
    assert await closed_in(campus, chat) is Closed.RIGHT


async def test_link_in_a_group_that_cannot_be_written_to_says_so_at_once(campus: Campus) -> None:
    """In private, to whoever sent the code, with what should have been answered; and once."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await a_group(campus, wang, li)
    code = await a_code(li)
    mute(campus, chat, "Bad Request: not enough rights to send text messages to the chat")
    await wang.says(f"/link {code}", chat)
    bot = campus.world.bot.username
    for who in (li, wang):
        assert heard(who, "groups.closed_right", group="支部群", bot=bot) == 1
    assert wang.reads("link.bound", branch=FIRST_BRANCH) in wang.messages[-1].text
    assert (await group_in(campus, chat)).state is GroupState.BOUND  # type: ignore[union-attr]

    await li.says("/link", chat)
    assert heard(li, "groups.closed_right", group="支部群", bot=bot) == 2
    reopen(campus)
    await li.says("/link", chat)
    assert said_in(campus, chat)[-1] == reads(campus, "groups.can_write_again")
    assert await closed_in(campus, chat) is None


@pytest.mark.parametrize("said", ["/link wrong", "/link", "/progress"])
async def test_any_answer_that_cannot_be_said_in_a_group_is_said_in_private(
    campus: Campus, said: str
) -> None:
    """In a group that is bound to nothing, too: nobody else is told there."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await a_group(campus, wang)
    mute(campus, chat, "Bad Request: CHAT_RESTRICTED")
    await wang.says(said, chat)
    assert heard(wang, "groups.unsaid") == 1
    assert li.messages == []


@pytest.mark.parametrize(
    "words",
    [
        "not enough rights to send photos to the chat",
        "CHAT_SEND_PHOTOS_FORBIDDEN",
        "CHAT_SEND_MEDIA_FORBIDDEN",
    ],
)
async def test_files_alone_may_be_forbidden(campus: Campus, words: str) -> None:
    """Reminders go on; the secretary hears of the files, and the notice counts it truthfully."""
    li, zhao = await campus.secretary("李娜"), await campus.office("赵敏")
    chat = await a_bound_group(campus, li)
    call = Outgoing("sendPhoto", {"chat_id": chat.id, "photo": "x"}, lane=chat.id)
    campus.server.faults.refuse("sendPhoto", 400, f"Bad Request: {words}", chat_id=chat.id)
    async with campus.database.write() as session:
        put_outgoing(session, [call], at=campus.clock.now())
    await campus.settle()
    bot = campus.world.bot.username
    assert heard(li, "groups.closed_media", group="支部群", bot=bot) == 1
    assert await closed_in(campus, chat) is Closed.MEDIA
    before = len(said_in(campus, chat))
    await ring(campus)
    assert len(said_in(campus, chat)) == before + TOLD
    assert await closed_in(campus, chat) is Closed.MEDIA
    assert zhao.messages == [] or heard(zhao, "groups.closed_media", group="支部群", bot=bot) == 0


async def test_a_notice_to_a_closed_group_is_counted_as_refused_with_the_reason(
    campus: Campus,
) -> None:
    """It is tried all the same: if it arrives, the group is open again."""
    li, zhao = await campus.secretary("李娜"), await campus.office("赵敏")
    chat = await a_bound_group(campus, li)
    mute(campus, chat, "Bad Request: CHAT_WRITE_FORBIDDEN")
    for _ in range(2):
        await zhao.says("/broadcast")
        if zhao.card.labels[0] == "✎ 写新通知":
            await zhao.presses("✎ 写新通知")
        await zhao.says("周五开会")
        await zhao.presses("发完了")
        await zhao.presses("支部群")
        await zhao.presses("✓ 选好了")
        await zhao.presses("现在")
        await zhao.presses("✓ 发送")
        reopen(campus)
    async with campus.reading() as session:
        rows = await session.rows(select(deliveries).order_by(deliveries.c.id))
    assert [row.state for row in rows] == ["refused", "sent"]
    assert "chat_write_forbidden" in rows[0].trouble.lower()
    assert await closed_in(campus, chat) is None
    bot = campus.world.bot.username
    assert heard(li, "groups.open_again", group="支部群", bot=bot) == 1
    assert heard(li, "groups.pass_on", group="支部群") == 0


async def test_put_out_what_was_still_to_be_said_is_passed_on(campus: Campus) -> None:
    """Nothing that waited for the group is dropped in silence, and later reminders come too."""
    li = await campus.secretary("李娜")
    chat = await a_bound_group(campus, li)
    mute(campus, chat, "Forbidden: bot was kicked from the supergroup chat", 403)
    await put_reminder(campus, chat, "一", "二", "三")
    assert heard(li, "groups.suspended", branch=FIRST_BRANCH, group="支部群") == 1
    assert heard(li, "groups.pass_on", group="支部群") == 3
    await ring(campus)
    assert heard(li, "groups.pass_on", group="支部群") == 3 + TOLD
    async with campus.reading() as session:
        states = await session.rows(select(outbox.c.state).where(outbox.c.lane == chat.id))
    assert {row.state for row in states} <= {"sent", "gone", "cancelled"}


async def test_a_right_to_let_people_in_is_not_a_right_to_write(campus: Campus) -> None:
    """A refusal of another kind of call closes nothing."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await a_bound_group(campus, li)
    campus.server.faults.refuse(
        "approveChatJoinRequest", 400, "Bad Request: not enough rights to manage chat"
    )
    campus.world.memberships.ask(wang.user, chat)
    await campus.settle()
    assert await closed_in(campus, chat) is None


async def test_closing_and_opening_are_in_the_trace(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_bound_group(campus, li)
    mute(campus, chat, "Bad Request: CHAT_WRITE_FORBIDDEN", times=1)
    await put_reminder(campus, chat, "一")
    await put_reminder(campus, chat, "二")
    async with campus.reading() as session:
        acts = select(trace.c.act).where(trace.c.subject == f"group:{chat.id}")
        found = [row.act for row in await session.rows(acts.order_by(trace.c.number))]
    assert found[-2:] == ["group closed", "group tried again"]
