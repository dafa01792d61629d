"""Reads an ODS, packed or as one XML: what its cells show is written in them."""

from collections.abc import Iterable

from campaign.sheets import CellKind, Sheet, Workbook
from storage.sheets.cells.cell_text import kind_of_text, plain_text
from storage.sheets.cells.number_format import show_number
from storage.sheets.grid import Grid, MergedArea
from storage.sheets.limits import MOST_COLUMNS, MOST_ROWS, Extent, too_wide, unreadable
from storage.sheets.xml_events import Attributes, XmlEvents, without_prefixes, workbook_of

_HIDDEN = ("collapse", "filter")
# What stands in a cell and is not its text: remarks, shapes, readings, earlier versions.
_ASIDE = (
    *("annotation", "frame", "custom-shape", "rect", "ellipse", "circle", "line", "g", "caption"),
    *("polyline", "polygon", "path", "connector", "measure", "control", "shapes", "ruby-text"),
    *("tracked-changes", "dde-links", "object"),
)
# Characters of a cell, as Excel allows: blanks beyond are none that somebody typed.
_MOST_BLANKS = 32_767


def read_ods(chunks: Iterable[bytes | str]) -> Workbook:
    """The workbook whose content is written there. Raises UnreadableSheet."""
    return workbook_of(_ContentReader(), chunks)


