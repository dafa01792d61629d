"""What Telegram asked us to leave in peace, kept through a restart with the rows it was said of."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.database.session import Session
from storage.delivery.outbox import IS_OPEN, State
from storage.settings import read_setting, write_setting
from storage.tables import outbox

# How the trouble of a row begins that met a flood answer.
FLOODED = "told to wait"
# Until when every call rests: no single row tells.
ALL_REST = "every call rests until"


@dataclass(frozen=True, slots=True)
class Resting:
    """Calls of this method to this lane, or to none, met a flood answer."""

    method: str
    lane: int | None
    until: datetime


async def resting_calls(session: Session, *, now: datetime) -> list[Resting]:
    """Whose next row met a flood answer, and until when they rest."""
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
    """Every call rests until then."""
    await write_setting(session, ALL_REST, until.isoformat())
