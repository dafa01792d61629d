"""Workbooks as the readers of files give them, written down as rows of words."""

from collections.abc import Mapping, Sequence
from typing import Any

from campaign.reading import shipped_campaign
from campaign.roster.reading import read_roster
from campaign.roster.rows import Roster, RosterRow, RowFault
from campaign.roster.words import Column
from campaign.sheets import CellKind, Line, Sheet, Workbook

CAMPAIGN = shipped_campaign()
HEADING = ("工号/学号", "姓名", "支部", "岗位类别", "正式/预备", "角色")
WANG = ("1001", "王芳", "基础医学部党支部", "教学科研", "正式", "支部书记")

Rows = Sequence[Sequence[str]]


def sheet(*rows: Sequence[str], name: str = "名册", **facts: Any) -> Sheet:
    """A sheet of these rows, the first of them row 1; rows that show nothing are left out."""
    lines = tuple(
        Line(number, tuple(cells)) for number, cells in enumerate(rows, start=1) if any(cells)
    )
    return Sheet(name, lines, **facts)


def read(*rows: Sequence[str], kinds: Mapping[tuple[int, int], CellKind] | None = None) -> Roster:
    """The roster of a workbook with one sheet."""
    return read_book(sheet(*rows, kinds=kinds or {}))


def read_book(*sheets: Sheet, **facts: Any) -> Roster:
    """The roster of a workbook."""
    return read_roster(Workbook(tuple(sheets), **facts), CAMPAIGN)


def told(found: Sequence[RowFault]) -> list[tuple[int, Column | None, str]]:
    """Row, column and text key of each fault or note."""
    return [(fault.row, fault.column, fault.problem.key) for fault in found]


def notes(roster: Roster, key: str) -> list[RowFault]:
    """The notes with this text."""
    return [note for note in roster.notes if note.problem.key == f"roster.{key}"]


def people(roster: Roster) -> dict[str, RosterRow]:
    """The people by their names; none of them twice."""
    found = {row.name: row for row in roster.rows}
    assert len(found) == len(roster.rows)
    return found
