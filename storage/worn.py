"""Messages that no longer show their card, until their buttons are off.

Each is kept with its card rather than as an outbox row of its own: nobody waits for it, so it may
cost no more than a column (docs/decisions/0012-worn-messages.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from storage.session import Session
from storage.tables import cards


@dataclass(frozen=True, slots=True)
class Worn:
    """A message that was a card's until a newer one took its place."""

    card_id: str
    chat_id: int
    message_id: int


_worn = (
    select(cards.c.id, cards.c.chat_id, cards.c.worn_id)
    .where(cards.c.worn_id.is_not(None))
    .limit(bindparam("most"))
)
_buttons_are_off = (
    update(cards)
    .where(cards.c.id == bindparam("of_card"), cards.c.worn_id == bindparam("worn"))
    .values(worn_id=None)
)


async def worn_messages(session: Session, *, limit: int) -> list[Worn]:
    """Messages that still have buttons."""
    rows = await session.rows(_worn, {"most": limit})
    return [Worn(row.id, row.chat_id, row.worn_id) for row in rows]


async def buttons_are_off(session: Session, done: Sequence[Worn]) -> None:
    """Forget these messages; one that is worn since then is kept."""
    if done:
        rows = [{"of_card": one.card_id, "worn": one.message_id} for one in done]
        await session.change(_buttons_are_off, rows)
