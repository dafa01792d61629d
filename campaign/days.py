"""Days as people write them: 昨天, 6月3日, 2008-06-03, 3/6, 3 June, yesterday."""

import re
from datetime import date, timedelta

WORDS = {
    "今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2, "大前天": 3,
}  # fmt: skip
WEEKDAYS = "一二三四五六日"
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_DAY_ONLY = re.compile(r"(\d{1,2})\s*[日号]")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?")
_MONTH_DAY_EN = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
_WEEKDAY = re.compile(r"(上)?(?:周|星期|礼拜)([一二三四五六日天])")


def read_day(text: str, *, today: date) -> date | None:
    """The day that is meant, in the past where the year is left out; None if it is none."""
    wanted = _half_width(text.strip().lower())
    if wanted in WORDS:
        return today - timedelta(days=WORDS[wanted])
    if found := _YEAR_FIRST.fullmatch(wanted):
        return _day(*(int(part) for part in found.groups()))
    if found := _MONTH_DAY.fullmatch(wanted):
        return _latest(int(found[1]), int(found[2]), today)
    if found := _DAY_ONLY.fullmatch(wanted):
        return _latest_in_months(int(found[1]), today)
    if found := _WEEKDAY.fullmatch(wanted):
        return _weekday(found[2], today, weeks_ago=1 if found[1] else 0)
    return _read_english(wanted, today)


def _read_english(wanted: str, today: date) -> date | None:
    for pattern, day_at, month_at in ((_DAY_MONTH, 1, 2), (_MONTH_DAY_EN, 2, 1)):
        found = pattern.fullmatch(wanted)
        month = _month(found[month_at]) if found else None
        if found and month is not None:
            day = int(found[day_at])
            return _day(int(found[3]), month, day) if found[3] else _latest(month, day, today)
    return None


def _month(word: str) -> int | None:
    """The number of a month, of whose name the word is the beginning."""
    named = (number for number, name in enumerate(MONTHS, 1) if name.startswith(word))
    return next(named, None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(month: int, day: int, today: date) -> date | None:
    """The last such day that is not after today; a 29 February looks back to a leap year."""
    for year in range(today.year, today.year - 9, -1):
        found = _day(year, month, day)
        if found is not None and found <= today:
            return found
    return None


def _latest_in_months(day: int, today: date) -> date | None:
    this = _day(today.year, today.month, day)
    if this is not None and this <= today:
        return this
    before = today.replace(day=1) - timedelta(days=1)
    return _day(before.year, before.month, day)


def _weekday(name: str, today: date, *, weeks_ago: int) -> date:
    wanted = WEEKDAYS.index("日" if name == "天" else name)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=wanted - 7 * weeks_ago)


def _half_width(text: str) -> str:
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)
