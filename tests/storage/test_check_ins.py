"""Check-ins with their versions, evidence and counters, in one transaction."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from campaign.check_ins import CheckIn, CheckInAct, CheckInContent, CheckInState, read_content
from campaign.definition import Month
from campaign.people import Person
from storage.check_ins import CHECK_INS, add_check_in
from storage.database.engine import Database
from storage.database.session import Session
from storage.evidence.evidence import evidence_of
from storage.records import change_record, find_record, records_of
from storage.tallies import SCHOOL, branch_scope, person_scope, tallies_of
from storage.versions import versions_of
from tests.storage.records import a_branch, a_member, a_piece
from tests.storage.test_record_lists import listed

JUNE = Month(2008, 6)
CONTENT = CheckInContent("fine-course", ("olympics",), "备好一堂课", "", date(2008, 6, 20))


async def made(
    session: Session, author: Person, at: datetime, *, key: str = "c1", **changes: object
) -> CheckIn:
    content = replace(CONTENT, **changes)  # type: ignore[arg-type]  # of the field's own type
    return await add_check_in(session, key, person=author, content=content, at=at)


async def counted(session: Session, author: Person, month: Month = JUNE) -> set[int]:
    """What the three scopes say; one number if they agree."""
    assert author.branch is not None
    scopes = (person_scope(author.id), branch_scope(author.branch), SCHOOL)
    found = [await tallies_of(session, scope, month=month) for scope in scopes]
    return {one.get("check_in", 0) for one in found}


async def test_a_check_in_is_kept_and_counted(database: Database, now: datetime) -> None:
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        a_piece(session, "e1", wang.id, now)
        new = await made(session, wang, now, evidence=("e1",))
    async with database.read() as session:
        assert await find_record(session, CHECK_INS, "c1") == new
        assert await find_record(session, CHECK_INS, "gone") is None
        assert [one.id for one in await evidence_of(session, "check_in:c1")] == ["e1"]
        assert await counted(session, wang) == {1}
        assert await versions_of(session, new.subject) == []


async def test_a_change_keeps_what_was_there(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        old = await made(session, wang, now)
        changed = replace(CONTENT, done="备好两堂课")
        new = await change_record(
            session, CHECK_INS, old, CheckInAct.CHANGE, content=changed, at=soon
        )
    assert new is not None
    assert (new.version, new.content, new.created_at, new.updated_at) == (2, changed, now, soon)
    async with database.read() as session:
        assert await find_record(session, CHECK_INS, "c1") == new
        (kept,) = await versions_of(session, new.subject)
        assert (kept.version, kept.at, read_content(kept.content)) == (1, now, CONTENT)
        assert await counted(session, wang) == {1}


async def test_a_changed_day_moves_the_count_to_its_month(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        old = await made(session, wang, now)
        may = replace(CONTENT, happened_on=date(2008, 5, 31))
        assert (
            await change_record(session, CHECK_INS, old, CheckInAct.CHANGE, content=may, at=soon)
            is not None
        )
        assert await counted(session, wang, JUNE) == {0}
        assert await counted(session, wang, Month(2008, 5)) == {1}


async def test_a_withdrawn_one_stays_but_counts_no_more(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        gone = await change_record(
            session, CHECK_INS, await made(session, wang, now), CheckInAct.WITHDRAW, at=soon
        )
    assert gone is not None
    async with database.read() as session:
        found = await find_record(session, CHECK_INS, "c1")
        assert found == gone
        assert found.state is CheckInState.WITHDRAWN
        assert await counted(session, wang) == {0}
        assert await records_of(session, CHECK_INS, wang.id, month=JUNE, limit=9) == []


async def test_whoever_is_slower_changes_nothing(
    database: Database, now: datetime, soon: datetime
) -> None:
    """Two devices with the same version: the second act is refused, nothing is counted twice."""
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        seen = await made(session, wang, now)
        first = await change_record(
            session,
            CHECK_INS,
            seen,
            CheckInAct.CHANGE,
            content=replace(CONTENT, done="一"),
            at=soon,
        )
        assert first is not None
        late = replace(CONTENT, done="二", happened_on=date(2008, 5, 1))
        assert (
            await change_record(session, CHECK_INS, seen, CheckInAct.CHANGE, content=late, at=soon)
            is None
        )
        assert await change_record(session, CHECK_INS, seen, CheckInAct.WITHDRAW, at=soon) is None
        assert await find_record(session, CHECK_INS, "c1") == first
        assert len(await versions_of(session, seen.subject)) == 1
        assert await counted(session, wang) == {1}


@pytest.mark.parametrize("number", [1, 3])
async def test_a_months_list_is_one_question(
    database: Database, now: datetime, number: int
) -> None:
    async with database.write() as session:
        wang, li = await a_member(session, now), await a_member(session, now, name="李明")
        for one in range(number):
            day = date(2008, 6, 1) + timedelta(days=one)
            await made(session, wang, now, key=f"c{one}", happened_on=day)
        await made(session, wang, now, key="may", happened_on=date(2008, 5, 1))
        await made(session, li, now, key="li")
    async with database.read() as session:
        found = await records_of(session, CHECK_INS, wang.id, month=JUNE, limit=9)
        assert session.statements == 1
        assert [one.id for one in found] == [f"c{one}" for one in reversed(range(number))]
        rest = await records_of(session, CHECK_INS, wang.id, month=JUNE, limit=2, skip=1)
        assert rest == found[1:3]


@pytest.mark.parametrize("number", [1, 3])
async def test_a_branch_s_list_is_one_question_with_names(
    database: Database, now: datetime, soon: datetime, number: int
) -> None:
    """Those made in the branch, or with None in the school; not those withdrawn."""
    async with database.write() as session:
        branch, other = await a_branch(session), await a_branch(session, "药学系党支部")
        wang = await a_member(session, now, branch=branch)
        li = await a_member(session, now, name="李明", branch=other)
        for one in range(number):
            await made(session, wang, now, key=f"c{one}", happened_on=date(2008, 6, 1 + one))
        await made(session, wang, now, key="may", happened_on=date(2008, 5, 1))
        await change_record(
            session,
            CHECK_INS,
            await made(session, wang, now, key="gone"),
            CheckInAct.WITHDRAW,
            at=soon,
        )
        await made(session, li, now, key="li", happened_on=date(2008, 6, 30))
    async with database.read() as session:
        found = await listed(session, CHECK_INS, branch)
        assert session.statements == 1
        mine = [(f"c{one}", "王芳") for one in reversed(range(number))]
        assert [(one.id, name) for one, name in found] == mine
        whole = await listed(session, CHECK_INS, None)
        assert [(one.id, name) for one, name in whole] == [("li", "李明"), *mine]
