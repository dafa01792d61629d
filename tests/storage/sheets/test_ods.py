"""ODS, packed and flat: what LibreOffice and WPS write."""

from campaign.sheets import CellKind
from storage.sheets.reader import read_workbook
from tests.storage.sheets.raw_workbooks import ods, ods_content, ods_text, zipped
from tests.storage.sheets.reading import kinds, only_sheet, refused, shown


def test_texts_are_read_with_their_blanks_and_without_remarks() -> None:
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>旁注</text:p>'
        '</office:annotation><text:p>姓<text:s text:c="2"/><text:span>名</text:span></text:p>'
        "<text:p>全<text:tab/>称</text:p></table:table-cell>"
    )
    sheet = only_sheet(ods(f"<table:table-row>{cell}</table:table-row>"))
    assert (sheet.name, shown(sheet)) == ("名册", [("姓  名\n全\t称",)])


def test_numbers_and_days_read_as_they_are_shown() -> None:
    cells = (
        '<table:table-cell office:value-type="float" office:value="311"><text:p>000311</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="311.0"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-03-01"><text:p>3月1日'
        '</text:p></table:table-cell><table:table-cell office:value-type="float"'
        ' office:value="420106199001011234"><text:p>4.20106199001011E+17</text:p>'
        "</table:table-cell>"
    )
    sheet = only_sheet(ods(f"<table:table-row>{cells}</table:table-row>"))
    assert shown(sheet) == [("000311", "311", "3月1日", "420106199001011000")]
    assert kinds(sheet) == {
        "3月1日": CellKind.DATE,
        "420106199001011000": CellKind.LONG_NUMBER,
    }


def test_repeated_cells_and_rows_are_counted_and_empty_ones_cost_nothing() -> None:
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    twice = '<table:table-cell office:value-type="string" table:number-columns-repeated="2">'
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = (
        f'<table:table-row table:number-rows-repeated="3">{empty}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{twice}<text:p>甲</text:p>'
        f"</table:table-cell>{gap}{ods_text('乙')}{empty}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048576">{empty}</table:table-row>'
    )
    cells = ("甲", "甲", "", "", "乙")
    assert only_sheet(ods(rows)).lines == ((4, cells), (5, cells))


def test_what_is_hidden_is_named_and_what_is_merged_is_spread() -> None:
    branch = (
        '<table:table-cell office:value-type="string" table:number-rows-spanned="2"'
        ' table:number-columns-spanned="1"><text:p>第一支部</text:p></table:table-cell>'
    )
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{branch}{ods_text('藏')}{ods_text('林')}</table:table-row>"
        f"<table:table-row><table:covered-table-cell/>{ods_text('')}{ods_text('何')}"
        f'</table:table-row><table:table-row table:visibility="filter">{ods_text("走了")}'
        "</table:table-row>"
    )
    aside = f"<table:table-row>{ods_text('旧')}</table:table-row>"
    book = read_workbook(ods(rows, hidden=aside))
    assert book.hidden_sheets == ("去年",)
    (sheet,) = book.sheets
    assert shown(sheet) == [("第一支部", "林"), ("第一支部", "何")]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((3,), ("B",))


def test_a_formula_that_nobody_worked_out_shows_nothing() -> None:
    formula = '<table:table-cell table:formula="of:=1+1"/>'
    rows = (
        f"<table:table-row>{ods_text('林')}{formula}</table:table-row>"
        f"<table:table-row>{formula}</table:table-row>"
    )
    sheet = only_sheet(ods(rows))
    assert (shown(sheet), sheet.kinds) == ([("林",)], {(1, 1): CellKind.FORMULA})


def test_one_flat_file_is_read_too() -> None:
    content = ods_content(f"<table:table-row>{ods_text('工号')}</table:table-row>")
    flat = content.replace("document-content", "document")
    assert shown(only_sheet(f'<?xml version="1.0"?>{flat}'.encode())) == [("工号",)]


def test_a_password_and_another_document_are_told_apart() -> None:
    locked: dict[str, str | bytes] = {
        "content.xml": b"\x00\x01",
        "META-INF/manifest.xml": "<manifest:encryption-data/>",
    }
    assert refused(zipped(locked)) == "sheet_file.encrypted"
    text: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "<x/>",
        "META-INF/manifest.xml": "<x/>",
    }
    assert refused(zipped(text)) == "sheet_file.wrong_kind"
