"""Reads the XML spreadsheet of Excel 2003, which many systems write and call .xls."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from campaign.sheets import CellKind, Sheet, Workbook
from storage.sheets.cells.cell_text import kind_of_text, plain_text
from storage.sheets.cells.number_format import show_number
from storage.sheets.grid import Grid, MergedArea
from storage.sheets.limits import MOST_COLUMNS, Extent, too_wide
from storage.sheets.xml_events import Attributes, XmlEvents, without_prefixes, workbook_of

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_NAMED_FORMATS = {
    "General Number": None,
    "General Date": "yyyy/m/d h:mm",
    "Short Date": "yyyy/m/d",
    "Medium Date": "d-mmm-yy",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Short Time": "h:mm",
    "Medium Time": "h:mm AM/PM",
    "Long Time": "h:mm:ss",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": None,
}
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)


def read_xml_spreadsheet(chunks: Iterable[bytes | str]) -> Workbook:
    """The workbook that is written there. Raises UnreadableSheet."""
    return workbook_of(_SpreadsheetReader(), chunks)


class _SpreadsheetReader:
    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.hidden: list[str] = []
        self._formats: dict[str, str | None] = {}
        self._style = ""
        self._extent = Extent()
        self._grid = Grid(self._extent)
        self._name = ""
        self._columns = 0
        self._number = 0
        self._rows_more = 0
        self._row: list[str] = []
        self._place = -1
        self._across = 0
        self._cell: Attributes = {}
        self._type = ""
        self._pieces: list[str] = []
        self._in_comment = False
        self._visible: list[str] = []
        self.events = XmlEvents(
            {
                "Style": self._begin_style,
                "NumberFormat": self._note_format,
                "Worksheet": self._begin_sheet,
                "Column": self._note_columns,
                "Row": self._begin_row,
                "Cell": self._begin_cell,
                "Data": self._begin_data,
                "Comment": self._begin_comment,
                "Visible": self._begin_visible,
            },
            {
                "Worksheet": self._end_sheet,
                "Row": self._end_row,
                "Cell": self._end_cell,
                "Data": self._end_text,
                "Comment": self._end_comment,
                "Visible": self._end_text,
            },
        )

    def _begin_style(self, attributes: Attributes) -> None:
        self._style = without_prefixes(attributes).get("ID", "")

    def _note_format(self, attributes: Attributes) -> None:
        code = without_prefixes(attributes).get("Format", "General")
        self._formats[self._style] = _NAMED_FORMATS.get(code, code)

    def _begin_sheet(self, attributes: Attributes) -> None:
        self._name = without_prefixes(attributes).get("Name", "")
        self._grid = Grid(self._extent)
        self._columns, self._number = 0, 0
        self._visible.clear()

    def _end_sheet(self) -> None:
        if "".join(self._visible).strip() not in ("SheetHidden", "SheetVeryHidden"):
            self.sheets.append(self._grid.sheet(self._name))
        elif self._grid.shows_anything:
            self.hidden.append(self._name)

    def _note_columns(self, attributes: Attributes) -> None:
        plain = without_prefixes(attributes)
        first = int(plain.get("Index", self._columns + 1))
        self._columns = first + int(plain.get("Span", 0))
        if _is_hidden(plain, "Width"):
            self._grid.hide_places(first - 1, self._columns)

    def _begin_row(self, attributes: Attributes) -> None:
        plain = without_prefixes(attributes)
        self._number = int(plain.get("Index", self._number + 1))
        self._row, self._place, self._across = [], -1, 0
        if _is_hidden(plain, "Height"):
            self._grid.hidden_rows.add(self._number)
        self._rows_more = int(plain.get("Span", 0))

    def _end_row(self) -> None:
        if self._row:
            self._grid.add_row(self._number, self._row)
        self._number += self._rows_more

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell = plain = without_prefixes(attributes)
        self._place = int(plain.get("Index", self._place + self._across + 2)) - 1
        if not 0 <= self._place < MOST_COLUMNS:
            raise too_wide()
        self._across = int(plain.get("MergeAcross", 0))
        self._type = ""
        self._pieces.clear()

    def _begin_data(self, attributes: Attributes) -> None:
        if not self._in_comment:
            self._type = without_prefixes(attributes).get("Type", "String")
            self.events.collect(self._pieces)

    def _end_text(self) -> None:
        self.events.collect(None)

    def _begin_comment(self, _: Attributes) -> None:
        self._in_comment = True

    def _end_comment(self) -> None:
        self._in_comment = False

    def _begin_visible(self, _: Attributes) -> None:
        self.events.collect(self._visible)

    def _end_cell(self) -> None:
        text, kind = self._shown("".join(self._pieces))
        if text:
            self._row.extend([""] * (self._place - len(self._row)))
            self._row.append(text)
        if kind is not None:
            self._grid.kinds[self._number, self._place] = kind
        down = int(self._cell.get("MergeDown", 0))
        if self._across or down:
            row, last = self._number, self._place + self._across
            self._grid.merge(MergedArea(row, self._place, row + down, last))

    def _shown(self, written: str) -> tuple[str, CellKind | None]:
        code = self._formats.get(self._cell.get("StyleID", "Default"))
        match self._type:
            case "":
                return "", CellKind.FORMULA if "Formula" in self._cell else None
            case "Number":
                return show_number(written, code)
            case "DateTime":
                return _moment(written, code)
            case "Boolean":
                return ("TRUE" if written == "1" else "FALSE"), None
            case "Error":
                return written, CellKind.ERROR
        text = plain_text(written)
        return text, kind_of_text(text)


def _moment(written: str, code: str | None) -> tuple[str, CellKind | None]:
    moment = datetime.fromisoformat(written).replace(tzinfo=UTC)
    days = Decimal((moment - _FIRST_DAY).total_seconds()) / 86_400
    shown = show_number(str(days), code or "yyyy-mm-dd")
    return shown.text, CellKind.DATE


def _is_hidden(attributes: Attributes, size: str) -> bool:
    return attributes.get("Hidden") == "1" or float(attributes.get(size, 1)) == 0
