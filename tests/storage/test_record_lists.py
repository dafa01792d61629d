"""Lists of records: every record once, whatever the list is narrowed to, and no page reads more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from campaign.check_ins import CheckIn, CheckInAct, CheckInContent, CheckInState
from campaign.definition import Month
from campaign.people import BranchId, Person
from campaign.stories import Consent, Story, StoryContent, StoryState
from storage import record_lists
from storage.check_ins import CHECK_INS, add_check_ins
from storage.database.engine import Database
from storage.database.session import Session
from storage.record_lists import (
    Key,
    RecordPage,
    Wanted,
    list_records,
    people_beginning_with,
    read_key,
    written_key,
)
from storage.records import RecordTable, change_record
from storage.stories import STORIES, add_stories
from tests.storage.records import a_branch, a_member

JUNE = Month(2008, 6)


async def listed(
    session: Session, kept: RecordTable[Any], branch: BranchId | None
) -> list[tuple[Any, str]]:
    """The records of June of a branch, or of all, with the names of their authors."""
    page = await list_records(
        session, kept, Wanted(month=JUNE, branch=branch), after=None, limit=99
    )
    return [(one.record, one.author) for one in page.found]


def a_check_in(who: Person, number: int, at: datetime, done: str = "备课") -> CheckIn:
    content = CheckInContent("fine-course", (), done, "", date(2008, 6, 1 + number % 30))
    state = CheckInState.STANDING
    return CheckIn(f"c{number:05}", who.id, who.branch, state, 1, content, at, at)


def a_story(
    who: Person, number: int, at: datetime, kind: str = "story", body: str = "正文"
) -> Story:
    content = StoryContent(kind, f"标题{number}", body, Consent.NONE)
    state = StoryState.SUBMITTED
    return Story(f"s{number:05}", who.id, who.branch, JUNE, state, 1, content, at, at)


async def all_pages(
    session: Session, kept: RecordTable[Any], wanted: Wanted, *, limit: int
) -> list[RecordPage[Any]]:
    """All pages of a list, each key having been written and read as a button does."""
    pages, after = [], None
    while True:
        page = await list_records(session, kept, wanted, after=after, limit=limit)
        pages.append(page)
        if page.then is None:
            return pages
        after = read_key(kept, written_key(page.then))
        assert after == page.then


def ids(pages: Sequence[RecordPage[Any]]) -> list[str]:
    return [one.record.id for page in pages for one in page.found]


async def test_a_list_goes_page_by_page_each_record_once(database: Database, now: datetime) -> None:
    """Also where many have the same day and moment."""
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        await add_check_ins(session, [a_check_in(wang, n, now) for n in range(95)])
        await add_stories(session, [a_story(wang, n, now) for n in range(20)])
    async with database.read() as session:
        for kept, number in ((CHECK_INS, 95), (STORIES, 20)):
            pages = await all_pages(session, kept, Wanted(month=JUNE), limit=8)
            assert len(ids(pages)) == len(set(ids(pages))) == number
            assert {len(page.found) for page in pages[:-1]} == {8}


async def test_the_latest_come_first_with_names(database: Database, now: datetime) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        wang = await a_member(session, now, branch=branch)
        li = await a_member(session, now, name="李明")
        await add_check_ins(session, [a_check_in(wang, 3, now), a_check_in(li, 9, now)])
    async with database.read() as session:
        page = await list_records(session, CHECK_INS, Wanted(month=JUNE), after=None, limit=9)
        assert session.statements == 1
    assert [(one.author, one.branch) for one in page.found] == [
        ("李明", None),
        ("王芳", "基础医学部党支部"),
    ]


async def test_a_list_is_narrowed_by_branch_author_sort_and_word(
    database: Database, now: datetime
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        li = await a_member(session, now, name="李明", branch=await a_branch(session, "药学系"))
        made = [
            a_story(wang, 1, now, "essay", "雪夜守护"),
            a_story(wang, 2, now, "story", "社区义诊"),
            a_story(li, 3, now, "essay", "社区义诊"),
            a_story(li, 4, now, "story", "Blood DONATION"),
        ]
        await add_stories(session, made)
    cases = [
        (Wanted(month=JUNE, branch=wang.branch), {1, 2}),
        (Wanted(month=JUNE, author=li.id), {3, 4}),
        (Wanted(month=JUNE, author=li.id, branch=wang.branch), set()),
        (Wanted(month=JUNE, sort="essay"), {1, 3}),
        (Wanted(month=JUNE, word="义诊"), {2, 3}),
        (Wanted(month=JUNE, word="义诊", sort="essay"), {3}),
        (Wanted(month=JUNE, word="义诊", branch=wang.branch), {2}),
        (Wanted(month=JUNE, word="李明"), {3, 4}),
        (Wanted(month=JUNE, word="donation"), {4}),
        (Wanted(month=JUNE, word="标题2"), {2}),
        (Wanted(month=Month(2008, 5), word="义诊"), set()),
    ]
    async with database.read() as session:
        for wanted, numbers in cases:
            found = ids(await all_pages(session, STORIES, wanted, limit=9))
            assert set(found) == {f"s{n:05}" for n in numbers}, wanted


@pytest.mark.parametrize("word", ["fine-course", "done", "happened_on", "%", "_", "c0000", "备%课"])
async def test_a_word_is_looked_for_in_what_was_written_only(
    database: Database, now: datetime, word: str
) -> None:
    """Not in how it is stored; and signs of the database's own stand for themselves."""
    async with database.write() as session:
        wang = await a_member(session, now)
        await add_check_ins(session, [a_check_in(wang, n, now) for n in range(5)])
    async with database.read() as session:
        wanted = Wanted(month=JUNE, word=word)
        assert ids(await all_pages(session, CHECK_INS, wanted, limit=9)) == []


