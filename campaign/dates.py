"""Days and moments as people write them: 昨天, 6月3日, 3 June; 明天上午9点, in 2 hours.

`read_day` looks back, to what was done; `read_moment` ahead, to what is to be sent.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from campaign.numbers import DIGITS, read_number

DAYS_AGO = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2, "大前天": 3}
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
NOW = ("现在", "马上", "立即", "立刻", "now", "at once", "immediately")
DAYS_AHEAD = {
    "大后天": 3, "后天": 2, "明天": 1, "明日": 1, "今天": 0, "今日": 0, "今晚": 0, "明晚": 1,
    "明早": 1,
    "the day after tomorrow": 2, "day after tomorrow": 2, "tomorrow": 1, "today": 0, "tonight": 0,
}  # fmt: skip
# Words that name a day and a part of it.
PARTS_IN_DAYS = {"今晚": "晚上", "明晚": "晚上", "明早": "早上", "tonight": "evening"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Moments beyond Python's calendar are cut to its ends: far too late, or long past.
FIRST, LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
UNITS = {
    "分钟": "minutes", "分": "minutes", "个小时": "hours", "小时": "hours", "个钟头": "hours",
    "钟头": "hours", "天": "days", "日": "days", "周": "weeks", "个星期": "weeks", "星期": "weeks",
    "minute": "minutes", "min": "minutes", "hour": "hours", "day": "days", "week": "weeks",
}  # fmt: skip
AFTER_NOON = ("下午", "晚上", "傍晚", "evening", "afternoon")
NOON, MIDNIGHT = ("中午", "noon", "midday"), ("午夜", "midnight")
BEFORE_NOON = ("凌晨", "清晨", "早上", "早晨", "上午", "morning")

_AFTER_ZH = re.compile(
    rf"(半|[\d{''.join(DIGITS)}十百千万]+)(个?半)?({'|'.join(UNITS)})(半)?[后之以]后?"
)
_AFTER_EN = re.compile(
    r"in (an?|half an?|\d{1,4}|one|two|three|four|five|six) (minute|min|hour|day|week)s?"
)
_WORDS_EN = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a": 1, "an": 1}
_ALL_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_ENGLISH_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?")
_ENGLISH_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
_PAST_WEEKDAY = re.compile(r"(上)?(?:周|星期|礼拜)([一二三四五六日天])")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/月]\s*(\d{1,2})(?:\s*[日号]|(?![\d:点]))")
_DAY_ONLY = re.compile(r"(\d{1,2})\s*[日号]")
_WEEKDAY_ZH = re.compile(r"(本|这|下)?个?(?:周|星期|礼拜)([一二三四五六日天])")
_WEEKDAY_EN = re.compile(rf"(this |next |on )?({'|'.join(WEEKDAYS)}|mon|tue|wed|thu|fri|sat|sun)\b")
_DAY_MONTH = re.compile(r"(?:on )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\b\.?(?:,? (\d{4}))?")
_MONTH_DAY_EN = re.compile(
    r"(?:on )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,? (\d{4}))?"
)
_PART = "|".join((*AFTER_NOON, *NOON, *BEFORE_NOON, *MIDNIGHT))
_NUMBER = rf"\d{{1,2}}|[{''.join(DIGITS)}十]{{1,3}}"
_CLOCK = re.compile(
    rf"(?:at )?(?:in the )?(?P<part>{_PART})?\s*(?:at )?"
    rf"(?:(?P<hour>{_NUMBER})\s*(?:"
    rf":(?P<colon>\d{{2}})|(?:点钟?|时)(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{_NUMBER})分?)?"
    r")?\s*(?P<pm>[ap]\.?m\.?)?)?"
    rf"(?:\s*in the (?P<later>morning|afternoon|evening))?"
)


def read_day(text: str, *, today: date) -> date | None:
    """The day that the text means, without a year the last such day; None if it means none."""
    wanted = _plain(text).strip()
    if wanted in DAYS_AGO:
        return today - timedelta(days=DAYS_AGO[wanted])
    if found := _YEAR_FIRST.fullmatch(wanted):
        return _date(*(int(part) for part in found.groups()))
    if found := _ALL_MONTH_DAY.fullmatch(wanted):
        return _latest(int(found[1]), int(found[2]), today)
    if found := _DAY_ONLY.fullmatch(wanted):
        return _latest_in_months(int(found[1]), today)
    if found := _PAST_WEEKDAY.fullmatch(wanted):
        return _past_weekday(found[2], today, weeks_ago=1 if found[1] else 0)
    return _read_english(wanted, today)


def _read_english(wanted: str, today: date) -> date | None:
    for pattern, day_at, month_at in ((_ENGLISH_DAY_MONTH, 1, 2), (_ENGLISH_MONTH_DAY, 2, 1)):
        found = pattern.fullmatch(wanted)
        month = _month(found[month_at]) if found else None
        if found and month is not None:
            day = int(found[day_at])
            return _date(int(found[3]), month, day) if found[3] else _latest(month, day, today)
    return None


def _latest(month: int, day: int, today: date) -> date | None:
    """The last such day that is not after today; a 29 February looks back to a leap year."""
    for year in range(today.year, today.year - 9, -1):
        found = _date(year, month, day)
        if found is not None and found <= today:
            return found
    return None


def _latest_in_months(day: int, today: date) -> date | None:
    this = _date(today.year, today.month, day)
    if this is not None and this <= today:
        return this
    before = today.replace(day=1) - timedelta(days=1)
    return _date(before.year, before.month, day)


def _past_weekday(name: str, today: date, *, weeks_ago: int) -> date:
    wanted = _weekday_number(name)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=wanted - 7 * weeks_ago)


def read_moment(text: str, *, now: datetime) -> datetime | None:
    """The moment that the text means, in the zone of `now`; None without a readable day and hour.

    Without a day, the next such hour is meant; without a year, the next such day. An hour that the
    clocks leave out at a change to summer time becomes the one after it.
    """
    zone = now.tzinfo
    if zone is None:
        raise ValueError("a moment without a time zone")
    wanted = " ".join(_plain(text).split()).rstrip("。.!")
    if wanted in NOW:
        return now
    if (after := _after(wanted)) is not None:
        return _later(now, after)
    day, rest = _day(wanted, now.date())
    clock = _clock(rest)
    if clock is None:
        return None
    if day is not None:
        return _at(day, clock, zone)
    today = _at(now.date(), clock, zone)
    return today if today > now else _at(now.date() + timedelta(days=1), clock, zone)


def _after(wanted: str) -> timedelta | None:
    """2小时后, 半小时后, 一个半小时后, in half an hour."""
    if found := _AFTER_ZH.fullmatch(wanted.replace(" ", "")):
        half = found[1] == "半" or bool(found[2] or found[4])
        whole = 0 if found[1] == "半" else read_number(found[1])
        return None if whole is None else timedelta(**{UNITS[found[3]]: whole + half / 2})
    if found := _AFTER_EN.fullmatch(wanted):
        if found[1].startswith("half"):
            return timedelta(**{UNITS[found[2]]: 0.5})
        return timedelta(**{UNITS[found[2]]: _WORDS_EN.get(found[1]) or int(found[1])})
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
            return today + timedelta(days=ahead), rest.strip()
    for pattern, read in _DAYS:
        if found := pattern.search(wanted):
            day = read(found, today)
            if day is not None:
                rest = f"{wanted[: found.start()]} {wanted[found.end() :]}"
                return day, " ".join(rest.split()).strip(", ，的")
    return None, wanted


def _year_first(found: re.Match[str], _: date) -> date | None:
    return _date(int(found[1]), int(found[2]), int(found[3]))


def _month_day(found: re.Match[str], today: date) -> date | None:
    return _next(int(found[1]), int(found[2]), today)


def _day_only(found: re.Match[str], today: date) -> date | None:
    """The next such day of a month."""
    first = today.replace(day=1)
    for _ in range(12):
        day = _date(first.year, first.month, int(found[1]))
        if day is not None and day >= today:
            return day
        first = (first + timedelta(days=32)).replace(day=1)
    return None


def _weekday_zh(found: re.Match[str], today: date) -> date | None:
    wanted = _weekday_number(found[2])
    return _weekday(wanted, today, this=found[1] in ("本", "这"), following=found[1] == "下")


def _weekday_en(found: re.Match[str], today: date) -> date | None:
    wanted = next(at for at, name in enumerate(WEEKDAYS) if name.startswith(found[2][:3]))
    which = (found[1] or "").strip()
    return _weekday(wanted, today, this=which == "this", following=which == "next")


def _weekday(wanted: int, today: date, *, this: bool, following: bool) -> date:
    """周五 is the next one, today included; 下周五 the one of the week after this."""
    monday = today - timedelta(days=today.weekday())
    if this or following:
        return monday + timedelta(days=wanted + (7 if following else 0))
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _day_month(found: re.Match[str], today: date) -> date | None:
    return _named(found[2], int(found[1]), found[3], today)


def _month_day_en(found: re.Match[str], today: date) -> date | None:
    return _named(found[1], int(found[2]), found[3], today)


_DAYS = (
    (_YEAR_FIRST, _year_first), (_WEEKDAY_ZH, _weekday_zh), (_WEEKDAY_EN, _weekday_en),
    (_MONTH_DAY, _month_day), (_DAY_ONLY, _day_only), (_DAY_MONTH, _day_month),
    (_MONTH_DAY_EN, _month_day_en),
)  # fmt: skip


def _named(month: str, day: int, year: str | None, today: date) -> date | None:
    number = _month(month)
    if number is None:
        return None
    return _date(int(year), number, day) if year else _next(number, day, today)


def _next(month: int, day: int, today: date) -> date | None:
    """The first such day that is not before today; a 29 February waits for a leap year."""
    years = range(today.year, min(today.year + 9, 9999))
    found = (_date(year, month, day) for year in years)
    return next((one for one in found if one is not None and one >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(rest: str) -> time | None:
    found = _CLOCK.fullmatch(rest.strip())
    if found is None:
        return None
    part = found["part"] or found["later"] or ""
    if found["hour"] is None:
        return time(12) if part in NOON else None
    bare = not (found["colon"] or found["pm"] or "点" in rest or "时" in rest or part)
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


def _month(word: str) -> int | None:
    """The number of the month whose name begins with the word."""
    named = (number for number, name in enumerate(MONTHS, 1) if name.startswith(word))
    return next(named, None)


def _weekday_number(name: str) -> int:
    """Monday is 0; 日 and 天 are both Sunday."""
    return "一二三四五六日".index("日" if name == "天" else name)


def _plain(text: str) -> str:
    """Lower case, full-width forms made plain: ５月３日 becomes 5月3日, but ² does not become 2."""
    return "".join(_usual_width(char) for char in text).lower()


def _usual_width(char: str) -> str:
    is_wide = unicodedata.decomposition(char).startswith("<wide>")
    return unicodedata.normalize("NFKC", char) if is_wide else char
