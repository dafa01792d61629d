"""XLS, the workbook of Excel 2003 and before."""

import io
import struct

import pytest
import xlwt

from campaign.sheets import CellKind
from storage.sheets.reader import read_workbook
from tests.storage.sheets.reading import kinds, only_sheet, refused, shown


def saved(book: xlwt.Workbook) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_cells_read_as_they_are_shown() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    sheet.write(0, 0, 311, xlwt.easyxf(num_format_str="000000"))
    sheet.write(0, 1, 46082, xlwt.easyxf(num_format_str='m"月"d"日"'))
    sheet.write(0, 3, 420106199001011234)
    sheet.write(2, 0, "'000312")
    sheet.write(2, 1, True)
    sheet.write(2, 2, 5.0)
    read = only_sheet(saved(book))
    assert read.name == "名册"
    assert read.lines == (
        (1, ("000311", "3月1日", "", "420106199001011000")),
        (3, ("000312", "TRUE", "5")),
    )
    assert kinds(read) == {
        "3月1日": CellKind.DATE,
        "420106199001011000": CellKind.LONG_NUMBER,
    }


def test_what_is_hidden_is_named_and_what_is_merged_is_spread() -> None:
    book = xlwt.Workbook()
    sheet, aside = book.add_sheet("名册"), book.add_sheet("去年")
    aside.write(0, 0, "旧")
    aside.visibility = 2
    book.add_sheet("空").visibility = 1
    sheet.write_merge(0, 1, 0, 0, "第一支部")
    for row, name in enumerate(("林", "何", "走了")):
        sheet.write(row, 2, name)
    sheet.write(0, 1, "藏")
    sheet.col(1).hidden = True
    sheet.row(2).hidden = True
    read = read_workbook(saved(book))
    assert read.hidden_sheets == ("去年",)
    (roster,) = read.sheets
    assert shown(roster) == [("第一支部", "林"), ("第一支部", "何")]
    assert (roster.hidden_rows, roster.hidden_columns) == ((3,), ("B",))


@pytest.mark.parametrize("end", [600, 3000])
def test_a_file_that_is_cut_off_is_refused(end: int) -> None:
    book = xlwt.Workbook()
    book.add_sheet("名册").write(0, 0, "工号")
    assert refused(saved(book)[:end]) in ("sheet_file.unreadable", "sheet_file.wrong_kind")


def test_a_workbook_with_a_password_says_so() -> None:
    book = xlwt.Workbook()
    book.add_sheet("名册").write(0, 0, "工号")
    content = saved(book)
    # The record that says that all others are encrypted, in place of one of six bytes' content.
    begin = content.index(b"\x09\x08\x10\x00") + 20
    locked = b"\x2f\x00\x06\x00\x00\x00\x12\x34\x56\x78"
    changed = content[:begin] + locked + content[begin + len(locked) :]
    assert refused(changed) == "sheet_file.encrypted"
    packed = content[:512] + "EncryptedPackage".encode("utf-16-le")
    assert refused(packed) == "sheet_file.encrypted"


def bare_cell(row: int, place: int, value: str | float, encoding: str = "gb18030") -> bytes:
    if isinstance(value, float):
        return struct.pack("<5Hd", 0x203, 14, row, place, 0, value)
    text = value.encode(encoding)
    return struct.pack("<6H", 0x204, 8 + len(text), row, place, 0, len(text)) + text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_sheet_that_a_small_program_wrote_by_hand_is_read(encoding: str) -> None:
    begin = struct.pack("<6H", 0x809, 8, 0, 0x10, 0, 0)
    cells = (
        bare_cell(0, 1, "姓名", encoding)
        + bare_cell(2, 0, 311.0)
        + bare_cell(2, 1, "林一", encoding)
    )
    end = struct.pack("<2H", 0x0A, 0)
    assert only_sheet(begin + cells + end).lines == ((1, ("", "姓名")), (3, ("311", "林一")))
    assert refused(begin + cells) == "sheet_file.cut_off"
    assert refused(begin + cells[:-2]) in ("sheet_file.cut_off", "sheet_file.unreadable")
    other_cell = struct.pack("<2H", 0x27E, 10) + bytes(10)
    assert refused(begin + cells + other_cell + end) == "sheet_file.unreadable"


def test_the_oldest_workbooks_are_read() -> None:
    text = "工号".encode("gb18030")
    label = struct.pack("<4H3xB", 0x04, 8 + len(text), 0, 0, len(text)) + text
    content = struct.pack("<4H", 0x09, 4, 2, 0x10) + label + struct.pack("<2H", 0x0A, 0)
    assert shown(only_sheet(content)) == [("工号",)]
