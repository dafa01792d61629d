"""Reads CSV with any usual separator, as a spreadsheet would show it."""

import csv
import io
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from campaign.sheets import Workbook
from campaign.texts import Text
from storage.sheets.cells.cell_text import kind_of_untyped, plain_text
from storage.sheets.encoding import Decoded, decoded
from storage.sheets.grid import Grid
from storage.sheets.limits import Extent, UnreadableSheet

SEPARATORS = (",", "\t", ";", "，", "；", "|")
# A first line that only names the separator, as Excel has it.
_NAMED_SEPARATOR = re.compile(r'"?sep=(.)"?(\r\n|\r|\n)', re.IGNORECASE)
# Lines by which the separator is found.
_LINES_LOOKED_AT = 40
# Rows that a doubt names one by one.
_ROWS_NAMED = 10


def read_csv(content: bytes) -> Workbook:
    """The one sheet, without a name, that is written in the file. Raises UnreadableSheet."""
    found = decoded(content)
    named = _NAMED_SEPARATOR.match(found.text)
    separator = named[1] if named else _separator_of(found.text)
    # The line that names the separator is no row.
    first_row = 0 if named else 1
    grid = Grid(Extent())
    first_lines: list[int] = []
    for number, cells in enumerate(_rows(found.text, separator, first_lines), start=first_row):
        if number:
            _add(grid, number, cells)
    doubts = _doubts(found, _RowsOfLines(first_lines, first_row))
    return Workbook((grid.sheet(""),), doubts=tuple(doubts))


@dataclass(frozen=True, slots=True)
class _RowsOfLines:
    """In which line, from 0, each row begins; the number of the first of them."""

    first_lines: list[int]
    first_row: int

    def rows(self, lines: Iterable[int]) -> list[object]:
        """The numbers of the rows that these lines belong to, the first few of them."""
        found = sorted(
            {bisect_right(self.first_lines, line) - 1 + self.first_row for line in lines}
        )
        return [*found[:_ROWS_NAMED], *(["…"] if len(found) > _ROWS_NAMED else [])]


def _separator_of(text: str) -> str:
    """The separator by which most of the first rows have the same number of cells."""
    lines = [line for line in islice(_lines(text), 200) if line.strip()][:_LINES_LOOKED_AT]
    return max(SEPARATORS, key=lambda mark: _agreement(lines, mark))


def _lines(text: str) -> Iterator[str]:
    return iter(io.StringIO(text))


def _agreement(lines: list[str], separator: str) -> tuple[int, int]:
    """How many rows have the most frequent number of cells above one, and that number."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator))
    except csv.Error:
        return 0, 0
    return max(((rows, width) for width, rows in widths.items() if width > 1), default=(0, 0))


def _rows(text: str, separator: str, first_lines: list[int]) -> Iterator[list[str]]:
    """The rows; the line, from 0, that each begins in is noted. Raises UnreadableSheet."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    try:
        for cells in reader:
            first_lines.append(line)
            line = reader.line_num
            yield cells
    except csv.Error:
        row = len(first_lines) + 1
        raise UnreadableSheet(Text("sheet_file.broken_quotes", {"row": row})) from None


def _add(grid: Grid, number: int, cells: list[str]) -> None:
    texts = [plain_text(cell.strip(" ")) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    if not texts:
        return
    grid.add_row(number, texts)
    for place, text in enumerate(texts):
        kind = kind_of_untyped(text)
        if kind is not None:
            grid.kinds[number, place] = kind


def _doubts(found: Decoded, rows: _RowsOfLines) -> Iterator[Text]:
    if found.doubt is not None:
        told = {"rows": rows.rows(found.doubtful_lines)}
        yield Text(found.doubt.key, {**found.doubt.params, **told})
    if found.lost_lines:
        yield Text("sheet_file.lost_characters", {"rows": rows.rows(found.lost_lines)})
