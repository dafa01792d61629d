"""Names of people as a sheet has them, and what about them nobody can have meant."""

import re
import unicodedata

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
_REMARK = re.compile(
    r"(?<=..)(已?[调转]出|退休|离休|离职|病休|病故|去世|已故|借调|挂职|组长|委员|书记|主任)$"
)


def read_name(written: str) -> str:
    """A name without the blanks that line up columns: 王　芳 is 王芳."""
    return _GAP_IN_A_NAME.sub("", tidy(written))


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
    return not 2 <= len(name) <= most or _REMARK.search(name) is not None
