"""What a row of the outbox says, whichever release wrote it: as a value, or as a call."""

from collections.abc import Mapping
from typing import Any

from bot.telegram.render import method_of
from campaign.messages import Buttons, ButtonsOff, Files, MessageButton, TextMessage

Written = Mapping[str, Any]

_SAYING = ("send", "copy", "forward")
_TEXT = method_of(TextMessage.kind)


def says_something(kind: str) -> bool:
    """Whether a new message stands in the chat afterwards."""
    return kind in (TextMessage.kind, Files.kind) or kind.startswith(_SAYING)


def changes_something(kind: str) -> bool:
    """Whether it changes a message that stands there already."""
    return kind == ButtonsOff.kind or kind.startswith("edit")


def is_text(kind: str) -> bool:
    """Whether it is a text, without files."""
    return kind in (TextMessage.kind, _TEXT)


def topic_of(written: Written) -> int | None:
    """The topic of a group that it goes to."""
    topic: int | None = written.get("topic", written.get("message_thread_id"))
    return topic


def links_of(written: Written) -> Buttons:
    """Its buttons that open an address, row by row: they work in any chat."""
    markup = written.get("reply_markup") or {}
    rows = written.get("buttons") or [
        [MessageButton(key["text"], None, key.get("url")) for key in row]
        for row in markup.get("inline_keyboard", ())
    ]
    links = [[MessageButton(*button) for button in row if button[2]] for row in rows]
    return [row for row in links if row]
