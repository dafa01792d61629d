"""In which encoding a text file is written, and in which rows that cannot be sure.

A text that only happens to decode shows by its characters: in real text nearly all of them are
common ones.
"""

import codecs
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from campaign.texts import Text
from storage.sheets.limits import UnreadableSheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Of the characters beyond ASCII, so many hundredths may be rare where a text was read rightly.
_MOST_RARE = 30
# What few characters show may be chance.
_FEWEST_RARE = 3
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_USUAL_MARKS = "\r\n\t,;0123456789"
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, what is doubtful of it and in which of its lines, from 0.

    The rows that the doubt speaks of are not known here; a reader of rows puts them in.
    """

    text: str
    doubt: Text | None = None
    doubtful_lines: frozenset[int] = frozenset()
    lost_lines: frozenset[int] = frozenset()


def decoded(content: bytes) -> Decoded:
    """The text of a file. Raises UnreadableSheet where it is none, or in no encoding we know."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _if_ungarbled(_if_text(_by_lines_of(content[len(mark) :], encoding)))
    if b"\x00" in content:
        return _without_mark(content)
    try:
        return _if_ungarbled(_if_text(Decoded(content.decode("utf-8"))))
    except UnicodeDecodeError:
        return _if_text(_of_lines(content.splitlines(keepends=True)))


def _by_lines_of(content: bytes, encoding: str) -> Decoded:
    """A file that names its encoding; single lines of UTF-8 may have been pasted from others."""
    try:
        return Decoded(content.decode(encoding))
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return _of_lines(content.splitlines(keepends=True))
    text = content.decode(encoding, "replace")
    return Decoded(text, lost_lines=_lines_with_lost(_lines(text)))


def _without_mark(content: bytes) -> Decoded:
    """UTF-16 shows by zero bytes on one side of its commas and line ends."""
    orders = [content.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be")]
    text = max(orders, key=lambda order: sum(map(order.count, _USUAL_MARKS)))
    has_marks = any(mark in text for mark in _USUAL_MARKS)
    if not has_marks or _hundredths(text, _is_no_letter) > _MOST_RARE:
        raise UnreadableSheet(Text("sheet_file.wrong_kind"))
    return _if_text(Decoded(text, lost_lines=_lines_with_lost(_lines(text))))


def _of_lines(lines: list[bytes]) -> Decoded:
    """Lines in UTF-8, in an older Chinese encoding, or some of each."""
    foreign = [number for number, line in enumerate(lines) if not _is_utf8(line)]
    others = set(foreign)
    utf8 = [n for n, line in enumerate(lines) if n not in others and not line.isascii()]
    if utf8 and _are_rather_utf8([lines[number] for number in utf8]):
        return _mixed(lines, foreign, utf8)
    return _in_one(lines)


def _are_rather_utf8(lines: list[bytes]) -> bool:
    """Whether lines that decode as UTF-8 do not so by chance."""
    whole = b"".join(lines)
    as_gb = whole.decode("gb18030", "replace")
    return rare_hundredths(whole.decode("utf-8")) < rare_hundredths(as_gb)


def _mixed(lines: list[bytes], foreign: list[int], utf8: list[int]) -> Decoded:
    others = set(foreign)
    texts = [
        line.decode("gb18030" if number in others else "utf-8", "replace")
        for number, line in enumerate(lines)
    ]
    doubt = Text("sheet_file.mixed_encodings", {"first": "UTF-8", "second": "GB18030", "rows": ()})
    fewer = foreign if len(foreign) <= len(utf8) else utf8
    return Decoded("".join(texts), doubt, frozenset(fewer), _lines_with_lost(texts))


def _in_one(lines: list[bytes]) -> Decoded:
    """GB18030, or Big5 where that makes better text."""
    whole = b"".join(lines)
    texts = [line.decode("gb18030", "replace") for line in lines]
    rare = rare_hundredths("".join(texts))
    if rare > _MOST_RARE and _is_big5(whole, rare):
        doubt = Text("sheet_file.read_as", {"encoding": "Big5"})
        return Decoded(whole.decode("big5hkscs"), doubt)
    lost = _lines_with_lost(texts)
    if len(lost) * 2 > sum(not line.isascii() for line in lines) and len(lost) > 1:
        raise UnreadableSheet(Text("sheet_file.unknown_encoding"))
    if rare <= _MOST_RARE or _rare_count("".join(texts)) < _FEWEST_RARE:
        return Decoded("".join(texts), lost_lines=lost)
    odd = frozenset(n for n, text in enumerate(texts) if rare_hundredths(text) > _MOST_RARE)
    doubt = Text("sheet_file.rare_characters", {"encoding": "GB18030", "rows": ()})
    return Decoded("".join(texts), doubt, odd, lost)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_big5(content: bytes, rare_in_gb: float) -> bool:
    try:
        text = content.decode("big5hkscs")
    except UnicodeDecodeError:
        return False
    return _hundredths(text, _is_rare_in_big5) < min(rare_in_gb, _MOST_RARE)


def _lines(text: str) -> Iterable[str]:
    """The lines as a reader of CSV counts them."""
    return io.StringIO(text, newline="")


def _lines_with_lost(texts: Iterable[str]) -> frozenset[int]:
    return frozenset(number for number, text in enumerate(texts) if _LOST in text)


def _if_text(found: Decoded) -> Decoded:
    if _CONTROL.search(found.text):
        raise UnreadableSheet(Text("sheet_file.wrong_kind"))
    return found


def _if_ungarbled(found: Decoded) -> Decoded:
    """Text that was read in the wrong encoding before, and saved so: 宸ュ彿 for 工号."""
    if found.doubt is not None or not _was_misread(found.text):
        return found
    odd = frozenset(n for n, line in enumerate(_lines(found.text)) if _was_misread(line))
    doubt = Text("sheet_file.rare_characters", {"encoding": "UTF", "rows": ()})
    return Decoded(found.text, doubt, odd, found.lost_lines)


def _was_misread(text: str) -> bool:
    if _hundredths(text, _is_no_letter) > _MOST_RARE:
        return True
    rare = rare_hundredths(text)
    before = text.encode("gb18030", "replace").decode("utf-8", "replace")
    return rare > _MOST_RARE and rare_hundredths(before) <= _MOST_RARE


def rare_hundredths(text: str) -> float:
    """How many in a hundred of the characters beyond ASCII are none of common Chinese text."""
    return _hundredths(text, _is_rare)


def _hundredths(text: str, is_rare: Callable[[str], bool]) -> float:
    counted = [(c, n) for c, n in Counter(text).items() if not c.isascii()]
    total = sum(count for _, count in counted)
    return 100 * sum(count for c, count in counted if is_rare(c)) / total if total else 0.0


def _rare_count(text: str) -> int:
    return sum(count for c, count in Counter(text).items() if not c.isascii() and _is_rare(c))


@lru_cache(maxsize=65536)
def _is_no_letter(character: str) -> bool:
    """Private, unassigned or half of a character: what the wrong order of bytes is full of."""
    return unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs")


@lru_cache(maxsize=65536)
def _is_rare(character: str) -> bool:
    """Beyond the 6,763 characters and the marks of GB 2312, which names nearly all names need."""
    try:
        lead = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return character not in "·•—\u3000"
    # Kana, Greek, Cyrillic and the frames of tables, which no roster has.
    return 0xA4 <= lead <= 0xA9


@lru_cache(maxsize=65536)
def _is_rare_in_big5(character: str) -> bool:
    try:
        lead = character.encode("big5")[0]
    except UnicodeEncodeError:
        return True
    return not 0xA1 <= lead <= 0xC6
