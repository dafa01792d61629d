"""Whom reminders reach: bound groups, people who can be reached, and whoever came in time."""

from datetime import datetime

import pytest

from campaign.people import Role
from campaign.texts import Language
from storage.membership.people import add_person, take_up_account
from storage.membership.roles import give_role
from tests.campus import CAMPAIGN, FIRST_BRANCH, Campus
from tests.schedules.bell import Bell, heard_in, ledger


@pytest.fixture
async def bell(campus: Campus) -> Bell:
    """The campaign is under way since the week of the first lead."""
    bell = Bell(campus)
    await bell.rings("2008-07-03 12:00")
    return bell


async def test_a_group_that_is_not_bound_hears_nothing_and_the_secretary_does(
    campus: Campus, bell: Bell
) -> None:
    li = await campus.secretary("李娜")
    chat = campus.world.add_group("闲聊群", li.user, bot=True)
    await bell.rings("2008-07-04 09:00")
    assert heard_in(campus, chat) == []
    assert len(li.messages) == 1
    branch = await campus.branch(FIRST_BRANCH)
    assert [(row[2], row[3]) for row in await ledger(campus)] == [
        (f"secretary:{branch}:{li.person}", "sent"),
    ]


async def test_whoever_blocked_the_bot_is_out_of_reach(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    campus.world.memberships.block(li.user)
    await campus.settle()
    assert await bell.rings("2008-07-04 09:00") == 0
    assert {row[3] for row in await ledger(campus)} == {"unreachable"}


async def test_a_new_secretary_is_not_told_of_what_was_before(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    await bell.rings("2008-07-08 09:00")
    campus.stands_at("2008-07-08 12:00")
    zhao = await campus.secretary("赵强")
    await bell.rings("2008-07-08 12:01")
    assert zhao.messages == []
    await bell.rings("2008-07-11 09:00")
    assert len(zhao.messages) == 1
    assert len(li.messages) == 2


async def test_whoever_joins_later_hears_nothing_of_before(campus: Campus, bell: Bell) -> None:
    """Their post is older than their account; nobody rang the bell in between."""
    branch = await campus.branch(FIRST_BRANCH)
    user = campus.world.add_user("赵强")
    async with campus.database.write() as session:
        now = campus.clock.now()
        zhao = await add_person(session, name="赵强", at=now, branch=branch)
        await give_role(session, zhao, Role.SECRETARY, branch=branch, at=now)
    campus.stands_at("2008-07-04 12:00")
    async with campus.database.write() as session:
        await take_up_account(
            session,
            zhao,
            telegram_id=user.id,
            language=Language.ZH,
            consent="1",
            at=campus.clock.now(),
        )
    await bell.rings("2008-07-04 12:01")
    assert {row[3] for row in await ledger(campus)} == {"unreachable"}


async def test_who_was_told_off_the_plan_hears_of_tomorrow_at_once(campus: Campus) -> None:
    """Nobody was there on Friday: Monday's digest would leave no room for Tuesday's message.

    What is due on Tuesday joins it, and is not told again.
    """
    li = await campus.secretary("李娜")
    bell = Bell(campus)
    await bell.rings("2008-07-03 12:00")
    for day in ("07", "08", "09", "10", "11"):
        await bell.rings(f"2008-07-{day} 09:00")
    assert [datetime.fromtimestamp(m.date, CAMPAIGN.zone).day for m in li.messages] == [7, 11]
    rows = [row for row in await ledger(campus) if row[1].endswith(("/7d", "/3d"))]
    assert [row[3] for row in rows] == ["digested", "digested"]
