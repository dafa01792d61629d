"""Raw updates become what the handlers know."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.telegram.updates.update_parser import read_row
from handlers.incoming import (
    BotMembership,
    Command,
    Content,
    Ignored,
    Incoming,
    OtherMessage,
    Said,
    SentFile,
)
from storage.delivery.inbox import Waiting

RECEIVED = datetime(2008, 6, 23, 1, 0, tzinfo=UTC)
FANG = {"id": 5, "is_bot": False, "first_name": "芳", "last_name": "王", "language_code": "zh-hans"}


def read(**fields: Any) -> Content:
    """What a private message with these fields says."""
    return whole(**fields).content


def whole(seconds_ago: int = 0, **fields: Any) -> Incoming:
    """A private message with these fields, as the handlers see it."""
    stamp = int(RECEIVED.timestamp()) - seconds_ago
    message = {"message_id": 9, "date": stamp, "chat": {"id": 5, "type": "private"}, "from": FANG}
    row = Waiting(1, 5, {"update_id": 1, "message": message | fields}, RECEIVED, 0, None)
    return read_row(row, bot_name="flagbearer_bot")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("你好", Said("你好")),
        ("/checkin", Command("checkin")),
        ("/START  go-story ", Command("start", "go-story")),
        ("/help@Flagbearer_Bot", Command("help")),
        ("/help@other_bot", Ignored("a command for another bot")),
        ("/checkin\n今天", Command("checkin", "今天")),
        ("/", Said("/")),
        ("/5", Said("/5")),
    ],
)
def test_commands_are_told_from_words(text: str, content: Content) -> None:
    """A command is never taken for an answer, nor an answer for a command."""
    assert read(text=text) == content


def test_a_photo_is_its_largest_size() -> None:
    """Telegram lists the sizes from the smallest on."""
    sizes = [{"file_id": "s", "file_unique_id": "a"}, {"file_id": "l", "file_unique_id": "b"}]
    found = read(photo=sizes, caption="义诊", media_group_id="7")
    assert isinstance(found, SentFile)
    assert (found.file_id, found.caption, found.album) == ("l", "义诊", "7")


def test_a_sticker_is_another_kind_of_message() -> None:
    """Named, so that the answer can say what was wanted instead."""
    assert read(sticker={"file_id": "x"}) == OtherMessage("sticker")


@pytest.mark.parametrize(
    "sender",
    [
        {"sender_chat": {"id": -5, "type": "channel"}},
        {"from": {**FANG, "id": 1087968824}},
        {"from": {**FANG, "is_bot": True}},
    ],
)
def test_who_speaks_for_a_group_is_nobody(sender: dict[str, Any]) -> None:
    """Anonymous administrators, channels and bots have no person behind them (threat 11)."""
    assert whole(text="/link", **sender).speaker is None


def test_the_moment_is_when_the_person_acted() -> None:
    """What waited in Telegram for ten hours was done ten hours ago."""
    assert whole(36_000, text="早").at == RECEIVED - timedelta(hours=10)


@pytest.mark.parametrize("seconds_ago", [3 * 86_400, -7_200, -575_000_000])
def test_a_stamp_that_cannot_be_true_is_not_believed(seconds_ago: int) -> None:
    """A trial's clock may stand years away from Telegram's: then ours counts."""
    assert whole(seconds_ago, text="早").at == RECEIVED


@pytest.mark.parametrize(
    ("fields", "topic"),
    [
        ({}, None),
        ({"message_thread_id": 7}, None),
        ({"message_thread_id": 7, "is_topic_message": True}, 7),
    ],
)
def test_a_topic_is_one_of_a_forum(fields: dict[str, Any], topic: int | None) -> None:
    """Elsewhere a thread is a chain of answers, to which nothing can be sent."""
    assert whole(text="/link", **fields).topic == topic
    message = {"message_id": 9, "date": 1, "chat": {"id": -5, "type": "supergroup"}, **fields}
    query = {"id": "1", "from": FANG, "data": "x", "message": message}
    row = Waiting(1, -5, {"update_id": 1, "callback_query": query}, RECEIVED, 0, None)
    assert read_row(row, bot_name="flagbearer_bot").topic == topic


@pytest.mark.parametrize(
    ("member", "found"),
    [
        ({"status": "member"}, BotMembership("member", "left")),
        ({"status": "administrator"}, BotMembership("administrator", "left")),
        (
            {"status": "administrator", "can_invite_users": True},
            BotMembership("administrator", "left", may_invite=True),
        ),
        ({"status": "restricted", "is_member": True}, BotMembership("restricted", "left")),
        ({"status": "restricted", "is_member": False}, BotMembership("left", "left")),
    ],
)
def test_where_the_bot_stands_in_a_group(member: dict[str, Any], found: BotMembership) -> None:
    change = {
        "chat": {"id": -5, "type": "group", "title": "群"},
        "from": FANG,
        "date": 1,
        "old_chat_member": {"status": "left"},
        "new_chat_member": member,
    }
    row = Waiting(1, -5, {"update_id": 1, "my_chat_member": change}, RECEIVED, 0, None)
    assert read_row(row, bot_name="flagbearer_bot").content == found
