"""What is asked at every beat, or of every page, must not read what has grown for years."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select

from campaign.definition import Month
from storage.check_ins import CHECK_INS, add_check_ins
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
from storage.record_lists import Key, Wanted, key_of, list_records, people_beginning_with
from storage.records import RecordTable
from storage.stories import STORIES, add_stories
from storage.tables import inbox, outbox
from tests.storage.records import a_branch, a_member
from tests.storage.test_record_lists import a_check_in, a_story

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


LISTS: tuple[tuple[RecordTable[Any], Wanted], ...] = (
    (CHECK_INS, Wanted(month=Month(2008, 6))),
    (CHECK_INS, Wanted(month=Month(2008, 6), branch=1)),
    (CHECK_INS, Wanted(month=Month(2008, 6), author=1)),
    (CHECK_INS, Wanted(month=Month(2008, 6), word="没有人写过的词")),
    (STORIES, Wanted(month=Month(2008, 6), branch=1)),
    (STORIES, Wanted(month=Month(2008, 6), sort="nothing")),
)


@pytest.mark.parametrize(("kept", "wanted"), LISTS)
async def test_a_page_anywhere_costs_no_more_in_ten_times_as_many_records(
    database: Database, now: datetime, kept: RecordTable[Any], wanted: Wanted
) -> None:
    """Counted in the steps of SQLite's machine, in the middle of 1,000 and of 10,000 records."""
    if database.is_postgresql:
        pytest.skip("only SQLite counts its steps")
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
    costs = []
    for first, last in ((0, 2_500), (2_500, 10_000)):
        async with database.write() as session:
            numbers = range(first, last)
            if kept is CHECK_INS:
                await add_check_ins(session, [a_check_in(wang, n, now) for n in numbers])
            else:
                await add_stories(session, [a_story(wang, n, now) for n in numbers])
        costs.append(await _steps(database, kept, wanted))
    assert costs[1] < 1.2 * costs[0], costs


async def _steps(database: Database, kept: RecordTable[Any], wanted: Wanted) -> int:
    """How many steps a page from the middle of the list takes, all its statements together."""
    asked: list[tuple[str, Any]] = []
    engine = database._reading.sync_engine

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    async with database.read() as session:
        ids = (kept.table.c.id, *kept.order)
        half = select(*ids).order_by(*(one.desc() for one in (*kept.order, kept.table.c.id)))
        number = await session.value(select(func.count()).select_from(kept.table))
        row = await session.row(half.limit(1).offset(0 if wanted.is_searched else number // 2))
        assert row is not None
        event.listen(engine, "before_cursor_execute", note)
        after = None if wanted.is_searched else key_of(kept, row)
        await list_records(session, kept, wanted, after=after, limit=9)
        event.remove(engine, "before_cursor_execute", note)
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    with closing(sqlite3.connect(database._reading.url.database or "")) as file:
        file.set_progress_handler(step, 1)
        for statement, values in asked:
            file.execute(statement, values).fetchall()
    return steps
