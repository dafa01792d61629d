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
MOST_OF_A_NAME = 12


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


def is_odd_name(name: str) -> bool:
    """Whether it holds more or other than a name: 王芳（组长）, 2.李娜, 陈晨 已调出, 学生处."""
    if _HAN_ALONE.fullmatch(name):
        return not 2 <= len(name) <= 6
    return _BELIEVABLE.fullmatch(name) is None or _mixes(name)


def _mixes(name: str) -> bool:
    """Han with a blank between words other than first names, or with Latin letters."""
    return any(char.isspace() for char in name) and _GAP_IN_A_NAME.search(name) is not None
