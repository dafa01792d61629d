"""Stories: the questions asked of them and the writes, with their versions and counters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from campaign.people import BranchId, Person, PersonId
from campaign.stories import (
    STORY_MOVES,
    Consent,
    Story,
    StoryAct,
    StoryContent,
    StoryId,
    StoryState,
    read_content,
    write_content,
)
from storage.database.session import Found, Session
from storage.evidence.evidence import attach_evidence
from storage.tables import people, stories
from storage.tallies import Counted, tally
from storage.versions import Version, keep_version


async def add_story(
    session: Session, story_id: StoryId, *, author: Person, month: str, content: StoryContent,
    at: datetime,
) -> Story:  # fmt: skip
    """Write a new story down; its pictures are attached, its month counted (like `2008-06`)."""
    new = Story(story_id, author.id, author.branch, month, StoryState.SUBMITTED, 1, content, at, at)
    session.add(stories, **_row(new))
    tally(session, _counted(new))
    if content.pictures:
        await attach_evidence(session, content.pictures, subject=new.subject)
    return new


async def add_stories(session: Session, new: Sequence[Story]) -> None:
    """Write many stories down as they stand, and count them. None of them has pictures."""
    for one in new:
        session.add(stories, **_row(one))
    tally(session, *(_counted(one) for one in new))


async def change_story(
    session: Session, old: Story, *, content: StoryContent, at: datetime
) -> Story | None:
    """Replace the content; the old one is kept as a version. None if somebody was faster."""
    new = _moved(old, StoryAct.CHANGE, content=content, updated_at=at)
    if not await _replaced(session, old, new):
        return None
    if new.content.kind != old.content.kind:
        tally(session, _counted(old, by=-1), _counted(new))
    if new.content.pictures != old.content.pictures:
        await attach_evidence(session, content.pictures, subject=new.subject)
    return new


async def set_consent(
    session: Session, old: Story, consent: Consent, *, at: datetime
) -> Story | None:
    """Give or revoke the consent to publish, as a new version. None if somebody was faster."""
    content = replace(old.content, consent=consent)
    new = _moved(old, StoryAct.CONSENT, content=content, updated_at=at)
    return new if await _replaced(session, old, new) else None


async def withdraw_story(session: Session, old: Story, *, at: datetime) -> Story | None:
    """Take a story back; it no longer counts. None if somebody was faster."""
    new = _moved(old, StoryAct.WITHDRAW, updated_at=at)
    if not await _replaced(session, old, new):
        return None
    tally(session, _counted(old, by=-1))
    return new


async def find_story(session: Session, story_id: StoryId) -> Story | None:
    """The story of that id, withdrawn or not."""
    row = await session.row(select(stories).where(stories.c.id == story_id))
    return None if row is None else _story(row)


async def stories_of(
    session: Session, author: PersonId, *, month: str, limit: int, skip: int = 0
) -> list[Story]:
    """A person's stories of a month that are not withdrawn, the latest first."""
    question = (
        select(stories)
        .where(
            stories.c.author_id == author,
            stories.c.month == month,
            stories.c.state != StoryState.WITHDRAWN.value,
        )
        .order_by(stories.c.created_at.desc(), stories.c.id)
    )
    return [_story(row) for row in await session.rows(question.limit(limit).offset(skip))]


async def stories_in(
    session: Session, branch: BranchId | None, *, month: str, limit: int, skip: int = 0
) -> list[tuple[Story, str]]:
    """The stories handed in by a branch (None: by the school) for a month, each with its author.

    The latest first; not those withdrawn.
    """
    question = (
        select(stories, people.c.name)
        .join(people, people.c.id == stories.c.author_id)
        .where(stories.c.month == month, stories.c.state != StoryState.WITHDRAWN.value)
        .order_by(stories.c.created_at.desc())
    )
    if branch is not None:
        question = question.where(stories.c.branch_id == branch)
    rows = await session.rows(question.limit(limit).offset(skip))
    return [(_story(row), row.name) for row in rows]


def _moved(old: Story, act: StoryAct, **changes: Any) -> Story:
    """The story after the act. Raises KeyError for an act that its state does not allow."""
    state = STORY_MOVES[old.state, act]
    return replace(old, state=state, version=old.version + 1, **changes)


async def _replaced(session: Session, old: Story, new: Story) -> bool:
    row = _row(new)
    touched = await session.change(
        update(stories)
        .where(stories.c.id == old.id, stories.c.version == old.version)
        .values({name: row[name] for name in row if name not in ("id", "created_at")})
    )
    if touched != 1:
        return False
    content = write_content(old.content)
    keep_version(session, Version(old.subject, old.version, content, old.updated_at))
    return True


def _counted(story: Story, *, by: int = 1) -> Counted:
    return Counted(story.author, story.branch, story.month, story.content.kind, by)


def _row(story: Story) -> dict[str, Any]:
    return {
        "id": story.id,
        "author_id": story.author,
        "branch_id": story.branch,
        "month": story.month,
        "kind": story.content.kind,
        "state": story.state.value,
        "version": story.version,
        "content": write_content(story.content),
        "created_at": story.created_at,
        "updated_at": story.updated_at,
    }


def _story(row: Found) -> Story:
    return Story(
        id=row.id, author=row.author_id, branch=row.branch_id, month=row.month,
        state=StoryState(row.state), version=row.version, content=read_content(row.content),
        created_at=row.created_at, updated_at=row.updated_at,
    )  # fmt: skip
