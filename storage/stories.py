"""Stories: the questions asked of them and the writes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from campaign.definition import Month
from campaign.people import Person
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
from storage.records import (
    RecordTable,
    add_record,
    add_records,
    change_record,
)
from storage.tables import stories


async def add_story(
    session: Session,
    story_id: StoryId,
    *,
    author: Person,
    month: Month,
    content: StoryContent,
    at: datetime,
) -> Story:
    """Store a new story, attach its pictures, and count its month."""
    new = Story(story_id, author.id, author.branch, month, StoryState.SUBMITTED, 1, content, at, at)
    return await add_record(session, STORIES, new)


async def add_stories(session: Session, new: Sequence[Story]) -> None:
    """Store many stories as they are, and count them. None of them has pictures."""
    add_records(session, STORIES, new)


async def set_consent(
    session: Session, old: Story, consent: Consent, *, at: datetime
) -> Story | None:
    """Give or revoke the consent to publish, as a new version. None if somebody was faster."""
    content = replace(old.content, consent=consent)
    return await change_record(session, STORIES, old, StoryAct.CONSENT, content=content, at=at)


def _own(story: Story) -> dict[str, Any]:
    return {
        "author_id": story.author,
        "kind": story.content.kind,
        "content": write_content(story.content),
    }


def _story(row: Found) -> Story:
    return Story(
        id=row.id,
        author=row.author_id,
        branch=row.branch_id,
        month=row.month,
        state=StoryState(row.state),
        version=row.version,
        content=read_content(row.content),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


STORIES = RecordTable(
    table=stories,
    author=stories.c.author_id,
    order=(stories.c.created_at,),
    own=_own,
    read=_story,
    moves=STORY_MOVES,
    kind=lambda story: story.content.kind,
    files=lambda story: story.content.pictures,
    words=lambda story: (story.content.title, story.content.body, story.content.about),
    sort=stories.c.kind,
)
