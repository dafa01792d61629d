"""The files of a record, sent again to whoever may read it: as albums, as they were sent.

The messenger sends what it still has; where it has it no longer, the kept copy is sent instead.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from campaign.messages import ALBUM_LIMIT, UPLOAD_LIMIT, Files, MessageFile
from campaign.texts import Html, Text
from handlers.direct_messages import tell_person
from handlers.incoming import MediaKind
from handlers.turn import Turn
from handlers.views import Line
from storage.delivery.outbox import SHOWN
from storage.evidence.evidence import (
    Evidence,
    EvidenceState,
    find_evidence,
    mark_copies,
)
from storage.membership.people import people_by_telegram_id

# What may stand together in one album, by the messenger's rules; a voice message stands alone.
TOGETHER = (
    frozenset({MediaKind.PHOTO, MediaKind.VIDEO}),
    frozenset({MediaKind.DOCUMENT}),
    frozenset({MediaKind.AUDIO}),
)


async def send_files(turn: Turn, subject: str, ids: Sequence[str], caption: Text) -> int:
    """Send the files of the record into this chat; how many there are to send.

    `caption` says whose they are; it gets the numbers of the files in its message.
    """
    pieces = [
        piece
        for piece in await find_evidence(turn.session, ids)
        if piece.state is not EvidenceState.REFUSED
    ]
    begun = 0
    for album in albums_of(pieces):
        words = {"from": begun + 1, "to": begun + len(album), "of": len(pieces)}
        above = turn.html(Text("evidence.shown_again", {"whose": caption, **words}))
        files = [_message_file(piece, above if at == 0 else None) for at, piece in enumerate(album)]
        turn.send(Files(turn.chat.id, files), subject=f"{SHOWN}{subject}")
        begun += len(album)
    return len(pieces)


def albums_of(pieces: Sequence[Evidence]) -> list[list[Evidence]]:
    """The messages: what may stand together, at most ten files and one upload's bytes in each."""
    albums: list[list[Evidence]] = []
    for some in (*TOGETHER, None):
        these = [piece for piece in pieces if _kinds_beside(piece) == some]
        of_these: list[list[Evidence]] = []
        for piece in these:
            if some is not None and of_these and _fits(of_these[-1], piece):
                of_these[-1].append(piece)
            else:
                of_these.append([piece])
        albums += of_these
    return albums


async def note_shown(turn: Turn, facts: dict[str, Any]) -> None:
    """The files were sent: copies that are missing are noted, and the person is told."""
    told = facts["facts"]
    await mark_copies(turn.session, lost=told["lost"], found=told["found"])
    lines: list[Line] = []
    if shown := [one for one in told["lost"] if one not in told["unsent"]]:
        lines.append(Text("evidence.copy_lost", {"n": len(shown)}))
    if told["unsent"]:
        lines.append(Text("evidence.cannot_be_shown", {"n": len(told["unsent"])}))
    people = await people_by_telegram_id(turn.session, [turn.chat.id])
    if lines and (person := people.get(turn.chat.id)):
        tell_person(turn, person, *lines)


def _kinds_beside(piece: Evidence) -> frozenset[MediaKind] | None:
    return next((some for some in TOGETHER if piece.kind in some), None)


def _fits(album: Sequence[Evidence], piece: Evidence) -> bool:
    size = sum(one.size or 0 for one in (*album, piece))
    return len(album) < ALBUM_LIMIT and size < UPLOAD_LIMIT


def _message_file(piece: Evidence, caption: Html | None) -> MessageFile:
    return MessageFile(
        piece.kind,
        piece.file_id,
        caption=caption or "",
        kept=piece.path or "",
        name=piece.name or PurePosixPath(piece.path or "").name,
        evidence=piece.id,
    )
