"""A tick asks as much of a large school as of a small one, but for those whom it tells."""

from dataclasses import replace
from datetime import date

import pytest

from campaign.calendar import month_name
from campaign.definition import Month
from campaign.people import Role
from campaign.roster.planning.plan import plan_import
from campaign.roster.rows import Roster, RosterRow
from campaign.roster.words import Column
from storage.duties import duty_subject, mark_duty
from storage.membership.branches import branch_names
from storage.membership.roles import give_role
from storage.membership.roster import carry_out, known_people
from storage.trace import Act, append_trace
from tests.campus import CAMPAIGN, FIRST_BRANCH, Actor, Campus
from tests.schedules.bell import Bell, bound_group, hand_in, heard_in, ledger, reads
from tests.statements import overheard

INSPECTION = next(
    item.name for item in CAMPAIGN.phase("activity").checklist if item.id == "spring-inspection"
)
DAY = date(2008, 7, 11)


@pytest.fixture
async def bell(campus: Campus) -> Bell:
    """The first reminder that it knows of is that of 4 July, a week before the inspection."""
    bell = Bell(campus)
    await bell.rings("2008-07-03 12:00")
    return bell


async def does(campus: Campus, secretary: Actor, branch: str) -> None:
    """The secretary ticks the inspection off."""
    key = await campus.branch(branch)
    async with campus.database.write() as session:
        at = campus.clock.now()
        await mark_duty(session, key, "spring-inspection", by=secretary.person or 0, at=at)
        act = Act(secretary.person, "duty done", duty_subject(key, "spring-inspection"))
        await append_trace(session, [act], at=at, salt=b"s")


@pytest.mark.parametrize("branches", [2, 25])
async def test_an_idle_tick_asks_the_same_of_every_school(
    campus: Campus, bell: Bell, branches: int
) -> None:
    for n in range(branches):
        await campus.secretary(f"书记{n}", branch=f"第{n}支部")
    await bell.rings("2008-07-04 09:00")
    await bell.rings()
    with overheard(campus.database) as said:
        assert await bell.tick.go() == 0
    assert len(said) <= 8
    assert not [one for one in said if "FROM branches" in one or "FROM people" in one]


@pytest.mark.parametrize("branches", [2, 25])
async def test_an_act_is_looked_at_for_its_branch_alone(
    campus: Campus, bell: Bell, branches: int
) -> None:
    people = [await campus.secretary(f"书记{n}", branch=f"第{n}支部") for n in range(branches)]
    await bell.rings("2008-07-04 09:00")
    await bell.rings()
    await does(campus, people[1], "第1支部")
    with overheard(campus.database) as said:
        await bell.tick.go()
    assert len(said) <= 25
    await campus.settle()
    done = reads(campus, "reminders.done", what=[INSPECTION])
    assert [one.messages[-1].text == done for one in people] == [n == 1 for n in range(branches)]


async def test_told_chat_by_chat_two_branches_of_one_secretary_are_one_message(
    campus: Campus, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schedules.tick.CHATS_AT_A_TIME", 1)
    li = await campus.secretary("李娜")
    other = await campus.branch("药学系党支部")
    async with campus.database.write() as session:
        await give_role(
            session, li.person or 0, Role.SECRETARY, branch=other, at=campus.clock.now()
        )
    await bell.rings("2008-07-04 09:00")
    (said,) = li.messages
    assert said.text.count(reads(campus, "reminders.ahead_one", item=INSPECTION, day=DAY, n=7)) == 2
    await does(campus, li, FIRST_BRANCH)
    await bell.rings("2008-07-04 09:05")
    assert "药学系党支部" in li.messages[-1].text
    await does(campus, li, "药学系党支部")
    await bell.rings("2008-07-04 09:10")
    assert li.messages[-1].text == reads(campus, "reminders.done", what=[INSPECTION])


async def test_who_comes_between_two_ticks_is_decided_for_without_a_restart(
    campus: Campus, bell: Bell
) -> None:
    """A new post, and somebody who is back on the roster with the post they had."""
    zhao = await campus.secretary("赵强", branch="药学系党支部")
    await bring(campus, "王芳", Role.MEMBER)
    await bell.rings("2008-07-04 09:00")
    assert await ledger(campus) == []

    await bring(campus, "赵强", Role.SECRETARY)
    await campus.secretary("李娜")
    await bell.rings("2008-07-04 09:30")

    whom = {row[2] for row in await ledger(campus)}
    assert f"secretary:1:{zhao.person}" in whom
    assert len(whom) == 2
    assert len(zhao.messages) == 1


async def bring(campus: Campus, name: str, role: Role) -> None:
    """An import of a roster with nobody but this person; whoever is missing leaves."""
    held = frozenset({role, Role.MEMBER})
    row = RosterRow(2, name, None, "药学系党支部", "teaching", None, held)
    async with campus.database.write() as session:
        plan = plan_import(
            Roster((row,), frozenset(Column), ()),
            await known_people(session),
            branches=(await branch_names(session)).values(),
        )
        assert not plan.faults
        await carry_out(session, replace(plan, removed=plan.gone), at=campus.clock.now())


async def test_what_another_branch_wrote_for_the_school_closes_the_cards_of_all(
    campus: Campus,
) -> None:
    """A kind without a quota for branches: once the school has it, nobody is invited any more."""
    li, zhao = await campus.secretary("李娜"), await campus.secretary("赵强", branch="药学系党支部")
    chat = await bound_group(campus, li)
    await hand_in(campus, li, "check_in")
    bell = Bell(campus)
    await bell.rings()
    await bell.rings("2008-06-27 09:00")
    assert len(heard_in(campus, chat)) == 1
    await hand_in(campus, zhao, "person", "member", "story", "essay")
    await bell.rings("2008-06-27 09:05")
    done = reads(campus, "reminders.done", what=[month_name(Month(2008, 6))])
    assert [m.text for m in heard_in(campus, chat)] == [done]


async def test_the_last_branch_that_was_behind_closes_the_card_of_the_office(
    campus: Campus, bell: Bell
) -> None:
    li, zhao = await campus.secretary("李娜"), await campus.secretary("赵强", branch="药学系党支部")
    zhou = await campus.office("周宁")
    await bell.rings("2008-08-31 12:00")
    await bell.rings("2008-09-01 09:00")
    for secretary, branch, is_closed in ((li, FIRST_BRANCH, False), (zhao, "药学系党支部", True)):
        await does(campus, secretary, branch)
        await bell.rings()
        done = reads(campus, "reminders.done", what=[INSPECTION])
        assert (zhou.messages[-1].text == done) is is_closed


async def test_a_new_process_closes_what_was_done_while_nobody_was_there(
    campus: Campus, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In slices, of all branches."""
    monkeypatch.setattr("schedules.done_cards.BRANCHES_AT_A_TIME", 1)
    people = [await campus.secretary(f"书记{n}", branch=f"第{n}支部") for n in range(3)]
    await bell.rings("2008-07-04 09:00")
    for n, one in enumerate(people):
        await does(campus, one, f"第{n}支部")
    await bell.restarts().rings("2008-07-04 09:10")
    done = reads(campus, "reminders.done", what=[INSPECTION])
    assert [one.messages[-1].text for one in people] == [done] * 3
