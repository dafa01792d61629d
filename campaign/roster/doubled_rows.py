"""People who stand in a roster twice: refused, or passed over where another sheet says the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from campaign.roster.keys import branch_key, name_key, number_key
from campaign.roster.rows import RosterRow, RowFault
from campaign.roster.words import Column
from campaign.texts import Text, text

# What is said of a double in the same sheet, and in another one.
NUMBER_TWICE = ("roster.number_twice", "roster.number_twice_elsewhere")
NAME_TWICE = ("roster.name_twice", "roster.name_twice_elsewhere")


def without_doubles(
    rows: Sequence[RosterRow],
) -> tuple[list[RosterRow], list[RowFault], list[RowFault]]:
    """The rows, each person once; faults, and notes of what another sheet says again.

    A list of telephone numbers beside the roster says less of the same people: what both say is
    put together, as long as nothing contradicts.
    """
    if len({row.sheet for row in rows}) < 2:
        return list(rows), list(_doubled(rows)), []
    kept: dict[int, RosterRow] = {}
    notes: list[RowFault] = []
    seen: dict[tuple[str, str | None], list[int]] = {}
    for place, row in enumerate(rows):
        same = seen.setdefault(_person(row), [])
        again = [one for one in same if _says_again(kept[one], row)]
        if len(again) == 1:
            first = kept[again[0]]
            kept[again[0]] = _together(first, row)
            notes.append(
                RowFault(row.row, None, text("roster.repeated", sheet=first.sheet), row.sheet)
            )
        else:
            same.append(place)
            kept[place] = row
    found = list(kept.values())
    return found, list(_doubled(found)), notes


def _person(row: RosterRow) -> tuple[str, str | None]:
    return name_key(row.name), None if row.branch is None else branch_key(row.branch)


def _says_again(first: RosterRow, row: RosterRow) -> bool:
    """Whether a row of another sheet says nothing that contradicts the first."""
    numbers = [number_key(number) for number in (first.number, row.number) if number is not None]
    return (
        first.sheet != row.sheet
        and len(set(numbers)) < 2
        and all(
            None in pair or pair[0] == pair[1]
            for pair in (
                (first.category, row.category),
                (first.standing, row.standing),
                (first.roles, row.roles),
            )
        )
    )


def _together(first: RosterRow, row: RosterRow) -> RosterRow:
    return replace(
        first,
        number=first.number or row.number,
        category=first.category or row.category,
        standing=first.standing or row.standing,
        roles=row.roles if first.roles is None else first.roles,
    )


def _doubled(rows: Sequence[RosterRow]) -> Iterator[RowFault]:
    """Numbers that stand twice, and namesakes of a branch whom no number tells apart."""
    by_number: dict[str, RosterRow] = {}
    by_name: dict[tuple[str, str | None], RosterRow] = {}
    for row in rows:
        if row.number is not None:
            first = by_number.setdefault(number_key(row.number), row)
            if first is not row:
                yield _twice(row, Column.NUMBER, NUMBER_TWICE, first, number=row.number)
        branch = None if row.branch is None else branch_key(row.branch)
        first = by_name.setdefault((name_key(row.name), branch), row)
        if row.name and first is not row and None in (first.number, row.number):
            yield _twice(row, Column.NAME, NAME_TWICE, first, name=row.name)


def _twice(
    row: RosterRow, column: Column, keys: tuple[str, str], first: RosterRow, **words: str
) -> RowFault:
    here, elsewhere = keys
    if first.sheet == row.sheet:
        problem = Text(here, {**words, "row": first.row})
    else:
        problem = Text(elsewhere, {**words, "row": first.row, "sheet": first.sheet})
    return RowFault(row.row, column, problem, row.sheet)


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
