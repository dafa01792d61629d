"""Why what somebody wrote is no day, or no moment: what to write instead."""

import re
from calendar import monthrange

from campaign.dates.words import DAY_EN, MONTH_EN, NUMBER, SMALL, month_number, small, spelled
from campaign.texts import Text

# A leap year: without a year, 29 February is a day.
LEAP_YEAR = 2008
_NUMBERED = re.compile(
    rf"(?<!\d)(?:(?P<year>\d{{4}})\s*[-/.年]\s*)?(?P<month>{SMALL})\s*[-/.月]\s*(?P<day>{SMALL})"
    r"(?![\d:点时])"
)
_NAMED = (re.compile(rf"{DAY_EN} {MONTH_EN}"), re.compile(rf"{MONTH_EN} {DAY_EN}(?![\d:])"))
_DAY_ONLY = re.compile(rf"(?<![月\d])(?P<day>{SMALL})\s*[日号]")
_SPAN = re.compile(
    rf"(?:上|这|本|下)?个?(?:周|星期|礼拜|月)|(?:上|这|本|下)?(?:个?周|个?星期)末|月[初中底]"
    rf"|[上中下]旬|最近|近来|近日|以前|前[几些两]天|[这过]几天|(?:好?几|半|{NUMBER})个?[天周年月](?:以|之)?[前后]"
    rf"|去年|前年|今年|明年|(?:{SMALL})月份?"
    r"|(?:last|this|next) (?:week|month|year|weekend)|(?:at )?the weekend|recently|lately"
    rf"|the other day|a few days ago|(?:\d+|[a-z]+) (?:months?|years?) ago|{MONTH_EN}"
)
_HOUR = re.compile(rf"(?P<hour>{SMALL})\s*(?:[点时:](?P<minute>\d{{0,2}}))")
_BARE_HOUR = re.compile(r"(?:at )?\d{1,2}")


def why_no_day(text: str) -> Text:
    """Why `read_day` gives none: no such day, only a span of days, or nothing that can be read."""
    if problem := _impossible(text):
        return problem
    if _SPAN.fullmatch(spelled(text)):
        return Text("flow.which_day", {"said": text.strip()})
    return Text("flow.no_such_day")


def why_no_moment(text: str) -> Text:
    """Why `read_moment` gives none, where it is not the hour that lacks."""
    wanted = spelled(text)
    if problem := _impossible(text):
        return problem
    hour = _HOUR.search(wanted)
    if hour and (small(hour["hour"]) > 24 or int(hour["minute"] or 0) > 59):
        return Text("broadcast.no_such_hour", {"said": text.strip()[:30]})
    if _BARE_HOUR.fullmatch(wanted):
        return Text("broadcast.morning_or_afternoon", {"said": text.strip()})
    if _SPAN.fullmatch(wanted):
        return Text("broadcast.which_day_and_hour", {"said": text.strip()})
    return Text("broadcast.no_such_moment")


def _impossible(text: str) -> Text | None:
    """What the calendar does not have: 2月31日, 13月1日, 31 June."""
    wanted = spelled(text)
    if found := _NUMBERED.search(wanted):
        year = int(found["year"]) if found["year"] else LEAP_YEAR
        return _no_such_date(found[0], year, small(found["month"]), small(found["day"]))
    for pattern in _NAMED:
        named = pattern.search(wanted)
        month = month_number(named["month"]) if named else None
        if named and month is not None:
            return _no_such_date(named[0], LEAP_YEAR, month, int(named["day"]))
    found = _DAY_ONLY.search(wanted)
    return _no_such_date(found[0], LEAP_YEAR, 1, small(found["day"])) if found else None


def _no_such_date(said: str, year: int, month: int, day: int) -> Text | None:
    if not 1 <= month <= 12:
        return Text("flow.no_such_month", {"said": said})
    days = monthrange(year, month)[1] if year else 31
    if 1 <= day <= days:
        return None
    return Text("flow.no_such_date", {"said": said, "n": days})
