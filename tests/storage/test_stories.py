"""Stories with their versions, pictures, consent and counters, in one transaction."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from campaign.definition import Month
from campaign.people import Person
from campaign.stories import Consent, Story, StoryAct, StoryContent, StoryState, read_content
from storage.database.engine import Database
from storage.database.session import Session
from storage.evidence.evidence import evidence_of
from storage.records import change_record, find_record, records_of
from storage.stories import STORIES, add_story, set_consent
from storage.tallies import SCHOOL, branch_scope, person_scope, tallies_of
from storage.versions import versions_of
from tests.storage.records import a_branch, a_member, a_piece
from tests.storage.test_record_lists import listed

CONTENT = StoryContent("member", "医者仁心", "正文" * 50, Consent.NAMED, "李明")
JUNE = Month(2008, 6)


async def made(
    session: Session,
    author: Person,
    at: datetime,
    *,
    key: str = "s1",
    content: StoryContent = CONTENT,
    month: Month = JUNE,
) -> Story:
    return await add_story(session, key, author=author, month=month, content=content, at=at)


async def counted(session: Session, author: Person) -> dict[str, int]:
    """What is counted in June; the three scopes must agree."""
    assert author.branch is not None
    scopes = (person_scope(author.id), branch_scope(author.branch), SCHOOL)
    mine, branch, school = [await tallies_of(session, one, month=JUNE) for one in scopes]
    assert mine == branch == school
    return {kind: n for kind, n in mine.items() if n}


async def test_a_story_is_kept_and_counted_by_its_kind(database: Database, now: datetime) -> None:
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        for key in ("e1", "e2"):
            a_piece(session, key, wang.id, now)
        new = await made(session, wang, now, content=replace(CONTENT, pictures=("e1", "e2")))
    async with database.read() as session:
        assert await find_record(session, STORIES, "s1") == new
        assert await find_record(session, STORIES, "gone") is None
        assert [one.id for one in await evidence_of(session, "story:s1")] == ["e1", "e2"]
        assert await counted(session, wang) == {"member": 1}


async def test_a_change_keeps_what_was_there_and_the_month(
    database: Database, now: datetime
) -> None:
    """A story of June that is changed in August still counts for June."""
    august = now + timedelta(days=50)
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        old = await made(session, wang, now)
        changed = replace(CONTENT, body="改过的正文" * 20)
        new = await change_record(
            session, STORIES, old, StoryAct.CHANGE, content=changed, at=august
        )
    assert new is not None
    assert (new.version, new.month, new.content, new.updated_at) == (2, JUNE, changed, august)
    async with database.read() as session:
        assert await find_record(session, STORIES, "s1") == new
        (kept,) = await versions_of(session, new.subject)
        assert (kept.version, kept.at, read_content(kept.content)) == (1, now, CONTENT)
        assert await counted(session, wang) == {"member": 1}


async def test_another_kind_is_counted_in_place_of_the_first(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        old = await made(session, wang, now)
        essay = replace(CONTENT, kind="essay", about="")
        assert (
            await change_record(session, STORIES, old, StoryAct.CHANGE, content=essay, at=soon)
            is not None
        )
        assert await counted(session, wang) == {"essay": 1}


async def test_pictures_left_out_are_let_go(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now)
        for key in ("e1", "e2"):
            a_piece(session, key, wang.id, now)
        old = await made(session, wang, now, content=replace(CONTENT, pictures=("e1", "e2")))
        fewer = replace(CONTENT, pictures=("e2",))
        new = await change_record(session, STORIES, old, StoryAct.CHANGE, content=fewer, at=soon)
        assert new is not None
        assert [one.id for one in await evidence_of(session, "story:s1")] == ["e2"]
        assert (
            await change_record(session, STORIES, new, StoryAct.CHANGE, content=CONTENT, at=soon)
            is not None
        )
        assert await evidence_of(session, "story:s1") == []


async def test_consent_is_revoked_as_a_version_of_its_own(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        old = await made(session, wang, now)
        new = await set_consent(session, old, Consent.NONE, at=soon)
        assert new is not None
        assert new.content == replace(CONTENT, consent=Consent.NONE)
        assert await find_record(session, STORIES, "s1") == new
        (kept,) = await versions_of(session, new.subject)
        assert read_content(kept.content).consent is Consent.NAMED
        assert await counted(session, wang) == {"member": 1}


async def test_a_withdrawn_one_stays_but_counts_no_more(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        gone = await change_record(
            session, STORIES, await made(session, wang, now), StoryAct.WITHDRAW, at=soon
        )
        assert gone is not None
        assert gone.state is StoryState.WITHDRAWN
        assert await find_record(session, STORIES, "s1") == gone
        assert await counted(session, wang) == {}
        assert await records_of(session, STORIES, wang.id, month=JUNE, limit=9) == []
        with pytest.raises(KeyError):
            await change_record(session, STORIES, gone, StoryAct.WITHDRAW, at=soon)
        with pytest.raises(KeyError):
            await change_record(session, STORIES, gone, StoryAct.CHANGE, content=CONTENT, at=soon)


async def test_whoever_is_slower_changes_nothing(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        wang = await a_member(session, now, branch=await a_branch(session))
        seen = await made(session, wang, now)
        first = await change_record(
            session, STORIES, seen, StoryAct.CHANGE, content=replace(CONTENT, title="一二"), at=soon
        )
        assert first is not None
        essay = replace(CONTENT, kind="essay")
        assert (
            await change_record(session, STORIES, seen, StoryAct.CHANGE, content=essay, at=soon)
            is None
        )
        assert await set_consent(session, seen, Consent.NONE, at=soon) is None
        assert await change_record(session, STORIES, seen, StoryAct.WITHDRAW, at=soon) is None
        assert await find_record(session, STORIES, "s1") == first
        assert len(await versions_of(session, seen.subject)) == 1
        assert await counted(session, wang) == {"member": 1}


@pytest.mark.parametrize("number", [1, 3])
async def test_a_months_list_is_one_question(
    database: Database, now: datetime, number: int
) -> None:
    async with database.write() as session:
        wang, li = await a_member(session, now), await a_member(session, now, name="李明")
        for one in range(number):
            await made(session, wang, now + timedelta(hours=one), key=f"s{one}")
        await made(session, wang, now, key="may", month=Month(2008, 5))
        await made(session, li, now, key="li")
    async with database.read() as session:
        found = await records_of(session, STORIES, wang.id, month=JUNE, limit=9)
        assert session.statements == 1
        assert [one.id for one in found] == [f"s{one}" for one in reversed(range(number))]
        assert (
            await records_of(session, STORIES, wang.id, month=JUNE, limit=2, skip=1) == found[1:3]
        )


@pytest.mark.parametrize("number", [1, 3])
async def test_a_branch_s_list_is_one_question_with_authors(
    database: Database, now: datetime, soon: datetime, number: int
) -> None:
    """Those of the branch, or with None of the school; not those withdrawn."""
    async with database.write() as session:
        branch, other = await a_branch(session), await a_branch(session, "药学系党支部")
        wang = await a_member(session, now, branch=branch)
        li = await a_member(session, now, name="李明", branch=other)
        for one in range(number):
            await made(session, wang, now + timedelta(minutes=one), key=f"s{one}")
        await made(session, wang, now, key="july", month=Month(2008, 7))
        await change_record(
            session, STORIES, await made(session, wang, now, key="gone"), StoryAct.WITHDRAW, at=soon
        )
        await made(session, li, now - timedelta(days=1), key="li")
    async with database.read() as session:
        found = await listed(session, STORIES, branch)
        assert session.statements == 1
        mine = [(f"s{one}", "王芳") for one in reversed(range(number))]
        assert [(one.id, name) for one, name in found] == mine
        whole = await listed(session, STORIES, None)
        assert [(one.id, name) for one, name in whole] == [*mine, ("li", "李明")]
