"""What is shown: a text with rows of buttons, each standing for an offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaign.definition import Month
from campaign.messages import MESSAGE_LIMIT, utf16_length
from campaign.texts import Html, Text

Offer = dict[str, Any]
Line = Text | Html


@dataclass(frozen=True, slots=True)
class Button:
    """A button: a label and what a press on it asks for, or an address it opens."""

    label: Line
    offer: Offer | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """Lines of text, and rows of buttons below. `secret`: it carries a code."""

    lines: Sequence[Line]
    buttons: Sequence[Sequence[Button]] = ()
    secret: bool = False


def page(name: str, **asked: Any) -> Offer:
    """An offer that opens the page or flow of that name; a Month travels like `2008-06`."""
    wire = {key: str(value) if isinstance(value, Month) else value for key, value in asked.items()}
    return {"go": name, **wire}


def split_lines(text: Html, limit: int = MESSAGE_LIMIT) -> list[Html]:
    """The text in parts of at most `limit` UTF-16 units, cut at line ends.

    Wordings never let a tag span lines, so every part is whole HTML. A single line above the limit
    has no tags (only what a person wrote is that long) and is cut between characters.
    """
    parts: list[str] = []
    current = ""
    for line in _lines_within(text, limit):
        longer = f"{current}\n{line}" if current else line
        if utf16_length(longer) > limit:
            parts.append(current)
            current = line
        else:
            current = longer
    return [Html(part) for part in [*parts, current]]


def _lines_within(text: str, limit: int) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line
        while utf16_length(rest) > limit:
            cut = _cut(rest, limit)
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return lines


def _cut(line: str, limit: int) -> int:
    """Where to cut: as late as fits, never inside an entity such as `&lt;`."""
    cut = limit // 2 if any(ord(char) > 0xFFFF for char in line[:limit]) else limit
    start = line.rfind("&", max(0, cut - 8), cut)
    return start if start >= 0 and ";" not in line[start:cut] else cut
