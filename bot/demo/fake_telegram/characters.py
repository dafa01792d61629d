"""Text as Telegram keeps it: plain characters, and entities counted in UTF-16 units."""

from __future__ import annotations

import re
from typing import Any

Entities = list[dict[str, Any]]

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"'，。！？；：）】》]+|(?<![\w@.])t\.me/[^\s<>\"'，。！？；：）】》]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[a-zA-Z]{2,})"
    r"|(?<![\w/])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[a-zA-Z]\w{3,31})"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)
_MARKS = frozenset("/@#.")


def units(text: str) -> int:
    """Length in UTF-16 units, in which the Bot API counts."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    if text.isascii():
        return text[offset : offset + length]
    coded = text.encode("utf-16-le", "surrogatepass")
    return coded[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def pieces(text: str, limit: int) -> list[str]:
    """A long text as a client sends it: in messages of at most `limit` units."""
    found = []
    while units(text) > limit:
        stop = limit
        while units(text[:stop]) > limit:
            stop -= 1
        found.append(text[:stop])
        text = text[stop:]
    return [*found, text]


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return all(char.isspace() or char in _INVISIBLE for char in text)


_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")


def plain(text: str) -> str:
    """A person's or bot's text without what Telegram drops: control characters and outer space."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_DROPPED) if not text.isprintable() else text


_DROPPED = {code: None for code in range(32) if chr(code) not in "\n\t"} | {0x202E: None}


def without_margins(text: str, entities: Entities) -> tuple[str, Entities]:
    """Cut space around a text, moving and shortening its entities to match."""
    trimmed = text.strip()
    if trimmed == text:
        return text, entities
    lead = units(text[: len(text) - len(text.lstrip())]) if trimmed else 0
    end = units(trimmed)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return trimmed, kept


def found_entities(text: str) -> Entities:
    """What Telegram finds by itself: links, commands, names and tags."""
    if _MARKS.isdisjoint(text):
        return []
    return [
        {
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
            "type": match.lastgroup,
        }
        for match in _FOUND.finditer(text)
    ]


def with_found(text: str, entities: Entities) -> Entities:
    """The given entities and those found by itself where they do not cross."""
    taken = [(entry["offset"], entry["offset"] + entry["length"]) for entry in entities]
    extra = [
        entry
        for entry in found_entities(text)
        if all(
            entry["offset"] >= stop or entry["offset"] + entry["length"] <= start
            for start, stop in taken
        )
    ]
    return sorted([*entities, *extra], key=lambda entry: (entry["offset"], -entry["length"]))
