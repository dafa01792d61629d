"""What people write, made safe once at the edge: normalised, bounded, never empty."""

import unicodedata

from campaign.texts import Text

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


def account_name(chosen: str) -> str | Text:
    """The name of an account; words instead where nothing of it can be seen."""
    return Text("groups.nameless_account") if is_blank(chosen) else chosen


def group_title(chosen: str) -> str | Text:
    """The title of a group, shortened; words instead where nothing of it can be seen."""
    return Text("groups.nameless_group") if is_blank(chosen) else chosen[:LONGEST_TITLE]


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
