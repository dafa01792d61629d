"""`/link`: a code in private, a binding in the group, and every way it does not work."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.demo.fake_telegram.world.chats import DemoChat
from campaign.invitations import GROUP_CODE_LIFE, WRONG_GUESSES
from campaign.people import Role
from campaign.texts import Language, Text
from handlers.groups.membership import leave_unbound
from storage.groups import Group, GroupState, find_group
from storage.membership.roles import give_role, take_role
from storage.tables import branches, invitations, people, trace
from tests.campus import FIRST_BRANCH, Actor, Campus


def said_in(campus: Campus, chat: DemoChat) -> list[str]:
    """What the bot has written in a group."""
    return [m.text for m in campus.world.messages(chat) if m.sender == campus.world.bot.id]


def reads(campus: Campus, key: str, **params: object) -> str:
    return campus.texts.say(Text(key, params), Language.ZH).plain().strip()


async def group_in(campus: Campus, chat: DemoChat) -> Group | None:
    async with campus.reading() as session:
        return await find_group(session, chat.id)


async def a_group(campus: Campus, *people: Actor, title: str = "支部群") -> DemoChat:
    """A group of these people, the bot just added by the first."""
    chat = campus.world.add_group(title, *(actor.user for actor in people))
    campus.world.add_bot(people[0].user, chat)
    await campus.settle()
    return chat


async def a_code(actor: Actor) -> str:
    """A fresh code for the secretary's branch."""
    await actor.says("/link")
    lines = actor.messages[-1].text.splitlines()
    return next(line.split()[-1] for line in lines if line.startswith("/link@"))


async def test_a_secretary_binds_the_branch_s_group(campus: Campus) -> None:
    """The code is shown in private, sent in the group, and works once."""
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    code = await a_code(li)
    li.sees("link.code", branch=FIRST_BRANCH, hours=24)

    await li.says(f"/link@{campus.world.bot.username} {code}", chat)

    assert reads(campus, "link.bound", branch=FIRST_BRANCH) in said_in(campus, chat)[-1]
    found = await group_in(campus, chat)
    assert found is not None
    assert (found.state, found.branch) == (GroupState.BOUND, await campus.branch(FIRST_BRANCH))
    await li.says(f"/link {code}", chat)
    assert said_in(campus, chat)[-1] == reads(campus, "link.used_code")


async def test_one_tap_adds_the_bot_and_binds_the_group(campus: Campus) -> None:
    """The link lets one choose the group; the client sends there what the link carries."""
    li = await campus.secretary("李娜")
    chat = campus.world.add_group("支部群", li.user)
    await li.says("/link")
    link = li.card.buttons[0]["url"]
    start = f"https://t.me/{campus.world.bot.username}?startgroup="
    assert link.startswith(start)
    carried = link.removeprefix(start)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", carried)

    campus.world.add_bot(li.user, chat)
    await li.says(f"/start@{campus.world.bot.username} {carried}", chat)

    assert reads(campus, "link.bound", branch=FIRST_BRANCH) in said_in(campus, chat)[-1]
    await li.says(f"/start@{campus.world.bot.username} {carried}", chat)
    assert said_in(campus, chat)[-1] == reads(campus, "link.used_code")
    await li.says(f"/start@{campus.world.bot.username}", chat)
    bot = campus.world.bot.username
    assert said_in(campus, chat)[-1] == reads(campus, "hint.only_in_private", bot=bot)


