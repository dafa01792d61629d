"""Changing a record of any kind: only as its author, and only the version that one started from."""

from campaign.people import Refusal
from handlers.records.kind import C, R, RecordKind
from handlers.turn import Turn
from storage.records import change_record, find_record


async def changeable_record(turn: Turn, kind: RecordKind[R, C], record_id: str) -> R | Refusal:
    """The record, if it is there and the speaker may change it."""
    old = await find_record(turn.session, kind.table, record_id)
    if old is None:
        return Refusal(kind.text("is_gone"))
    return kind.refusal(turn.member, kind.change, old) or old


async def save_changed_record(
    turn: Turn, kind: RecordKind[R, C], old: R, content: C, *, version: int
) -> R | Refusal:
    """Replace the content, keep the old version, and leave a trace."""
    new = None
    if old.version == version:
        new = await change_record(
            turn.session, kind.table, old, kind.change, content=content, at=turn.now
        )
    if new is None:
        return Refusal(kind.text("changed_elsewhere"))
    before, after = kind.traced(old), kind.traced(new)
    turn.trace(f"{kind.trace_as} changed", new.subject, before=before, after=after)
    return new
