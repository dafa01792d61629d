"""Who is on the roster and who of them has a trace: counted where the member is now."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from campaign.check_ins import CheckIn, CheckInAct, CheckInContent
from campaign.definition import Month
from campaign.people import BranchId, Person, Role
from campaign.progress import Coverage, members_covered
from storage.check_ins import CHECK_INS, add_check_in
from storage.coverage import (
    Spot,
    branches_without_trace,
    count_without_check_in,
    members_without_trace,
    tallies_of_all,
)
from storage.database.engine import Database
from storage.database.session import Session
from storage.membership.branches import add_branch
from storage.membership.people import find_person
from storage.membership.roles import give_role, take_role
from storage.records import change_record
from storage.tallies import SCHOOL, branch_scope
from tests.storage.records import a_branch, a_member

JUNE, MAY = Month(2008, 6), Month(2008, 5)
CONTENT = CheckInContent("fine-course", (), "备好一堂课", "", date(2008, 6, 20))


async def checks_in(
    session: Session, who: Person, key: str, at: datetime, *, day: date = CONTENT.happened_on
) -> CheckIn:
    content = replace(CONTENT, happened_on=day)
    return await add_check_in(session, key, person=who, content=content, at=at)


async def coverage(session: Session, branch: BranchId, month: Month = JUNE) -> list[Coverage]:
    """What the counters say: members of the branch, members of the school, branches."""
    counts = await tallies_of_all(session, [branch_scope(branch), SCHOOL], month=month)
    school = counts.get(SCHOOL, {})
    return [
        members_covered(counts.get(branch_scope(branch), {})),
        members_covered(school),
        Coverage(school.get("covered_branches", 0), school.get("roster_branches", 0)),
    ]


async def missing(session: Session, branch: BranchId, month: Month = JUNE) -> list[str]:
    found = await members_without_trace(session, branch, month=month, spot=Spot(), limit=99)
    assert found.then is None
    return found.names


async def test_members_are_counted_from_the_day_they_are_members(
    database: Database, now: datetime
) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        wang = await a_member(session, now, branch=branch)
        await a_member(session, now, name="李明", branch=branch)
        assert await coverage(session, branch) == [
            Coverage(0, 2),
            Coverage(0, 2),
            Coverage(0, 1),
        ]
        assert not await give_role(session, wang.id, Role.MEMBER, branch=None, at=now)
        await give_role(session, wang.id, Role.SECRETARY, branch=branch, at=now)
        assert (await coverage(session, branch))[0] == Coverage(0, 2)
        assert await take_role(session, wang.id, Role.MEMBER, branch=None)
        assert not await take_role(session, wang.id, Role.MEMBER, branch=None)
        assert (await coverage(session, branch))[0] == Coverage(0, 1)
        assert await missing(session, branch) == ["李明"]


async def test_the_first_check_in_of_a_month_covers_and_the_last_one_withdrawn_uncovers(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        wang = await a_member(session, now, branch=branch)
        await a_member(session, now, name="李明", branch=branch)
        made = [await checks_in(session, wang, key, now) for key in ("c1", "c2")]
        covered = [Coverage(1, 2), Coverage(1, 2), Coverage(1, 1)]
        assert await coverage(session, branch) == covered
        assert await missing(session, branch) == ["李明"]
        assert (await coverage(session, branch, MAY))[0] == Coverage(0, 2)
        await change_record(session, CHECK_INS, made[0], CheckInAct.WITHDRAW, at=soon)
        assert await coverage(session, branch) == covered
        await change_record(session, CHECK_INS, made[1], CheckInAct.WITHDRAW, at=soon)
        assert await coverage(session, branch) == [Coverage(0, 2), Coverage(0, 2), Coverage(0, 1)]
        assert await missing(session, branch) == ["王芳", "李明"]
        assert await count_without_check_in(session, [branch], month=JUNE) == {branch: 2}


async def test_a_changed_day_covers_its_own_month(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        wang = await a_member(session, now, branch=branch)
        old = await checks_in(session, wang, "c1", now)
        may = replace(CONTENT, happened_on=date(2008, 5, 4))
        await change_record(session, CHECK_INS, old, CheckInAct.CHANGE, content=may, at=soon)
        assert (await coverage(session, branch))[0] == Coverage(0, 1)
        assert (await coverage(session, branch, MAY))[0] == Coverage(1, 1)
        assert await count_without_check_in(session, [branch], month=MAY) == {}


async def test_a_member_without_a_branch_counts_for_the_school(
    database: Database, now: datetime
) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        zhou = await a_member(session, now, name="周兰")
        await checks_in(session, zhou, "c1", now)
        assert await coverage(session, branch) == [Coverage(0, 0), Coverage(1, 1), Coverage(0, 0)]


async def test_who_is_no_member_covers_nothing_until_they_are_one(
    database: Database, now: datetime
) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        zhou = await a_member(session, now, name="周兰", branch=branch)
        await take_role(session, zhou.id, Role.MEMBER, branch=None)
        await checks_in(session, zhou, "c1", now)
        assert await coverage(session, branch) == [Coverage(0, 0), Coverage(0, 0), Coverage(0, 0)]
        await give_role(session, zhou.id, Role.MEMBER, branch=None, at=now)
        assert await coverage(session, branch) == [Coverage(1, 1), Coverage(1, 1), Coverage(1, 1)]
        assert await find_person(session, zhou.id) is not None


@pytest.mark.parametrize("number", [1, 3])
async def test_the_missing_are_found_in_as_many_questions(
    database: Database, now: datetime, number: int
) -> None:
    """However many they are; those of other branches, and who has a trace, are not among them."""
    async with database.write() as session:
        branch, other = await a_branch(session), await add_branch(session, "药学系党支部")
        for place in range(number):
            await a_member(session, now, name=f"党员{place}", branch=branch)
        covered = await a_member(session, now, name="有痕迹的", branch=branch)
        no_member = await a_member(session, now, name="不是党员的", branch=branch)
        await take_role(session, no_member.id, Role.MEMBER, branch=None)
        await a_member(session, now, name="别的支部", branch=other)
        await checks_in(session, covered, "c1", now)
    async with database.read() as session:
        found = await members_without_trace(session, branch, month=JUNE, spot=Spot(), limit=3)
        assert session.statements == 2
        assert found.names == [f"党员{place}" for place in range(number)]
        assert found.then is None


async def test_a_page_of_the_missing_says_where_the_next_begins(
    database: Database, now: datetime
) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        for place in range(3):
            await a_member(session, now, name=f"党员{place}", branch=branch)
        first = await members_without_trace(session, branch, month=JUNE, spot=Spot(), limit=2)
        assert (first.names, first.then) == (["党员0", "党员1"], Spot(skip=2))
        rest = await members_without_trace(session, branch, month=JUNE, spot=Spot(skip=2), limit=2)
        assert (rest.names, rest.then) == (["党员2"], None)


@pytest.mark.parametrize("number", [1, 3])
async def test_branches_without_a_trace_are_found_in_as_many_questions(
    database: Database, now: datetime, number: int
) -> None:
    """Those without members are not expected to have any."""
    async with database.write() as session:
        await add_branch(session, "没有党员的支部")
        for place in range(number):
            silent = await add_branch(session, f"支部{place}")
            await a_member(session, now, branch=silent)
        active = await add_branch(session, "有痕迹的支部")
        await checks_in(session, await a_member(session, now, branch=active), "c1", now)
    async with database.read() as session:
        found = await branches_without_trace(session, month=JUNE, spot=Spot(), limit=9)
        assert session.statements == 2
        assert found.names == [f"支部{place}" for place in range(number)]
        rest = await branches_without_trace(session, month=JUNE, spot=Spot(skip=1), limit=9)
        assert rest.found == found.found[1:]


@pytest.mark.parametrize(("members", "parts"), [(5, 2), (6, 2), (7, 3)])
async def test_long_lists_are_found_part_by_part(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch, members: int, parts: int
) -> None:
    """A part is so many of the roster, whether they have a trace or not."""
    monkeypatch.setattr("storage.coverage.PART", 3)
    async with database.write() as session:
        branch = await a_branch(session)
        people = [
            await a_member(session, now, name=f"党员{n}", branch=branch) for n in range(members)
        ]
        for n in (0, 3, 4):
            await checks_in(session, people[n], f"c{n}", now)
        found, spot = [], Spot()
        for _ in range(parts):
            leaf = await members_without_trace(session, branch, month=JUNE, spot=spot, limit=9)
            found.append([int(name[-1]) for name in leaf.names])
            spot = leaf.then or Spot(-1)
        assert leaf.then is None
        assert found == [[1, 2], [5] if members > 5 else [], [6]][:parts]


async def test_many_branches_are_looked_through_part_by_part(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.coverage.PART", 2)
    async with database.write() as session:
        for number in range(4):
            branch = await add_branch(session, f"支部{number}")
            if number != 2:
                await a_member(session, now, branch=branch)
        first = await branches_without_trace(session, month=JUNE, spot=Spot(), limit=9)
        assert first.then is not None
        second = await branches_without_trace(session, month=JUNE, spot=first.then, limit=9)
        assert (first.names, second.names) == (["支部0", "支部1"], ["支部3"])
        assert second.then is None
