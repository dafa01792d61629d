"""Rests that Telegram asked for, stored with the rows concerned so that they survive a restart."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.database.session import Session
from storage.delivery.outbox import IS_OPEN, State
from storage.settings import read_setting, write_setting
from storage.tables import outbox

# How `trouble` begins in a row that Telegram answered with 429.
FLOODED = "told to wait"
# The setting that keeps until when all calls rest, which no single row could tell.
ALL_REST = "every call rests until"


@dataclass(frozen=True, slots=True)
class Resting:
    """Calls of this method to this lane (None: to no lane) were answered with 429."""

    method: str
    lane: int | None
    until: datetime


async def resting_calls(session: Session, *, now: datetime) -> list[Resting]:
    """The calls whose next row was answered with 429, and until when they rest."""
    question = (
        select(outbox.c.method, outbox.c.lane, func.max(outbox.c.not_before).label("until"))
        .where(
            IS_OPEN,
            outbox.c.state == State.WAITING.value,
            outbox.c.not_before > now,
            outbox.c.trouble.startswith(FLOODED),
        )
        .group_by(outbox.c.method, outbox.c.lane)
    )
    return [Resting(row.method, row.lane, row.until) for row in await session.rows(question)]


async def all_rest_until(session: Session, *, now: datetime) -> datetime | None:
    """Until when every call rests, if that is not over."""
    kept = await read_setting(session, ALL_REST)
    until = None if kept is None else datetime.fromisoformat(kept)
    return until if until is not None and until > now else None


async def keep_rest_of_all(session: Session, until: datetime) -> None:
    """Note that all calls rest until then."""
    await write_setting(session, ALL_REST, until.isoformat())
