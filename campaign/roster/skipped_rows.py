"""Rows of a list in which nobody stands: totals, notes, signatures, numbers under the heading."""

import re
from collections.abc import Sequence

from campaign.roster.keys import word_key
from campaign.roster.values import is_written_blank
from campaign.roster.words import Column, column_of
from campaign.texts import Text, text

_TOTAL = re.compile(
    r"^(合计|总计|共计|小计|总数|总人数|人数|汇总|total|subtotal|sum)([:：]?\d*人?)?$|"
    r"^(合计|总计|共计|小计|总人数|共有?|以上共?)[^,，]{0,6}\d+(人|名|位|行|条).*$|^\d+(人|名)$"
)
_NOTE = re.compile(
    r"^(备注|说明|填表说明|填写说明|注|注意|注释|附注|填表|制表|填报|审核|审批|复核|核对|校对|校核|"
    r"负责人|经办|经手|汇总人|报送|上报|主管|分管|领导签[字名]|"
    r"联系人|联系电话|电话|日期|时间|单位|填表单位|盖章|公章|签字|签名|支部书记签[字名]|书记签[字名]|"
    r"note|notes|remark|remarks|filledinby|preparedby|checkedby|approvedby|date)"
    r"(人|者|员|单位|日期|时间)?($|[^:：]{0,8}[:：]|[((（])"
)
_DATE_ALONE = re.compile(r"^\d{4}[年./-]\d{1,2}([月./-](\d{1,2}日?)?)?$")
_COUNTED = re.compile(r"^[((（]?(\d{1,3}|[一二三四五六七八九十]{1,3}|[a-z])[)）]?$")
_HAN_NAME = re.compile(r"[㐀-鿿]{2,4}")


def skipped(cells: Sequence[str], name: int, known: Sequence[int]) -> Text | None:
    """Why nobody stands in a row, said with the row's first words; None where somebody may.

    `name`: the place of the names; `known`: the places of all columns that are read.
    """
    told = [cell for cell in cells if cell]
    first = told[0]
    if _repeats_heading(cells, name):
        return text("roster.skipped_heading")
    if any(_TOTAL.match(word_key(cell)) for cell in (first, _at(cells, name)) if cell):
        return text("roster.skipped", words=_beginning(told))
    if _is_note(told, name, cells):
        return text("roster.skipped", words=_beginning(told))
    if _is_numbering(told):
        return text("roster.skipped", words=_beginning(told))
    return _nobody(cells, name, known, told)


def _repeats_heading(cells: Sequence[str], name: int) -> bool:
    return (
        column_of(_at(cells, name)) is Column.NAME
        and sum(1 for cell in cells if cell and column_of(cell)) > 1
    )


def _is_note(told: list[str], name: int, cells: Sequence[str]) -> bool:
    """A note, a signature or a date: its words begin so, or one text goes over the whole row."""
    first = word_key(told[0]).strip("()")
    named = _HAN_NAME.fullmatch(_at(cells, name)) is not None
    if _NOTE.match(first) or (_DATE_ALONE.match(first) and len(told) <= 2 and not named):
        return True
    if len(set(told)) > 1:
        return False
    return len(told) > 1 or not named


def _is_numbering(told: list[str]) -> bool:
    """1 2 3 4 under the heading."""
    return len(told) > 2 and all(_COUNTED.match(word_key(cell)) for cell in told)


def _nobody(cells: Sequence[str], name: int, known: Sequence[int], told: list[str]) -> Text | None:
    """A row without a name in which hardly anything stands: filled down, or numbered ahead."""
    if not is_written_blank(_at(cells, name)):
        return None
    filled = [place for place in known if place != name and not is_written_blank(_at(cells, place))]
    return text("roster.skipped_nameless") if len(filled) <= 1 else None


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _beginning(told: Sequence[str]) -> str:
    words = " ".join(dict.fromkeys(" ".join(cell.split()) for cell in told))
    return words if len(words) <= 24 else words[:23] + "…"
