"""The records to which a file that comes after ✓ is added: as a change by the author, traced."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from campaign.people import Refusal
from campaign.texts import Text
from handlers.check_ins.pages import CHECK_IN_RECORD
from handlers.records.change import changeable_record, save_changed_record
from handlers.records.kind import C, R, RecordKind
from handlers.stories.pages import STORY_RECORD
from handlers.turn import Turn
from handlers.views import Button, page


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A record as it stands: its files, and how one more is added; that is False if it changed."""

    version: int
    files: tuple[str, ...]
    add: Callable[[str], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class LateFiles:
    """For a kind of record: how it is found, what is said of an added file, where to look at it."""

    find: Callable[[Turn, str], Awaitable[FileRecord | Refusal]]
    added: str
    look: Callable[[str], Button]


def _late_files(kind: RecordKind[R, C], files: str, added: str) -> LateFiles:
    """`files`: the field of the content in which they stand."""

    async def find(turn: Turn, record_id: str) -> FileRecord | Refusal:
        old = await changeable_record(turn, kind, record_id)
        if isinstance(old, Refusal):
            return old
        return FileRecord(old.version, kind.table.files(old), partial(add, turn, old))

    async def add(turn: Turn, old: R, piece: str) -> bool:
        content = replace(old.content, **{files: (*kind.table.files(old), piece)})
        new = await save_changed_record(turn, kind, old, content, version=old.version)
        return not isinstance(new, Refusal)

    def look(record_id: str) -> Button:
        return Button(kind.text("look"), page(f"show_{kind.name}", id=record_id))

    return LateFiles(find, added, look)


async def _find_notice(turn: Turn, notice_id: str) -> FileRecord | Refusal:
    """A notice takes no more files once it is handed in: somebody may have consented to it."""
    return Refusal(Text("broadcast.late_part"))


def _write_notice(notice_id: str) -> Button:
    return Button(Text("broadcast.write_new"), page("broadcast", new=True))


# By the first word of a record's name, like `story:<id>`.
RECORD_KINDS = {
    "check_in": _late_files(CHECK_IN_RECORD, "evidence", "evidence.late_in_check_in"),
    "story": _late_files(STORY_RECORD, "pictures", "evidence.late_in_story"),
    "notice": LateFiles(_find_notice, "evidence.late_not_added", _write_notice),
}
