"""Cards: messages with buttons, and what is offered on them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, select

from storage.database.session import Found, Session
from storage.tables import cards


@dataclass(frozen=True, slots=True)
class Card:
    """A message with buttons, and what was offered on it.

    A press names the card, its version and the place in `offers`; a press on an older version is
    stale. `telegram_id` is the only one who may press; None lets everybody in the chat.
    """

    id: str
    chat_id: int
    telegram_id: int | None
    version: int
    offers: list[dict[str, Any]]
    message_id: int | None
    made_at: datetime


# Built once: every batch of turns runs it.
_cards = select(cards).where(cards.c.id.in_(bindparam("wanted", expanding=True)))


async def cards_by_id(session: Session, card_ids: Collection[str]) -> dict[str, Card]:
    """Those of these cards that exist, by id."""
    if not card_ids:
        return {}
    rows = await session.rows(_cards, {"wanted": sorted(card_ids)})
    return {row.id: _card(row) for row in rows}


async def find_card(session: Session, card_id: str) -> Card | None:
    """A card, whoever's it is."""
    row = await session.row(select(cards).where(cards.c.id == card_id))
    return None if row is None else _card(row)


async def save_cards(session: Session, changed: Sequence[Card]) -> None:
    """Store cards as they are now. Where a card's message is, only the courier knows.

    In the order of their ids, in which everybody locks them.
    """
    rows = [
        {
            "id": card.id,
            "chat_id": card.chat_id,
            "telegram_id": card.telegram_id,
            "version": card.version,
            "offers": card.offers,
            "made_at": card.made_at,
        }
        for card in sorted(changed, key=attrgetter("id"))
    ]
    await session.put_upsert(cards, rows, on=["id"], overwrite=["version", "offers"])


async def forget_cards(session: Session, *, before: datetime) -> int:
    """Delete cards made before that moment; a press on one is then answered as out of date."""
    return await session.change(cards.delete().where(cards.c.made_at < before))


def _card(row: Found) -> Card:
    return Card(
        id=row.id,
        chat_id=row.chat_id,
        telegram_id=row.telegram_id,
        version=row.version,
        offers=row.offers,
        message_id=row.message_id,
        made_at=row.made_at,
    )