@pytest.mark.parametrize("said", ['他说:"好"', "第一行\n第二行", "a\\b", "100%_好", "<b>&"])
async def test_odd_words_are_found_as_they_were_written(
    database: Database, now: datetime, said: str
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now)
        await add_check_ins(session, [a_check_in(wang, 1, now, said), a_check_in(wang, 2, now)])
    async with database.read() as session:
        wanted = Wanted(month=JUNE, word=said)
        assert ids(await all_pages(session, CHECK_INS, wanted, limit=9)) == ["c00001"]


async def test_what_is_rare_is_found_in_whichever_part_it_lies(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page reads more than a part of the list; the pages together read all of it."""
    monkeypatch.setattr(record_lists, "PART", 20)
    monkeypatch.setattr(record_lists, "CANDIDATES", 7)
    rare = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 55, 89, 90}
    async with database.write() as session:
        wang = await a_member(session, now)
        made = [
            a_check_in(wang, n, now + timedelta(minutes=n), "义诊" if n in rare else "备课")
            for n in range(91)
        ]
        await add_check_ins(session, made)
    for limit in (3, 8):
        async with database.read() as session:
            pages = await all_pages(
                session, CHECK_INS, Wanted(month=JUNE, word="义诊"), limit=limit
            )
        assert sorted(ids(pages)) == [f"c{n:05}" for n in sorted(rare)]
        assert max(len(page.found) for page in pages) <= limit


async def test_a_search_ends_where_the_list_ends(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exactly a part: the page after it is empty, and says that nothing follows."""
    monkeypatch.setattr(record_lists, "PART", 5)
    async with database.write() as session:
        wang = await a_member(session, now)
        await add_check_ins(session, [a_check_in(wang, n, now) for n in range(5)])
    async with database.read() as session:
        pages = await all_pages(session, CHECK_INS, Wanted(month=JUNE, word="无"), limit=9)
    assert [page.found for page in pages] == [(), ()]


async def test_what_is_withdrawn_is_in_no_list(database: Database, now: datetime) -> None:
    async with database.write() as session:
        wang = await a_member(session, now)
        gone = a_check_in(wang, 1, now)
        await add_check_ins(session, [gone])
        await change_record(session, CHECK_INS, gone, CheckInAct.WITHDRAW, at=now)
    async with database.read() as session:
        for wanted in (Wanted(month=JUNE), Wanted(month=JUNE, word="备课")):
            assert ids(await all_pages(session, CHECK_INS, wanted, limit=9)) == []


async def test_people_are_found_by_the_beginning_of_their_name(
    database: Database, now: datetime
) -> None:
    async with database.write() as session:
        branch = await a_branch(session)
        for name in ("王芳", "王芳菲", "王强", "小王", "李明", "%"):
            await a_member(session, now, name=name, branch=branch if name != "王强" else None)
    cases = [("王", None, 9, ["王强", "王芳", "王芳菲"]), ("王芳", None, 9, ["王芳", "王芳菲"]),
             ("王", branch, 9, ["王芳", "王芳菲"]), ("%", None, 9, ["%"])]  # fmt: skip
    async with database.read() as session:
        for begins, where, limit, names in cases:
            found = await people_beginning_with(session, begins, branch=where, limit=limit)
            assert sorted(name for _, name in found) == sorted(names)
        assert len(await people_beginning_with(session, "王", branch=None, limit=2)) == 2


@pytest.mark.parametrize(
    "written", [None, 3, [], ["a"], ["x", "y", "z"], [1, 2, 3], ["2008-06-01", None, "c"], {"a": 1}]
)
def test_a_key_of_another_form_begins_anew(written: object) -> None:
    assert read_key(CHECK_INS, written) is None


async def test_a_record_changed_meanwhile_spoils_no_page(database: Database, now: datetime) -> None:
    """A key is a place and no row: the record that it came from may move or go."""
    async with database.write() as session:
        wang = await a_member(session, now)
        made = [a_check_in(wang, n, now) for n in range(6)]
        await add_check_ins(session, made)
        first = await list_records(session, CHECK_INS, Wanted(month=JUNE), after=None, limit=3)
        moved = replace(made[3].content, happened_on=date(2008, 6, 30))
        await change_record(session, CHECK_INS, made[3], CheckInAct.CHANGE, at=now, content=moved)
        key: Key | None = first.then
        second = await list_records(session, CHECK_INS, Wanted(month=JUNE), after=key, limit=3)
    assert ids([first]) == ["c00005", "c00004", "c00003"]
    assert ids([second]) == ["c00002", "c00001", "c00000"]
