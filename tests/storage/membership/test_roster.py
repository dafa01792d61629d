"""An import writes everything or nothing, and a second one changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select

from campaign.people import HeldRole, Person, Role, Standing
from campaign.roster.planning.plan import RosterPlan, plan_import
from campaign.roster.planning.questions import Answers, Question, QuestionKind
from campaign.roster.rows import Roster, RosterRow, RowFault
from campaign.roster.words import Column
from campaign.texts import Language, Text
from storage.database.engine import Database
from storage.database.session import Session
from storage.groups import Group, GroupState, find_group, save_group
from storage.membership.branches import branch_names
from storage.membership.people import (
    find_person,
    people_by_telegram_id,
    people_called,
    take_up_account,
)
from storage.membership.roster import carry_out, known_people
from storage.tables import people, roles, trace
from storage.trace import append_trace, first_broken_row

BRANCH, OTHER = "基础医学部党支部", "药学系党支部"


def a_row(
    name: str,
    number: str | None,
    *,
    at: int = 2,
    branch: str | None = BRANCH,
    roles: frozenset[Role] | None = frozenset(),
    category: str | None = "teaching",
    standing: Standing | None = Standing.FULL,
) -> RosterRow:
    return RosterRow(at, name, number, branch, category, standing, roles)


WANG = a_row("王芳", "1001", roles=frozenset({Role.SECRETARY}))
LI = a_row("李娜", "1002", at=3)


async def planned(
    session: Session, rows: Sequence[RosterRow], *, remove: bool = False, same: bool | None = None
) -> RosterPlan:
    roster = Roster(tuple(rows), frozenset(Column), ())
    names = (await branch_names(session)).values()
    answers = Answers(remove_missing=remove, same_branches=same)
    return plan_import(roster, await known_people(session), branches=names, answers=answers)


async def imported(
    database: Database,
    rows: Sequence[RosterRow],
    now: datetime,
    *,
    remove: bool = False,
    same: bool | None = None,
) -> RosterPlan:
    async with database.write() as session:
        plan = await planned(session, rows, remove=remove, same=same)
        acts = await carry_out(session, plan, at=now)
        await append_trace(session, acts, at=now, salt=b"salt")
    return plan


async def called(database: Database, name: str) -> Person:
    async with database.read() as session:
        (found,) = await people_called(session, name)
    return found


async def test_people_come_with_branch_and_roles(database: Database, now: datetime) -> None:
    await imported(database, [WANG, LI], now)
    wang, li = await called(database, "王芳"), await called(database, "李娜")
    assert wang.roles == {HeldRole(Role.MEMBER), HeldRole(Role.SECRETARY, wang.branch)}
    assert li.roles == {HeldRole(Role.MEMBER)}
    assert li.branch == wang.branch
    assert (li.category, li.standing, li.joined_at) == ("teaching", Standing.FULL, None)
    async with database.read() as session:
        assert await branch_names(session) == {wang.branch: BRANCH}


async def test_the_same_sheet_again_writes_nothing(database: Database, now: datetime) -> None:
    await imported(database, [WANG, LI], now)
    plan = await imported(database, [WANG, LI], now)
    assert (plan.added, plan.changed, plan.gone, plan.unchanged) == ((), (), (), 2)
    async with database.read() as session:
        assert await session.value(select(func.count()).select_from(people)) == 2
        assert await session.value(select(func.count()).select_from(roles)) == 3


async def test_a_change_is_written_and_traced_without_the_name(
    database: Database, now: datetime
) -> None:
    await imported(database, [WANG, LI], now)
    moved = a_row("王芳", "1001", branch=OTHER, roles=frozenset({Role.DEPUTY}))
    await imported(database, [moved, LI], now)

    wang = await called(database, "王芳")
    assert wang.roles == {HeldRole(Role.MEMBER), HeldRole(Role.DEPUTY, wang.branch)}
    async with database.read() as session:
        assert (await branch_names(session))[wang.branch or 0] == OTHER
        rows = await session.rows(select(trace).order_by(trace.c.number))
        assert await first_broken_row(session) is None
    last = rows[-1]
    assert (last.act, last.subject) == ("person changed", f"person:{wang.id}")
    assert last.before == {"branch": BRANCH, "role": f"member\nsecretary@{BRANCH}"}
    assert last.after == {"branch": OTHER, "role": f"deputy@{OTHER}\nmember"}
    assert not any("王芳" in f"{row.before}{row.after}" for row in rows)


async def test_whoever_is_missing_stays_unless_removal_is_asked_for(
    database: Database, now: datetime, soon: datetime
) -> None:
    await imported(database, [WANG, LI], now)
    li = await called(database, "李娜")
    plan = await imported(database, [WANG], soon)
    assert [one.name for one in plan.gone] == ["李娜"]
    assert (await called(database, "李娜")).id == li.id

    await imported(database, [WANG], soon, remove=True)

    async with database.read() as session:
        assert await find_person(session, li.id) is None
    await imported(database, [WANG, LI], soon)
    assert (await called(database, "李娜")).id == li.id


async def test_an_account_comes_back_with_its_person(database: Database, now: datetime) -> None:
    """Who is removed by mistake keeps the account, and needs no new link."""
    await imported(database, [WANG, LI], now)
    li = await called(database, "李娜")
    async with database.write() as session:
        assert await take_up_account(
            session, li.id, telegram_id=7, language=Language.ZH, consent="1", at=now
        )
    await imported(database, [WANG], now, remove=True)
    async with database.read() as session:
        assert await people_by_telegram_id(session, [7]) == {}
    await imported(database, [WANG, LI], now)
    async with database.read() as session:
        assert (await people_by_telegram_id(session, [7]))[7].id == li.id


async def test_what_the_sheet_does_not_say_is_kept(database: Database, now: datetime) -> None:
    await imported(database, [LI], now)
    silent = a_row("李娜", None, at=2, standing=None, category="students")
    await imported(database, [silent], now)
    async with database.read() as session:
        row = await session.row(select(people))
    assert row is not None
    assert (row.number, row.standing, row.category) == ("1002", "full", "students")


async def test_a_plan_with_faults_or_open_questions_is_not_carried_out(
    database: Database, now: datetime
) -> None:
    fault = RowFault(2, None, Text("roster.empty"))
    open_question = Question(QuestionKind.BRANCHES, "branch:a", Text("roster.same_branch"))
    founding = RosterPlan((WANG,), new_branches=(BRANCH,))
    unfit = [replace(founding, faults=(fault,)), replace(founding, questions=(open_question,))]
    async with database.write() as session:
        for plan in unfit:
            with pytest.raises(ValueError, match="faults or open questions"):
                await carry_out(session, plan, at=now)
    async with database.read() as session:
        assert await known_people(session) == []


async def test_nothing_is_half_imported(database: Database, now: datetime) -> None:
    """The last row breaks a rule of the database: the first is not there either."""
    twice = a_row("张伟", "1001", at=4)
    plan = RosterPlan((WANG, twice), new_branches=(BRANCH,))
    with pytest.raises(Exception, match=r"(?i)unique"):
        async with database.write() as session:
            await carry_out(session, plan, at=now)
    async with database.read() as session:
        assert await known_people(session) == []
        assert await branch_names(session) == {}


async def test_a_renamed_branch_takes_its_group_and_its_secretary_along(
    database: Database, now: datetime, soon: datetime
) -> None:
    """The row stays and with it whatever points to it; nobody has moved."""
    await imported(database, [WANG, LI], now)
    before = await called(database, "王芳")
    group = Group(-7, "群", "supergroup", before.branch, GroupState.BOUND, True, now)
    async with database.write() as session:
        await save_group(session, group)
    official = f"中共某某大学委员会{BRANCH}"
    rows = [replace(row, branch=official) for row in (WANG, LI)]

    plan = await imported(database, rows, soon, same=True)

    assert (plan.unchanged, plan.new_branches) == (2, ())
    assert await called(database, "王芳") == before
    async with database.read() as session:
        assert await branch_names(session) == {before.branch: official}
        bound = await find_group(session, -7)
        last = (await session.rows(select(trace).order_by(trace.c.number)))[-1]
    assert bound is not None
    assert bound.branch == before.branch
    assert (last.act, last.subject) == ("branch renamed", f"branch:{before.branch}")
    assert (last.before, last.after) == ({"name": BRANCH}, {"name": official})


async def test_a_person_with_another_number_is_the_same_after_a_word(
    database: Database, now: datetime, soon: datetime
) -> None:
    await imported(database, [WANG, LI], now)
    li = await called(database, "李娜")
    async with database.write() as session:
        rows = [WANG, replace(LI, number="S1002")]
        names = (await branch_names(session)).values()
        plan = plan_import(
            Roster(tuple(rows), frozenset(Column), ()),
            await known_people(session),
            branches=names,
            answers=Answers(same_people=True),
        )
        await carry_out(session, plan, at=soon)
    assert (await called(database, "李娜")).id == li.id


async def test_a_hundred_rows_need_as_many_statements_as_two(
    database: Database, now: datetime
) -> None:
    async def statements(rows: Sequence[RosterRow]) -> int:
        async with database.write() as session:
            await carry_out(session, await planned(session, rows), at=now)
            return session.statements

    few = await statements([a_row(f"甲{n}", f"a{n}", at=n) for n in range(2)])
    many = await statements([a_row(f"乙{n}", f"b{n}", at=n) for n in range(100)])
    assert many <= few
