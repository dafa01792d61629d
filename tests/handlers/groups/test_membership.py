"""The bot in groups: added, unbound, put out, moved, asked to let people in."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.demo.fake_telegram.world.chats import DemoChat
from campaign.people import Role
from campaign.texts import Text
from handlers.groups.membership import UNBOUND_FOR, leave_unbound
from storage.delivery.inbox import Arrival, store_arrivals
from storage.groups import GroupState
from storage.tables import people, trace
from storage.trace import first_broken_row
from tests.campus import FIRST_BRANCH, Actor, Campus
from tests.handlers.groups.test_link import a_code, a_group, group_in, reads, said_in


async def a_bound_group(campus: Campus, secretary: Actor, *others: Actor, **facts: str) -> DemoChat:
    """A group bound to the secretary's branch, the bot an administrator."""
    chat = await a_group(campus, secretary, *others, **facts)
    await secretary.says(f"/link {await a_code(secretary)}", chat)
    campus.world.promote(secretary.user, chat)
    await campus.settle()
    return chat


async def state_of(campus: Campus, chat: DemoChat | int) -> GroupState | None:
    found = await group_in(campus, chat if isinstance(chat, DemoChat) else campus.world.chats[chat])
    return None if found is None else found.state


async def test_a_group_is_told_how_to_bind(campus: Campus) -> None:
    """The hello says what to do and by when; its button opens /link in private."""
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    username = campus.world.bot.username
    assert said_in(campus, chat) == [reads(campus, "groups.hello", bot=username)]
    hello = [m for m in campus.world.messages(chat) if m.sender == campus.world.bot.id][-1]
    assert [button["url"] for button in hello.buttons] == [f"https://t.me/{username}?start=go-link"]
    await li.starts("go-link")
    li.sees("link.code", branch=FIRST_BRANCH, bot=username, hours=24)


async def test_an_unbound_group_is_left_after_an_hour(campus: Campus) -> None:
    """Not a second earlier, and a bound one never."""
    li = await campus.secretary("李娜")
    stranger = campus.visitor("陌生人")
    bound, strange = await a_bound_group(campus, li), await a_group(campus, stranger)
    campus.clock.advance(UNBOUND_FOR - timedelta(seconds=1))
    async with campus.database.write() as session:
        assert await leave_unbound(session, campus.clock.now()) == 0
    campus.clock.advance(timedelta(seconds=1))
    async with campus.database.write() as session:
        assert await leave_unbound(session, campus.clock.now()) == 1
    await campus.settle()
    assert not strange.has(campus.world.bot.id)
    assert bound.has(campus.world.bot.id)
    assert await state_of(campus, strange) is GroupState.LEFT
    async with campus.database.write() as session:
        assert await leave_unbound(session, campus.clock.now()) == 0


