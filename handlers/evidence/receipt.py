"""What becomes of a file after its receipt: its copy is stored, refused, or was seen before."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from campaign.texts import Text
from handlers.direct_messages import tell_person
from handlers.evidence.refused_files import take_out
from handlers.turn import Turn
from handlers.views import Line
from storage.evidence.evidence import (
    Evidence,
    EvidenceState,
    evidence_of,
    find_evidence,
    mark_refused,
    mark_stored,
    used_before,
)
from storage.evidence.file_refusals import FileTrouble
from storage.membership.people import find_person


async def note_fetched(turn: Turn, facts: dict[str, Any]) -> None:
    """The courier has fetched a file, or failed to: the author hears only what matters."""
    found = await find_evidence(turn.session, [facts["subject"].partition(":")[2]])
    if not found:
        return
    piece, told = found[0], facts["facts"]
    if told.get("trouble"):
        trouble = FileTrouble(told["trouble"])
        await mark_refused(turn.session, piece.id, trouble=trouble.value)
        await _tell_of_refusal(turn, piece, trouble)
        return
    await mark_stored(
        turn.session,
        piece.id,
        sha256=told["sha256"],
        path=told["path"],
        size=told["size"],
        mime=told.get("mime"),
    )
    await _point_out_reuse(turn, replace(piece, sha256=told["sha256"]))


async def notes_on_evidence(turn: Turn, subject: str, ids: Sequence[str]) -> list[Line]:
    """What is to be said of a record's files: how many are on their way, not kept, or lost."""
    pieces = await evidence_of(turn.session, subject, limit=len(ids)) if ids else []
    waiting = sum(piece.state is EvidenceState.FETCHING for piece in pieces)
    notes: list[Line] = []
    if waiting:
        notes.append(Text("evidence.still_fetching", {"n": waiting}))
    if lost := sum(piece.is_lost for piece in pieces):
        notes.append(Text("evidence.copy_lost", {"n": lost}))
    if len(pieces) < len(ids):
        notes.append(Text("evidence.not_kept", {"n": len(ids) - len(pieces)}))
    return notes


async def _tell_of_refusal(turn: Turn, piece: Evidence, trouble: FileTrouble) -> None:
    """Say at once what to do instead; the card of the conversation counts it no longer."""
    what = piece.name or Text(f"evidence.a_{piece.kind}")
    await _tell_author(turn, piece, Text(f"evidence.refused_{trouble.value}", {"what": what}))
    author = await find_person(turn.session, piece.person_id)
    if author is not None:
        await take_out(turn, author, piece.id)


async def _point_out_reuse(turn: Turn, stored: Evidence) -> None:
    earlier = await used_before(turn.session, stored)
    if earlier:
        own = earlier[0].person_id == stored.person_id
        day = turn.local(earlier[0].created_at).date()
        key = "evidence.seen_before_own" if own else "evidence.seen_before"
        await _tell_author(turn, stored, Text(key, {"day": day}))


async def _tell_author(turn: Turn, piece: Evidence, line: Line) -> None:
    """Write to the author in their language: nobody spoke in this turn."""
    author = await find_person(turn.session, piece.person_id)
    if author is not None:
        tell_person(turn, author, line)
