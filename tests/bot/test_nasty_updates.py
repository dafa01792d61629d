"""Whatever a broken server sends: it is stored, read or left alone, and harms no other update."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.telegram.updates.arrivals import MOST_ID, NotAnUpdate, arrival_of, updates_among
from bot.telegram.updates.raw_fields import MOST_FILE_SIZE, MOST_TOPIC
from bot.telegram.updates.update_parser import read_row
from handlers.incoming import Ignored, Incoming, Migrated, Pressed, SentFile
from storage.delivery.inbox import Waiting, count_waiting, next_turns, store_arrivals
from tests.bot.desk import Desk
from tests.bot.nasty import NASTY, TEMPLATES, broken_updates, message

RECEIVED = datetime(2008, 6, 23, 1, 0, tzinfo=UTC)
UPDATES = list(broken_updates())


def read(body: dict[str, Any]) -> Incoming:
    arrival = arrival_of({"update_id": 1, **body})
    row = Waiting(1, arrival.chat_id, arrival.body, RECEIVED, 0, None)
    return read_row(row, bot_name="flagbearer_bot")


def is_in_bounds(found: Incoming) -> bool:
    """Every number fits into its column, every token into its, and no text has half characters."""
    numbers: list[Any] = [found.chat.id, found.message_id or 0, found.topic or 0]
    words: list[Any] = [found.chat.title]
    if found.speaker is not None:
        numbers.append(found.speaker.telegram_id)
        words += [found.speaker.name, found.speaker.language_code or ""]
    match found.content:
        case SentFile() as file:
            assert len(file.file_id) <= 255
            assert len(file.unique_id) <= 64
            assert len(file.name or "") <= 255
            assert len(file.mime or "") <= 120
            assert 0 <= (file.size or 0) <= MOST_FILE_SIZE
            words += [file.file_id, file.unique_id, file.name or "", file.mime or "", file.caption]
        case Pressed() as press:
            words += [press.query_id, press.data]
            numbers.append(press.message_id or 0)
        case Migrated(to):
            numbers.append(to)
        case _:
            pass
    assert all(type(one) is int and abs(one) <= MOST_ID for one in numbers)
    assert all(isinstance(one, str) and one.encode() is not None for one in words)
    assert found.at.tzinfo is not None
    return (found.topic or 0) <= MOST_TOPIC


def test_every_broken_update_is_read_within_bounds_or_set_aside_alone() -> None:
    """What lacks a field or is of a new kind raises KeyError or ValueError, for its row alone."""
    for update in UPDATES:
        try:
            found = read({key: value for key, value in update.items() if key != "update_id"})
        except (KeyError, ValueError):
            continue
        assert is_in_bounds(found)


def test_what_is_not_broken_is_read_as_before() -> None:
    for kind, content in TEMPLATES:
        assert is_in_bounds(read({kind: content}))
        assert read({kind: content}).chat.id == content.get("chat", {"id": 5})["id"]


@pytest.mark.parametrize("account", [2**63, -(2**64), 1.5, True, "5", None, [5]])
def test_an_account_that_cannot_be_is_left_alone(
    account: Any, caplog: pytest.LogCaptureFixture
) -> None:
    found = read({"message": message(**{"from": {"id": account, "first_name": "x"}})})
    assert isinstance(found.content, Ignored)
    assert found.speaker is None
    assert "comes from no Telegram" in caplog.text


@pytest.mark.parametrize("stamp", [2**31, 2**63, 10**400, -1, 1e308, float("nan"), True, "x", None])
def test_a_stamp_that_is_no_moment_is_not_believed(stamp: Any) -> None:
    assert read({"message": message(text="早", date=stamp)}).at == RECEIVED


def test_an_update_cannot_pretend_to_be_news_of_the_program_itself() -> None:
    found = read({"event": "notice", "id": 1})
    assert isinstance(found.content, Ignored)


async def test_all_of_them_can_be_stored_in_one_transaction(desk_on_both: Desk) -> None:
    arrivals = [arrival_of(update) for update in UPDATES]
    async with desk_on_both.database.write() as session:
        await store_arrivals(session, arrivals, at=RECEIVED)
    async with desk_on_both.database.read() as session:
        assert await count_waiting(session) == len(arrivals)
        rows = (await next_turns(session, limit=len(arrivals), now=RECEIVED)).rows
    assert all(abs(row.chat_id) <= MOST_ID for row in rows)


@pytest.mark.parametrize("number", [value for value in NASTY if value not in (2**31, -1, 0)])
def test_an_update_without_a_number_is_dropped_and_the_others_are_kept(
    number: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A batch with one of them would come again and again, for ever."""
    good = {"update_id": 7, "message": message(text="早")}
    odd: Any = {"update_id": number, "message": message(text="早")}
    assert updates_among([odd, good]) == [good]
    assert "dropped" in caplog.text
    with pytest.raises(NotAnUpdate):
        arrival_of(odd)
    with pytest.raises(NotAnUpdate):
        updates_among([odd])


@pytest.mark.parametrize("answer", [None, {}, {"result": []}, "x", 5, [None], [[]]])
def test_an_answer_without_updates_is_tried_again_later(answer: Any) -> None:
    with pytest.raises(NotAnUpdate):
        updates_among(answer)


def test_what_is_nested_without_end_leaves_its_number(caplog: pytest.LogCaptureFixture) -> None:
    nest: Any = json.loads("[" * 600 + "]" * 600)
    for _ in range(2000):
        nest = [nest]
    arrival = arrival_of({"update_id": 5, "message": message(text=nest)})
    assert arrival.body == {"update_id": 5}
    assert "nested" in caplog.text


async def test_a_batch_with_an_odd_one_is_confirmed(desk: Desk) -> None:
    """The receiver goes on behind it, and what is good is stored."""
    user = desk.person()
    desk.world.queue.repeat({"update_id": "x", "message": message(text="?")})
    desk.world.say(user, None, "你好")
    assert await desk.receiver.receive_once() == 1
    assert [row.body["message"]["text"] for row in await desk.inbox()] == ["你好"]
