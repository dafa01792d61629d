"""What tests ask about a workbook that was read."""

import pytest

from campaign.sheets import CellKind, Sheet
from storage.sheets.reader import UnreadableSheet, read_workbook


def only_sheet(content: bytes) -> Sheet:
    """The one sheet that the file shows; nothing is doubtful of it."""
    book = read_workbook(content)
    assert book.doubts == ()
    (sheet,) = book.sheets
    return sheet


def shown(sheet: Sheet) -> list[tuple[str, ...]]:
    return [line.cells for line in sheet.lines]


def kinds(sheet: Sheet) -> dict[str, CellKind]:
    """The texts that are more than their text."""
    texts = {line.number: line.cells for line in sheet.lines}
    return {texts[row][place]: kind for (row, place), kind in sheet.kinds.items()}


def refused(content: bytes) -> str:
    """Why it is refused, by the key."""
    with pytest.raises(UnreadableSheet) as refusal:
        read_workbook(content)
    return refusal.value.problem.key
