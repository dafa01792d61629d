"""The words of which days and moments are made, in both languages, and what they stand for."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from campaign.numbers import DIGITS, read_number

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES = "|".join(rf"{name[:3]}[a-z]{{0,6}}" for name in MONTHS)
_WEEKDAY_NAMES = "|".join((*WEEKDAYS, "mon", "tues?", "wed", "thurs?", "thu", "fri", "sat", "sun"))
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
AFTER_NOON = ("下午", "午后", "晚上", "晚间", "傍晚", "evening", "afternoon")
NOON, MIDNIGHT = ("中午", "noon", "midday"), ("午夜", "midnight")
BEFORE_NOON = ("凌晨", "清晨", "清早", "早上", "早晨", "上午", "morning")
# Pieces of patterns: a whole number, a number of a month or a day, a weekday, a month.
NUMBER = rf"[\d{''.join(DIGITS)}十百千万]+"
SMALL = rf"\d{{1,2}}|[{''.join(DIGITS)}十]{{1,3}}"
WEEKDAY_ZH = r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])"
WEEKDAY_EN = rf"(?P<day>{_WEEKDAY_NAMES})\.?"
MONTH_EN = rf"(?P<month>{_MONTH_NAMES})\.?"
DAY_EN = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR_EN = r"(?:,?\s+(?P<year>\d{4}))?"


def spelled(text: str) -> str:
    """Lower case, one blank between words, full-width forms made plain, no full stop.

    ５月３日 becomes 5月3日, but ² does not become 2.
    """
    plain = "".join(_usual_width(char) for char in text).lower()
    return " ".join(plain.split()).rstrip("。.!?~")


def _usual_width(char: str) -> str:
    is_wide = unicodedata.decomposition(char).startswith("<wide>")
    return unicodedata.normalize("NFKC", char) if is_wide else char


def small(written: str) -> int:
    """A number of a day or a month, in digits or characters; 0 if it is none."""
    return read_number(written) or 0


def count_en(written: str) -> int:
    """A number of days or weeks, in digits or a word."""
    return COUNTS.get(written) or int(written)


def weekday_number(name: str) -> int:
    """Monday is 0; 日 and 天 are both Sunday."""
    if name in "一二三四五六日天":
        return "一二三四五六日".index("日" if name == "天" else name)
    return next(at for at, whole in enumerate(WEEKDAYS) if whole.startswith(name[:3]))


def month_number(word: str) -> int | None:
    """The number of the month whose name begins with the word; sept is one, too."""
    named = (number for number, name in enumerate(MONTHS, 1) if name.startswith(word))
    return next(named, None)


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def day_of(year: int, month: int, day: int) -> date | None:
    """That day; None if there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def later(day: date, days: int) -> date | None:
    """So many days later, or earlier; None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_later(day: date, months: int) -> tuple[int, int]:
    """Year and month, so many months from that day's."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
