"""A sheet under construction: its cells as they come, hidden or not, and what is seen of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from campaign.sheets import CellKind, Line, Sheet
from campaign.texts import Text
from storage.sheets.limits import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Extent,
    UnreadableSheet,
    unreadable,
)


@dataclass(frozen=True, slots=True)
class MergedArea:
    """The rows and places, first and last, that one cell covers; rows from 1, places from 0."""

    first_row: int
    first_place: int
    last_row: int
    last_place: int


@dataclass(slots=True)
class Grid:
    """The rows that hold any text, by number from 1; places in them from 0.

    A glimpse keeps none of them: of a hidden sheet it only counts whether it shows anything.
    """

    extent: Extent
    is_glimpse: bool = False
    shows_anything: bool = False
    rows: dict[int, list[str]] = field(default_factory=dict)
    kinds: dict[tuple[int, int], CellKind] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_places: set[int] = field(default_factory=set)
    merged: list[MergedArea] = field(default_factory=list)

    def add_row(self, number: int, cells: list[str]) -> None:
        """A row that holds text, without empty cells at its end. Raises UnreadableSheet."""
        if _shows(cells):
            self.shows_anything = True
        if self.is_glimpse:
            return
        if number in self.rows or not 1 <= number <= MOST_ROWS:
            raise unreadable()
        if max(map(len, cells)) > MOST_CHARACTERS:
            told = {"row": number, "most": MOST_CHARACTERS}
            raise UnreadableSheet(Text("sheet_file.cell_too_long", told))
        self.extent.add_line(cells)
        self.rows[number] = cells

    def hide_places(self, first: int, end: int) -> None:
        """The columns from place `first`, up to `end`, are hidden."""
        self.hidden_places.update(range(max(first, 0), min(end, MOST_COLUMNS)))

    def merge(self, area: MergedArea) -> None:
        """One cell covers this area. Raises UnreadableSheet where there is no such area."""
        has_rows = 1 <= area.first_row <= area.last_row
        if not has_rows or not 0 <= area.first_place <= area.last_place:
            raise unreadable()
        self.merged.append(area)

    def sheet(self, name: str) -> Sheet:
        """What is seen of it. A row that shows only a merged cell's lower part is no line."""
        self._spread_merged()
        places = self._visible_places()
        lines = tuple(self._lines(places))
        return Sheet(
            name,
            lines,
            self._visible_kinds(lines, places),
            hidden_rows=tuple(self._hidden_rows_that_show(places)),
            hidden_columns=tuple(map(column_letters, self._hidden_places_that_show())),
        )

    def _spread_merged(self) -> None:
        """Into rows that show something else as well, as far as any row of the sheet reaches."""
        width = max(map(len, self.rows.values()), default=0)
        for area in self.merged:
            top = self.rows.get(area.first_row, [])
            text = top[area.first_place] if area.first_place < len(top) else ""
            if text:
                self._spread(area, min(area.last_place + 1, width), text)

    def _spread(self, area: MergedArea, end: int, text: str) -> None:
        kind = self.kinds.get((area.first_row, area.first_place))
        for number in self._rows_within(area):
            cells = self.rows[number]
            self.extent.add_cells(end - area.first_place)
            cells.extend([""] * (end - len(cells)))
            cells[area.first_place : end] = [text] * (end - area.first_place)
            if kind is not None:
                covered = range(area.first_place, end)
                self.kinds.update(dict.fromkeys(((number, place) for place in covered), kind))

    def _rows_within(self, area: MergedArea) -> list[int]:
        covered = range(area.first_row, area.last_row + 1)
        # To look through them is work too, as often as areas overlap.
        self.extent.add_cells(min(len(covered), len(self.rows)))
        if len(covered) > len(self.rows):
            return [number for number in self.rows if number in covered]
        return [number for number in covered if number in self.rows]

    def _visible_places(self) -> list[int] | None:
        """Which places are seen; None for all of them."""
        if not self.hidden_places:
            return None
        width = max(map(len, self.rows.values()), default=0)
        return [place for place in range(width) if place not in self.hidden_places]

    def _lines(self, places: list[int] | None) -> Iterator[Line]:
        for number in sorted(self.rows):
            if number not in self.hidden_rows:
                cells = _seen(self.rows[number], places)
                if _shows(cells):
                    yield Line(number, tuple(cells))

    def _visible_kinds(
        self, lines: tuple[Line, ...], places: list[int] | None
    ) -> dict[tuple[int, int], CellKind]:
        if not self.kinds:
            return {}
        seen = {line.number for line in lines}
        if places is None:
            return {at: kind for at, kind in self.kinds.items() if at[0] in seen}
        moved = {place: to for to, place in enumerate(places)}
        return {
            (row, moved[place]): kind
            for (row, place), kind in self.kinds.items()
            if row in seen and place in moved
        }

    def _hidden_rows_that_show(self, places: list[int] | None) -> Iterator[int]:
        for number in sorted(self.hidden_rows & self.rows.keys()):
            if _shows(_seen(self.rows[number], places)):
                yield number

    def _hidden_places_that_show(self) -> list[int]:
        width = max(map(len, self.rows.values()), default=0)
        # Sheets hide all columns behind their last, up to the 16,384th.
        waiting = {place for place in self.hidden_places if place < width}
        found: set[int] = set()
        for number, cells in self.rows.items():
            if waiting and number not in self.hidden_rows:
                showing = {at for at in waiting if at < len(cells) and cells[at].strip()}
                found |= showing
                waiting -= showing
        return sorted(found)


def column_letters(place: int) -> str:
    """A column's letters, by its place from 0: A, B … XFD."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _seen(cells: list[str], places: list[int] | None) -> list[str]:
    if places is None:
        return cells
    seen = [cells[place] for place in places if place < len(cells)]
    while seen and not seen[-1]:
        seen.pop()
    return seen


def _shows(cells: Iterable[str]) -> bool:
    return any(cell and not cell.isspace() for cell in cells)
