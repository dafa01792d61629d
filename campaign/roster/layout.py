"""How a sheet is laid out: what stands above the list, the list or lists, the branch they name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from campaign.roster.headings import HEADING_WITHIN, Heading, columns_named, heading_at
from campaign.roster.keys import tidy, word_key
from campaign.roster.words import Column, bare, column_of
from campaign.sheets import CellKind, Line, Sheet

_GENERAL = re.compile(
    r"^(sheet|工作表|表格?|table|page|页|教工|教职工|教师|学生|在职|在编|离?退休|本科生?|研究生)?\d*$|"
    r"名册|名单|信息|汇总|总表|合计|模板|数据|党员|人员|通讯录|roster|members|people|staff|list|"
    r"import|导出|导入"
)
# Lists of people who are not members yet, or no more; lists of another year.
_OTHERS = re.compile(r"积极分子|发展对象|申请人|转出|调出|离校|去世|病故|去年|往年|作废|备份|存档")
_EXAMPLES = re.compile(r"示例|范例|示范|^(样例|样表|例表|examples?|samples?)$")
_NUMBERED = re.compile(r"^[(\uff08]?[一二三四五六七八九十\d]+[)\uff09]?[、.\uff0e\s]\s*(?=\S+支部)")
_SAYS_BRANCH = re.compile(
    r"(?:党?支部(?:名称|全称)?|所[在属]党?支部|党组织(?:名称)?)[:：]\s*(.+支部\S*)"
)
_OF_BRANCH = re.compile(
    r"^(.+?支部)(?:委员会)?\s*(?:\d{2,4}年度?)?(?:全体)?(?:正式|预备)?(?:党员|人员)?"
    r"(?:花?名册|名单|信息|登记表|基本情况|情况|一览表|统计表)"
)
_COUNT_BEHIND = re.compile(r"\s*共?计?\s*\d+\s*[人名]$")
_YEAR_BEFORE = re.compile(r"^\s*\d{4}\s*年?度?\s*")


@dataclass
class Block:
    """A heading with the lines below it, up to the next heading that names other columns."""

    heading: Heading
    row: int
    lines: list[Line] = field(default_factory=list)
    kinds: Mapping[tuple[int, int], CellKind] = field(default_factory=dict)


def blocks_of(sheet: Sheet) -> list[Block]:
    """The lists of a sheet; none where no heading stands among its first lines."""
    return [part for block in _stacked(sheet) for part in _side_by_side(block)]


def _stacked(sheet: Sheet) -> list[Block]:
    """The lists that stand one below the other."""
    cells = [line.cells for line in sheet.lines]
    start, found = _first_heading(sheet, cells)
    if found is None:
        return []
    blocks = [Block(found, sheet.lines[start].number, kinds=sheet.kinds)]
    place = start + found.rows
    while place < len(cells):
        again = heading_at(cells, place) if _may_be_heading(cells[place]) else None
        if again is not None and again.words != found.words:
            blocks.append(Block(again, sheet.lines[place].number, kinds=sheet.kinds))
            found, place = again, place + again.rows
        else:
            blocks[-1].lines.append(sheet.lines[place])
            place += 1
    return blocks


def _side_by_side(block: Block) -> list[Block]:
    """The lists that stand beside each other under headings that come again and again."""
    words = block.heading.words
    width = _width(words)
    if width >= len(words):
        return [block]
    return [_part(block, start, start + width) for start in range(0, len(words), width)]


def _width(words: Sequence[str]) -> int:
    """How many columns the first of these lists has; all, where there is one."""
    names = [place for place, word in enumerate(words) if column_of(word) is Column.NAME]
    if len(names) < 2:
        return len(words)
    width = names[1] - names[0]
    keys = [word_key(bare(word)) for word in words]
    again = all(key in {keys[place % width], ""} for place, key in enumerate(keys))
    return width if again else len(words)


def _part(block: Block, start: int, end: int) -> Block:
    lines = [Line(line.number, line.cells[start:end]) for line in block.lines]
    return Block(
        Heading(block.heading.words[start:end], block.heading.rows),
        block.row,
        [line for line in lines if any(line.cells)],
        {
            (row, place - start): kind
            for (row, place), kind in block.kinds.items()
            if start <= place < end
        },
    )


def branch_offered(sheet: Sheet) -> str | None:
    """The branch that the sheet's title or its name gives to all of its people."""
    for line in sheet.lines[:HEADING_WITHIN]:
        if columns_named(line.cells) >= {Column.NAME}:
            break
        for cell in line.cells:
            if (found := branch_in(cell)) is not None:
                return found
    name = tidy(sheet.name)
    if not name or (_GENERAL.search(word_key(bare(name))) and "支部" not in name):
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
    plain = _NUMBERED.sub("", _YEAR_BEFORE.sub("", title))
    of = _OF_BRANCH.search(plain)
    if of is not None:
        return of[1]
    plain = _COUNT_BEHIND.sub("", bare(plain)).strip()
    return plain if plain.endswith("支部") and len(plain) <= 40 else None


def holds_others(sheet: Sheet) -> bool:
    """Whether the sheet's name or title says: examples, people who are no members, or who left."""
    above = [cell for line in sheet.lines[:HEADING_WITHIN] for cell in line.cells]
    titles = [cell for cell in above if "名册" in cell or "名单" in cell]
    return _EXAMPLES.search(word_key(sheet.name)) is not None or any(
        _OTHERS.search(title) is not None for title in (sheet.name, *titles)
    )


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
