"""Reads the one sheet of an XLS that is packed into nothing: what small programs write by hand.

Such a file has cells and no formats, no styles and no encoding; Excel opens it all the same.
"""

import re
import struct
from collections.abc import Iterator

from campaign.sheets import Workbook
from campaign.texts import Text
from storage.sheets.cells.cell_text import kind_of_text, plain_text, printable
from storage.sheets.cells.number_format import show_number
from storage.sheets.grid import Grid
from storage.sheets.limits import Extent, UnreadableSheet, unreadable

# The first record: a sheet (0x10), of whatever release.
BARE_SHEET = re.compile(rb"\x09\x08[\x04-\x10]\x00..\x10\x00", re.DOTALL)
# Cells of kinds that these programs do not write: left out, they would be lost in silence.
_OTHER_CELLS = (0x0006, 0x0205, 0x027E, 0x00BD, 0x00D6, 0x00FD, 0x0206, 0x0406)
_LABEL, _NUMBER, _END = 0x0204, 0x0203, 0x000A
# Kind and length of a record; row, place and format of a cell; the length of its text.
_RECORD, _CELL, _LENGTH, _DOUBLE = (struct.Struct(form) for form in ("<HH", "<HHH", "<H", "<d"))


def read_bare_xls(content: bytes) -> Workbook:
    """The sheet, without a name. Raises UnreadableSheet."""
    rows: dict[int, dict[int, str]] = {}
    grid = Grid(Extent())
    try:
        for kind, body in _records(content):
            row, place, _ = _CELL.unpack_from(body)
            text = _label(body) if kind == _LABEL else repr(_DOUBLE.unpack_from(body, 6)[0])
            shown = show_number(text, None) if kind == _NUMBER else (text, kind_of_text(text))
            rows.setdefault(row + 1, {})[place] = shown[0]
            if shown[1] is not None:
                grid.kinds[row + 1, place] = shown[1]
    except struct.error:
        raise unreadable() from None
    for number, cells in sorted(rows.items()):
        grid.add_row(number, [cells.get(place, "") for place in range(max(cells) + 1)])
    return Workbook((grid.sheet(""),))


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of cells. Raises UnreadableSheet for a record that is not read here."""
    place = 0
    while place < len(content):
        kind, length = _RECORD.unpack_from(content, place)
        if kind == _END:
            return
        if kind in (_LABEL, _NUMBER):
            yield kind, content[place + 4 : place + 4 + length]
        elif kind in _OTHER_CELLS:
            raise unreadable()
        place += 4 + length
    raise UnreadableSheet(Text("sheet_file.cut_off"))


def _label(body: bytes) -> str:
    (length,) = _LENGTH.unpack_from(body, 6)
    written = body[8 : 8 + length]
    for encoding in ("utf-8", "gb18030"):
        try:
            return plain_text(printable(written.decode(encoding)))
        except UnicodeDecodeError:
            continue
    raise UnreadableSheet(Text("sheet_file.unknown_encoding"))
