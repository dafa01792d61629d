"""Finds where a list begins: title rows above, one or two heading rows, headings repeated."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.people import Role
from campaign.roster.keys import word_key
from campaign.roster.posts import is_minor_post, role_of
from campaign.roster.words import Column, bare, column_of, is_serial, meanings_of

HEADING_WITHIN = 15

_STANDINGS = frozenset(("正式", "正式党员", "预备", "预备党员", "中共正式党员", "中共预备党员"))

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings of a list, and in how many rows they stand."""

    words: tuple[str, ...]
    rows: int


def heading_at(
    lines: Sequence[Cells], place: int, *, branch_is_known: bool = False
) -> Heading | None:
    """The heading that begins in this line, if it is one: it names people and something else.

    `branch_is_known`: row numbers beside the names are enough.
    """
    upper = lines[place]
    lower = lines[place + 1] if place + 1 < len(lines) else ()
    if _goes_on(upper, lower):
        both = _joined(upper, lower)
        if _is_heading(both, branch_is_known):
            return Heading(both, 2)
    return Heading(tuple(upper), 1) if _is_heading(upper, branch_is_known) else None


def _is_heading(cells: Cells, branch_is_known: bool) -> bool:
    found = columns_named(cells)
    if Column.NAME not in found:
        return False
    return len(found) > 1 or any(
        is_post(cell) or (branch_is_known and is_serial(cell)) for cell in cells
    )


def columns_named(cells: Cells) -> set[Column]:
    """The columns of a roster that a line names."""
    return {column for cell in cells if cell and (column := column_of(cell)) is not None}


def is_post(heading: str) -> bool:
    """Whether a heading is itself a post: the column marks those who hold it."""
    if meanings_of(heading):
        return False
    return role_of(heading) not in {None, Role.MEMBER} or is_minor_post(heading)


def is_standing(heading: str) -> bool:
    """Whether a heading is itself a standing: the column marks those who have it."""
    return not meanings_of(heading) and word_key(bare(heading)) in _STANDINGS


def _goes_on(upper: Cells, lower: Cells) -> bool:
    """Whether the lower line is a second row of headings: no person stands in it."""
    if not any(cell for cell in lower):
        return False
    told = [
        (cell, upper[place] if place < len(upper) else "")
        for place, cell in enumerate(lower)
        if cell
    ]
    if any(meanings_of(above) and not _says(below) for below, above in told):
        return False
    return any(_says(below) and word_key(below) != word_key(above) for below, above in told)


def _says(cell: str) -> bool:
    return bool(meanings_of(cell)) or is_serial(cell) or is_post(cell) or is_standing(cell)


def _joined(upper: Cells, lower: Cells) -> tuple[str, ...]:
    """Of each column the lower heading, or the upper one where the lower says nothing."""
    width = max(len(upper), len(lower))
    return tuple(_better(_at(upper, place), _at(lower, place)) for place in range(width))


def _better(above: str, below: str) -> str:
    if not below or (not _says(below) and _says(above)):
        return above
    return below


def _at(cells: Cells, place: int) -> str:
    return cells[place] if place < len(cells) else ""


def shown(heading: str) -> str:
    """A heading as it is named in a sentence, on one line."""
    return "".join(bare(heading).split())
