"""Days as people write them, looking back: 昨天, 三天前, 上周五, 6月3日, last Friday, 3 June."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from campaign.dates.words import (
    AFTER_NOON,
    BEFORE_NOON,
    COUNTS,
    DAY_EN,
    MIDNIGHT,
    MONTH_EN,
    NOON,
    NUMBER,
    SMALL,
    WEEKDAY_EN,
    WEEKDAY_ZH,
    alternatives,
    count_en,
    day_of,
    later,
    monday_of,
    month_later,
    month_number,
    small,
    spelled,
    weekday_number,
)
from campaign.numbers import read_number

# How many days from today; what is still to come is read, too, so that one learns that it is.
DAYS_FROM_TODAY = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "今天": 0, "今日": 0,
    "今早": 0, "今晨": 0, "今晚": 0, "刚才": 0, "刚刚": 0, "明天": 1, "明日": 1, "明早": 1,
    "明晚": 1, "后天": 2, "大后天": 3, "前晚": -2,
    "the day before yesterday": -2, "day before yesterday": -2, "yesterday": -1, "last night": -1,
    "today": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tonight": 0,
    "just now": 0, "tomorrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2,
}  # fmt: skip
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_WEEKS_EN = {"this": 0, "next": 1}
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
_ZH_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
# The part of a day, and the hour, that may follow.
_HOUR = rf"(?:\d{{1,2}}:\d\d|(?:{SMALL})[点时](?:半|[一三]刻|(?:{SMALL})分?)?)"
_PARTS = alternatives((*AFTER_NOON, *NOON, *BEFORE_NOON, *MIDNIGHT, "夜里", "半夜", "night"))
_TIME = re.compile(
    rf"\s*(?:的时候|的)?\s*(?:in the |at )?(?:{_PARTS})?(?:at )?\s*"
    rf"(?:{_HOUR}\s*(?:[ap]\.?m)?)?(?:左右)?$"
)

_MONTH_AND_DAY = (
    rf"(?P<month>{SMALL})\s*(?P<mark>[-/.月])\s*(?P<day>{SMALL})\s*[日号]?"
    rf"(?:\s*\(?{WEEKDAY_ZH.replace('?P<day>', '')}\)?)?"
)


def read_day(text: str, *, today: date, since: date | None = None) -> date | None:
    """The day that the text means; None if it means none.

    Without a year it is the last such day, or, if that lies before `since`, the next. A weekday
    alone is the last one. What is said to come (明天, next Friday) is read as such.
    """
    wanted = spelled(text)
    found = _read(wanted, today, since)
    bare = _TIME.sub("", wanted, count=1)
    return found if found is not None or bare == wanted else _read(bare, today, since)


def _read(wanted: str, today: date, since: date | None) -> date | None:
    if wanted in DAYS_FROM_TODAY:
        return later(today, DAYS_FROM_TODAY[wanted])
    for pattern, read in _FORMS:
        found = pattern.fullmatch(wanted)
        day = read(found, today) if found else None
        if day is not None:
            return day
    return _without_year(wanted, today, since)


def _without_year(wanted: str, today: date, since: date | None) -> date | None:
    if found := _MONTH_DAY.fullmatch(wanted):
        month, day = small(found["month"]), small(found["day"])
        if month > 12 and found["mark"] != "月":
            month, day = day, month
        return _latest(month, day, today, since)
    for pattern in _NAMED:
        named = pattern.fullmatch(wanted)
        month_named = month_number(named["month"]) if named else None
        if named and month_named is not None:
            return _latest(month_named, int(named["day"]), today, since)
    if found := _DAY_ONLY.fullmatch(wanted):
        return _latest_in_months(small(found["day"] or found["en"]), today)
    return None


def _latest(month: int, day: int, today: date, since: date | None) -> date | None:
    """The last such day that is not after today; a 29 February looks back to a leap year."""
    years = range(today.year, max(today.year - 9, 0), -1)
    found = next((d for y in years if (d := day_of(y, month, day)) and d <= today), None)
    if found is not None and since is not None and found < since:
        return next_such_day(month, day, today) or found
    return found


def next_such_day(month: int, day: int, today: date) -> date | None:
    """The first such day that is not before today; a 29 February waits for a leap year."""
    years = range(today.year, min(today.year + 9, 9999))
    return next((d for y in years if (d := day_of(y, month, day)) and d >= today), None)


def _latest_in_months(day: int, today: date) -> date | None:
    this = day_of(today.year, today.month, day)
    if this is not None and this <= today:
        return this
    return day_of(*month_later(today, -1), day)


def _whole(found: re.Match[str], _: date) -> date | None:
    return day_of(int(found["year"]), small(found["month"]), small(found["day"]))


def _whole_en(found: re.Match[str], _: date) -> date | None:
    month = month_number(found["month"])
    return None if month is None else day_of(int(found["year"]), month, int(found["day"]))


def _of_year(found: re.Match[str], today: date) -> date | None:
    year = today.year + _YEARS[found["which"]]
    return day_of(year, small(found["month"]), small(found["day"]))


def _of_month(found: re.Match[str], today: date) -> date | None:
    return day_of(*month_later(today, _WEEKS[found["which"]]), small(found["day"]))


def _weekday_zh(found: re.Match[str], today: date) -> date | None:
    wanted = weekday_number(found["day"])
    if found["which"]:
        return later(monday_of(today), wanted + 7 * _WEEKS[found["which"]])
    return last_weekday(wanted, today)


def last_weekday(wanted: int, today: date) -> date:
    """The last such weekday; today, if it is one."""
    return today - timedelta(days=(today.weekday() - wanted) % 7)


def _weekday_en(found: re.Match[str], today: date) -> date | None:
    """`last Friday` is the one before today, `Friday last week` that of the week before this."""
    wanted, which = weekday_number(found["day"]), (found["which"] or "").strip()
    if found["week"]:
        return later(monday_of(today), wanted + (-7 if found["week"] == "last" else 7))
    if which == "last":
        return last_weekday(wanted, today - timedelta(days=1))
    if which in _WEEKS_EN:
        return later(monday_of(today), wanted + 7 * _WEEKS_EN[which])
    return last_weekday(wanted, today)


def _counted_zh(found: re.Match[str], today: date) -> date | None:
    number = read_number(found["n"])
    if number is None:
        return None
    days = number * _ZH_DAYS[found["unit"]]
    return later(today, -days if "前" in found["way"] else days)


def _counted_en(found: re.Match[str], today: date) -> date | None:
    if not found["n"].isdecimal() and found["n"] not in COUNTS:
        return None
    days = count_en(found["n"]) * (7 if found["unit"] == "week" else 1)
    return later(today, days if found["to_come"] else -days)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = tuple(
    (re.compile(form), read)
    for form, read in (
        (rf"(?P<year>\d{{4}})\s*[-/.年]\s*{_MONTH_AND_DAY}", _whole),
        (r"(?P<year>[12]\d{3})(?P<month>[01]\d)(?P<day>[0-3]\d)", _whole),
        (r"(?P<day>[0-9]{1,2})[/.](?P<month>[0-9]{1,2})[/.](?P<year>[0-9]{4})", _whole),
        (rf"(?:the )?{DAY_EN}(?: of)? {MONTH_EN},? (?P<year>\d{{4}})", _whole_en),
        (rf"{MONTH_EN} {DAY_EN},? (?P<year>\d{{4}})", _whole_en),
        (rf"(?P<which>[前去今明]年)的?{_MONTH_AND_DAY}", _of_year),
        (rf"(?P<which>上上|上|本|这|下)个?月的?(?P<day>{SMALL})[日号]", _of_month),
        (rf"(?P<which>上上|上|本|这|下)?个?{WEEKDAY_ZH}", _weekday_zh),
        (rf"(?:on )?(?P<which>last |this |next )?{WEEKDAY_EN}(?: (?P<week>last|next) week)?",
         _weekday_en),
        (rf"(?P<week>last|next) week(?: on)? (?P<which>){WEEKDAY_EN}", _weekday_en),
        (rf"(?P<n>{NUMBER})个?(?P<unit>天|日|周|星期|礼拜)(?P<way>以前|之前|前|以后|之后|后)",
         _counted_zh),
        (r"(?P<to_come>in )?(?P<n>\d{1,4}|[a-z]+) (?P<unit>day|week)s?(?(to_come)| ago)",
         _counted_en),
    )
)  # fmt: skip
_WITH_WEEKDAY = rf"(?:{WEEKDAY_EN.replace('?P<day>', '?:')},? )?"
_MONTH_DAY = re.compile(_MONTH_AND_DAY)
_NAMED = (
    re.compile(rf"(?:on )?{_WITH_WEEKDAY}(?:the )?{DAY_EN}(?: of)? {MONTH_EN}"),
    re.compile(rf"(?:on )?{_WITH_WEEKDAY}{MONTH_EN} (?:the )?{DAY_EN}"),
)
_DAY_ONLY = re.compile(
    rf"(?P<day>{SMALL})\s*[日号]|(?:on )?(?:the )?(?P<en>\d{{1,2}})(?:st|nd|rd|th)"
)
