"""What Telegram hands us, as inbox rows: a name that never repeats, the chat, the raw update."""

import hashlib
import re
from typing import Any

from storage.inbox import Arrival

Json = dict[str, Any]

SOURCE_LIMIT = 96
LONE_SURROGATES = re.compile("[\ud800-\udfff]")


class NotAnUpdate(ValueError):
    """The value is no update of Telegram's."""


def arrival_of(update: Any) -> Arrival:
    """The inbox row for an update. Raises NotAnUpdate where it has no number.

    Update ids start anew at random after a quiet week, so the name holds an inner id too. Half
    characters, which no database takes, are dropped. A shape without a chat goes to chat 0.
    """
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise NotAnUpdate(type(update).__name__)
    clean = without_half_characters(update)
    content = _content(clean)
    source = f"u:{clean['update_id']}:{_inner_id(content)}"
    return Arrival(source=shortened(source), chat_id=_chat_id(content), body=clean)


def without_half_characters(value: Any) -> Any:
    """The same JSON value without lone surrogates in any of its strings."""
    if isinstance(value, str):
        return value if value.isascii() else LONE_SURROGATES.sub("", value)
    if isinstance(value, dict):
        clean = without_half_characters
        return {clean(name): clean(part) for name, part in value.items()}
    if isinstance(value, list):
        return [without_half_characters(part) for part in value]
    return value


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
        found = part.get("id") if isinstance(part, dict) else None
        if isinstance(found, int) and abs(found) < 2**63:
            return found
    return 0


def shortened(source: str) -> str:
    """A name that fits into the inbox's column, still unlike any other."""
    source = "".join(char for char in source if char.isprintable())
    if len(source) <= SOURCE_LIMIT:
        return source
    return source[:63] + hashlib.sha256(source.encode()).hexdigest()[:32]
