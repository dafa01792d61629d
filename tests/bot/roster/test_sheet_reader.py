"""Rosters as people really save them, and files that are none: one clear reason each."""

import io
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bot.roster.sheet_reader import MOST_BYTES, OLE, ROWS_READ, UnreadableRoster, read_lines
from openpyxl import Workbook, load_workbook

from bot.roster.template import write_template
from campaign.reading import shipped_campaign
from campaign.roster.rows import Line, read_roster
from campaign.texts import Language, read_texts

CAMPAIGN = shipped_campaign()
ROWS = [["工号", "姓名", "支部", "岗位类别"], ["0012", "王芳", "基础医学部党支部", "教学科研"]]
CELLS = list(enumerate(ROWS, start=1))


def workbook(*sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def saved(folder: Path, content: bytes, name: str = "roster.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def reason(path: Path) -> str:
    with pytest.raises(UnreadableRoster) as refused:
        read_lines(path)
    assert read_texts().has(refused.value.problem.key)
    return refused.value.problem.key.removeprefix("roster_file.")


def plain(lines: list[Line]) -> list[tuple[int, list[str]]]:
    return [(number, list(cells)) for number, cells in lines]


def test_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    """Numbers have no useless .0, days are days."""
    rows: list[list[object]] = [
        ["工号", "姓名", "支部", "岗位类别"],
        [20080012, "王芳", None, 3.0],
        [],
        [1.5, datetime(2008, 4, 1, tzinfo=UTC).replace(tzinfo=None), date(2008, 4, 2), True],
    ]
    assert plain(read_lines(saved(tmp_path, workbook(rows)))) == [
        (1, ["工号", "姓名", "支部", "岗位类别"]),
        (2, ["20080012", "王芳", "", "3"]),
        (4, ["1.5", "2008-04-01", "2008-04-02", "True"]),
    ]


def test_the_sheet_with_the_heading_is_taken(tmp_path: Path) -> None:
    content = workbook([["说明"], ["请填写"]], [list(row) for row in ROWS])
    assert plain(read_lines(saved(tmp_path, content))) == CELLS


def test_formulas_are_seen_as_such(tmp_path: Path) -> None:
    rows: list[list[object]] = [[*ROWS[0]], ["1", "=A1&B1", "支部", "学生"]]
    roster = read_roster(read_lines(saved(tmp_path, workbook(rows))), CAMPAIGN)
    assert [(f.row, f.problem.key) for f in roster.faults] == [(2, "roster.formula")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_of_any_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    path = saved(tmp_path, text.encode(encoding), "roster.csv")
    assert plain(read_lines(path)) == CELLS


def test_csv_with_a_title_above_and_quoted_cells(tmp_path: Path) -> None:
    text = '2008年党员名册\n\n工号,姓名,支部,岗位类别\n1,"王""芳","甲,乙\n支部",学生\n'
    lines = read_lines(saved(tmp_path, text.encode(), "roster.csv"))
    assert plain(lines)[-1] == (4, ["1", '王"芳', "甲,乙\n支部", "学生"])


def test_whatever_the_name_says_the_content_decides(tmp_path: Path) -> None:
    assert plain(read_lines(saved(tmp_path, workbook([[*ROWS[0]], [*ROWS[1]]]), "a.csv"))) == CELLS


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.xlsx") == "not_there"
    assert reason(tmp_path) == "not_there"


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\x00" * 10])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    assert reason(saved(tmp_path, content)) == "empty"


def test_a_file_above_five_megabytes(tmp_path: Path) -> None:
    assert reason(saved(tmp_path, b"a" * (MOST_BYTES + 1))) == "too_large"


def test_a_file_with_a_password(tmp_path: Path) -> None:
    locked = OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    assert reason(saved(tmp_path, locked)) == "encrypted"


def test_an_old_excel_file(tmp_path: Path) -> None:
    assert reason(saved(tmp_path, OLE + b"\x00" * 600, "roster.xls")) == "old_excel"


def test_another_kind_of_zip(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert reason(saved(tmp_path, packed.getvalue())) == "wrong_kind"


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"%PDF-1.7\x00\xff", b"\xff\xff\xfa"]
)
def test_something_else_altogether(tmp_path: Path, content: bytes) -> None:
    assert reason(saved(tmp_path, content)) == "wrong_kind"


def test_a_workbook_cut_off_anywhere_is_told_not_raised(tmp_path: Path) -> None:
    whole = workbook([[*ROWS[0]], [*ROWS[1]]])
    for end in range(4, len(whole), 97):
        assert reason(saved(tmp_path, whole[:end])) == "broken_excel"


def test_a_workbook_with_broken_parts_is_told_not_raised(tmp_path: Path) -> None:
    """Each part in turn replaced by nonsense, or left out: read, or told."""
    whole = zipfile.ZipFile(io.BytesIO(workbook([[*ROWS[0]], [*ROWS[1]]])))
    for broken in whole.namelist():
        for instead in (b"", b"<x", b"<x/>", b"\xff\xfe\x00", None):
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                for name in whole.namelist():
                    if name != broken:
                        archive.writestr(name, whole.read(name))
                    elif instead is not None:
                        archive.writestr(name, instead)
            with suppress(UnreadableRoster):
                read_lines(saved(tmp_path, packed.getvalue()))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 1024 * 1024))
    assert len(packed.getvalue()) < MOST_BYTES
    assert reason(saved(tmp_path, packed.getvalue())) == "too_large"


