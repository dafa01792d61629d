"""The empty sheet to fill in: what it offers is understood, and its examples would do."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.roster.template import write_template
from campaign.reading import shipped_campaign
from campaign.roster.reading import read_roster
from campaign.roster.rows import Roster
from campaign.sheets import Line, Sheet, Workbook
from campaign.texts import Language, read_texts
from storage.sheets.reader import read_workbook

CAMPAIGN = shipped_campaign()


def reading(*rows: list[str]) -> Roster:
    lines = tuple(Line(number, tuple(cells)) for number, cells in enumerate(rows, start=1))
    return read_roster(Workbook((Sheet("名册", lines),)), CAMPAIGN)


@pytest.fixture
def template(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "empty.xlsx"
    write_template(path, CAMPAIGN, read_texts(), request.param)
    return path


@pytest.mark.parametrize("template", list(Language), indirect=True)
def test_the_template_is_an_empty_roster_with_examples_that_would_do(template: Path) -> None:
    book = read_workbook(template.read_bytes())
    empty, examples = book.sheets
    alone = read_roster(Workbook((empty,)), CAMPAIGN)
    assert [fault.problem.key for fault in alone.faults] == ["roster.no_rows"]
    lines = [list(line.cells) for line in examples.lines]
    assert len(lines) == 11
    for rows in (lines[:6], [lines[0], *lines[6:]]):
        roster = reading(*rows)
        assert (roster.faults, len(roster.rows)) == ((), 5)
    sheet, _, lists = load_workbook(template).worksheets
    assert sheet["A2"].number_format == "@"
    assert len(sheet.data_validations.dataValidation) == 3
    assert lists.sheet_state == "hidden"


@pytest.mark.parametrize("template", list(Language), indirect=True)
def test_a_filled_template_takes_no_example_for_a_person(template: Path) -> None:
    """The office fills the first sheet in, and leaves the others as they are."""
    book = load_workbook(template)
    for place, word in enumerate(("1", "陈晨", "第一支部", "学生", "正式", ""), start=1):
        book.worksheets[0].cell(2, place, word)
    book.save(template)
    roster = read_roster(read_workbook(template.read_bytes()), CAMPAIGN)
    assert [row.name for row in roster.rows] == ["陈晨"]
    assert "roster.sheets_passed" in {note.problem.key for note in roster.notes}


@pytest.mark.parametrize("template", list(Language), indirect=True)
def test_every_word_that_the_template_offers_is_understood(template: Path) -> None:
    lists = load_workbook(template)["lists"]
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
    roster = reading(*rows)
    assert roster.faults == ()
    assert len(roster.rows) == 5 * 2 * 5
    assert {note.problem.key for note in roster.notes} <= {"roster.odd_name"}


def test_the_template_writes_over_nothing(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_template(path, CAMPAIGN, read_texts(), Language.ZH)
    assert path.read_bytes() == b"mine"
