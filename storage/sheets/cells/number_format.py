"""A number as its cell shows it, by the format that a spreadsheet keeps beside it."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from campaign.sheets import CellKind
from storage.sheets.cells.date_format import show_moment
from storage.sheets.cells.format_tokens import Token, TokenKind, sections_of

# By number, as a Chinese Excel or WPS shows them.
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
}
# A spreadsheet keeps 15 digits of a number; beyond so many digits none is written out.
_FIRST_LONG = Decimal(10) ** 15
_FIFTEEN_DIGITS = Context(prec=15)
# Digits before the point beyond which a number is shown as it is kept.
_MOST_DIGITS = 40
_FOR_A_NUMBER = (TokenKind.PLACE, TokenKind.MOMENT, TokenKind.GENERAL)


class Shown(NamedTuple):
    """What a cell shows, and its kind where that is more than its text."""

    text: str
    kind: CellKind | None = None


@lru_cache(maxsize=65536)
def show_number(written: str, code: str | None, *, since_1904: bool = False) -> Shown:
    """A number as written in the file (`311`, `4.2E+17`) under a format code; None: none.

    Text that is no number is shown as it is.
    """
    try:
        value = Decimal(written.strip())
    except InvalidOperation:
        return Shown(written)
    if not value.is_finite() or value.adjusted() > _MOST_DIGITS:
        return Shown(written.strip(), CellKind.LONG_NUMBER)
    is_long = abs(value) >= _FIRST_LONG
    if is_long:
        value = _FIFTEEN_DIGITS.plus(value)
    section = _section_for(value, code)
    if section is not None and any(token.kind is TokenKind.MOMENT for token in section):
        shown = show_moment(value, section, since_1904=since_1904)
        return Shown(shown if shown is not None else _general(value), CellKind.DATE)
    kind = CellKind.LONG_NUMBER if is_long else None
    return Shown(_general(value) if section is None else _by_places(value, section), kind)


def _general(value: Decimal) -> str:
    """Every digit of a whole number; no more than 15 of any other."""
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    return f"{float(value):.15g}"


def _section_for(value: Decimal, code: str | None) -> tuple[Token, ...] | None:
    """The part of the format that this number is shown by; None: as without a format."""
    sections = sections_of(code) if code else ()
    if not sections:
        return None
    wanted = 0 if value > 0 else (1 if value < 0 else 2)
    section = sections[wanted] if wanted < len(sections) else sections[0]
    kinds = {token.kind for token in section}
    if kinds & {TokenKind.UNSHOWN, TokenKind.CONDITION} and TokenKind.MOMENT not in kinds:
        return None
    # Only a zero may be shown by words alone, or not at all: what hides a number hides a loss.
    if not _has_places(section) and wanted != 2:
        return None
    if wanted == 0 or wanted >= len(sections):
        return section
    # The section for numbers below zero writes their sign itself.
    return section if wanted == 2 else (Token(TokenKind.UNSIGNED, ""), *section)


def _has_places(section: tuple[Token, ...]) -> bool:
    return any(token.kind in _FOR_A_NUMBER for token in section)


def _by_places(value: Decimal, section: tuple[Token, ...]) -> str:
    if any(token.kind is TokenKind.GENERAL for token in section):
        number = _general(abs(value) if section[0].kind is TokenKind.UNSIGNED else value)
        return "".join(number if t.kind is TokenKind.GENERAL else t.literal for t in section)
    point = next((n for n, t in enumerate(section) if t.kind is TokenKind.POINT), len(section))
    whole, after = section[:point], section[point + 1 :]
    decimals = sum(token.kind is TokenKind.PLACE for token in after)
    scaled = abs(value) * 100 ** sum(token.kind is TokenKind.PERCENT for token in section)
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    digits, _, fraction = f"{rounded:f}".partition(".")
    shown = _whole_part(digits.lstrip("0"), whole) + _fraction_part(fraction, after)
    is_signed = value < 0 and section[0].kind is not TokenKind.UNSIGNED and rounded != 0
    return ("-" if is_signed else "") + shown.strip()


def _whole_part(digits: str, tokens: tuple[Token, ...]) -> str:
    """Digits from the right into the places; the first place takes all that is left."""
    places = [number for number, token in enumerate(tokens) if token.kind is TokenKind.PLACE]
    has_commas = any(
        token.kind is TokenKind.COMMA and places and places[0] < number < places[-1]
        for number, token in enumerate(tokens)
    )
    written: dict[int, str] = {}
    for number in reversed(places):
        cut = 0 if number == places[0] else max(len(digits) - 1, 0)
        least = "0" if tokens[number].text == "0" else ""
        written[number], digits = digits[cut:] or least, digits[:cut]
    shown = [written.get(n, t.literal) for n, t in enumerate(tokens)]
    if not has_commas:
        return "".join(shown)
    ungrouped = "".join(shown[places[0] : places[-1] + 1])
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", ungrouped)
    return "".join((*shown[: places[0]], grouped, *shown[places[-1] + 1 :]))


def _fraction_part(fraction: str, tokens: tuple[Token, ...]) -> str:
    kept = fraction.rstrip("0")
    shown, at = "", 0
    for token in tokens:
        if token.kind is TokenKind.PLACE:
            needed = token.text == "0" or at < len(kept)
            shown += fraction[at] if needed else ""
            at += 1
        else:
            shown += token.literal
    has_digits = bool(kept) or any(token.text == "0" for token in tokens)
    return ("." if has_digits else "") + shown
