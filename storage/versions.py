"""Earlier versions of what people handed in; the present one stands with its record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.database.session import Session
from storage.tables import versions


@dataclass(frozen=True, slots=True)
class Version:
    """How a record read before a change; `at` is when that version was written."""

    subject: str
    version: int
    content: dict[str, Any]
    at: datetime


def keep_version(session: Session, old: Version) -> None:
    """Keep a version that is about to be replaced."""
    session.add(versions, subject=old.subject, version=old.version, content=old.content, at=old.at)


async def versions_of(session: Session, subject: str, *, limit: int = 50) -> list[Version]:
    """The earlier versions of a record, the oldest first; at most `limit`."""
    question = (
        select(versions)
        .where(versions.c.subject == subject)
        .order_by(versions.c.version)
        .limit(limit)
    )
    rows = await session.rows(question)
    return [Version(row.subject, row.version, row.content, row.at) for row in rows]
