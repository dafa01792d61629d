"""How a sheet is laid out: what stands above the list, the list or lists, the branch they name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaign.roster.headings import HEADING_WITHIN, Heading, columns_named, heading_at
from campaign.roster.keys import tidy, word_key
from campaign.roster.words import Column
from campaign.sheets import Line, Sheet

_GENERAL = re.compile(
    r"^(sheet|工作表|表格?|table|page|页)?\d*$|名册|名单|信息|汇总|总表|合计|模板|数据|党员|人员|"
    r"roster|members|people|staff|list|import|导出|导入"
)
_SAYS_BRANCH = re.compile(
    r"(?:党?支部(?:名称|全称)?|所[在属]党?支部|党组织(?:名称)?)[:：]\s*(.+支部\S*)"
)
_OF_BRANCH = re.compile(
    r"^(.+?支部)(?:委员会)?\s*(?:\d{2,4}年度?)?(?:全体)?(?:正式|预备)?(?:党员|人员)?"
    r"(?:花?名册|名单|信息|登记表|基本情况|情况|一览表|统计表)"
)
_YEAR_BEFORE = re.compile(r"^\s*\d{4}\s*年?度?\s*")


@dataclass
class Block:
    """A heading with the lines below it, up to the next heading that names other columns."""

    heading: Heading
    row: int
    lines: list[Line] = field(default_factory=list)


def blocks_of(sheet: Sheet) -> list[Block]:
    """The lists of a sheet; none where no heading stands among its first lines."""
    cells = [line.cells for line in sheet.lines]
    start, found = _first_heading(sheet, cells)
    if found is None:
        return []
    blocks = [Block(found, sheet.lines[start].number)]
    place = start + found.rows
    while place < len(cells):
        again = heading_at(cells, place) if _may_be_heading(cells[place]) else None
        if again is not None and again.words != found.words:
            blocks.append(Block(again, sheet.lines[place].number))
            found, place = again, place + again.rows
        else:
            blocks[-1].lines.append(sheet.lines[place])
            place += 1
    return blocks


def branch_offered(sheet: Sheet) -> str | None:
    """The branch that the sheet's title or its name gives to all of its people."""
    for line in sheet.lines[:HEADING_WITHIN]:
        if columns_named(line.cells) >= {Column.NAME}:
            break
        for cell in line.cells:
            if (found := branch_in(cell)) is not None:
                return found
    name = tidy(sheet.name)
    if not name or (_GENERAL.search(word_key(name)) and "支部" not in name):
        return None
    return branch_in(name) or name


def branch_in(title: str) -> str | None:
    """The branch in a title: 支部：第一党支部, 第一党支部党员名册, or no more than its name."""
    title = tidy(title)
    if "支部" not in title:
        return None
    said = _SAYS_BRANCH.search(title)
    if said is not None:
        return said[1].strip()
    plain = _YEAR_BEFORE.sub("", title)
    of = _OF_BRANCH.search(plain)
    if of is not None:
        return of[1]
    return plain if plain.endswith("支部") and len(plain) <= 40 else None


def _first_heading(sheet: Sheet, cells: Sequence[tuple[str, ...]]) -> tuple[int, Heading | None]:
    known = "支部" in sheet.name or any("支部" in word for line in cells[:5] for word in line)
    for place in range(min(HEADING_WITHIN, len(cells))):
        found = heading_at(cells, place, branch_is_known=known)
        if found is not None:
            return place, found
    return 0, None


def _may_be_heading(cells: tuple[str, ...]) -> bool:
    """A quick look, for it is asked of every line."""
    return any(
        len(cell) < 16 and ("姓" in cell or "名" in cell or "ame" in cell) for cell in cells
    ) and Column.NAME in columns_named(cells)
