"""Talks and cards: read for a whole batch at once, written as they stand."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.database.engine import Database
from storage.delivery.cards import Card, find_card, forget_cards, save_cards
from storage.delivery.marks import NO_MARKS, Marks
from storage.delivery.talks import (
    Talk,
    TalkState,
    find_talk,
    kept_talks,
    remember,
    save_talks,
    talks_since,
)


def _talk(key: str, person: int, at: datetime, state: TalkState = TalkState.OPEN) -> Talk:
    answers = {"title": "痕迹", "files": ["a", "b"]}
    return Talk(key, person, "story", 1, "title", answers, state, f"card-{key}", at, at)


def _card(key: str, at: datetime) -> Card:
    return Card(key, 1, 1, 1, [{"go": "story"}], None, at)


async def _save(database: Database, *talks: Talk, cards: tuple[Card, ...] = ()) -> None:
    async with database.write() as session:
        await save_talks(session, talks)
        await save_cards(session, cards)


async def test_a_talk_comes_back_as_it_was(database: Database, now: datetime) -> None:
    talk = _talk("t", 1, now)
    await _save(database, talk)
    async with database.read() as session:
        assert await find_talk(session, "t", telegram_id=1) == talk
        assert await find_talk(session, "t", telegram_id=2) is None


async def test_a_talk_is_changed_in_place(
    database: Database, now: datetime, soon: datetime
) -> None:
    talk = _talk("t", 1, now)
    await _save(database, talk)
    moved = replace(talk, step="body", answers={"title": "新"}, card_id=None, updated_at=soon)
    await _save(database, moved)
    async with database.read() as session:
        assert await find_talk(session, "t", telegram_id=1) == moved


async def test_an_ended_talk_is_not_found(database: Database, now: datetime) -> None:
    await _save(database, _talk("t", 1, now, TalkState.ENDED))
    async with database.read() as session:
        assert await find_talk(session, "t", telegram_id=1) is None
        assert (await remember(session, telegram_ids=[1], card_ids=[])).talks == {}


@pytest.mark.parametrize("count", [1, 3, 50])
async def test_a_batch_is_remembered_in_two_questions(
    database: Database, now: datetime, count: int
) -> None:
    talks = [_talk(f"t{n}", n, now) for n in range(count)]
    cards = tuple(_card(f"card-t{n}", now) for n in range(count))
    await _save(database, *talks, cards=(*cards, _card("pressed", now)))
    async with database.read() as session:
        found = await remember(session, telegram_ids=range(count), card_ids=["pressed", "none"])
        assert session.statements == 2
    assert found.talks == {talk.telegram_id: talk for talk in talks}
    assert set(found.cards) == {card.id for card in cards} | {"pressed"}


async def test_drafts_are_listed_the_last_touched_first(
    database: Database, now: datetime, soon: datetime
) -> None:
    old = _talk("old", 1, now, TalkState.KEPT)
    new = replace(_talk("new", 1, now, TalkState.KEPT), updated_at=soon)
    others = [_talk("open", 1, soon), _talk("theirs", 2, soon, TalkState.KEPT)]
    await _save(database, old, new, *others)
    async with database.read() as session:
        assert [talk.id for talk in await kept_talks(session, telegram_id=1, limit=5)] == [
            "new",
            "old",
        ]
        assert len(await kept_talks(session, telegram_id=1, limit=1)) == 1


async def test_a_card_keeps_its_message_when_it_is_shown_anew(
    database: Database, now: datetime
) -> None:
    """Where a card stands only the courier writes; a turn changes version and offers."""
    await _save(database, cards=(replace(_card("c", now), message_id=5),))
    await _save(database, cards=(replace(_card("c", now), version=2, offers=[]),))
    async with database.read() as session:
        found = await find_card(session, "c")
    assert found is not None
    assert (found.version, found.offers, found.message_id) == (2, [], None)


async def test_old_cards_are_forgotten(database: Database, now: datetime, soon: datetime) -> None:
    await _save(database, cards=(_card("old", now), _card("new", soon + timedelta(days=1))))
    async with database.write() as session:
        assert await forget_cards(session, before=soon) == 1
        assert await find_card(session, "old") is None
        assert await find_card(session, "new") is not None


async def test_talks_touched_since_are_the_persons_drafts_and_ended_ones(
    database: Database, now: datetime, soon: datetime
) -> None:
    ended, kept = _talk("e", 1, now, TalkState.ENDED), _talk("k", 1, soon, TalkState.KEPT)
    old = _talk("o", 1, now - timedelta(days=2), TalkState.ENDED)
    await _save(database, ended, kept, old, _talk("x", 1, now), _talk("y", 2, now, TalkState.KEPT))
    async with database.read() as session:
        found = await talks_since(session, now - timedelta(days=1), telegram_id=1)
    assert found == [kept, ended]


def test_of_an_ended_talk_only_its_albums_and_its_record_are_kept(now: datetime) -> None:
    said = replace(_talk("e", 1, now), marks=Marks(said=True, album="x", albums=("x", "y")))
    ended = said.ended(at=now, record="story:1")
    assert (ended.answers, ended.state) == ({}, TalkState.ENDED)
    assert ended.marks == Marks(albums=("x", "y"), record="story:1")
    assert said.ended(at=now).marks == NO_MARKS
