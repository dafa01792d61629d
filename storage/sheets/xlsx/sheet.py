"""Reads one sheet of an XLSX, streamed: its rows, what is hidden, what is merged."""

from collections.abc import Iterator
from contextlib import contextmanager

from campaign.sheets import CellKind
from storage.sheets.archive import Archive
from storage.sheets.cells.cell_text import kind_of_text, plain_text
from storage.sheets.cells.number_format import show_number
from storage.sheets.grid import Grid, MergedArea
from storage.sheets.limits import MOST_COLUMNS, Extent, too_wide, unreadable
from storage.sheets.xlsx.parts import bounded_tags, unescaped
from storage.sheets.xml_events import Attributes, XmlEvents

_TRUE = ("1", "true")


class CellReader:
    """What a cell shows, by its type, its format and what is written in it."""

    def __init__(self, formats: list[str | None], shared: list[str], *, since_1904: bool) -> None:
        self._formats = formats
        self._shared = shared
        self._since_1904 = since_1904

    def read(
        self, written: str, kind: str | None, style: str | None
    ) -> tuple[str, CellKind | None]:
        """The text and the kind. Raises ValueError or IndexError where the file is wrong."""
        if kind == "s":
            text = plain_text(self._shared[int(written)])
            return text, kind_of_text(text)
        if kind is None or kind == "n":
            return self._number(written, style)
        if kind == "e":
            return written, CellKind.ERROR
        if kind == "b":
            return ("TRUE" if written.strip() in _TRUE else "FALSE"), None
        if kind == "d":
            return written.removesuffix("T00:00:00"), CellKind.DATE
        text = plain_text(unescaped(written))
        return text, kind_of_text(text)

    def _number(self, written: str, style: str | None) -> tuple[str, CellKind | None]:
        code = self._formats[int(style)] if style and int(style) < len(self._formats) else None
        if code is None and written.isdecimal() and len(written) < 16 and written[0] != "0":
            return written, None
        return show_number(written, code, since_1904=self._since_1904)


def read_grid(archive: Archive, part: str, cells: CellReader, extent: Extent) -> Grid:
    """The sheet in that part. Raises UnreadableSheet."""
    reader = _SheetReader(cells, Grid(extent))
    with _named_faults():
        reader.events.feed(bounded_tags(archive, part, b"c"))
    return reader.grid


def shows_anything(archive: Archive, part: str, cells: CellReader) -> bool:
    """Whether a hidden sheet has any text, read as far as the first. Raises UnreadableSheet."""
    reader = _SheetReader(cells, Grid(Extent(), is_glimpse=True))
    with _named_faults():
        reader.events.feed(archive.chunks(part), until=lambda: reader.grid.shows_anything)
    return reader.grid.shows_anything


@contextmanager
def _named_faults() -> Iterator[None]:
    try:
        yield
    except (ValueError, IndexError):
        raise unreadable() from None


class _SheetReader:
    """Follows the elements of a sheet, from its columns over its rows to what is merged."""

    def __init__(self, cells: CellReader, grid: Grid) -> None:
        self.grid = grid
        self._read = cells.read
        self._row: list[str] = []
        self._number = 0
        self._place = -1
        self._cell: Attributes = {}
        self._pieces: list[str] = []
        self._has_formula = False
        self._has_value = False
        self._is_reading = False
        self.events = XmlEvents(
            {
                "c": self._begin_cell,
                "v": self._begin_value,
                "t": self._begin_text,
                "f": self._note_formula,
                "row": self._begin_row,
                "rPh": self._begin_reading,
                "col": self._note_columns,
                "mergeCell": self._note_merged,
            },
            {
                "c": self._end_cell,
                "v": self._end_text,
                "t": self._end_text,
                "row": self._end_row,
                "rPh": self._end_reading,
            },
        )

    def _begin_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._number = self._number + 1 if number is None else int(number)
        self._row, self._place = [], -1
        if attributes.get("hidden") in _TRUE or _is_zero(attributes.get("ht")):
            self.grid.hidden_rows.add(self._number)

    def _end_row(self) -> None:
        if self._row:
            self.grid.add_row(self._number, self._row)
            self._row = []

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        place = attributes.get("r")
        self._place = self._place + 1 if place is None else _place_of(place)
        self._has_formula = self._has_value = False
        if self._pieces:
            self._pieces.clear()

    def _begin_value(self, _: Attributes) -> None:
        self._has_value = True
        self.events.collect(self._pieces)

    def _begin_text(self, _: Attributes) -> None:
        if not self._is_reading:
            self.events.collect(self._pieces)

    def _end_text(self) -> None:
        self.events.collect(None)

    def _begin_reading(self, _: Attributes) -> None:
        self._is_reading = True

    def _end_reading(self) -> None:
        self._is_reading = False

    def _note_formula(self, _: Attributes) -> None:
        self._has_formula = True

    def _end_cell(self) -> None:
        kind = self._cell.get("t")
        if not self._pieces:
            # The empty text that a formula gave is written, with its type.
            if self._has_formula and not (kind == "str" and self._has_value):
                self.grid.kinds[self._number, self._place] = CellKind.FORMULA
            return
        text, known = self._read("".join(self._pieces), kind, self._cell.get("s"))
        if text:
            self._put(text)
            if known is not None:
                self.grid.kinds[self._number, self._place] = known

    def _put(self, text: str) -> None:
        row, place = self._row, self._place
        if place == len(row):
            row.append(text)
        elif place >= MOST_COLUMNS:
            raise too_wide()
        elif place < len(row):
            # Two cells in one place: whichever were taken, the other would be lost.
            raise unreadable()
        else:
            row.extend([""] * (place - len(row)))
            row.append(text)

    def _note_columns(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _TRUE or _is_zero(attributes.get("width")):
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "0"))
            self.grid.hide_places(first - 1, last)

    def _note_merged(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        (row, place), (last_row, last_place) = _position(first), _position(last or first)
        self.grid.merge(MergedArea(row, place, last_row, last_place))


_PLACES: dict[str, int] = {}


def _place_of(reference: str) -> int:
    """The place of a cell, from 0, by its reference: B7 is in place 1."""
    letters = reference.rstrip("0123456789")
    try:
        return _PLACES[letters]
    except KeyError:
        return _PLACES.setdefault(letters, _place(letters))


def _place(letters: str) -> int:
    place = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        place = place * 26 + ord(letter) - ord("A") + 1
    if not 1 <= place <= MOST_COLUMNS:
        raise too_wide()
    return place - 1


def _position(reference: str) -> tuple[int, int]:
    plain = reference.replace("$", "")
    letters = plain.rstrip("0123456789")
    return int(plain[len(letters) :]), _place_of(letters)


def _is_zero(size: str | None) -> bool:
    return size is not None and float(size) == 0
