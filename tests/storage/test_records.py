"""What holds for records of every kind: one change wins, acts follow states, lists are bounded."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from campaign.check_ins import CheckIn, CheckInAct, CheckInContent, CheckInState
from campaign.definition import Month
from campaign.records import Record
from campaign.stories import Consent, Story, StoryAct, StoryContent, StoryState
from storage.check_ins import CHECK_INS
from storage.database.engine import Database
from storage.database.session import Session
from storage.records import (
    RecordTable,
    add_record,
    add_records,
    change_record,
    find_record,
    records_of,
)
from storage.stories import STORIES
from storage.versions import versions_of
from tests.storage.records import a_branch, a_member
from tests.storage.test_record_lists import listed

JUNE = Month(2008, 6)


async def a_check_in(session: Session, at: datetime) -> CheckIn:
    member = await a_member(session, at, branch=await a_branch(session))
    content = CheckInContent("fine-course", (), "备好一堂课", "", date(2008, 6, 20))
    return CheckIn("c", member.id, member.branch, CheckInState.STANDING, 1, content, at, at)


async def a_story(session: Session, at: datetime) -> Story:
    member = await a_member(session, at, branch=await a_branch(session))
    content = StoryContent("member", "医者仁心", "正文", Consent.NONE)
    return Story("s", member.id, member.branch, JUNE, StoryState.SUBMITTED, 1, content, at, at)


KINDS = [(CHECK_INS, a_check_in, CheckInAct), (STORIES, a_story, StoryAct)]
each_kind = pytest.mark.parametrize(("kept", "make", "acts"), KINDS)


@each_kind
async def test_of_two_changes_the_first_wins(
    database: Database, now: datetime, kept: RecordTable[Any], make: Any, acts: Any
) -> None:
    async with database.write() as session:
        old = await add_record(session, kept, await make(session, now))
        first = await change_record(session, kept, old, acts.CHANGE, at=now)
        assert first is not None
        assert first.version == 2
        assert await change_record(session, kept, old, acts.WITHDRAW, at=now) is None
    async with database.read() as session:
        assert await find_record(session, kept, old.id) == first
        assert [one.version for one in await versions_of(session, old.subject)] == [1]


@each_kind
async def test_what_is_withdrawn_is_found_but_not_listed_nor_changed(
    database: Database, now: datetime, kept: RecordTable[Any], make: Any, acts: Any
) -> None:
    async with database.write() as session:
        old = await add_record(session, kept, await make(session, now))
        gone = await change_record(session, kept, old, acts.WITHDRAW, at=now)
        assert gone is not None
        with pytest.raises(KeyError):
            await change_record(session, kept, gone, acts.CHANGE, at=now)
    async with database.read() as session:
        assert await find_record(session, kept, old.id) == gone
        assert await records_of(session, kept, old.author, month=JUNE, limit=9) == []
        assert await listed(session, kept, old.branch) == []


@each_kind
async def test_lists_come_page_by_page_each_record_once(
    database: Database, now: datetime, kept: RecordTable[Any], make: Any, acts: Any
) -> None:
    async with database.write() as session:
        first: Record = await make(session, now)
        add_records(session, kept, [replace(first, id=f"{n}") for n in range(5)])
    async with database.read() as session:
        pages = [
            await records_of(session, kept, first.author, month=JUNE, limit=2, skip=skip)
            for skip in (0, 2, 4)
        ]
    assert sorted(one.id for page in pages for one in page) == ["0", "1", "2", "3", "4"]
    assert [len(page) for page in pages] == [2, 2, 1]