def test_quotes_that_do_not_match(tmp_path: Path) -> None:
    text = '工号,姓名,支部,岗位类别\n1,"王芳,甲,学生\n2,李娜,甲,学生\n'
    with pytest.raises(UnreadableRoster) as refused:
        read_lines(saved(tmp_path, text.encode(), "roster.csv"))
    assert refused.value.problem.key == "roster_file.broken_csv"
    assert refused.value.problem.params == {"row": 2}


def test_no_more_rows_are_read_than_are_needed_to_say_that_there_are_too_many(
    tmp_path: Path,
) -> None:
    text = "工号,姓名,支部,岗位类别\n" + "1,王芳,甲,学生\n" * 30_000
    lines = read_lines(saved(tmp_path, text.encode(), "roster.csv"))
    assert len(lines) == ROWS_READ + 1
    (fault,) = read_roster(lines, CAMPAIGN).faults
    assert fault.problem.key == "roster.too_many"


@pytest.mark.parametrize("language", list(Language))
def test_the_template_is_an_empty_roster_with_examples_that_would_do(
    tmp_path: Path, language: Language
) -> None:
    path = tmp_path / "empty.xlsx"
    write_template(path, CAMPAIGN, read_texts(), language)
    roster = read_roster(read_lines(path), CAMPAIGN)
    assert [fault.problem.key for fault in roster.faults] == ["roster.no_rows"]
    book = load_workbook(path)
    sheet, examples, lists = book.worksheets
    lines = [
        (at, [str(cell or "") for cell in row])
        for at, row in enumerate(examples.iter_rows(values_only=True), start=1)
    ]
    assert [f.problem.key for f in read_roster(lines[:6], CAMPAIGN).faults] == []
    assert [f.problem.key for f in read_roster([lines[0], *lines[6:]], CAMPAIGN).faults] == []
    assert len(lines) == 11
    assert sheet["A2"].number_format == "@"
    assert len(sheet.data_validations.dataValidation) == 3
    assert lists.sheet_state == "hidden"


@pytest.mark.parametrize("language", list(Language))
def test_every_word_that_the_template_offers_is_understood(
    tmp_path: Path, language: Language
) -> None:
    path = tmp_path / "empty.xlsx"
    write_template(path, CAMPAIGN, read_texts(), language)
    lists = load_workbook(path)["lists"]
    columns = [
        [str(cell) for cell in column if cell] for column in lists.iter_cols(values_only=True)
    ]
    rows = [["姓名", "支部", "岗位类别", "正式/预备", "角色"]]
    for category in columns[0]:
        rows += [
            [f"{category}{standing}{role}", "支部", category, standing, role]
            for standing in columns[1]
            for role in columns[2]
        ]
    roster = read_roster(list(enumerate(rows, start=1)), CAMPAIGN)
    assert roster.faults == ()
    assert len(roster.rows) == 5 * 2 * 5


def test_the_template_writes_over_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path, b"mine")
    with pytest.raises(FileExistsError):
        write_template(path, CAMPAIGN, read_texts(), Language.ZH)
    assert path.read_bytes() == b"mine"
