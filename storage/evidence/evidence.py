"""Evidence: the files that people send, from receipt to the stored copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, func, select, update

from campaign.people import PersonId
from storage.database.session import Found, Session
from storage.tables import evidence


class EvidenceState(StrEnum):
    """FETCHING until the copy is on disk; REFUSED where the file may not be kept."""

    FETCHING = "fetching"
    STORED = "stored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that somebody sent; `sha256` and `path` once the copy is stored."""

    id: str
    person_id: PersonId
    subject: str | None
    kind: str
    file_id: str
    unique_id: str
    name: str | None
    mime: str | None
    size: int | None
    forwarded: bool
    state: EvidenceState
    sha256: str | None
    path: str | None
    trouble: str | None
    created_at: datetime


def add_evidence(session: Session, new: Evidence) -> None:
    """Note a file on receipt, before its copy is fetched."""
    session.add(
        evidence,
        id=new.id,
        person_id=new.person_id,
        subject=new.subject,
        kind=new.kind,
        file_id=new.file_id,
        unique_id=new.unique_id,
        name=new.name,
        mime=new.mime,
        size=new.size,
        forwarded=new.forwarded,
        state=new.state.value,
        created_at=new.created_at,
    )


async def find_evidence(session: Session, ids: Sequence[str]) -> list[Evidence]:
    """The pieces of these ids, in the order of the ids."""
    if not ids:
        return []
    rows = await session.rows(select(evidence).where(evidence.c.id.in_(ids)))
    found = {row.id: _evidence(row) for row in rows}
    return [found[key] for key in ids if key in found]


async def bytes_sent(session: Session, person: PersonId, *, since: datetime) -> int:
    """How many bytes of files the person has sent after that moment, as far as is known."""
    question = select(func.coalesce(func.sum(evidence.c.size), 0)).where(
        evidence.c.person_id == person, evidence.c.created_at > since
    )
    return int(await session.value(question))


async def evidence_of(session: Session, subject: str, *, limit: int = 20) -> list[Evidence]:
    """At most `limit` pieces that belong to a record such as `check_in:<id>`, oldest first."""
    question = (
        select(evidence)
        .where(evidence.c.subject == subject, evidence.c.state != EvidenceState.REFUSED.value)
        .order_by(evidence.c.created_at, evidence.c.id)
        .limit(limit)
    )
    return await _pieces(session, question)


async def attach_evidence(session: Session, ids: Sequence[str], *, subject: str) -> None:
    """From now on these pieces belong to the record, and no others do."""
    await session.change(
        update(evidence)
        .where(evidence.c.subject == subject, evidence.c.id.not_in(ids))
        .values(subject=None)
    )
    if ids:
        await session.change(update(evidence).where(evidence.c.id.in_(ids)).values(subject=subject))


async def mark_stored(
    session: Session, evidence_id: str, *, sha256: str, path: str, size: int, mime: str | None
) -> None:
    """The copy is on disk, below the store at `path`: `size` bytes."""
    await session.change(
        update(evidence)
        .where(evidence.c.id == evidence_id)
        .values(state=EvidenceState.STORED.value, sha256=sha256, path=path, size=size, mime=mime)
    )


async def mark_refused(session: Session, evidence_id: str, *, trouble: str) -> None:
    """The file may not be kept, or could not be fetched; `trouble` is a word of the file store."""
    await session.change(
        update(evidence)
        .where(evidence.c.id == evidence_id)
        .values(state=EvidenceState.REFUSED.value, trouble=trouble)
    )


async def used_before(session: Session, piece: Evidence, *, limit: int = 3) -> list[Evidence]:
    """At most `limit` earlier pieces with the same content that already belong to a record."""
    same = evidence.c.unique_id == piece.unique_id
    if piece.sha256 is not None:
        same = same | (evidence.c.sha256 == piece.sha256)
    question = (
        select(evidence)
        .where(same, evidence.c.id != piece.id, evidence.c.subject.is_not(None))
        .order_by(evidence.c.created_at)
        .limit(limit)
    )
    return await _pieces(session, question)


async def _pieces(session: Session, question: Select[*tuple[object, ...]]) -> list[Evidence]:
    return [_evidence(row) for row in await session.rows(question)]


def _evidence(row: Found) -> Evidence:
    return Evidence(
        id=row.id,
        person_id=row.person_id,
        subject=row.subject,
        kind=row.kind,
        file_id=row.file_id,
        unique_id=row.unique_id,
        name=row.name,
        mime=row.mime,
        size=row.size,
        forwarded=row.forwarded,
        state=EvidenceState(row.state),
        sha256=row.sha256,
        path=row.path,
        trouble=row.trouble,
        created_at=row.created_at,
    )
