"""The records to which a file that comes after ✓ is added: as a change by the author, traced."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from campaign import check_ins, stories
from campaign.check_ins import CheckIn, CheckInAct
from campaign.people import Refusal
from campaign.stories import Story, StoryAct
from campaign.texts import Text
from handlers.check_ins import submit as check_in
from handlers.stories import submit as submit_story
from handlers.turn import Turn
from handlers.views import Button, page
from storage.check_ins import change_check_in, find_check_in
from storage.stories import change_story, find_story


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A record as it stands: its files, and how one more is added; that is False if it changed."""

    version: int
    files: tuple[str, ...]
    add: Callable[[str], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class RecordKind:
    """How a kind of record is found, what is said of a file added to it, where it is looked at."""

    find: Callable[[Turn, str], Awaitable[FileRecord | Refusal]]
    added: str
    look: Callable[[str], Button]


async def _find_check_in(turn: Turn, check_in_id: str) -> FileRecord | Refusal:
    old = await find_check_in(turn.session, check_in_id)
    if old is None:
        return Refusal(Text("check_in.is_gone"))
    if refusal := check_ins.refusal(turn.member, CheckInAct.CHANGE, old):
        return refusal
    return FileRecord(old.version, old.content.evidence, partial(_add_to_check_in, turn, old))


async def _add_to_check_in(turn: Turn, old: CheckIn, piece: str) -> bool:
    content = replace(old.content, evidence=(*old.content.evidence, piece))
    new = await change_check_in(turn.session, old, content=content, at=turn.now)
    if new is None:
        return False
    before, after = check_in.traced(old), check_in.traced(new)
    turn.trace("check-in changed", new.subject, before=before, after=after)
    return True


async def _find_story(turn: Turn, story_id: str) -> FileRecord | Refusal:
    old = await find_story(turn.session, story_id)
    if old is None:
        return Refusal(Text("story.is_gone"))
    if refusal := stories.refusal(turn.member, StoryAct.CHANGE, old):
        return refusal
    return FileRecord(old.version, old.content.pictures, partial(_add_to_story, turn, old))


async def _add_to_story(turn: Turn, old: Story, piece: str) -> bool:
    content = replace(old.content, pictures=(*old.content.pictures, piece))
    new = await change_story(turn.session, old, content=content, at=turn.now)
    if new is None:
        return False
    before, after = submit_story.traced(old), submit_story.traced(new)
    turn.trace("story changed", new.subject, before=before, after=after)
    return True


async def _find_notice(turn: Turn, notice_id: str) -> FileRecord | Refusal:
    """What a notice says is settled when it is handed in: somebody may have consented to it."""
    return Refusal(Text("broadcast.late_part"))


def _look_at_check_in(check_in_id: str) -> Button:
    return Button(Text("check_in.look"), page("show_check_in", id=check_in_id))


def _look_at_story(story_id: str) -> Button:
    return Button(Text("story.look"), page("show_story", id=story_id))


def _write_notice(notice_id: str) -> Button:
    return Button(Text("broadcast.write_new"), page("broadcast", new=True))


# By the first word of a record's name, like `story:<id>`.
RECORD_KINDS = {
    "check_in": RecordKind(_find_check_in, "evidence.late_in_check_in", _look_at_check_in),
    "story": RecordKind(_find_story, "evidence.late_in_story", _look_at_story),
    "notice": RecordKind(_find_notice, "evidence.late_not_added", _write_notice),
}
