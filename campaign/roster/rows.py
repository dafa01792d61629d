"""The roster as the office writes it: rows of a sheet, read with every fault at once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign.definition import Campaign
from campaign.people import Role, Standing
from campaign.roster.words import (
    NEEDED,
    Column,
    category_of,
    column_of,
    read_name,
    role_of,
    split_roles,
    standing_of,
)
from campaign.text_input import cleaned, is_blank
from campaign.texts import Text

HEADER_WITHIN = 10
MOST_ROWS = 10_000
LONGEST = {Column.NUMBER: 40, Column.NAME: 80, Column.BRANCH: 120}

_SHEET_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")

# A row of the sheet: its number as the office sees it, and its cells as text.
Line = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row; `column` is None where the whole row, or the sheet, is meant."""

    row: int
    column: Column | None
    problem: Text


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of the sheet. `branch` is None for people of the office or the leadership alone.

    `roles` and `standing` are None where the sheet does not say.
    """

    row: int
    name: str
    number: str | None
    branch: str | None
    category: str | None
    standing: Standing | None
    roles: frozenset[Role] | None


@dataclass(frozen=True, slots=True)
class Roster:
    """What a sheet says, which columns it has, and what is wrong with it."""

    rows: tuple[RosterRow, ...]
    columns: frozenset[Column]
    faults: tuple[RowFault, ...]


def read_roster(lines: Iterable[Line], campaign: Campaign) -> Roster:
    """The rows of a sheet, the heading among its first ten. Blank rows are passed over."""
    filled = [(row, [cleaned(cell) for cell in cells]) for row, cells in lines]
    filled = [(row, cells) for row, cells in filled if any(not is_blank(cell) for cell in cells)]
    place = _heading(filled)
    if place is None:
        return _refused(RowFault(1, None, Text("roster.no_heading", {"columns": _named(NEEDED)})))
    columns, faults = _columns(*filled[place])
    body = filled[place + 1 :]
    if not faults and not body:
        faults = [RowFault(filled[place][0], None, Text("roster.no_rows"))]
    if len(body) > MOST_ROWS:
        faults = [RowFault(body[MOST_ROWS][0], None, Text("roster.too_many", {"n": MOST_ROWS}))]
    if faults:
        return _refused(*faults)
    rows: list[RosterRow] = []
    for row, cells in body:
        reading = _Reading(row, _by_column(columns, cells), campaign)
        rows.append(reading.person())
        faults.extend(reading.faults)
    faults.extend(_doubled(rows))
    faults.sort(key=lambda fault: fault.row)
    return Roster(tuple(rows), frozenset(columns.values()), tuple(faults))


def _refused(*faults: RowFault) -> Roster:
    return Roster((), frozenset(), faults)


def _named(columns: Iterable[Column]) -> list[Text]:
    return [Text(f"roster.column_{column}") for column in columns]


def headings_in(cells: Iterable[str]) -> int:
    """How many columns of a roster the row names."""
    return len({column_of(cell) for cell in cells} - {None})


def _heading(lines: Sequence[Line]) -> int | None:
    """Where the heading stands: the first row with two headings that are known."""
    places = range(min(HEADER_WITHIN, len(lines)))
    return next((place for place in places if headings_in(lines[place][1]) >= 2), None)


def _columns(row: int, cells: Sequence[str]) -> tuple[dict[int, Column], list[RowFault]]:
    found: dict[int, Column] = {}
    faults: list[RowFault] = []
    for place, cell in enumerate(cells):
        column = column_of(cell)
        if column is not None and column in found.values():
            faults.append(RowFault(row, column, Text("roster.column_twice")))
        elif column is not None:
            found[place] = column
    missing = [column for column in NEEDED if column not in found.values()]
    if missing:
        faults.append(RowFault(row, None, Text("roster.no_column", {"columns": _named(missing)})))
    return found, faults


def _by_column(columns: dict[int, Column], cells: Sequence[str]) -> dict[Column, str]:
    return {column: cells[place] for place, column in columns.items() if place < len(cells)}


class _Reading:
    """Reads one row, and notes what is wrong with it."""

    def __init__(self, row: int, cells: dict[Column, str], campaign: Campaign) -> None:
        self.row = row
        self.cells = cells
        self.campaign = campaign
        self.faults: list[RowFault] = []

    def person(self) -> RosterRow:
        roles = self.roles()
        branch = self.text(Column.BRANCH)
        if branch is None and not (roles and roles & {Role.OFFICE, Role.LEADER}):
            self.missing(Column.BRANCH)
        if branch is None and roles and roles & {Role.SECRETARY, Role.DEPUTY}:
            self.fault(Column.BRANCH, "roster.secretary_of_what")
        name = read_name(self.text(Column.NAME) or "")
        if not name:
            self.missing(Column.NAME)
        return RosterRow(
            self.row,
            name,
            self.text(Column.NUMBER),
            branch,
            self.category(branch),
            self.standing(),
            roles,
        )

    def fault(self, column: Column, key: str, **words: object) -> None:
        self.faults.append(RowFault(self.row, column, Text(key, words)))

    def missing(self, column: Column) -> None:
        """The cell is blank, unless something else is wrong with it already."""
        if all(fault.column is not column for fault in self.faults):
            self.fault(column, "roster.empty")

    def text(self, column: Column) -> str | None:
        """A short text on one line; None where the cell is blank or missing."""
        value = " ".join(self.cells.get(column, "").split())
        if is_blank(value):
            return None
        if key := _no_plain_text(value):
            self.fault(column, key)
            return None
        if len(value) > LONGEST.get(column, 200):
            self.fault(column, "roster.too_long", most=LONGEST.get(column, 200))
            return value[: LONGEST.get(column, 200)]
        return value

    def category(self, branch: str | None) -> str | None:
        written = self.text(Column.CATEGORY)
        if written is None:
            if branch is not None:
                self.missing(Column.CATEGORY)
            return None
        found = category_of(written, self.campaign)
        if found is None:
            known = [category.name for category in self.campaign.categories]
            self.fault(Column.CATEGORY, "roster.no_such_category", found=written, known=known)
        return found

    def standing(self) -> Standing | None:
        written = self.text(Column.STANDING)
        if written is None:
            return None
        found = standing_of(written)
        if found is None:
            self.fault(Column.STANDING, "roster.no_such_standing", found=written)
        return found

    def roles(self) -> frozenset[Role] | None:
        """The roles that the row names; None where the sheet has no such column."""
        if Column.ROLE not in self.cells:
            return None
        found = set()
        for word in split_roles(self.cells[Column.ROLE]):
            role = role_of(word)
            if role is None:
                self.fault(Column.ROLE, "roster.no_such_role", found=word)
            else:
                found.add(role)
        return frozenset(found)


def _no_plain_text(value: str) -> str | None:
    """A formula, or the error that one came to, is nothing to take over."""
    if value.startswith("="):
        return "roster.formula"
    return "roster.sheet_error" if _SHEET_ERROR.fullmatch(value) else None


def _doubled(rows: Sequence[RosterRow]) -> Iterable[RowFault]:
    """Numbers that stand twice, and namesakes of a branch whom no number tells apart."""
    numbers: dict[str, int] = {}
    names: dict[tuple[str, str | None], RosterRow] = {}
    for row in rows:
        if row.number is not None and row.number in numbers:
            words = {"number": row.number, "row": numbers[row.number]}
            yield RowFault(row.row, Column.NUMBER, Text("roster.number_twice", words))
        elif row.number is not None:
            numbers[row.number] = row.row
        first = names.setdefault((row.name, row.branch), row)
        if row.name and first is not row and None in (first.number, row.number):
            words = {"name": row.name, "row": first.row}
            yield RowFault(row.row, Column.NAME, Text("roster.name_twice", words))
