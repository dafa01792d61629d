"""Names of people as a sheet has them, and what about them nobody can have meant."""

import re
import unicodedata
from functools import lru_cache

from campaign.roster.keys import tidy

_HAN = r"[㐀-鿿豈-﫿\u3007\U00020000-\U0003ffff]"
_GAP_IN_A_NAME = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
# What spreadsheets, fonts and encodings leave of a character that they do not have.
_LOST = re.compile(r"[\ufffd?？□■▢▯◻◼〓]")
_BELIEVABLE = re.compile(
    rf"{_HAN}{{2,6}}|{_HAN}+(?:[·•・‧⋅∙●.．。 ]{_HAN}+)+|[^\W\d_][^\W\d_ .,'’‘`·•\u2010-]*"
    rf"(?:[ .,'’‘`·•\u2010-]+[^\W\d_]+)*[.]?"
)
_HAN_ALONE = re.compile(rf"{_HAN}+")
# Han characters of a name without dots: 欧阳娜娜 lined up by blanks, 买买提艾力 without.
MOST_OF_A_NAME, MOST_WITH_A_GAP = 6, 4
_DOUBLE_SURNAMES = frozenset(
    ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙",
     "司徒", "夏侯", "端木", "独孤", "南宫", "西门", "呼延", "闻人", "申屠", "澹台", "淳于", "单于")
)  # fmt: skip
# GB 2312 read as Latin 1: ÍõÃô for 王敏; and what a program wrote for what it could not read.
_LATIN_GARBAGE = re.compile(r"[\u00a1-\u00ff]{2}|锟斤拷|烫烫|屯屯")
_REMARK = re.compile(
    r"(?<=..)(已?[调转]出|退休|离休|离职|病休|病故|去世|已故|借调|挂职|组长|委员|书记|主任)$"
)


def read_name(written: str) -> str:
    """A name without the blanks that line up columns: 王　芳 is 王芳."""
    return _GAP_IN_A_NAME.sub("", tidy(written))


@lru_cache(maxsize=20_000)
def has_lost_characters(written: str) -> bool:
    """Whether a character got lost: replaced by ?, a box, or one of somebody's private font."""
    if written.isascii():
        return "?" in written
    return _LOST.search(written) is not None or any(
        unicodedata.category(char) in {"Co", "Cn"} for char in written
    )


def is_odd_name(written: str) -> bool:
    """Whether it holds more or other than a name: 王芳（组长）, 2.李娜, 陈晨 已调出."""
    name = read_name(written)
    if _HAN_ALONE.fullmatch(name) is None:
        return _BELIEVABLE.fullmatch(name) is None
    most = MOST_OF_A_NAME if name == written.strip() else MOST_WITH_A_GAP
    return (
        not 2 <= len(name) <= most or _REMARK.search(name) is not None or _are_two(written.split())
    )


def _are_two(parts: list[str]) -> bool:
    """Two people in one cell: 王芳 李娜, while 欧阳 娜娜 is one."""
    return [len(part) for part in parts] == [2, 2] and parts[0] not in _DOUBLE_SURNAMES


@lru_cache(maxsize=20_000)
def is_garbled(written: str) -> bool:
    """Whether the words were read in a wrong encoding before they came into the sheet."""
    if written.isascii():
        return False
    return _LATIN_GARBAGE.search(written) is not None or _is_utf_8_read_as_gbk(written)


def _is_utf_8_read_as_gbk(written: str) -> bool:
    """Chance makes no Chinese of it: three characters for two, each byte where it must be."""
    try:
        meant = written.encode("gb18030").decode("utf-8")
    except ValueError:
        return False
    return all("一" <= char <= "\u9fff" for char in meant)
