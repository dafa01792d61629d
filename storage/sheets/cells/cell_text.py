"""What the text of a cell stands for where a spreadsheet wrote it in a way of its own."""

import re

from campaign.sheets import CellKind

# ="000311" keeps the zeros of a number when a sheet is opened; so does '000311.
_EQUALS_QUOTED = re.compile(r'="((?:[^"]|"")*)"')
_APOSTROPHE = re.compile(r"'(?=[=+\-@]|[0-9A-Za-z-]*[0-9])")
_SHORTENED = re.compile(r"[+-]?\d(\.\d+)?E\+\d{2,3}", re.IGNORECASE)
_DATE = re.compile(
    r"(\d{2,4}年)?\d{1,2}月(\d{1,2}日)?"
    r"|\d{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d\d"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2}"
)
_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
)
# The first characters of what any of these looks for: most texts need no closer look.
_MAY_BE_ODD = frozenset("='+-0123456789#JFMASOND")


def plain_text(text: str) -> str:
    """The text without the marks that keep a spreadsheet from taking it for a number."""
    if text[:1] not in ("=", "'"):
        return text
    quoted = _EQUALS_QUOTED.fullmatch(text)
    if quoted:
        return quoted[1].replace('""', '"')
    return text[1:] if _APOSTROPHE.match(text) else text


def kind_of_text(text: str) -> CellKind | None:
    """What a text saved by a spreadsheet was, as far as it can be told: 4.2E+17, 3月1日, #N/A."""
    if text[:1] not in _MAY_BE_ODD:
        return None
    if text in _ERRORS:
        return CellKind.ERROR
    if _SHORTENED.fullmatch(text):
        return CellKind.SHORTENED
    return CellKind.DATE if _DATE.fullmatch(text) else None
