"""Reads an XLS, the workbook of Excel 2003 and before, as far as its cells go."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet as XlsSheet

from campaign.sheets import CellKind, Sheet, Workbook
from campaign.texts import Text
from storage.sheets.cells.cell_text import kind_of_text, plain_text, printable
from storage.sheets.cells.number_format import BUILT_IN, show_number
from storage.sheets.grid import Grid, MergedArea
from storage.sheets.limits import Extent, UnreadableSheet, unreadable

_BROKEN = (
    *(XLRDError, CompDocError, struct.error, AssertionError, AttributeError),
    *(LookupError, NotImplementedError, ArithmeticError, TypeError, ValueError, OSError),
)
# Formats below this number are the same in every file.
_FIRST_OWN_FORMAT = 164
# The first release that writes its texts in Unicode.
_UNICODE = 80


def read_xls(content: bytes) -> Workbook:
    """The workbook in the file. Raises UnreadableSheet."""
    with _named_faults():
        book = _opened(content)
        if book.biff_version < _UNICODE and book.codepage is None:
            # Programs that name no encoding are Chinese ones here.
            book = _opened(content, "gb18030")
        return _read_book(book)


def _opened(content: bytes, encoding: str | None = None) -> Book:
    """The book; warnings must not go to stdout, which is where the frames go."""
    return xlrd.open_workbook(
        file_contents=content,
        logfile=io.StringIO(),
        formatting_info=True,
        ragged_rows=True,
        encoding_override=encoding,
    )


@contextmanager
def _named_faults() -> Iterator[None]:
    try:
        yield
    except _BROKEN as fault:
        message = str(fault).lower()
        if "encrypted" in message:
            raise UnreadableSheet(Text("sheet_file.encrypted")) from None
        if "can't find workbook" in message:
            raise UnreadableSheet(Text("sheet_file.wrong_kind")) from None
        raise unreadable() from None


def _read_book(book: Book) -> Workbook:
    sheets: list[Sheet] = []
    hidden: list[str] = []
    extent = Extent()
    for sheet in book.sheets():
        grid = _grid_of(book, sheet, Grid(extent, is_glimpse=bool(sheet.visibility)))
        if not sheet.visibility:
            sheets.append(grid.sheet(sheet.name))
        elif grid.shows_anything:
            hidden.append(sheet.name)
    return Workbook(tuple(sheets), hidden_sheets=tuple(hidden))


def _grid_of(book: Book, sheet: XlsSheet, grid: Grid) -> Grid:
    for row in range(sheet.nrows):
        _add_row(grid, book, sheet, row)
    for row, info in sheet.rowinfo_map.items():
        if info.hidden or info.height == 0:
            grid.hidden_rows.add(row + 1)
    for place, column in sheet.colinfo_map.items():
        if column.hidden or column.width == 0:
            grid.hide_places(place, place + 1)
    for first, end, first_place, end_place in sheet.merged_cells:
        grid.merge(MergedArea(first + 1, first_place, end, end_place - 1))
    return grid


def _add_row(grid: Grid, book: Book, sheet: XlsSheet, row: int) -> None:
    texts: list[str] = []
    for place, cell in enumerate(sheet.row(row)):
        if cell.value == "" or cell.ctype == xlrd.XL_CELL_EMPTY:
            continue
        text, kind = _shown(book, cell.ctype, cell.value, cell.xf_index)
        if text:
            texts.extend([""] * (place - len(texts)))
            texts.append(text)
        if kind is not None:
            grid.kinds[row + 1, place] = kind
    if texts:
        grid.add_row(row + 1, texts)


def _shown(book: Book, kind: int, value: object, form: int | None) -> tuple[str, CellKind | None]:
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return show_number(repr(value), _code(book, form), since_1904=bool(book.datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if value else "FALSE"), None
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(int(str(value)), "#N/A"), CellKind.ERROR
    text = plain_text(printable(str(value)))
    return text, kind_of_text(text)


def _code(book: Book, form: int | None) -> str | None:
    if form is None:
        return None
    number = book.xf_list[form].format_key
    if number < _FIRST_OWN_FORMAT and number in BUILT_IN:
        return BUILT_IN[number]
    known = book.format_map.get(number)
    return known.format_str if known is not None else None
