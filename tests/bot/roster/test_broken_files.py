"""Whatever is wrong with a file, an import tells it: nothing is raised at the operator."""

import io
import zipfile
from contextlib import suppress

import pytest
from openpyxl import Workbook

from campaign.reading import shipped_campaign
from campaign.roster.planning.plan import plan_import
from campaign.roster.planning.report import plan_report
from campaign.roster.reading import read_roster
from campaign.roster.rows import Roster
from campaign.texts import Language, read_texts
from storage.sheets.reader import UnreadableSheet, read_workbook

CAMPAIGN, TEXTS = shipped_campaign(), read_texts()
ROWS = (("工号", "姓名", "支部", "岗位类别"), ("0012", "王芳", "基础医学部党支部", "教学科研"))


def packed(parts: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return archive.getvalue()


def workbook() -> dict[str, bytes]:
    book = Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def imported(content: bytes) -> Roster:
    """The roster; whatever it is, it can be compared and told in both languages."""
    roster = read_roster(read_workbook(content), CAMPAIGN)
    lines = plan_report("名册.xlsx", roster, plan_import(roster, []), CAMPAIGN)
    assert all(TEXTS.say(line, language) for line in lines for language in Language)
    return roster


def test_a_whole_workbook_is_a_roster() -> None:
    assert [row.name for row in imported(packed(workbook())).rows] == ["王芳"]


@pytest.mark.parametrize("instead", [b"", b"<x", b"<x/>", b"\xff\xfe\x00", None])
def test_a_part_that_is_broken_or_missing_is_read_past_or_told(instead: bytes | None) -> None:
    for broken in workbook():
        parts = workbook()
        del parts[broken]
        if instead is not None:
            parts[broken] = instead
        with suppress(UnreadableSheet):
            imported(packed(parts))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_of_any_encoding_and_separator_is_a_roster(encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in ROWS)
    (row,) = imported(text.encode(encoding)).rows
    assert (row.row, row.name, row.number) == (2, "王芳", "0012")
