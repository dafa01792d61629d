"""The report of a notice by name, as a sheet whose cells are all text."""

import asyncio
import io
from typing import Any
from zoneinfo import ZoneInfo

from storage.database.engine import Database
from storage.deliveries import Delivered, delivered

# Deliveries that are read at a time.
PAGE = 2_000
WIDTHS = {"A": 16, "B": 28, "C": 18, "D": 18, "E": 40}
Line = tuple[str, ...]


async def notice_report(database: Database, order: dict[str, Any]) -> bytes:
    """The workbook; `order` brings the words, in the language of whoever asked."""
    lines: list[Line] = []
    after = 0
    while True:
        async with database.read() as session:
            page = await delivered(session, order["id"], after=after, limit=PAGE)
        lines += [_line(one, order) for _, one in page]
        if len(page) < PAGE:
            return await asyncio.to_thread(sheet_of, order["headings"], lines)
        after = page[-1][0]


def _line(one: Delivered, order: dict[str, Any]) -> Line:
    at = None if one.ended_at is None else one.ended_at.astimezone(ZoneInfo(order["zone"]))
    return (
        one.name or one.whom,
        one.branch or "",
        order["states"][one.state.value],
        "" if at is None else f"{at:%Y-%m-%d %H:%M}",
        one.trouble or "",
    )


def sheet_of(headings: list[str], lines: list[Line]) -> bytes:
    """A workbook of one sheet. No cell is a formula, whatever people are called."""
    from openpyxl import Workbook  # noqa: PLC0415 - a bot that sends no reports needs none

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    for line in (tuple(headings), *lines):
        sheet.append([_cell(sheet, value) for value in line])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: Any, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 - as above

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
