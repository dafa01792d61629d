"""Where cards are shown: the message now, and the worn one whose buttons still have to go.

A worn message is kept with its card rather than as an outbox row of its own: nobody waits for it,
so it may cost no more than a column (docs/decisions/0012-worn-messages.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, select, update

from storage.database.session import Session
from storage.tables import cards


@dataclass(frozen=True, slots=True)
class Placed:
    """A card that is shown in another message now; `worn_id` is the one it left behind, if any."""

    card_id: str
    message_id: int
    worn_id: int | None


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
_change = (
    update(cards)
    .where(cards.c.id == bindparam("of_card"))
    .values(
        message_id=func.coalesce(bindparam("place", type_=BigInteger), cards.c.message_id),
        worn_id=func.coalesce(
            bindparam("left_behind", type_=BigInteger),
            func.nullif(cards.c.worn_id, bindparam("off", type_=BigInteger)),
        ),
    )
)


async def worn_messages(session: Session, *, limit: int) -> list[Worn]:
    """At most `limit` worn messages that still have buttons."""
    rows = await session.rows(_worn, {"most": limit})
    return [Worn(row.id, row.chat_id, row.worn_id) for row in rows]


async def keep_places(session: Session, placed: Iterable[Placed], off: Sequence[Worn]) -> None:
    """Store where cards are shown now, and whose worn messages have lost their buttons.

    In one statement and in the order of the cards' ids, in which everybody locks them.
    """
    places = {one.card_id: one for one in placed}
    done = {one.card_id: one.message_id for one in off}
    rows = [_row(card, places.get(card), done.get(card)) for card in sorted({*places, *done})]
    if rows:
        await session.put(_change, rows)


def _row(card: str, placed: Placed | None, off: int | None) -> dict[str, Any]:
    return {
        "of_card": card,
        "place": None if placed is None else placed.message_id,
        "left_behind": None if placed is None else placed.worn_id,
        "off": off,
    }
