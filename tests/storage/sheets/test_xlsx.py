"""XLSX as the office sees it: what its cells show, without what is hidden."""

import pytest

from campaign.sheets import CellKind
from storage.sheets.reader import read_workbook
from tests.storage.sheets import raw_workbooks as raw
from tests.storage.sheets.reading import kinds, only_sheet, refused, shown

ROSTER = [["工号", "姓名"], ["000311", "林一"], ["000312", "何二"]]


def first_cell(cell: str, **more: str) -> tuple[str, CellKind | None]:
    sheet = only_sheet(raw.xlsx(f'<row r="1">{cell}</row>', **more))
    return sheet.lines[0].cells[0], sheet.kinds.get((1, 0))


def test_texts_are_read_with_the_numbers_of_their_rows() -> None:
    second, fifth = raw.text_cell("B2", "姓名"), raw.text_cell("A5", "林")
    rows = f'<row r="2">{second}</row><row r="5">{fifth}</row>'
    sheet = only_sheet(raw.xlsx(rows))
    assert sheet.name == "名册"
    assert sheet.lines == ((2, ("", "姓名")), (5, ("林",)))


@pytest.mark.parametrize(
    ("written", "code", "text", "kind"),
    [
        ("311", "000000", "000311", None),
        ("46082", 'm"月"d"日"', "3月1日", CellKind.DATE),
        ("46113", 'm"月"', "4月", CellKind.DATE),
        ("39624", "yyyy\\-mm\\-dd", "2008-06-25", CellKind.DATE),
        ("311", "General", "311", None),
        ("311.0", "General", "311", None),
        ("4.20106199001011E+17", "0", "420106199001011000", CellKind.LONG_NUMBER),
        ("202611000311", "0.00E+00", "202611000311", None),
    ],
)
def test_a_number_reads_as_its_cell_shows_it(
    written: str, code: str, text: str, kind: CellKind | None
) -> None:
    cell = f'<c r="A1" s="1"><v>{written}</v></c>'
    assert first_cell(cell, styles=raw.formats(code)) == (text, kind)


def test_a_formula_shows_what_it_gave_and_rows_of_empty_ones_are_none() -> None:
    rows = (
        f'<row r="1">{raw.text_cell("A1", "林")}<c r="B1" t="str"><f>A1</f><v>林</v></c>'
        '<c r="C1"><f>A9</f><v/></c><c r="D1" t="str"><f>""</f><v></v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><f>1</f></c></row>'
    )
    sheet = only_sheet(raw.xlsx(rows))
    assert sheet.lines == ((1, ("林", "林")),)
    assert sheet.kinds == {(1, 2): CellKind.FORMULA}


def test_hidden_sheets_rows_and_columns_are_named_and_left_out() -> None:
    rows = (
        f'<row r="1">{raw.text_cell("A1", "甲")}{raw.text_cell("B1", "乙")}'
        f"{raw.text_cell('C1', '丙')}</row>"
        f'<row r="2" hidden="1">{raw.text_cell("A2", "走了")}</row><row r="3" hidden="1"/>'
    )
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>'
    states = ("hidden", "visible", "veryHidden")
    content = raw.xlsx(rows, rows, rows, before=columns, states=states)
    book = read_workbook(content)
    assert book.hidden_sheets == ("名册", "第三")
    (sheet,) = book.sheets
    assert sheet.lines == ((1, ("甲", "丙")),)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((2,), ("B",))


def test_a_merged_cell_shows_its_text_wherever_it_reaches() -> None:
    rows = raw.rows_of([["第一支部", "林"], ["", "何"], ["", "罗"]])
    merged = '<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="D1:E3"/></mergeCells>'
    sheet = only_sheet(raw.xlsx(rows, after=merged))
    assert shown(sheet) == [("第一支部", "林"), ("第一支部", "何"), ("第一支部", "罗")]


