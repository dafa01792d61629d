"""Counters of a person, a branch and the school, kept current by those who count."""

from datetime import datetime

import pytest

from storage.database import Database
from storage.tallies import SCHOOL, branch_scope, person_scope, tallies_by_month, tallies_of, tally
from tests.storage.records import a_branch, a_member

JUNE, JULY = "2008-06", "2008-07"


async def test_one_count_is_seen_in_three_scopes(database: Database, now: datetime) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        wang = await a_member(session, now, branch=branch)
        await tally(session, person=wang.id, branch=branch, month=JUNE, kind="member", by=1)
        await tally(session, person=wang.id, branch=branch, month=JUNE, kind="member", by=1)
        await tally(session, person=wang.id, branch=branch, month=JULY, kind="essay", by=1)
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
            await tally(session, person=wang.id, branch=None, month=JUNE, kind="essay", by=by)
        assert await tallies_of(session, SCHOOL, month=JUNE) == {"essay": 1}
        assert await tallies_of(session, person_scope(wang.id), month=JUNE) == {"essay": 1}


@pytest.mark.parametrize("times", [1, 3])
async def test_a_count_is_one_statement(database: Database, now: datetime, times: int) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        wang = await a_member(session, now, branch=branch)
        before = session.statements
        for _ in range(times):
            await tally(session, person=wang.id, branch=branch, month=JUNE, kind="essay", by=1)
        assert session.statements - before == times
