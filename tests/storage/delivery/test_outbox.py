"""The outbox: order in each lane, replies first, no row claimed twice."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from campaign.messages import Menu, NoMenu
from storage.database.engine import Database
from storage.delivery.card_messages import Placed, keep_places
from storage.delivery.cards import Card, save_cards
from storage.delivery.outbox import (
    Claimed,
    End,
    Outgoing,
    Priority,
    State,
    claim_outgoing,
    put_outgoing,
)
from storage.delivery.outbox_results import mark_ends

LEASE = timedelta(minutes=5)


def _to(lane: int | None, name: str, **how: Any) -> Outgoing:
    return Outgoing("sendMessage", {"chat_id": lane, "text": name}, lane=lane, **how)


async def _put(database: Database, at: datetime, *calls: Outgoing) -> None:
    async with database.write() as session:
        put_outgoing(session, calls, at=at)


async def _claim(database: Database, at: datetime, *, limit: int = 10, **how: Any) -> list[Claimed]:
    async with database.write() as session:
        return await claim_outgoing(session, limit=limit, now=at, lease=LEASE, **how)


def _names(claimed: Sequence[Claimed]) -> list[str]:
    return [row.params["text"] for row in claimed]


async def test_one_row_a_lane_in_order_and_free_rows_beside(
    database: Database, now: datetime
) -> None:
    calls = [_to(1, "a1"), _to(1, "a2"), _to(2, "b1"), _to(None, "free1"), _to(None, "free2")]
    await _put(database, now, *calls)
    first = await _claim(database, now)
    assert _names(first) == ["a1", "b1", "free1", "free2"]
    assert await _claim(database, now) == []
    async with database.write() as session:
        await mark_ends(session, [End(first[0], State.SENT)], at=now)
    assert _names(await _claim(database, now)) == ["a2"]


async def test_replies_go_before_notices_in_a_lane_and_between_lanes(
    database: Database, now: datetime
) -> None:
    notice = Priority.NOTICE
    await _put(database, now, _to(1, "n1", priority=notice), _to(2, "n2", priority=notice))
    await _put(database, now, _to(1, "r1"), _to(3, "r3"))
    assert _names(await _claim(database, now, limit=3)) == ["r1", "r3", "n2"]


async def test_urgent_only_leaves_the_rest(database: Database, now: datetime) -> None:
    await _put(database, now, _to(1, "n", priority=Priority.NOTICE), _to(2, "r"))
    assert _names(await _claim(database, now, urgent_only=True)) == ["r"]


async def test_cooling_lanes_are_passed_over(database: Database, now: datetime) -> None:
    await _put(database, now, _to(1, "a"), _to(2, "b"), _to(None, "free"))
    assert _names(await _claim(database, now, cooling=[1])) == ["b", "free"]


async def test_what_goes_beyond_the_room_of_its_method_is_passed_over(
    database: Database, now: datetime
) -> None:
    menus = [Outgoing(Menu.kind, {"text": f"m{n}"}) for n in range(4)]
    await _put(database, now, *menus, _to(1, "a"))
    assert _names(await _claim(database, now, rooms={Menu.kind: 2})) == ["m0", "m1", "a"]
    await _put(database, now, _to(2, "b"))
    assert _names(await _claim(database, now, rooms={Menu.kind: 0})) == ["b"]
    assert _names(await _claim(database, now, rooms={"getFile": 0})) == ["m2", "m3"]


async def test_menus_come_last_and_keep_their_order(database: Database, now: datetime) -> None:
    menu = Priority.MENU
    calls = [
        Outgoing(Menu.kind, {"text": "m1"}, priority=menu),
        Outgoing(NoMenu.kind, {"text": "m2"}, priority=menu),
        _to(1, "n", priority=Priority.NOTICE),
    ]
    await _put(database, now, *calls)
    assert _names(await _claim(database, now, rooms={Menu.kind: 0})) == ["n"]
    assert _names(await _claim(database, now)) == ["m1", "m2"]


async def test_a_postponed_row_holds_back_those_behind_it(
    database: Database, now: datetime, soon: datetime
) -> None:
    await _put(database, now, _to(1, "a1", not_before=soon), _to(1, "a2"), _to(2, "b1"))
    assert _names(await _claim(database, now)) == ["b1"]
    assert _names(await _claim(database, soon)) == ["a1"]


async def test_a_claim_counts_the_try_and_moves_the_fence(
    database: Database, now: datetime
) -> None:
    await _put(database, now, _to(1, "a"))
    (first,) = await _claim(database, now)
    async with database.write() as session:
        await mark_ends(session, [End(first, State.WAITING, trouble="x")], at=now)
    (second,) = await _claim(database, now)
    assert (first.tries, first.fence) == (1, 1)
    assert (second.tries, second.fence) == (2, 2)


async def test_a_claimed_card_knows_its_message(database: Database, now: datetime) -> None:
    card = Card("card", 1, 1, 1, [], None, now)
    async with database.write() as session:
        await save_cards(session, [card])
    await _put(database, now, _to(1, "first", card_id="card"))
    (row,) = await _claim(database, now)
    assert (row.card_id, row.card_message_id) == ("card", None)
    async with database.write() as session:
        await mark_ends(session, [End(row, State.SENT, message_id=77)], at=now)
        await keep_places(session, [Placed("card", 77, None)], [])
    await _put(database, now, _to(1, "second", card_id="card"))
    (row,) = await _claim(database, now)
    assert row.card_message_id == 77


@pytest.mark.parametrize("count", [1, 3, 64])
async def test_the_number_of_statements_does_not_grow(
    database: Database, now: datetime, count: int
) -> None:
    async with database.write() as session:
        put_outgoing(session, [_to(number, "x") for number in range(1, count + 1)], at=now)
        claimed = await claim_outgoing(session, limit=count, now=now, lease=LEASE)
        await mark_ends(session, [End(row, State.SENT) for row in claimed], at=now)
        assert (len(claimed), session.statements) == (count, 4)


async def test_four_senders_take_each_row_once(postgres_tables_url: str, now: datetime) -> None:
    """Fault 26, on PostgreSQL: rows that another holds are passed over, and so are their lanes."""
    async with Database.open(postgres_tables_url) as database:
        await _put(database, now, *[_to(1 + n % 200, f"{n}") for n in range(1000)])
        taken: list[str] = []

        async def send() -> None:
            idle = 0
            while idle < 20:
                rows = await _claim(database, now, limit=16)
                idle = 0 if rows else idle + 1
                lanes = [row.lane for row in rows]
                assert len(set(lanes)) == len(lanes)
                async with database.write() as session:
                    await mark_ends(session, [End(row, State.SENT) for row in rows], at=now)
                taken.extend(_names(rows))
                await asyncio.sleep(0)

        await asyncio.gather(*[send() for _ in range(4)])
    assert sorted(taken, key=int) == [str(n) for n in range(1000)]
    for lane in range(200):
        mine = [int(name) for name in taken if int(name) % 200 == lane]
        assert mine == sorted(mine)
