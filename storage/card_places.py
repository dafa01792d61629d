"""Where cards are shown: the message now, and the worn one whose buttons still have to go.

A worn message is kept with its card rather than as an outbox row of its own: nobody waits for it,
so it may cost no more than a column (docs/decisions/0012-worn-messages.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, case, func, select, update

from storage.session import Session
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
_place = bindparam("place", type_=BigInteger)
_change = (
    update(cards)
    .where(cards.c.id == bindparam("of_card"))
    .values(
        message_id=func.coalesce(_place, cards.c.message_id),
        worn_id=case(
            (_place.is_not(None), bindparam("left_behind", type_=BigInteger)),
            (cards.c.worn_id == bindparam("off", type_=BigInteger), None),
            else_=cards.c.worn_id,
        ),
    )
)


async def worn_messages(session: Session, *, limit: int) -> list[Worn]:
    """Messages that still have buttons."""
    rows = await session.rows(_worn, {"most": limit})
    return [Worn(row.id, row.chat_id, row.worn_id) for row in rows]


async def keep_places(session: Session, placed: Iterable[Placed], off: Sequence[Worn]) -> None:
    """Write down where cards went, and whose worn messages have lost their buttons.

    In one statement and in the order of the cards, as everybody locks them.
    """
    changes: dict[str, dict[str, Any]] = {
        one.card_id: {"place": None, "left_behind": None, "off": one.message_id} for one in off
    }
    for one in placed:
        changes[one.card_id] = {"place": one.message_id, "left_behind": one.worn_id, "off": None}
    if changes:
        rows = [{"of_card": card, **change} for card, change in sorted(changes.items())]
        await session.change(_change, rows)