async def test_any_member_may_send_the_secretary_s_code(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await a_group(campus, wang)
    code = await a_code(li)
    await wang.says(f"/link {code}", chat)
    found = await group_in(campus, chat)
    assert found is not None
    assert found.state is GroupState.BOUND


async def test_a_visitor_with_a_code_is_told_to_join_first(campus: Campus) -> None:
    li, visitor = await campus.secretary("李娜"), campus.visitor("赵强")
    chat = await a_group(campus, visitor)
    code = await a_code(li)

    await visitor.says(f"/link {code}", chat)
    assert said_in(campus, chat)[-1] == reads(campus, "people.not_joined")
    found = await group_in(campus, chat)
    assert found is not None
    assert found.state is GroupState.UNBOUND


async def test_a_member_gets_no_code(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/link")
    wang.hears("people.only_secretary")


async def test_a_code_sent_to_the_bot_itself_binds_nothing(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    code = await a_code(li)
    await li.says(f"/link {code}")
    li.hears("link.only_in_groups")


async def test_whoever_lost_the_office_gets_no_code_by_an_old_button(campus: Campus) -> None:
    """Rights are read when the button is pressed, not when it was shown."""
    await campus.branch("药学系党支部")
    zhao = await campus.office("赵敏")
    await zhao.says("/link")
    async with campus.database.write() as session:
        await take_role(session, zhao.person or 0, Role.OFFICE, branch=None)
        await give_role(
            session,
            zhao.person or 0,
            Role.SECRETARY,
            at=campus.clock.now(),
            branch=await campus.branch(FIRST_BRANCH),
        )

    await zhao.presses("药学系党支部")

    async with campus.reading() as session:
        made = await session.rows(select(invitations.c.branch_id))
    assert [row.branch_id for row in made] == []


async def test_the_office_chooses_the_branch(campus: Campus) -> None:
    """All branches are on offer, ten a page."""
    names = [f"第{number}党支部" for number in range(1, 13)]
    for name in names:
        await campus.branch(name)
    zhao = await campus.office("赵敏")
    await zhao.says("/link")
    zhao.sees("link.which_branch")
    assert zhao.card.labels == [*names[:10], "较早 ›"]

    await zhao.presses("较早 ›")
    assert zhao.card.labels == [*names[10:], FIRST_BRANCH, "‹ 较新"]
    await zhao.presses("第12党支部")

    zhao.sees("link.code", branch="第12党支部", bot=campus.world.bot.username, hours=24)


async def test_the_office_without_any_branch(campus: Campus) -> None:
    zhao = await campus.office("赵敏")
    async with campus.database.write() as session:
        await session.change(people.update().values(branch_id=None))
        await session.change(branches.delete())
    await zhao.says("/link")
    zhao.hears("link.no_branch")


async def test_a_newer_code_ends_the_older(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    old, new = await a_code(li), await a_code(li)
    await li.says(f"/link {old}", chat)
    assert said_in(campus, chat)[-1] == reads(campus, "link.expired_code")
    await li.says(f"/link {new}", chat)
    found = await group_in(campus, chat)
    assert found is not None
    assert found.state is GroupState.BOUND


async def test_a_code_ends_after_a_day(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    code = await a_code(li)
    campus.clock.advance(GROUP_CODE_LIFE)
    await li.says(f"/link {code}", chat)
    assert said_in(campus, chat)[-1] == reads(campus, "link.expired_code")


async def test_a_branch_has_one_group(campus: Campus) -> None:
    """A new group takes the branch over; the old one is told, and left after an hour."""
    li = await campus.secretary("李娜")
    old, new = await a_group(campus, li, title="旧群"), await a_group(campus, li, title="新群")
    await li.says(f"/link {await a_code(li)}", old)
    code = await a_code(li)
    li.sees("link.bound_already", group="旧群")

    await li.says(f"/link {code}", new)

    assert said_in(campus, old)[-1] == reads(campus, "link.moved_away", branch=FIRST_BRANCH)
    left, kept = await group_in(campus, old), await group_in(campus, new)
    assert left is not None
    assert kept is not None
    assert (left.state, left.branch) == (GroupState.UNBOUND, None)
    assert kept.state is GroupState.BOUND
    async with campus.reading() as session:
        rows = await session.rows(
            select(trace.c.before, trace.c.after)
            .where(trace.c.act == "group bound")
            .order_by(trace.c.number)
        )
    branch = await campus.branch(FIRST_BRANCH)
    assert rows[-1].before == {"branch": None, "group": old.id}
    assert rows[-1].after == {"branch": branch}
    campus.clock.advance(timedelta(hours=1))
    async with campus.database.write() as session:
        assert await leave_unbound(session, campus.clock.now()) == 1
    await campus.settle()
    assert not old.has(campus.world.bot.id)
    assert new.has(campus.world.bot.id)


async def test_how_to_bind_is_said_when_the_code_is_missing(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    await li.says("/link", chat)
    assert said_in(campus, chat)[-1] == reads(campus, "link.how", bot=campus.world.bot.username)


@pytest.mark.parametrize("code", ["wrong", "", "汉字", "x" * 300])
async def test_a_wrong_code_binds_nothing(campus: Campus, code: str) -> None:
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    await li.says(f"/link {code}", chat)
    found = await group_in(campus, chat)
    assert found is not None
    assert found.state is GroupState.UNBOUND


async def test_guessing_codes_in_a_group_is_stopped(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await a_group(campus, wang)
    code = await a_code(li)
    for number in range(WRONG_GUESSES):
        await wang.says(f"/link guess{number}", chat)
        assert said_in(campus, chat)[-1] == reads(campus, "link.unknown_code")
    await wang.says(f"/link {code}", chat)
    assert said_in(campus, chat)[-1] == reads(campus, "join.too_many_guesses")


async def test_an_anonymous_admin_cannot_bind(campus: Campus) -> None:
    """Nobody knows who that is: use your own account."""
    li = await campus.secretary("李娜")
    owner = campus.visitor("群主")
    chat = await a_group(campus, owner, li)
    campus.world.promote(owner.user, chat, li.user, anonymous=True)
    code = await a_code(li)

    await li.says(f"/link@{campus.world.bot.username} {code}", chat)

    assert said_in(campus, chat)[-1] == reads(campus, "groups.anonymous")
    found = await group_in(campus, chat)
    assert found is not None
    assert found.state is GroupState.UNBOUND