class _ContentReader:
    """Follows the elements from the styles, of which some hide a sheet, through its tables."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.hidden: list[str] = []
        self._hiding_styles: set[str] = set()
        self._style = ""
        self._extent = Extent()
        self._table: _Table | None = None
        self._aside = 0
        self._cell: Attributes = {}
        self._pieces: list[str] = []
        self._paragraphs = 0
        begins = {
            "style": self._begin_style,
            "table-properties": self._note_display,
            "table": self._begin_table,
            "table-column": self._note_columns,
            "table-row": self._begin_row,
            "table-cell": self._begin_cell,
            "covered-table-cell": self._begin_cell,
            "p": self._begin_paragraph,
            "s": self._add_blanks,
            "tab": self._add_tab,
            "line-break": self._add_break,
        }
        ends = {
            "table": self._end_table,
            "table-row": self._end_row,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_covered,
            "p": self._end_paragraph,
        }
        begins |= dict.fromkeys(_ASIDE, self._step_aside)
        ends |= dict.fromkeys(_ASIDE, self._step_back)
        self.events = XmlEvents(begins, ends)

    def _begin_style(self, attributes: Attributes) -> None:
        self._style = without_prefixes(attributes).get("name", "")

    def _note_display(self, attributes: Attributes) -> None:
        if without_prefixes(attributes).get("display") == "false":
            self._hiding_styles.add(self._style)

    def _begin_table(self, attributes: Attributes) -> None:
        plain = without_prefixes(attributes)
        is_hidden = plain.get("style-name") in self._hiding_styles
        self._table = _Table(plain.get("name", ""), is_hidden=is_hidden, extent=self._extent)

    def _end_table(self) -> None:
        table, self._table = self._table, None
        if table is None:
            raise unreadable()
        if not table.is_hidden:
            self.sheets.append(table.grid.sheet(table.name))
        elif table.grid.shows_anything:
            self.hidden.append(table.name)

    def _note_columns(self, attributes: Attributes) -> None:
        if self._table is not None:
            self._table.add_columns(without_prefixes(attributes))

    def _begin_row(self, attributes: Attributes) -> None:
        if self._table is not None:
            self._table.begin_row(without_prefixes(attributes))

    def _end_row(self) -> None:
        if self._table is not None:
            self._table.end_row()

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._pieces.clear()
        self._paragraphs = 0

    def _end_cell(self) -> None:
        if self._table is not None:
            self._table.add_cell(without_prefixes(self._cell), "".join(self._pieces))

    def _end_covered(self) -> None:
        if self._table is not None:
            self._table.pass_over(_times(without_prefixes(self._cell), "number-columns-repeated"))

    def _begin_paragraph(self, _: Attributes) -> None:
        if self._aside:
            return
        if self._paragraphs:
            self._pieces.append("\n")
        self._paragraphs += 1
        self.events.collect(self._pieces)

    def _end_paragraph(self) -> None:
        if not self._aside:
            self.events.collect(None)

    def _step_aside(self, _: Attributes) -> None:
        self._aside += 1
        self.events.collect(None)

    def _step_back(self) -> None:
        self._aside -= 1

    def _add_blanks(self, attributes: Attributes) -> None:
        count = int(without_prefixes(attributes).get("c", "1"))
        if not 0 <= count <= _MOST_BLANKS:
            raise unreadable()
        self._add(" " * count)

    def _add_tab(self, _: Attributes) -> None:
        self._add("\t")

    def _add_break(self, _: Attributes) -> None:
        self._add("\n")

    def _add(self, text: str) -> None:
        if not self._aside:
            self._pieces.append(text)


class _Table:
    """A sheet while its rows come; what is repeated is counted before it is built."""

    def __init__(self, name: str, *, is_hidden: bool, extent: Extent) -> None:
        self.name = name
        self.is_hidden = is_hidden
        self.grid = Grid(extent, is_glimpse=is_hidden)
        self._columns = 0
        self._rows = 0
        self._repeated = 1
        self._is_hidden_row = False
        self._cells: list[str] = []
        self._kinds: dict[int, CellKind] = {}
        self._place = 0

    def add_columns(self, attributes: Attributes) -> None:
        end = self._columns + _times(attributes, "number-columns-repeated")
        if attributes.get("visibility") in _HIDDEN:
            self.grid.hide_places(self._columns, end)
        self._columns = end

    def begin_row(self, attributes: Attributes) -> None:
        self._repeated = _times(attributes, "number-rows-repeated")
        self._is_hidden_row = attributes.get("visibility") in _HIDDEN
        self._cells, self._kinds, self._place = [], {}, 0

    def end_row(self) -> None:
        first, self._rows = self._rows + 1, self._rows + self._repeated
        if not self._cells and not self._kinds:
            return
        last = first if self.is_hidden else min(self._rows, MOST_ROWS)
        for number in range(first, last + 1):
            if self._cells:
                self.grid.add_row(number, list(self._cells))
            for place, kind in self._kinds.items():
                self.grid.kinds[number, place] = kind
            if self._is_hidden_row:
                self.grid.hidden_rows.add(number)

    def add_cell(self, attributes: Attributes, text: str) -> None:
        times = _times(attributes, "number-columns-repeated")
        shown, kind = _shown(attributes, text)
        if shown or kind is not None:
            if self._place + times > MOST_COLUMNS:
                raise too_wide()
            self._put(shown, kind, times)
            self._note_merged(attributes)
        self._place += times

    def pass_over(self, times: int) -> None:
        """Places that another cell covers."""
        self._place += times

    def _put(self, shown: str, kind: CellKind | None, times: int) -> None:
        if shown:
            self._cells.extend([""] * (self._place - len(self._cells)))
            self._cells.extend([shown] * times)
        if kind is not None:
            self._kinds.update(dict.fromkeys(range(self._place, self._place + times), kind))

    def _note_merged(self, attributes: Attributes) -> None:
        across = _times(attributes, "number-columns-spanned")
        down = _times(attributes, "number-rows-spanned")
        if across > 1 or down > 1:
            row, place = self._rows + 1, self._place
            self.grid.merge(MergedArea(row, place, row + down - 1, place + across - 1))


def _times(attributes: Attributes, name: str) -> int:
    written = attributes.get(name)
    return 1 if written is None else max(int(written), 1)


def _shown(attributes: Attributes, text: str) -> tuple[str, CellKind | None]:
    """What the cell shows and its kind; a number whose digits are not shown is read itself."""
    kind = attributes.get("value-type")
    if kind in ("float", "currency", "percentage"):
        return _number(attributes.get("value", ""), text)
    if kind in ("date", "time"):
        return text or attributes.get("date-value", ""), CellKind.DATE
    if not text and kind is None:
        return "", CellKind.FORMULA if "formula" in attributes else None
    read = plain_text(text or attributes.get("string-value", ""))
    return read, CellKind.ERROR if read.startswith("Err:") else kind_of_text(read)


def _number(value: str, text: str) -> tuple[str, CellKind | None]:
    known = kind_of_text(text)
    if known is CellKind.ERROR:
        return text, known
    read = show_number(value, None)
    if not text or known is CellKind.SHORTENED or not text.strip("#"):
        return read
    return text, read.kind
