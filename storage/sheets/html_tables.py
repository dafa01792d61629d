"""Reads the tables of a web page, which many systems write and call .xls."""

import re
from html.parser import HTMLParser

from campaign.sheets import Sheet, Workbook
from campaign.texts import Text
from storage.sheets.cells.cell_text import kind_of_untyped, plain_text
from storage.sheets.encoding import Decoded, decoded
from storage.sheets.grid import Grid, MergedArea
from storage.sheets.limits import MOST_COLUMNS, MOST_ROWS, Extent, UnreadableSheet, too_wide

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)")
# Bytes in which a page says its encoding.
_BEGINNING = 4000
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# GB 2312 and GBK are the beginnings of GB 18030.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}

Attributes = dict[str, str | None]


def read_html(content: bytes) -> Workbook:
    """A sheet for each table that shows anything. Raises UnreadableSheet."""
    page = _page(content)
    reader = _TablesReader()
    reader.feed(page.text)
    reader.close()
    sheets = [grid.sheet("") for grid in reader.grids if grid.shows_anything]
    if not sheets:
        raise UnreadableSheet(Text("sheet_file.web_page"))
    named = sheets if len(sheets) == 1 else _numbered(sheets)
    return Workbook(tuple(named), doubts=_doubts(page))


def _numbered(sheets: list[Sheet]) -> list[Sheet]:
    return [
        Sheet(str(number), sheet.lines, sheet.kinds, sheet.hidden_rows, sheet.hidden_columns)
        for number, sheet in enumerate(sheets, start=1)
    ]


def _page(content: bytes) -> Decoded:
    """The text, in the encoding that the page names if it can be that one."""
    named = _CHARSET.search(content[:_BEGINNING])
    if named:
        name = named[1].decode("ascii").lower()
        try:
            return Decoded(content.decode(_WIDER.get(name, name)))
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(content)


def _doubts(page: Decoded) -> tuple[Text, ...]:
    """Rows of a table are no lines of the text: the doubt is of all of it."""
    if page.doubt is None and not page.lost_lines:
        return ()
    known = page.doubt.params.get("encoding", "GB18030") if page.doubt else "GB18030"
    return (Text("sheet_file.read_as", {"encoding": known}),)


class _TablesReader(HTMLParser):
    """Each table is a sheet of its own, also within a cell of another."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self._extent = Extent()
        self._open: list[_HtmlTable] = []
        self._ignored = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Tables, rows, cells and breaks of lines."""
        attributes = dict(attrs)
        if tag == "table":
            self._open.append(_HtmlTable(Grid(self._extent)))
            self.grids.append(self._open[-1].grid)
        elif tag in ("script", "style"):
            self._ignored += 1
        elif self._open:
            self._open[-1].begin(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        """What ends a cell, a row or a table."""
        if tag in ("script", "style"):
            self._ignored = max(self._ignored - 1, 0)
        elif self._open and tag in ("td", "th", "tr", "table"):
            self._open[-1].end(tag)
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        """What a cell shows."""
        if self._open and not self._ignored:
            self._open[-1].add(data)

    def close(self) -> None:
        """A table that the page does not end goes as far as it came."""
        super().close()
        for table in self._open:
            table.end("table")


class _HtmlTable:
    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._number = 0
        self._row: list[str] = []
        self._columns = 0
        self._place = 0
        self._pieces: list[str] | None = None
        self._span = (1, 1)
        self._is_in_row = False
        # Places that cells of rows before still cover, and for how many rows.
        self._covered: dict[int, int] = {}

    def begin(self, tag: str, attributes: Attributes) -> None:
        if tag == "tr":
            self._begin_row(attributes)
        elif tag in ("td", "th"):
            self._begin_cell(attributes)
        elif tag == "col":
            self._note_columns(attributes)
        elif tag in ("br", "p", "div"):
            self.add("\n" if tag == "br" else " ")

    def end(self, tag: str) -> None:
        self._end_cell()
        if tag not in ("td", "th"):
            self._end_row()

    def add(self, text: str) -> None:
        if self._pieces is not None:
            # A line that is broken in the source only is none.
            self._pieces.append(text if text == "\n" else re.sub(r"\s+", " ", text))

    def _begin_row(self, attributes: Attributes) -> None:
        self._end_cell()
        self._end_row()
        self._number += 1
        self._place = 0
        self._is_in_row = True
        if _is_not_displayed(attributes):
            self.grid.hidden_rows.add(self._number)

    def _begin_cell(self, attributes: Attributes) -> None:
        self._end_cell()
        if not self._is_in_row:
            self._begin_row({})
        while self._place in self._covered:
            self._place += 1
        across = _span(attributes, "colspan", MOST_COLUMNS)
        self._span = (across, _span(attributes, "rowspan", MOST_ROWS))
        if self._place + across > MOST_COLUMNS:
            raise too_wide()
        self._pieces = [] if not _is_not_displayed(attributes) else None
        if self._pieces is None:
            self._place += across

    def _end_cell(self) -> None:
        if self._pieces is None:
            return
        text = plain_text(_tidy("".join(self._pieces)))
        self._pieces = None
        if text:
            self._row.extend([""] * (self._place - len(self._row)))
            self._row.append(text)
            kind = kind_of_untyped(text)
            if kind is not None:
                self.grid.kinds[self._number, self._place] = kind
        self._note_span()

    def _note_span(self) -> None:
        across, down = self._span
        if across > 1 or down > 1:
            row, last = self._number, self._place + across - 1
            self.grid.merge(MergedArea(row, self._place, row + down - 1, last))
        if down > 1:
            covered = range(self._place, self._place + across)
            self._covered.update(dict.fromkeys(covered, down))
        self._place += across

    def _end_row(self) -> None:
        if not self._is_in_row:
            return
        self._is_in_row = False
        if self._row:
            self.grid.add_row(self._number, self._row)
            self._row = []
        self._covered = {place: left - 1 for place, left in self._covered.items() if left > 1}

    def _note_columns(self, attributes: Attributes) -> None:
        end = min(self._columns + _span(attributes, "span", MOST_COLUMNS), MOST_COLUMNS)
        if _is_not_displayed(attributes):
            self.grid.hide_places(self._columns, end)
        self._columns = end


def _tidy(text: str) -> str:
    lines = text.replace("\xa0", " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _span(attributes: Attributes, name: str, most: int) -> int:
    written = (attributes.get(name) or "1").strip()
    return min(max(int(written), 1), most) if written.isdecimal() else 1


def _is_not_displayed(attributes: Attributes) -> bool:
    return bool(_NOT_DISPLAYED.search(attributes.get("style") or ""))
