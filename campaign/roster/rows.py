"""The roster as a sheet says it: people, and what is wrong or worth a look, each with its row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaign.people import Role, Standing
from campaign.roster.words import Column
from campaign.texts import Text

MOST_ROWS = 100_000
LONGEST = {Column.NUMBER: 40, Column.NAME: 80, Column.BRANCH: 120}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row; `column` is None where the whole row, or the sheet, is meant.

    `row` is 0 where no row is meant. `sheet` is set where several sheets are read.
    """

    row: int
    column: Column | None
    problem: Text
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of the sheet. `branch` is None for people of the office or the leadership alone.

    `roles` and `standing` are None where the sheet does not say; so is `category`.
    """

    row: int
    name: str
    number: str | None
    branch: str | None
    category: str | None
    standing: Standing | None
    roles: frozenset[Role] | None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """What a workbook says, which columns it has, what is wrong, and what is worth a look."""

    rows: tuple[RosterRow, ...]
    columns: frozenset[Column]
    faults: tuple[RowFault, ...]
    notes: tuple[RowFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """The same problem of one column in all of its rows."""

    rows: tuple[int, ...]
    column: Column | None
    problem: Text
    sheet: str = ""


def gathered(faults: Iterable[RowFault]) -> list[Remark]:
    """Each problem once, with all of its rows, in the order in which they first occur."""
    found: dict[tuple[object, ...], Remark] = {}
    rows: dict[tuple[object, ...], list[int]] = {}
    for fault in faults:
        key = (fault.sheet, fault.column, fault.problem.key, repr(fault.problem.params))
        found.setdefault(key, Remark((), fault.column, fault.problem, fault.sheet))
        numbers = rows.setdefault(key, [])
        if fault.row:
            numbers.append(fault.row)
    return [replace(remark, rows=tuple(sorted(set(rows[key])))) for key, remark in found.items()]


def row_numbers(rows: Sequence[int]) -> list[str]:
    """Row numbers in few words: `2`, `3`, or `5–9` for three and more in a row."""
    parts: list[list[int]] = []
    for row in sorted(rows):
        if parts and row == parts[-1][-1] + 1:
            parts[-1].append(row)
        else:
            parts.append([row])
    return [
        word
        for part in parts
        for word in ([f"{part[0]}–{part[-1]}"] if len(part) > 2 else map(str, part))
    ]
