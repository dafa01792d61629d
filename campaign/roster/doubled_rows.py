"""People who stand in a roster twice: refused, or passed over where another sheet says the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from campaign.roster.keys import branch_key, name_key, number_key
from campaign.roster.rows import RosterRow, RowFault
from campaign.roster.words import Column
from campaign.texts import Text, text


def without_doubles(
    rows: Sequence[RosterRow],
) -> tuple[list[RosterRow], list[RowFault], list[RowFault]]:
    """The rows, each person once; faults, and notes of what another sheet repeats."""
    kept: list[RosterRow] = []
    notes: list[RowFault] = []
    seen: dict[tuple[object, ...], RosterRow] = {}
    for row in rows:
        first = seen.setdefault(_whole(row), row)
        if first is row or first.sheet == row.sheet:
            kept.append(row)
        else:
            notes.append(
                RowFault(row.row, None, text("roster.repeated", sheet=first.sheet), row.sheet)
            )
    return kept, list(_doubled(kept)), notes


def _whole(row: RosterRow) -> tuple[object, ...]:
    """Everything that a row says, without its place."""
    number = None if row.number is None else number_key(row.number)
    branch = None if row.branch is None else branch_key(row.branch)
    return name_key(row.name), number, branch, row.category, row.standing, row.roles


def _doubled(rows: Sequence[RosterRow]) -> Iterator[RowFault]:
    """Numbers that stand twice, and namesakes of a branch whom no number tells apart."""
    by_number: dict[str, RosterRow] = {}
    by_name: dict[tuple[str, str | None], RosterRow] = {}
    for row in rows:
        if row.number is not None:
            first = by_number.setdefault(number_key(row.number), row)
            if first is not row:
                yield _fault(row, Column.NUMBER, "roster.number_twice", first, number=row.number)
        branch = None if row.branch is None else branch_key(row.branch)
        first = by_name.setdefault((name_key(row.name), branch), row)
        if row.name and first is not row and None in (first.number, row.number):
            yield _fault(row, Column.NAME, "roster.name_twice", first, name=row.name)


def _fault(row: RosterRow, column: Column, key: str, first: RosterRow, **words: str) -> RowFault:
    if first.sheet == row.sheet:
        return RowFault(row.row, column, Text(key, {**words, "row": first.row}), row.sheet)
    return RowFault(
        row.row,
        column,
        Text(f"{key}_elsewhere", {**words, "row": first.row, "sheet": first.sheet}),
        row.sheet,
    )


def one_writing_each(rows: Iterable[RosterRow]) -> list[RosterRow]:
    """The rows with each branch written as it is where it stands first."""
    first: dict[str, str] = {}
    found: list[RosterRow] = []
    for row in rows:
        if row.branch is None:
            found.append(row)
            continue
        written = first.setdefault(branch_key(row.branch), row.branch)
        found.append(row if written == row.branch else replace(row, branch=written))
    return found
