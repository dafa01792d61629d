"""What people write, made safe once at the edge: normalised, bounded, never empty."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from campaign.messages import MESSAGE_LIMIT, utf16_length
from campaign.texts import Text

# A phone cuts a text at a message's limit, or at a blank so many UTF-16 units before it at most.
CUT_WITHIN = 80
# So many words at least tell of something; a Chinese character counts as half a word.
ACCOUNT_FROM = 4
# Characters of a group's title that are said; a messenger allows twice as many.
LONGEST_TITLE = 60


def cleaned(text: str) -> str:
    """The text as it is kept: composed (NFC), without NUL, lone surrogates and control characters.

    Line breaks and tabs stay; blanks at the ends go, and so do the marks that turn the direction
    of whatever follows, other people's words among it.
    """
    broken = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in broken if _stays(char))
    return unicodedata.normalize("NFC", kept).strip()


def is_blank(text: str) -> bool:
    """Whether the text shows nothing: only blanks, joiners, direction marks, fillers."""
    return all(_cannot_be_seen(char) for char in text)


def length_problem(text: str, *, least: int, most: int) -> Text | None:
    """What is wrong with the length of a text, counted in characters; None if nothing is."""
    if is_blank(text):
        return Text("writing.empty")
    if len(text) < least:
        return Text("writing.too_short", {"least": least, "n": len(text)})
    if len(text) > most:
        return Text("writing.too_long", {"most": most, "n": len(text)})
    return None


class Piece(NamedTuple):
    """What one message gave of a text. `room`: the free space that it had, in UTF-16 units."""

    message: int
    text: str
    room: int

    @property
    def is_cut(self) -> bool:
        """Whether the phone may have cut the text behind it, for want of space."""
        return self.room <= CUT_WITHIN


def piece_of(message: int, written: str) -> Piece:
    """A message's share of a text, cleaned. A rich message is longer than where phones cut."""
    length = utf16_length(written)
    room = MESSAGE_LIMIT - length if length <= MESSAGE_LIMIT else MESSAGE_LIMIT
    return Piece(message, cleaned(written), room)


def joined(pieces: Sequence[Piece]) -> str:
    """The text of several messages: a line for each, but what a phone cut is put together again."""
    text = pieces[0].text if pieces else ""
    for before, after in pairwise(pieces):
        text += _between(before, after) + after.text
    return text


def is_account(text: str) -> bool:
    """Whether the text tells of something, and is neither a greeting, a question, nor a code."""
    if _CODE.search(text):
        return False
    characters = sum(map(_is_chinese, text))
    words = sum(not _is_chinese(word[0]) for word in _WORD.findall(text)) + characters / 2
    return words >= ACCOUNT_FROM and not text.rstrip().endswith(("?", "\uff1f"))


def account_name(chosen: str) -> str | Text:
    """The name of an account; words instead where nothing of it can be seen."""
    return Text("groups.nameless_account") if is_blank(chosen) else chosen


def group_title(chosen: str) -> str | Text:
    """The title of a group, shortened; words instead where nothing of it can be seen."""
    return Text("groups.nameless_group") if is_blank(chosen) else chosen[:LONGEST_TITLE]


_SENTENCE_END = tuple('.!?:;"\u3002\uff01\uff1f\uff1a\uff1b\u2026\u201d\u300d')
_WORD = re.compile(r"[^\W\d_]+")
# A joining or a binding code by itself, 22 or 32 characters, not the end of an address.
_CODE = re.compile(r"(?<![\w/=.-])(?:[A-Za-z0-9_-]{22}|[A-Za-z0-9_-]{32})(?![\w/-])", re.ASCII)


def _is_chinese(char: str) -> bool:
    return "CJK" in unicodedata.name(char, "") and char.isalpha()


def _between(before: Piece, after: Piece) -> str:
    """What stands between two messages of one text."""
    if not before.is_cut:
        return "\n"
    if before.room == 0:
        return ""
    if before.text.endswith(_SENTENCE_END):
        return "\n"
    return " " if before.text[-1:].isascii() and after.text[:1].isascii() else ""


_OVERRIDES = frozenset("\u202d\u202e")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
# Letters and marks that are drawn as nothing: joiners, Hangul fillers, the empty Braille cell.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def _cannot_be_seen(char: str) -> bool:
    """Whether it is invisible. A character unknown to this Python may be a new emoji: visible."""
    category = unicodedata.category(char)
    variation = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return category[0] == "Z" or category in _UNSEEN or variation or char in _FILLERS


def _stays(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cs":
        return False
    if char in _OVERRIDES:
        return False
    return category != "Cc" or char in "\n\t"
