"""A day or an hour as its cell shows it: 2008-06-25, 6月25日, 4月."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from storage.sheets.cells.format_tokens import Token, TokenKind

_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ENGLISH_DAYS = (*("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),)
_CHINESE_DAYS = "一二三四五六日"
# The days after 9999 and before the first that a spreadsheet counts cannot be shown.
_LAST_DAY = 2_958_465
# The spreadsheets count a 29 February 1900, which there was not.
_AFTER_FALSE_DAY = 60


def moment_of(days: Decimal, *, since_1904: bool) -> datetime | None:
    """The moment that is so many days after the first day that a spreadsheet counts."""
    if not 0 <= days <= _LAST_DAY:
        return None
    seconds = int((days * 86_400).to_integral_value())
    if since_1904:
        return datetime(1904, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    first = datetime(1899, 12, 30 if days >= _AFTER_FALSE_DAY else 31, tzinfo=UTC)
    try:
        return first + timedelta(seconds=seconds)
    except OverflowError:
        return None


def show_moment(days: Decimal, section: tuple[Token, ...], *, since_1904: bool) -> str | None:
    """The moment as a section of a format shows it; None where no spreadsheet could."""
    moment = moment_of(days, since_1904=since_1904)
    if moment is None:
        return None
    return "".join(_pieces(days, moment, section)).strip()


def _pieces(days: Decimal, moment: datetime, section: tuple[Token, ...]) -> Iterator[str]:
    has_noon = any(token.kind is TokenKind.NOON for token in section)
    for number, token in enumerate(section):
        if token.kind is TokenKind.MOMENT:
            if token.text[0] == "[":
                yield _elapsed(days, token.text[1])
            elif token.text[0] == "m" and _are_minutes(section, number):
                yield _padded(moment.minute, token.text)
            else:
                yield _piece(moment, token.text, has_noon=has_noon)
        elif token.kind is TokenKind.NOON:
            morning, _, afternoon = token.text.partition("/")
            yield morning if moment.hour < 12 else afternoon
        elif token.kind is TokenKind.PLACE:
            yield "0"
        else:
            yield token.text


def _are_minutes(section: tuple[Token, ...], number: int) -> bool:
    """Whether an m stands behind an hour or before seconds."""
    before = [t.text for t in section[:number] if t.kind is TokenKind.MOMENT]
    after = [t.text for t in section[number + 1 :] if t.kind is TokenKind.MOMENT]
    return (bool(before) and before[-1].strip("[]")[0] == "h") or (
        bool(after) and after[0].strip("[]")[0] == "s"
    )


def _elapsed(days: Decimal, unit: str) -> str:
    parts = {"h": 24, "m": 24 * 60, "s": 24 * 60 * 60}
    seconds = int((days * 86_400).to_integral_value())
    return str(seconds // (86_400 // parts[unit]))


def _piece(moment: datetime, text: str, *, has_noon: bool) -> str:
    match text[0]:
        case "y" | "e":
            is_short = text in ("y", "yy")
            return f"{moment.year % 100:02}" if is_short else f"{moment.year:04}"
        case "m":
            return _month(moment.month, text)
        case "d":
            return _day(moment, text)
        case "h":
            return _padded((moment.hour - 1) % 12 + 1 if has_noon else moment.hour, text)
        case "s":
            return _padded(moment.second, text)
        case "a":
            return ("" if text == "aaa" else "星期") + _CHINESE_DAYS[moment.weekday()]
    return ""


def _month(month: int, text: str) -> str:
    if len(text) < 3:
        return _padded(month, text)
    name = _ENGLISH_MONTHS[month - 1]
    return {3: name[:3], 5: name[0]}.get(len(text), name)


def _day(moment: datetime, text: str) -> str:
    if len(text) < 3:
        return _padded(moment.day, text)
    name = _ENGLISH_DAYS[moment.weekday()]
    return name[:3] if len(text) == 3 else name


def _padded(number: int, text: str) -> str:
    return f"{number:02}" if len(text) > 1 else str(number)
