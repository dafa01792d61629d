"""Fields of Telegram's raw updates, each of the type and size that it must have.

A server of one's own that is broken, or somebody who knows the webhook's secret, can send any
value in any place: none may reach a handler or a database that cannot take it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.telegram.updates.arrivals import known_id

Raw = Mapping[str, Any]

# Telegram numbers topics, and measures files, in far less.
MOST_TOPIC = 2**31 - 1
MOST_FILE_SIZE = 2**40


class Impossible(Exception):
    """A value that no server of Telegram's sends in that place; `field` names the place."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def part(holder: Raw, field: str) -> Raw:
    """The object in that place. Raises KeyError where none is, Impossible for no object."""
    found = holder[field]
    if not isinstance(found, dict):
        raise Impossible(field)
    return found


def number(holder: Raw, field: str) -> int:
    """The id in that place. Raises KeyError where there is nothing, Impossible for no id."""
    found = known_id(holder[field])
    if found is None:
        raise Impossible(field)
    return found


def word(holder: Raw, field: str, *, most: int) -> str:
    """A token of at most so many characters. Raises KeyError and Impossible as `number` does."""
    found = holder[field]
    if not isinstance(found, str) or len(found) > most or not found.isprintable():
        raise Impossible(field)
    return found


def text(holder: Raw, field: str) -> str:
    """What somebody wrote; nothing where it is left out. Raises Impossible for no text."""
    found = holder.get(field, "")
    if not isinstance(found, str):
        raise Impossible(field)
    return found


def label(holder: Raw, field: str, *, most: int = 255) -> str | None:
    """A name that is only shown, cut to so many characters; None for what is none."""
    found = holder.get(field)
    return found.replace("\0", "")[:most] if isinstance(found, str) else None


def file_size(holder: Raw) -> int | None:
    """Bytes; None where the server does not say, or says what cannot be."""
    found = known_id(holder.get("file_size"))
    return found if found is not None and 0 <= found <= MOST_FILE_SIZE else None


def moment(holder: Raw) -> datetime | None:
    """Telegram's stamp; None where there is none that is a moment of the calendar."""
    stamp = known_id(holder.get("date"))
    if not stamp:
        return None
    try:
        return datetime.fromtimestamp(stamp, UTC)
    except (ValueError, OverflowError, OSError):
        return None
