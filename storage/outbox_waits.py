"""Which chats Telegram asked us to leave in peace, kept with their rows through a restart."""

from datetime import datetime

from sqlalchemy import func, select

from storage.outbox import IS_OPEN, State
from storage.session import Session
from storage.tables import outbox

# How the trouble of a row begins that met a flood answer.
FLOODED = "told to wait"


async def resting_lanes(session: Session, *, now: datetime) -> dict[int | None, datetime]:
    """Until when the chats whose next row met a flood answer rest; None stands for all chats."""
    question = (
        select(outbox.c.lane, func.max(outbox.c.not_before).label("until"))
        .where(
            IS_OPEN,
            outbox.c.state == State.WAITING.value,
            outbox.c.not_before > now,
            outbox.c.trouble.startswith(FLOODED),
        )
        .group_by(outbox.c.lane)
    )
    return {row.lane: row.until for row in await session.rows(question)}