async def test_put_out_the_secretary_is_told_and_a_return_binds_again(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await a_bound_group(campus, li, wang)

    campus.world.memberships.kick_bot(li.user, chat)
    await campus.settle()

    li.sees("groups.suspended", branch=FIRST_BRANCH, group="支部群")
    assert wang.messages == []
    assert await state_of(campus, chat) is GroupState.SUSPENDED
    campus.world.add_bot(li.user, chat)
    await campus.settle()
    assert said_in(campus, chat)[-1] == reads(campus, "groups.back_again", branch=FIRST_BRANCH)
    assert await state_of(campus, chat) is GroupState.BOUND


async def test_a_return_to_a_group_whose_branch_went_elsewhere(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    old = await a_bound_group(campus, li, title="旧群")
    campus.world.memberships.kick_bot(li.user, old)
    await a_bound_group(campus, li, title="新群")
    campus.world.add_bot(li.user, old)
    await campus.settle()
    assert await state_of(campus, old) is GroupState.UNBOUND


async def test_the_courier_s_news_that_a_group_is_gone_is_told_once(campus: Campus) -> None:
    """The event and the membership update say the same: one message to the secretary."""
    li = await campus.secretary("李娜")
    chat = await a_bound_group(campus, li)
    before = len(li.messages)
    gone = Arrival("o:gone", chat.id, {"event": "gone", "chat_id": chat.id})
    async with campus.database.write() as session:
        await store_arrivals(session, [gone], at=campus.clock.now())
    campus.world.memberships.kick_bot(li.user, chat)
    await campus.settle()
    assert len(li.messages) == before + 1
    assert await state_of(campus, chat) is GroupState.SUSPENDED


async def traced(campus: Campus, chat: DemoChat | int) -> list[str]:
    """What was done to a group, oldest first."""
    chat_id = chat if isinstance(chat, int) else chat.id
    async with campus.reading() as session:
        acts = select(trace.c.act).where(trace.c.subject == f"group:{chat_id}")
        return [row.act for row in await session.rows(acts.order_by(trace.c.number))]


async def test_whatever_happens_to_a_group_is_in_the_trace(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    old = await a_bound_group(campus, li)
    campus.world.memberships.kick_bot(li.user, old)
    await campus.settle()
    campus.world.add_bot(li.user, old)
    await campus.settle()
    assert await traced(campus, old) == [
        "group entered",
        "group bound",
        "group rights changed",
        "group suspended",
        "group entered",
    ]
    new = campus.world.memberships.migrate_group(old)
    await campus.settle()
    assert await traced(campus, new) == ["group moved"]
    stranger = campus.visitor("陌生人")
    strange, other = await a_group(campus, stranger), await a_group(campus, stranger)
    campus.world.memberships.kick_bot(stranger.user, strange)
    await campus.settle()
    campus.clock.advance(UNBOUND_FOR)
    async with campus.database.write() as session:
        await leave_unbound(session, campus.clock.now())
    await campus.settle()
    for chat in (strange, other):
        assert await traced(campus, chat) == ["group entered", "group left"]
        assert await state_of(campus, chat) is GroupState.LEFT
    async with campus.reading() as session:
        assert await first_broken_row(session) is None


async def test_made_an_administrator_the_bot_says_what_for(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await a_group(campus, li)
    await li.says(f"/link {await a_code(li)}", chat)
    assert reads(campus, "link.make_admin") in said_in(campus, chat)[-1]
    campus.world.promote(li.user, chat)
    await campus.settle()
    assert said_in(campus, chat)[-1] == reads(campus, "groups.now_admin")
    campus.world.memberships.ask(wang.user, chat)
    await campus.settle()
    assert chat.has(wang.user.id)


async def test_the_secretary_hears_that_it_is_none_any_more(campus: Campus) -> None:
    """In private: whoever took the right away need not be shown up in the group."""
    li = await campus.secretary("李娜")
    chat = await a_bound_group(campus, li)
    before = said_in(campus, chat)
    campus.world.promote(li.user, chat, rights=frozenset())
    await campus.settle()
    li.sees("groups.no_longer_admin", group="支部群")
    assert said_in(campus, chat) == before
    found = await group_in(campus, chat)
    assert found is not None
    assert (found.admin, found.state) == (False, GroupState.BOUND)


async def test_without_the_right_to_invite_it_asks_for_it(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    await li.says(f"/link {await a_code(li)}", chat)
    campus.world.promote(li.user, chat, rights=frozenset({"can_pin_messages"}))
    await campus.settle()
    assert said_in(campus, chat)[-1] == reads(campus, "groups.may_not_invite")
    campus.world.promote(li.user, chat)
    await campus.settle()
    assert said_in(campus, chat)[-1] == reads(campus, "groups.now_admin")


async def test_a_group_without_a_branch_hears_nothing_of_rights(campus: Campus) -> None:
    """They are remembered for the binding."""
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    before = said_in(campus, chat)
    campus.world.promote(li.user, chat)
    await campus.settle()
    assert said_in(campus, chat) == before
    await li.says(f"/link {await a_code(li)}", chat)
    assert said_in(campus, chat)[-1] == reads(campus, "link.bound", branch=FIRST_BRANCH)


async def test_who_is_restricted_out_of_a_group_is_out(campus: Campus) -> None:
    """Telegram's word for both is `restricted`; only the other field tells."""
    li = await campus.secretary("李娜")
    chat = await a_bound_group(campus, li)
    member = {"user": campus.world.bot.as_json(), "until_date": 0}
    change: dict[str, Any] = {
        "chat": chat.as_json(),
        "from": li.user.as_json(),
        "date": campus.world.history.seconds(),
        "old_chat_member": {"status": "member", **member},
        "new_chat_member": {"status": "restricted", "is_member": True, **member},
    }
    for at, (is_member, state) in enumerate([(True, "bound"), (False, "suspended")]):
        change["new_chat_member"]["is_member"] = is_member
        update = {"update_id": 10**9 + at, "my_chat_member": change}
        async with campus.database.write() as session:
            await store_arrivals(
                session, [Arrival(f"u:{at}", chat.id, update)], at=campus.clock.now()
            )
        await campus.settle()
        assert await state_of(campus, chat) == state


async def test_a_binding_follows_the_group_that_becomes_a_supergroup(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    old = await a_bound_group(campus, li)
    new = campus.world.memberships.migrate_group(old)
    await campus.settle()
    assert await state_of(campus, old) is None
    assert await state_of(campus, new) is GroupState.BOUND


async def test_a_move_told_twice_is_one_move(campus: Campus) -> None:
    """By Telegram's message and by the courier, before and after each other."""
    li = await campus.secretary("李娜")
    old = await a_bound_group(campus, li)
    new = campus.world.add_group("支部群", li.user, supergroup=True, bot=True)
    told = [
        Arrival(f"o:{number}", old.id, {"event": "migrated", "chat_id": old.id, "to": new.id})
        for number in range(2)
    ]
    async with campus.database.write() as session:
        await store_arrivals(session, told, at=campus.clock.now())
    await campus.settle()
    assert await state_of(campus, old) is None
    assert await state_of(campus, new) is GroupState.BOUND


async def test_a_move_told_after_the_new_chat_was_met(campus: Campus) -> None:
    """The bot hears of the new chat first and takes it for a strange one."""
    li = await campus.secretary("李娜")
    old = await a_bound_group(campus, li)
    new = await a_group(campus, li, title="支部群")
    assert await state_of(campus, new) is GroupState.UNBOUND
    moved = Arrival("o:1", old.id, {"event": "migrated", "chat_id": old.id, "to": new.id})
    async with campus.database.write() as session:
        await store_arrivals(session, [moved], at=campus.clock.now())
    await campus.settle()
    found = await group_in(campus, new)
    assert found is not None
    assert (found.state, found.branch) == (GroupState.BOUND, await campus.branch(FIRST_BRANCH))
    assert await state_of(campus, old) is None


async def test_a_member_of_the_branch_is_let_in(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await a_bound_group(campus, li)
    before = len(li.messages)
    campus.world.memberships.ask(wang.user, chat)
    await campus.settle()
    assert chat.has(wang.user.id)
    assert len(li.messages) == before


async def test_a_member_of_another_branch_waits_and_the_secretary_decides(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    other = await campus.member("周宁", branch="药学系党支部")
    chat = await a_bound_group(campus, li)
    campus.world.memberships.ask(other.user, chat)
    await campus.settle()
    assert not chat.has(other.user.id)
    assert other.user.id in chat.asking
    li.sees("groups.other_asks", group="支部群", name="周宁", account="周宁", branch=FIRST_BRANCH)


async def test_a_visitor_who_asks_is_told_to_join_and_reported_once(campus: Campus) -> None:
    """However often they ask."""
    li, visitor = await campus.secretary("李娜"), campus.visitor("赵强")
    chat = await a_bound_group(campus, li)
    campus.world.memberships.ask(visitor.user, chat)
    await campus.settle()
    visitor.sees("groups.join_first", group="支部群")
    li.sees("groups.stranger_asks", group="支部群", account="赵强")
    before = len(li.messages)
    campus.world.memberships.ask(visitor.user, chat)
    await campus.settle()
    assert len(li.messages) == before
    assert visitor.user.id in chat.asking


@pytest.mark.parametrize("name", ["\u3164", "\u200b", "\u2800 \ufe0f", "\u00ad"])
async def test_an_account_without_a_visible_name_is_called_so(campus: Campus, name: str) -> None:
    li, visitor = await campus.secretary("李娜"), campus.visitor(name)
    chat = await a_bound_group(campus, li)
    campus.world.memberships.ask(visitor.user, chat)
    await campus.settle()
    nameless = Text("groups.nameless_account")
    li.sees("groups.stranger_asks", group="支部群", account=nameless)


async def test_a_group_without_a_visible_title_is_called_so(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_bound_group(campus, li, title="\u3164\u3164")
    campus.world.memberships.kick_bot(li.user, chat)
    await campus.settle()
    li.sees("groups.suspended", branch=FIRST_BRANCH, group=Text("groups.nameless_group"))


async def test_requests_to_a_group_that_is_not_bound_are_left_alone(campus: Campus) -> None:
    wang, owner = await campus.member("王芳"), campus.visitor("群主")
    chat = await a_group(campus, owner)
    campus.world.promote(owner.user, chat)
    await campus.settle()
    campus.world.memberships.ask(wang.user, chat)
    await campus.settle()
    assert not chat.has(wang.user.id)


async def test_whoever_blocks_the_bot_is_noted_and_cleared_on_return(campus: Campus) -> None:
    wang = await campus.member("王芳", roles=(Role.MEMBER,))

    async def unreachable() -> object:
        async with campus.reading() as session:
            return await session.value(people.select().with_only_columns(people.c.unreachable_at))

    campus.world.memberships.block(wang.user)
    await campus.settle()
    assert await unreachable() == campus.clock.now()
    campus.world.memberships.unblock(wang.user)
    await campus.settle()
    assert await unreachable() is None


async def test_in_a_group_other_people_s_talk_and_commands_are_not_answered(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_bound_group(campus, li)
    before = said_in(campus, chat)
    await li.says("大家好", chat)
    await li.says("/nosuchcommand", chat)
    assert said_in(campus, chat) == before
