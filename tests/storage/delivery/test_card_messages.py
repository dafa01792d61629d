"""Where cards are shown: placed, worn, tidied, in one statement and in one order."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import select

from storage.database.engine import Database
from storage.delivery.card_messages import Placed, Worn, keep_places, worn_messages
from storage.delivery.cards import Card, save_cards
from storage.tables import cards

CHAT = 500


@pytest.fixture
async def shown(database: Database, now: datetime) -> Database:
    """Three cards, whose messages are 11, 12 and 13."""
    names = ("a", "b", "c")
    async with database.write() as session:
        await save_cards(session, [Card(one, CHAT, CHAT, 1, [], None, now) for one in names])
        placed = [Placed(one, message, None) for message, one in enumerate(names, start=11)]
        await keep_places(session, placed, [])
    return database


async def _places(database: Database) -> dict[str, tuple[int, int | None]]:
    question = select(cards.c.id, cards.c.message_id, cards.c.worn_id).order_by(cards.c.id)
    async with database.read() as session:
        return {row.id: (row.message_id, row.worn_id) for row in await session.rows(question)}


async def test_a_card_that_moves_on_leaves_a_worn_message_behind(shown: Database) -> None:
    async with shown.write() as session:
        await keep_places(session, [Placed("a", 21, 11), Placed("b", 22, None)], [])
        assert session.statements == 1
        assert await worn_messages(session, limit=9) == [Worn("a", CHAT, 11)]
    assert await _places(shown) == {"a": (21, 11), "b": (22, None), "c": (13, None)}


async def test_what_is_tidied_is_forgotten_and_what_was_worn_since_is_not(shown: Database) -> None:
    async with shown.write() as session:
        await keep_places(session, [Placed("a", 21, 11), Placed("b", 22, 12)], [])
        await keep_places(session, [Placed("b", 32, 22)], [])
        await keep_places(session, [], [Worn("a", CHAT, 11), Worn("b", CHAT, 12)])
    assert await _places(shown) == {"a": (21, None), "b": (32, 22), "c": (13, None)}


async def test_a_card_that_moves_on_as_it_is_tidied_keeps_the_newer_worn_message(
    shown: Database,
) -> None:
    async with shown.write() as session:
        await keep_places(session, [Placed("a", 21, 11)], [])
        await keep_places(session, [Placed("a", 31, 21)], [Worn("a", CHAT, 11)])
    assert await _places(shown) == {"a": (31, 21), "b": (12, None), "c": (13, None)}


async def test_a_card_sent_again_because_its_message_is_gone_keeps_what_it_wore_out_before(
    shown: Database,
) -> None:
    async with shown.write() as session:
        await keep_places(session, [Placed("a", 21, 11)], [])
        await keep_places(session, [Placed("a", 31, None)], [])
        assert await worn_messages(session, limit=9) == [Worn("a", CHAT, 11)]


async def test_nothing_to_keep_asks_nothing(shown: Database) -> None:
    async with shown.write() as session:
        await keep_places(session, [], [])
        assert session.statements == 0


async def test_the_courier_and_the_engine_lock_cards_in_one_order(
    shown: Database, now: datetime
) -> None:
    """In two orders PostgreSQL ends one of them: a deadlock."""

    async def engine() -> None:
        for version in range(30):
            changed = [Card(one, CHAT, CHAT, version, [], None, now) for one in ("c", "b", "a")]
            async with shown.write() as session:
                await save_cards(session, changed)

    async def courier() -> None:
        for number in range(30):
            async with shown.write() as session:
                placed = [Placed("c", 100 + number, None), Placed("a", 200 + number, None)]
                await keep_places(session, placed, [Worn("b", CHAT, 1)])

    await asyncio.gather(engine(), courier())
    assert (await _places(shown))["c"] == (129, None)
