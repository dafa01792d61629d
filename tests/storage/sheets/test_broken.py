"""Files with something wrong anywhere: they are read or refused, and nothing else happens."""

import io
import random
import re
from collections.abc import Callable
from contextlib import suppress

import pytest
import xlwt

from storage.sheets.reader import UnreadableSheet, read_workbook
from tests.storage.sheets import raw_workbooks as raw
from tests.storage.sheets.reading import refused, shown
from tests.storage.sheets.test_saved_as_xls import BOOK, PAGE

ROUNDS = 150
# What may stand in place of a number, a reference or a word.
ODD_VALUES = (
    *(b"-1", b"0", b"99999999999", b"nan", b"inf", b"1e999", b"x", b"", b"1.5", b"A0", b"A1"),
    *(b"ZZZZ9", b":", b"1" * 5000, "林".encode(), b'"', b"<", b"\xff", b"true"),
)
VALUE = re.compile(rb'="([^"]*)"|>([^<]+)<')


def spoilt(chance: random.Random, content: bytes) -> bytes:
    """The same with one value, or a few bytes, in place of another."""
    values = list(VALUE.finditer(content))
    if values and chance.random() < 0.7:
        found = chance.choice(values)
        begin, end = found.span(1 if found[1] is not None else 2)
    else:
        begin = chance.randrange(len(content))
        end = begin + chance.randrange(4)
    return content[:begin] + chance.choice(ODD_VALUES) + content[end:]


def spoilt_xlsx(chance: random.Random) -> bytes:
    row = '<row r="7"><c r="A7" s="1"><v>46082</v></c><c r="B7" t="str"><f>1</f><v>x</v></c></row>'
    parts = raw.xlsx_parts(
        raw.rows_of([["工号", "姓名"], ["1", "林"]]) + row,
        styles=raw.formats('yyyy"年"'),
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    )
    name = chance.choice(sorted(parts))
    parts[name] = spoilt(chance, str(parts[name]).encode())
    return raw.zipped(parts)


def spoilt_ods(chance: random.Random) -> bytes:
    rows = (
        '<table:table-column table:visibility="collapse"/>'
        f'<table:table-row table:number-rows-repeated="2">{raw.ods_text("甲")}<table:table-cell'
        ' office:value-type="float" office:value="31.5" table:number-columns-spanned="2">'
        '<text:p>3<text:s text:c="3"/></text:p></table:table-cell></table:table-row>'
    )
    content = spoilt(chance, raw.ods_content(rows).encode())
    return raw.zipped({"content.xml": content, "META-INF/manifest.xml": "<manifest/>"})


def spoilt_xls(chance: random.Random) -> bytes:
    book, held = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("名册")
    sheet.write_merge(0, 1, 0, 0, "工号")
    sheet.write(2, 0, 311, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(held)
    content = bytearray(held.getvalue())
    for _ in range(chance.randrange(1, 4)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def spoilt_archive(chance: random.Random) -> bytes:
    return spoilt(chance, raw.xlsx(raw.rows_of([["工号"]])))


def spoilt_page(chance: random.Random) -> bytes:
    return spoilt(chance, PAGE.format(charset="utf-8").encode())


def spoilt_xml(chance: random.Random) -> bytes:
    return spoilt(chance, BOOK.format(encoding="UTF-8").encode())


def spoilt_csv(chance: random.Random) -> bytes:
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"))
    return spoilt(chance, '工号,姓名\r\n1,"林"\r\n'.encode(encoding))


@pytest.mark.parametrize(
    "make",
    [spoilt_xlsx, spoilt_ods, spoilt_xls, spoilt_archive, spoilt_page, spoilt_xml, spoilt_csv],
)
def test_a_file_with_something_wrong_is_read_or_refused(
    make: Callable[[random.Random], bytes],
) -> None:
    chance = random.Random(make.__name__)
    for _ in range(ROUNDS):
        with suppress(UnreadableSheet):
            read_workbook(make(chance))


def test_columns_and_areas_that_cannot_be_are_no_trouble() -> None:
    rows = raw.rows_of([["甲", "乙"]])
    columns = '<cols><col min="-5" max="1" hidden="1"/></cols>'
    (sheet,) = read_workbook(raw.xlsx(rows, before=columns)).sheets
    assert (shown(sheet), sheet.hidden_columns) == ([("乙",)], ("A",))
    for area in ("B1:A1", "A2:A1", "A0:A1"):
        merged = f'<mergeCells><mergeCell ref="{area}"/></mergeCells>'
        assert refused(raw.xlsx(rows, after=merged)) == "sheet_file.unreadable"


def test_all_columns_behind_the_last_may_be_hidden_in_any_number_of_rows() -> None:
    columns = '<cols><col min="2" max="16384" hidden="1"/></cols>'
    rows = "".join(f"<row>{raw.text_cell(f'A{n}', '甲')}</row>" for n in range(1, 20_001))
    (sheet,) = read_workbook(raw.xlsx(rows, before=columns)).sheets
    assert (len(sheet.lines), sheet.hidden_columns) == (20_000, ())