def test_a_merged_cell_goes_no_further_than_the_sheet_is_filled() -> None:
    rows = raw.rows_of([["花名册"], ["工号", "姓名"]])
    merged = '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
    sheet = only_sheet(raw.xlsx(rows, after=merged))
    assert shown(sheet) == [("花名册", "花名册"), ("工号", "姓名")]


def test_a_strict_workbook_and_one_with_other_part_names_are_read() -> None:
    rows = raw.rows_of(ROSTER)
    strict = raw.xlsx(rows, main=raw.STRICT_MAIN, relations=raw.STRICT_RELATIONS)
    other = raw.xlsx(rows, book="office/book2.xml", styles="<fills><fill/></fills>")
    assert shown(only_sheet(strict)) == shown(only_sheet(other)) == [tuple(row) for row in ROSTER]


def test_a_document_type_is_refused() -> None:
    parts = raw.xlsx_parts(raw.rows_of(ROSTER))
    parts["xl/workbook.xml"] = f'<!DOCTYPE x [<!ENTITY e "e">]>{parts["xl/workbook.xml"]!s}'
    assert refused(raw.zipped(parts)) == "sheet_file.document_type"


def test_a_workbook_that_was_cut_off_says_so() -> None:
    content = raw.xlsx(raw.rows_of(ROSTER))
    assert refused(content[: len(content) // 2]) == "sheet_file.cut_off"


def test_sheets_come_in_the_order_of_their_tabs() -> None:
    book = read_workbook(raw.xlsx(raw.rows_of([["甲"]]), "", raw.rows_of([["乙"]])))
    assert [(sheet.name, shown(sheet)) for sheet in book.sheets] == [
        ("名册", [("甲",)]),
        ("第二", []),
        ("第三", [("乙",)]),
    ]


def test_shared_texts_are_read_without_readings_and_escapes() -> None:
    parts = raw.xlsx_parts('<row r="1"><c r="A1" t="s"><v>1</v></c></row>')
    parts["xl/texts.xml"] = (
        f'<x:sst xmlns:x="{raw.MAIN}"><x:si><x:t>0</x:t></x:si><x:si><x:r><x:t>林</x:t></x:r>'
        "<x:r><x:t>一_x0041_</x:t></x:r><x:rPh><x:t>lin</x:t></x:rPh></x:si></x:sst>"
    )
    related = raw.relation("rt", f"{raw.RELATIONS}/sharedStrings", "texts.xml")
    sheet = raw.relation("r1", f"{raw.RELATIONS}/worksheet", "sheets/s1.xml")
    parts["xl/_rels/workbook.xml.rels"] = raw.related_parts(related + sheet)
    assert shown(only_sheet(raw.zipped(parts))) == [("林一A",)]


def test_an_error_a_yes_and_a_number_in_words_keep_their_kinds() -> None:
    row = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="b"><v>1</v></c>'
        f'<c r="C1" t="d"><v>2008-06-25T00:00:00</v></c>{raw.text_cell("D1", "4.20106E+17")}</row>'
    )
    sheet = only_sheet(raw.xlsx(row))
    assert shown(sheet) == [("#N/A", "TRUE", "2008-06-25", "4.20106E+17")]
    assert kinds(sheet) == {
        "#N/A": CellKind.ERROR,
        "2008-06-25": CellKind.DATE,
        "4.20106E+17": CellKind.SHORTENED,
    }


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    properties = '<workbookPr date1904="1"/>'
    cell = '<row r="1"><c r="A1" s="1"><v>0</v></c></row>'
    styles = raw.formats("yyyy-mm-dd")
    assert shown(only_sheet(raw.xlsx(cell, styles=styles, properties=properties))) == [
        ("1904-01-01",)
    ]


def test_the_kinds_keep_to_their_cells_where_columns_are_hidden() -> None:
    row = (
        f'<row r="1">{raw.text_cell("A1", "藏")}<c r="B1" t="e"><v>#REF!</v></c>'
        f"{raw.text_cell('C1', '林')}</row>"
    )
    sheet = only_sheet(raw.xlsx(row, before='<cols><col min="1" max="1" width="0"/></cols>'))
    assert shown(sheet) == [("#REF!", "林")]
    assert sheet.kinds == {(1, 0): CellKind.ERROR}


def test_a_merged_cell_that_begins_in_a_hidden_row_shows_below_it() -> None:
    rows = (
        f'<row r="1" hidden="1">{raw.text_cell("A1", "第一支部")}</row>'
        f'<row r="2">{raw.text_cell("B2", "何")}</row>'
    )
    sheet = only_sheet(raw.xlsx(rows, after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'))
    assert (shown(sheet), sheet.hidden_rows) == ([("第一支部", "何")], (1,))


def test_a_binary_workbook_says_what_it_is() -> None:
    parts = raw.xlsx_parts("")
    parts["_rels/.rels"] = raw.related_parts(
        raw.relation("r1", f"{raw.RELATIONS}/officeDocument", "xl/workbook.bin")
    )
    parts["xl/workbook.bin"] = b""
    assert refused(raw.zipped(parts)) == "sheet_file.binary_workbook"


def test_a_document_of_another_program_is_no_workbook() -> None:
    office = raw.relation("r1", f"{raw.RELATIONS}/officeDocument", "word/document.xml")
    word: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": raw.related_parts(office),
        "word/document.xml": "<w:document xmlns:w='w'/>",
    }
    assert refused(raw.zipped(word)) == "sheet_file.wrong_kind"
    assert refused(raw.zipped({"a.txt": "b"})) == "sheet_file.wrong_kind"


def test_a_hidden_sheet_of_any_size_is_in_nobodys_way() -> None:
    aside = '<row r="1"><c r="XFE1"><v>1</v></c></row>'
    shown_first = raw.rows_of([["旧"]]) + "<row/>" * 20_000
    book = read_workbook(
        raw.xlsx(raw.rows_of([["甲"]]), shown_first + aside, states=("visible", "hidden"))
    )
    assert book.hidden_sheets == ("第二",)


def test_two_cells_in_one_place_are_refused_rather_than_one_lost() -> None:
    row = f'<row r="1">{raw.text_cell("A1", "甲")}{raw.text_cell("A1", "乙")}</row>'
    assert refused(raw.xlsx(row)) == "sheet_file.unreadable"
    assert refused(raw.xlsx(row.replace("A1", "B1", 1) * 2)) == "sheet_file.unreadable"


def test_characters_in_two_halves_become_one_and_control_characters_go() -> None:
    cell = raw.text_cell("A1", "林_xD83C__xDF89__x0007__x005F_x0041_")
    assert shown(only_sheet(raw.xlsx(f'<row r="1">{cell}</row>'))) == [("林🎉_x0041_",)]


def test_a_text_that_looks_like_a_day_is_a_text() -> None:
    assert only_sheet(raw.xlsx(raw.rows_of([["2024-1-2", "3月1日"]]))).kinds == {}


def test_a_chart_is_no_sheet() -> None:
    parts = raw.xlsx_parts(raw.rows_of([["甲"]]), raw.rows_of([["图"]]))
    related = str(parts["xl/_rels/workbook.xml.rels"])
    before, _, after = related.rpartition("/worksheet")
    parts["xl/_rels/workbook.xml.rels"] = f"{before}/chartsheet{after}"
    assert shown(only_sheet(raw.zipped(parts))) == [("甲",)]


def test_merged_cells_over_rows_that_are_not_there_are_counted_too() -> None:
    rows = "".join(
        f'<row r="{n}">{raw.text_cell(f"A{n}", "甲")}</row>' for n in (1, *range(4000, 6000))
    )
    merged = '<mergeCell ref="A1:A1500"/>' * 2000
    content = raw.xlsx(rows, after=f"<mergeCells>{merged}</mergeCells>")
    assert refused(content) == "sheet_file.too_many_cells"
