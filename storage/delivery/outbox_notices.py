"""Rows of the outbox that belong to notices: paused, cancelled and released with them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, text, update

from storage.database.chunks import chunks
from storage.database.session import Session
from storage.delivery.outbox import State
from storage.tables import outbox

# How many rows one statement names.
AT_A_TIME = 5_000
# Must match the condition of the partial index word for word.
OF_NOTICES = text(
    "outbox.delivery_id IS NOT NULL AND outbox.state IN ('waiting', 'sending', 'paused')"
)


async def pause_rows(session: Session, ids: Sequence[int]) -> None:
    """Pause these rows until their notice goes on."""
    await _set(session, ids, state=State.PAUSED.value)


async def cancel_rows(session: Session, ids: Sequence[int], *, at: datetime) -> None:
    """Cancel these rows."""
    await _set(session, ids, state=State.CANCELLED.value, ended_at=at)


async def release_rows(session: Session, of_deliveries: Select[tuple[int]]) -> int:
    """Let the paused rows of these deliveries wait again. Returns the number of rows."""
    return await session.change(
        update(outbox)
        .where(
            OF_NOTICES,
            outbox.c.state == State.PAUSED.value,
            outbox.c.delivery_id.in_(of_deliveries),
        )
        .values(state=State.WAITING.value)
    )


async def _set(session: Session, ids: Sequence[int], **values: Any) -> None:
    for some in chunks(ids, AT_A_TIME):
        await session.change(update(outbox).where(outbox.c.id.in_(some)).values(**values))
