"""Counters of a person, a branch and the school, kept current by those who count."""

from datetime import datetime

import pytest

from campaign.definition import Month
from storage.database.engine import Database
from storage.database.session import Session
from storage.tallies import (
    SCHOOL,
    Counted,
    branch_scope,
    person_scope,
    tallies_by_month,
    tallies_of,
    tally,
)
from tests.storage.records import a_branch, a_member

JUNE, JULY = Month(2008, 6), Month(2008, 7)


async def test_one_count_is_seen_in_three_scopes(database: Database, now: datetime) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        wang = await a_member(session, now, branch=branch)
        tally(session, Counted(wang.id, branch, JUNE, "member"))
        tally(session, Counted(wang.id, branch, JUNE, "member"))
        tally(session, Counted(wang.id, branch, JULY, "essay"))
    async with database.read() as session:
        for scope in (person_scope(wang.id), branch_scope(branch), SCHOOL):
            assert await tallies_of(session, scope, month=JUNE) == {"member": 2}
            assert await tallies_by_month(session, scope, kinds=["member", "essay"]) == {
                JUNE: {"member": 2},
                JULY: {"essay": 1},
            }
            assert await tallies_by_month(session, scope, kinds=["essay"]) == {JULY: {"essay": 1}}


async def test_what_was_never_counted_is_missing(database: Database) -> None:
    async with database.read() as session:
        assert await tallies_of(session, SCHOOL, month=JUNE) == {}


async def test_taking_back_counts_down(database: Database, now: datetime) -> None:
    async with database.write() as session:
        wang = await a_member(session, now)
        for by in (1, 1, -1):
            tally(session, Counted(wang.id, None, JUNE, "essay", by))
        assert await tallies_of(session, SCHOOL, month=JUNE) == {"essay": 1}
        assert await tallies_of(session, person_scope(wang.id), month=JUNE) == {"essay": 1}


@pytest.mark.parametrize("times", [1, 3])
async def test_however_many_counts_are_one_statement(
    database: Database, now: datetime, times: int
) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        wang = await a_member(session, now, branch=branch)
        before = session.statements
        for _ in range(times):
            tally(session, Counted(wang.id, branch, JUNE, "essay"))
        await session.flush()
        assert session.statements - before == 1
        assert await tallies_of(session, SCHOOL, month=JUNE) == {"essay": times}


async def test_what_a_failed_attempt_counted_does_not_count(
    database: Database, now: datetime
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now)
        tally(session, Counted(wang.id, None, JUNE, "essay"))
        with pytest.raises(ZeroDivisionError):
            await _count_and_fail(session, Counted(wang.id, None, JUNE, "essay"))
        assert await tallies_of(session, SCHOOL, month=JUNE) == {"essay": 1}


async def _count_and_fail(session: Session, thing: Counted) -> None:
    async with session.attempt():
        tally(session, thing)
        raise ZeroDivisionError
