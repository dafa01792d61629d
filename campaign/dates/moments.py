"""Moments to come, as people write them: 明天上午9点, 周五下午三点, 2小时后, tomorrow at 9 am."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from campaign.dates.days import next_such_day
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
    YEAR_EN,
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
from campaign.numbers import DIGITS, read_number

NOW = ("现在", "马上", "立即", "立刻", "now", "at once", "immediately")
DAYS_AHEAD = {
    "大后天": 3, "后天": 2, "明天": 1, "明日": 1, "今天": 0, "今日": 0, "今晚": 0, "明晚": 1,
    "明早": 1, "今早": 0, "后晚": 2, "大前天": -3, "前天": -2, "昨天": -1, "昨晚": -1,
    "the day after tomorrow": 2, "day after tomorrow": 2, "tomorrow": 1, "today": 0, "tonight": 0,
    "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": -1,
}  # fmt: skip
# Words that name a day and a part of it.
PARTS_IN_DAYS = {
    "今晚": "晚上", "明晚": "晚上", "后晚": "晚上", "昨晚": "晚上", "明早": "早上", "今早": "早上",
    "tonight": "evening", "this morning": "morning", "this afternoon": "afternoon",
    "this evening": "evening",
}  # fmt: skip
# Moments beyond Python's calendar are cut to its ends: far too late, or long past.
FIRST, LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
UNITS = {
    "分钟": "minutes", "分": "minutes", "个小时": "hours", "小时": "hours", "个钟头": "hours",
    "钟头": "hours", "天": "days", "日": "days", "周": "weeks", "个星期": "weeks", "星期": "weeks",
    "minute": "minutes", "min": "minutes", "hour": "hours", "day": "days", "week": "weeks",
}  # fmt: skip
_WEEKS = {"本": 0, "这": 0, "下": 1, "下下": 2, "this": 0, "next": 1, "上": -1, "last": -1}
_MONTHS = {"本": 0, "这": 0, "下": 1}

_AFTER_ZH = re.compile(rf"(半|{NUMBER})(个?半)?({'|'.join(UNITS)})(半)?[后之以]后?")
_AFTER_EN = re.compile(
    rf"in (half an?|\d{{1,4}}|{alternatives(COUNTS)}) (minute|min|hour|day|week)s?"
)
_DAYS_AFTER = re.compile(
    rf"(?P<n>{NUMBER})天(?:以后|之后|后)|in (?P<en>\d{{1,3}}|{alternatives(COUNTS)}) days?"
)
_PARTS = (*AFTER_NOON, *NOON, *BEFORE_NOON, *MIDNIGHT)
_CLOCK = re.compile(
    rf"(?:at |by )?(?:in the )?(?P<part>{alternatives(_PARTS)})?\s*(?:at )?"
    rf"(?:(?P<hour>{SMALL})\s*(?:"
    rf":(?P<colon>\d{{2}})|(?P<clock>点钟?|时|o'clock)"
    rf"(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{SMALL})分?)?"
    r")?\s*(?P<pm>[ap]\.?m\.?)?)?"
    r"(?:\s*(?:in the )?(?P<later>morning|afternoon|evening))?"
)


class DayAlone(NamedTuple):
    """A day without its hour; `part`: the part of the day, if one was named (下午, morning)."""

    day: date
    part: str = ""


def read_moment(text: str, *, now: datetime, on: DayAlone | None = None) -> datetime | None:
    """The moment that the text means, in the zone of `now`; None without a readable day and hour.

    Without a day, that hour of the day `on` is meant, or the next such hour; without a year, the
    next such day. An hour that the clocks leave out at a change to summer time becomes the one
    after it.
    """
    zone, wanted = _zone(now), spelled(text)
    if on is not None and (hour := _clock(f"{on.part} {wanted}") or _clock(wanted)) is not None:
        return _at(on.day, hour, zone)
    if wanted in NOW:
        return now
    if (after := _after(wanted)) is not None:
        return _later(now, after)
    day, rest = _day(wanted, now.date())
    clock = _clock(rest)
    if clock is None:
        return None
    if day is not None:
        return _in_time(_at(day, clock, zone), wanted, now)
    today = _at(now.date(), clock, zone)
    return today if today > now else _at(now.date() + timedelta(days=1), clock, zone)


def day_without_hour(text: str, *, now: datetime) -> DayAlone | None:
    """The day that the text names, if that is all it names: it lacks the hour."""
    _zone(now)
    day, rest = _day(spelled(text), now.date())
    part = rest.removeprefix("in the ").strip()
    if day is None or (part and part not in _PARTS):
        return None
    return DayAlone(day, part)


def _zone(now: datetime) -> tzinfo:
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return now.tzinfo


def _in_time(moment: datetime, wanted: str, now: datetime) -> datetime:
    """A weekday of which that hour is past today is the one of next week."""
    if moment > now or moment.date() != now.date() or not _names_weekday_only(wanted):
        return moment
    return _later(moment, timedelta(days=7))


def _names_weekday_only(wanted: str) -> bool:
    for pattern in (_WEEKDAY_ZH, _WEEKDAY_EN):
        if found := pattern.search(wanted):
            return not (found["which"] or "").strip()
    return False


def _after(wanted: str) -> timedelta | None:
    """2小时后, 半小时后, 一个半小时后, in half an hour."""
    if found := _AFTER_ZH.fullmatch(wanted.replace(" ", "")):
        half = found[1] == "半" or bool(found[2] or found[4])
        whole = 0 if found[1] == "半" else read_number(found[1])
        return None if whole is None else timedelta(**{UNITS[found[3]]: whole + half / 2})
    if found := _AFTER_EN.fullmatch(wanted):
        if found[1].startswith("half"):
            return timedelta(**{UNITS[found[2]]: 0.5})
        return timedelta(**{UNITS[found[2]]: count_en(found[1])})
    return None


def _later(now: datetime, after: timedelta) -> datetime:
    try:
        return (now.astimezone(UTC) + after).astimezone(now.tzinfo)
    except OverflowError:
        return LAST.astimezone(now.tzinfo)


def _day(wanted: str, today: date) -> tuple[date | None, str]:
    """The day that the text begins or ends with, and what is left of the text."""
    for word, ahead in DAYS_AHEAD.items():
        if word in wanted:
            rest = wanted.replace(word, f" {PARTS_IN_DAYS.get(word, '')}", 1)
            return later(today, ahead), rest.strip()
    for pattern, read in _DAYS:
        if found := pattern.search(wanted):
            day = read(found, today)
            if day is not None:
                rest = f"{wanted[: found.start()]} {wanted[found.end() :]}"
                return day, " ".join(rest.split()).strip(", ，的()")
    return None, wanted


def _whole(found: re.Match[str], _: date) -> date | None:
    return day_of(int(found["year"]), small(found["month"]), small(found["day"]))


def _month_day(found: re.Match[str], today: date) -> date | None:
    return next_such_day(small(found["month"]), small(found["day"]), today)


def _of_month(found: re.Match[str], today: date) -> date | None:
    return day_of(*month_later(today, _MONTHS[found["which"]]), small(found["day"]))


def _day_only(found: re.Match[str], today: date) -> date | None:
    """The next such day of a month."""
    for ahead in range(12):
        day = day_of(*month_later(today, ahead), small(found["day"] or found["en"]))
        if day is not None and day >= today:
            return day
    return None


def _weekday_zh(found: re.Match[str], today: date) -> date | None:
    return _weekday(weekday_number(found["day"]), today, found["which"] or "")


def _weekday_en(found: re.Match[str], today: date) -> date | None:
    which = found["week"] or found["after"] or (found["which"] or "").strip()
    return _weekday(weekday_number(found["day"]), today, which)


def _weekday(wanted: int, today: date, which: str) -> date | None:
    """周五 is the next one, today included; 下周五 the one of the week after this."""
    if which in _WEEKS:
        return later(monday_of(today), wanted + 7 * _WEEKS[which])
    return later(today, (wanted - today.weekday()) % 7)


def _named(found: re.Match[str], today: date) -> date | None:
    month, day = month_number(found["month"]), int(found["day"])
    if month is None:
        return None
    year = found["year"]
    return day_of(int(year), month, day) if year else next_such_day(month, day, today)


def _after_days(found: re.Match[str], today: date) -> date | None:
    days = read_number(found["n"]) if found["n"] else count_en(found["en"])
    return None if days is None else later(today, days)


def _last_of_month(found: re.Match[str], today: date) -> date | None:
    return later(date(*month_later(today, 1), 1), -1)


_WEEKDAY_ZH = re.compile(rf"(?P<which>下下|上|本|这|下)?个?{WEEKDAY_ZH}")
_WEEKDAY_EN = re.compile(
    r"(?:(?P<week>this|next) week(?: on)? |on )?(?P<which>this |next |last )?"
    rf"\b{WEEKDAY_EN}(?![a-z])(?: (?P<after>this|next) week)?"
)
_DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (re.compile(rf"(?P<year>\d{{4}})\s*[-/.年]\s*(?P<month>{SMALL})\s*[-/.月]\s*(?P<day>{SMALL})"
                r"\s*[日号]?"), _whole),
    (re.compile(rf"(?P<which>下|本|这)个?月(?P<day>{SMALL})\s*[日号]"), _of_month),
    (re.compile(rf"(?P<month>{SMALL})\s*[-/月]\s*(?P<day>{SMALL})(?:\s*[日号]|(?![\d:点]))"
                rf"(?:\s*\({WEEKDAY_ZH.replace('?P<day>', '')}\))?"),
     _month_day),
    (re.compile(rf"(?P<day>{SMALL})\s*[日号]|\bthe (?P<en>\d{{1,2}})(?:st|nd|rd|th)"), _day_only),
    (re.compile(rf"(?:on )?{DAY_EN} {MONTH_EN}(?![a-z]){YEAR_EN}"), _named),
    (re.compile(rf"(?:on )?{MONTH_EN} {DAY_EN}\b(?!:){YEAR_EN}"), _named),
    (_WEEKDAY_ZH, _weekday_zh),
    (_WEEKDAY_EN, _weekday_en),
    (_DAYS_AFTER, _after_days),
    (re.compile("(?:这个|本)?月底"), _last_of_month),
)  # fmt: skip


def _clock(rest: str) -> time | None:
    found = _CLOCK.fullmatch(rest.strip())
    if found is None:
        return None
    part = found["part"] or found["later"] or ""
    if found["hour"] is None:
        return time(12) if part in NOON else None
    bare = not (found["colon"] or found["pm"] or found["clock"] or part)
    hour, minute = read_number(found["hour"]), _minute(found)
    if bare or hour is None or minute is None:
        return None
    return _time(hour, minute, part, (found["pm"] or "").replace(".", ""))


def _minute(found: re.Match[str]) -> int | None:
    if found["half"]:
        return 30
    if found["quarter"]:
        return 15 * DIGITS[found["quarter"]]
    return read_number(found["colon"] or found["minute"] or "0")


def _time(hour: int, minute: int, part: str, pm: str) -> time | None:
    """下午3点 and 下午15点 are 15:00; 晚上12点 is not an hour of that evening and is refused."""
    late = pm == "pm" or part in AFTER_NOON or (part in NOON and hour < 6)
    if pm and not 1 <= hour <= 12:
        return None
    if late and hour < 12:
        hour += 12
    elif (pm == "am" or part in MIDNIGHT) and hour == 12:
        hour = 0
    elif hour == 12 and part in ("晚上", "evening", *BEFORE_NOON):
        return None
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _at(day: date, clock: time, zone: tzinfo) -> datetime:
    """The wall time in the zone; a time that summer time skips becomes an hour later."""
    wall = datetime.combine(day, clock, zone)
    try:
        return wall.astimezone(UTC).astimezone(zone)
    except OverflowError:
        return (FIRST if day.year == 1 else LAST).astimezone(zone)
