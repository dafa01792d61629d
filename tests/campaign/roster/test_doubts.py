"""What nobody can have meant is refused with its cause, or said with its rows."""

import pytest

from campaign.roster.names import has_lost_characters, is_garbled, is_odd_name
from campaign.roster.words import Column
from campaign.sheets import CellKind
from campaign.texts import Text
from tests.campaign.roster.sheets import HEADING, WANG, notes, read, read_book, sheet, told

LI = ("1002", "李娜", "药学系党支部", "学生", "预备", "")


@pytest.mark.parametrize(
    ("place", "kind", "fault"),
    [
        (0, CellKind.SHORTENED, (2, Column.NUMBER, "roster.shortened")),
        (0, CellKind.LONG_NUMBER, (2, Column.NUMBER, "roster.long_number")),
        (0, CellKind.DATE, (2, Column.NUMBER, "roster.date")),
        (2, CellKind.DATE, (2, Column.BRANCH, "roster.date")),
        (1, CellKind.ERROR, (2, Column.NAME, "roster.sheet_error")),
        (1, CellKind.FORMULA, (2, Column.NAME, "roster.formula")),
    ],
)
def test_a_cell_that_is_more_than_its_text_is_told(
    place: int, kind: CellKind, fault: tuple[int, Column, str]
) -> None:
    """And what follows from it is not told beside its cause."""
    assert told(read(HEADING, WANG, LI, kinds={(2, place): kind}).faults) == [fault]


def test_a_shortened_number_is_known_by_its_form_too() -> None:
    rows = [("2.02611E+11", f"王{n}", *WANG[2:5], "") for n in "芳伟"]
    roster = read(HEADING, *rows)
    assert {key for _, _, key in told(roster.faults)} == {"roster.shortened"}


def test_such_a_cell_in_a_column_that_is_not_read_does_not_matter() -> None:
    roster = read(
        (*HEADING, "身份证号"), (*WANG, "110101190001011230"), kinds={(2, 6): CellKind.LONG_NUMBER}
    )
    assert roster.faults == ()


@pytest.mark.parametrize(
    "name", ["林\ue863测", "何□测", "罗\ufffd测", "林?测", "林？", "何测■", "王\U000f0000芳"]
)
def test_lost_characters_are_said_with_their_row(name: str) -> None:
    roster = read(HEADING, LI, (WANG[0], name, *WANG[2:]))
    assert roster.faults == ()
    assert [(n.row, n.column) for n in notes(roster, "lost_characters")] == [(3, Column.NAME)]


@pytest.mark.parametrize(
    "name",
    [
        "王芳".encode().decode("gb18030"),
        "王敏".encode("gb18030").decode("latin-1"),
        "锟斤拷锟斤拷",
    ],
)
def test_words_in_a_wrong_encoding_are_said_with_their_row(name: str) -> None:
    """王芳 and 王敏, saved by one program and read by another before they came into the sheet."""
    roster = read(HEADING, LI, (WANG[0], name, *WANG[2:]))
    assert [(n.row, n.column) for n in notes(roster, "garbled")] == [(3, Column.NAME)]


@pytest.mark.parametrize("branch", ["3月1日", "2008年3月1日", "2008-03-01", "1-Mar", "Mar-01"])
def test_a_day_written_as_text_is_no_branch_either(branch: str) -> None:
    roster = read(HEADING, (*WANG[:2], branch, *WANG[3:]))
    assert told(roster.faults) == [(2, Column.BRANCH, "roster.date")]


@pytest.mark.parametrize(("branch", "odd"), [("46082", True), ("3-1", True), ("2008级支部", False)])
def test_a_branch_without_a_word_is_worth_a_look(branch: str, odd: bool) -> None:
    roster = read(HEADING, (*WANG[:2], branch, *WANG[3:]))
    assert [note.row for note in notes(roster, "odd_branch")] == [2] * odd


def test_a_branch_may_have_lost_characters_too() -> None:
    roster = read(HEADING, (*WANG[:2], "样例学院第??支部", *WANG[3:]))
    assert [(n.row, n.column) for n in notes(roster, "lost_characters")] == [(2, Column.BRANCH)]


@pytest.mark.parametrize(
    "name",
    [
        "林测一（女）", "2.何测二", "张三（组长）", "李四 已调出", "王芳*", "赵敏1", "张",
        "陈晨/李娜", "王芳 李娜", "王芳退休", "党支部全体党员共五人", "2008级王芳",
    ],
)  # fmt: skip
def test_more_or_other_than_a_name_is_worth_a_look(name: str) -> None:
    roster = read(HEADING, (WANG[0], name, *WANG[2:]))
    assert [note.row for note in notes(roster, "odd_name")] == [2]


@pytest.mark.parametrize(
    "name",
    [
        "谢军霞", "王芳", "王 芳", "欧阳娜娜", "欧阳　娜娜", "买买提·艾力", "阿依古丽•买买提",
        "阿卜杜拉", "Wang Fang", "Anna-Maria Smith", "J. Smith", "O'Neil", "𠮷田茂", "㛃㛃",
    ],
)  # fmt: skip
def test_names_are_believed(name: str) -> None:
    assert not is_odd_name(name)
    assert not has_lost_characters(name)
    assert not is_garbled(name)


def test_doubts_about_the_whole_file_are_passed_on() -> None:
    doubt = Text("sheet_file.read_as", {"encoding": "Big5"})
    roster = read_book(sheet(HEADING, WANG), doubts=(doubt,))
    assert [note.problem for note in roster.notes] == [doubt]
    refused = read_book(sheet(("a",)), doubts=(doubt,))
    assert [note.problem for note in refused.notes] == [doubt]
