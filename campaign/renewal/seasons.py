"""Names of terms and vacations in a renewed file: by their new days, or a question to the office.

A campaign that begins in another season ends its first term in winter: what was called the end of
the spring term is then that of the autumn term.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from campaign.reading.nodes import Node
from campaign.renewal.edits import Edit, Template
from campaign.renewal.moves import Move

# The months in which terms end, and vacations begin.
WINTER, SUMMER = {12, 1, 2}, {5, 6, 7, 8}
TERM = re.compile(r"(?:(\d{4})年)?(春季|秋季)学期|(spring|autumn) term(?: of (\d{4}))?")
VACATION = re.compile(r"暑假|寒假|(?:summer|winter)(?= vacation)", re.IGNORECASE)
MONTH = re.compile(
    r"(?<![\d-])(?:1[0-2]|[1-9])月"
    r"|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A wording that names a term or a vacation, and the day by which it is named."""

    node: Node
    day: date


def renamed(template: Template, move: Move) -> Iterator[Edit]:
    """Every name of a term or vacation that the new days make another."""
    for dated in _named_by_season(template.file):
        text, day = dated.node.text or "", move(dated.day)
        new = None if season_of(day) is None else _named(text, day)
        if new is not None and new != text:
            yield template.value_edit(dated.node.path, json.dumps(new, ensure_ascii=False))


def unnamed(file: Node, move: Move) -> Iterator[Node]:
    """Names of terms and vacations whose new days lie in neither season: the office must tell."""
    for dated in _named_by_season(file):
        if season_of(move(dated.day)) is None:
            yield dated.node


def of_months(file: Node) -> Iterator[Node]:
    """Wordings that name a month, which the move makes another."""
    for node in file.walk():
        if _is_wording(node) and MONTH.search(node.text or ""):
            yield node


def season_of(day: date) -> str | None:
    """The season in which a term ends, or a vacation begins, that day; None for another time."""
    if day.month in WINTER:
        return "winter"
    return "summer" if day.month in SUMMER else None


def _named(text: str, day: date) -> str:
    is_winter = season_of(day) == "winter"
    # The autumn term that ends in January began the year before.
    year = str(day.year - 1 if is_winter and day.month != 12 else day.year)

    def term(found: re.Match[str]) -> str:
        if found[2]:
            return (f"{year}年" if found[1] else "") + ("秋季" if is_winter else "春季") + "学期"
        of_year = f" of {year}" if found[4] else ""
        return ("autumn" if is_winter else "spring") + " term" + of_year

    def vacation(found: re.Match[str]) -> str:
        if found[0] in ("暑假", "寒假"):
            return "寒假" if is_winter else "暑假"
        word = "winter" if is_winter else "summer"
        return word.capitalize() if found[0][0].isupper() else word

    return VACATION.sub(vacation, TERM.sub(term, text))


def _named_by_season(file: Node) -> Iterator[Dated]:
    days = {row.at("id").text: row.at("day").day for row in file.rows("deadlines")}
    for row, day in _dated_rows(file, days):
        for node in row.walk():
            text = node.text or ""
            if (
                day is not None
                and _is_wording(node)
                and (TERM.search(text) or VACATION.search(text))
            ):
                yield Dated(node, day)


def _dated_rows(
    file: Node, days: dict[str | None, date | None]
) -> Iterator[tuple[Node, date | None]]:
    for row in file.rows("deadlines"):
        yield row, row.at("day").day
    for row in file.rows("vacations"):
        yield row, row.at("first").day
    for phase in (*file.rows("phases"), file.at("closing")):
        for item in phase.rows("checklist"):
            yield item, days.get(item.at("deadline").text)
    for row in file.at("inspections").rows("rounds"):
        yield row, days.get(row.at("deadline").text)


def _is_wording(node: Node) -> bool:
    return node.text is not None and node.path[-1] in ("zh", "en") and node.path[0] != "holidays"
