"""What Telegram hands us, as inbox rows: a name that never repeats, the chat, the raw update."""

import hashlib
import logging
import re
from typing import Any

from storage.delivery.inbox import Arrival

Json = dict[str, Any]

log = logging.getLogger(__name__)

# The longest name of an arrival, in characters.
SOURCE_LIMIT = 96
# The databases' integers have 64 bits; Telegram's own ids have at most 52.
MOST_ID = 2**63 - 1
LONE_SURROGATES = re.compile("[\ud800-\udfff]")


class NotAnUpdate(ValueError):
    """The value is no update of Telegram's."""


def known_id(value: Any) -> int | None:
    """An id that a database can hold; None for anything else, however it looks."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MOST_ID:
        return value
    return None


def updates_among(answer: Any) -> list[Json]:
    """The updates of an answer to getUpdates; what else is in it is dropped and logged.

    Raises NotAnUpdate where there is no list, or nothing in it that could be confirmed.
    """
    if not isinstance(answer, list):
        raise NotAnUpdate(f"getUpdates answered {type(answer).__name__}")
    updates = [one for one in answer if _number(one) is not None]
    if answer and not updates:
        raise NotAnUpdate("getUpdates answered nothing that has a number")
    if len(updates) < len(answer):
        lost = len(answer) - len(updates)
        log.warning("%d of %d updates have no number and were dropped", lost, len(answer))
    return updates


def _number(update: Any) -> int | None:
    return known_id(update.get("update_id")) if isinstance(update, dict) else None


def arrival_of(update: Any) -> Arrival:
    """The inbox row for an update. Raises NotAnUpdate where it has no number.

    Update ids start anew at random after a quiet week, so the name holds an inner id too. Half
    characters, which no database takes, are dropped. A shape without a chat goes to chat 0.
    """
    number = _number(update)
    if number is None:
        raise NotAnUpdate(type(update).__name__)
    try:
        clean = without_half_characters(update)
    except RecursionError:
        log.warning("update %d is nested without end; only its number is kept", number)
        clean = {"update_id": number}
    content = _content(clean)
    source = f"u:{clean['update_id']}:{_inner_id(content)}"
    return Arrival(source=shortened(source), chat_id=_chat_id(content), body=clean)


def without_half_characters(value: Any) -> Any:
    """The same JSON value without lone surrogates in any of its strings."""
    kind, clean = type(value), without_half_characters
    if kind is str:
        return value if value.isascii() else LONE_SURROGATES.sub("", value)
    if kind is dict:
        # Every value and name passes here: names, which are ASCII, without a call.
        return {
            name if name.isascii() else clean(name): clean(part) for name, part in value.items()
        }
    return [clean(part) for part in value] if kind is list else value


def _content(update: Json) -> Json:
    for name, part in update.items():
        if name != "update_id" and isinstance(part, dict):
            return part
    return {}


def _inner_id(content: Json) -> str:
    if "message_id" in content:
        edited = content.get("edit_date", "")
        return f"m{_chat_id(content)}.{content['message_id']}.{edited}"
    for name in ("id", "poll_id", "date"):
        if name in content:
            return f"{name}{content[name]}"
    return "-"


def _chat_id(content: Json) -> int:
    message = content.get("message")
    for holder, name in (
        (content, "chat"),
        (message, "chat"),
        (content, "from"),
        (content, "user"),
    ):
        part = holder.get(name) if isinstance(holder, dict) else None
        found = known_id(part.get("id")) if isinstance(part, dict) else None
        if found is not None:
            return found
    return 0


def shortened(source: str) -> str:
    """A name that fits into the inbox's column, still unlike any other."""
    source = "".join(char for char in source if char.isprintable())
    if len(source) <= SOURCE_LIMIT:
        return source
    return source[:63] + hashlib.sha256(source.encode()).hexdigest()[:32]
