"""What the text of a cell stands for where a spreadsheet wrote it in a way of its own."""

import re

from campaign.sheets import CellKind

# ="000311" keeps the zeros of a number when a sheet is opened; so does '000311.
_EQUALS_QUOTED = re.compile(r'="((?:[^"]|"")*)"')
_APOSTROPHE = re.compile(r"'(?=[=+\-@]|[0-9A-Za-z-]*[0-9])")
_SHORTENED = re.compile(r"[+-]?\d(\.\d+)?E\+\d{2,3}", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DATE = re.compile(
    r"(\d{2,4}年)?\d{1,2}月(\d{1,2}日)?"
    r"|\d{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d\d"
    r"|\d{4}/\d{1,2}/\d{1,2}|\d{4}-\d\d-\d\d"
)
_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
)
# The first characters of what any of these looks for: most texts need no closer look.
_MAY_BE_ODD = frozenset("='+-0123456789#JFMASOND")


def printable(text: str) -> str:
    """The text without control characters, and with characters beyond 16 bits in one piece."""
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
    if _SURROGATE.search(text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def plain_text(text: str) -> str:
    """The text without the marks that keep a spreadsheet from taking it for a number."""
    if text[:1] not in ("=", "'"):
        return text
    quoted = _EQUALS_QUOTED.fullmatch(text)
    if quoted:
        return quoted[1].replace('""', '"')
    return text[1:] if _APOSTROPHE.match(text) else text


def kind_of_text(text: str) -> CellKind | None:
    """What a text was before it was copied as a text: 4.2E+17, #N/A."""
    if text[:1] not in _MAY_BE_ODD:
        return None
    if text in _ERRORS:
        return CellKind.ERROR
    return CellKind.SHORTENED if _SHORTENED.fullmatch(text) else None


def kind_of_untyped(text: str) -> CellKind | None:
    """The same where a file has nothing but texts, in which days are written too: 3月1日."""
    if text[:1] not in _MAY_BE_ODD:
        return None
    return CellKind.DATE if _DATE.fullmatch(text) else kind_of_text(text)
