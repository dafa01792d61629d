"""What is asked at every beat, or of every page, must not read what has grown for years."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert

from campaign.definition import Month
from storage.check_ins import CHECK_INS
from storage.coverage import (
    Spot,
    branches_without_trace,
    count_without_check_in,
    members_without_trace,
    tallies_of_all,
)
from storage.database.engine import Database
from storage.delivery.inbox import count_waiting, next_turns, next_wake
from storage.delivery.outbox import claim_outgoing
from storage.delivery.outbox_rests import resting_calls
from storage.delivery.outbox_results import drop_waiting, move_chat, next_due, settle_doubt
from storage.record_lists import Key, Wanted, list_records, people_beginning_with
from storage.records import RecordTable
from storage.stories import STORIES
from storage.tables import inbox, outbox

OLD_ROWS = 3000


@pytest.fixture
async def old_rows(database: Database, now: datetime) -> None:
    done = {"chat_id": 1, "body": {}, "received_at": now, "state": "done", "ended_at": now}
    sent = {
        "lane": 1, "priority": 0, "method": "sendMessage", "params": {}, "fresh": False,
        "on_doubt": "resend", "state": "sent", "created_at": now, "ended_at": now,
    }  # fmt: skip
    async with database.write() as session:
        for first in range(0, OLD_ROWS, 500):
            rows = [{**done, "source": f"u:{number}"} for number in range(first, first + 500)]
            await session.change(insert(inbox), rows)
            await session.change(insert(outbox), [sent] * 500)


@asynccontextmanager
async def _plans(database: Database) -> AsyncIterator[list[str]]:
    """How SQLite looks for what is asked meanwhile."""
    steps: list[str] = []
    engine = database._writing.sync_engine

    def explain(_c: Any, cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            steps.extend(row[3] for row in cursor.fetchall())

    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield steps
    finally:
        event.remove(engine, "before_cursor_execute", explain)


@pytest.mark.usefixtures("old_rows")
async def test_no_question_of_the_beat_reads_a_whole_table(
    database: Database, now: datetime
) -> None:
    if database.is_postgresql:
        pytest.skip("PostgreSQL decides by the size of the table")
    async with _plans(database) as steps, database.write() as session:
        await next_turns(session, limit=10, now=now)
        await next_wake(session)
        await count_waiting(session)
        await claim_outgoing(session, limit=10, now=now, lease=timedelta(minutes=1), cooling=[1])
        await next_due(session)
        await settle_doubt(session, now=now, all_of_them=True)
        await resting_calls(session, now=now)
        await move_chat(session, old=-1, new=-2)
        await drop_waiting(session, lane=-1, at=now)
    tables = ("inbox", "outbox", "earlier")
    read = [step for step in steps if step.removeprefix("SCAN ") in tables]
    assert read == [], steps
    assert any("ix_outbox_open" in step for step in steps)
    assert any("ix_inbox_waiting" in step for step in steps)


async def test_no_question_of_progress_reads_a_whole_table(
    database: Database, now: datetime
) -> None:
    """Nor sorts it: the lists of records lie in the order in which they are shown."""
    if database.is_postgresql:
        pytest.skip("PostgreSQL decides by the size of the table")
    june, spot = Month(2008, 6), Spot()
    async with _plans(database) as steps, database.write() as session:
        lists: tuple[tuple[RecordTable[Any], Key], ...] = (
            (CHECK_INS, (june.first_day, now, "a")),
            (STORIES, (now, "a")),
        )
        for kept, after in lists:
            for wanted in (Wanted(month=june), Wanted(month=june, branch=1)):
                await list_records(session, kept, wanted, after=None, limit=9)
                await list_records(session, kept, wanted, after=after, limit=9)
        assert sum("<(" in step for step in steps) == 4, steps
        assert [step for step in steps if "TEMP B-TREE" in step] == []
        await list_records(session, CHECK_INS, Wanted(month=june, author=1), after=None, limit=9)
        for wanted in (Wanted(month=june, word="义诊"), Wanted(month=june, sort="essay", branch=1)):
            await list_records(session, STORIES, wanted, after=None, limit=9)
        for branch in (1, None):
            await people_beginning_with(session, "王", branch=branch, limit=6)
        await tallies_of_all(session, ["person:1", "branch:1", "school"], month=june)
        await count_without_check_in(session, [1, 2], month=june)
        await members_without_trace(session, 1, month=june, spot=spot, limit=9)
        await branches_without_trace(session, month=june, spot=spot, limit=9)
    tables = ("people", "roles", "check_ins", "stories", "tallies")
    assert [step for step in steps if step.removeprefix("SCAN ") in tables] == []
    for index in (
        "ix_people_branch_id",
        "ix_people_name",
        "ix_check_ins_branch_id",
        "ix_check_ins_person_id",
        "ix_check_ins_month",
        "ix_stories_branch_id",
        "ix_stories_month",
    ):
        assert any(index in step for step in steps), index
