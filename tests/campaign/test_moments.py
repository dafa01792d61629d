"""Moments to come, as people write them; whatever is written, the answer is a moment or none."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.dates import DAYS_AHEAD, day_without_hour, read_moment, why_no_moment
from campaign.notices import moment_problem

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Monday.
# Wall times, as a zone is put to them later.
DATES = st.datetimes(datetime(1999, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001
NOW = datetime(2008, 6, 23, 9, 30, tzinfo=SHANGHAI)


def read(text: str) -> str | None:
    found = read_moment(text, now=NOW)
    return None if found is None else f"{found:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("明天上午9点", "2008-06-24 09:00"),
        ("明天 9:00", "2008-06-24 09:00"),
        ("明早八点半", "2008-06-24 08:30"),
        ("今晚7点", "2008-06-23 19:00"),
        ("后天下午三点一刻", "2008-06-25 15:15"),
        ("大后天中午12点", "2008-06-26 12:00"),
        ("周五下午三点", "2008-06-27 15:00"),
        ("周一上午十点", "2008-06-23 10:00"),
        ("下周一上午十点", "2008-06-30 10:00"),
        ("星期日 20:05", "2008-06-29 20:05"),
        ("6月25日9点", "2008-06-25 09:00"),
        ("1月4日 下午2点20分", "2009-01-04 14:20"),
        ("25号上午十一点三十五分", "2008-06-25 11:35"),
        ("3号9点", "2008-07-03 09:00"),
        ("2008-06-25 09:00", "2008-06-25 09:00"),
        ("2008年7月1日 9时", "2008-07-01 09:00"),
        ("2008－06－25　09：00", "2008-06-25 09:00"),
        ("10:00", "2008-06-23 10:00"),
        ("9:00", "2008-06-24 09:00"),
        ("下午三点", "2008-06-23 15:00"),
        ("2小时后", "2008-06-23 11:30"),
        ("两个小时后", "2008-06-23 11:30"),
        ("半小时后", "2008-06-23 10:00"),
        ("一个半小时后", "2008-06-23 11:00"),
        ("45分钟后", "2008-06-23 10:15"),
        ("三天后", "2008-06-26 09:30"),
        ("现在", "2008-06-23 09:30"),
        ("in 2 hours", "2008-06-23 11:30"),
        ("in half an hour", "2008-06-23 10:00"),
        ("in an hour", "2008-06-23 10:30"),
        ("in 3 days", "2008-06-26 09:30"),
        ("tomorrow at 9 am", "2008-06-24 09:00"),
        ("tomorrow 3:30 pm", "2008-06-24 15:30"),
        ("tonight at 8", "2008-06-23 20:00"),
        ("tomorrow at noon", "2008-06-24 12:00"),
        ("Friday 15:00", "2008-06-27 15:00"),
        ("next Monday at 10:00", "2008-06-30 10:00"),
        ("25 June 9:00", "2008-06-25 09:00"),
        ("June 25, 2008 at 9 am", "2008-06-25 09:00"),
        ("4 January 14:00", "2009-01-04 14:00"),
        ("12 am", "2008-06-24 00:00"),
        ("一百天后", "2008-10-01 09:30"),
        ("٣天后", "2008-06-26 09:30"),
        ("明天九点零五分", "2008-06-24 09:05"),
        ("tomorrow at 7 in the evening", "2008-06-24 19:00"),
        ("2008-06-20 09:00", "2008-06-20 09:00"),
        ("周一上午八点", "2008-06-30 08:00"),
        ("Monday at 8:00", "2008-06-30 08:00"),
        ("今早8点", "2008-06-23 08:00"),
        ("昨天9点", "2008-06-22 09:00"),
        ("下个月3号9点", "2008-07-03 09:00"),
        ("六月二十五日九点", "2008-06-25 09:00"),
        ("下下周一 9:00", "2008-07-07 09:00"),
        ("3天后上午9点", "2008-06-26 09:00"),
        ("月底下午3点", "2008-06-30 15:00"),
        ("tomorrow morning at 9", "2008-06-24 09:00"),
        ("Monday next week at 9:00", "2008-06-30 09:00"),
        ("next week Monday 9:00", "2008-06-30 09:00"),
        ("in 3 days at 9:00", "2008-06-26 09:00"),
        ("9 o'clock tomorrow", "2008-06-24 09:00"),
        ("the 25th at 9 am", "2008-06-25 09:00"),
        ("6月25日（周三）9:00", "2008-06-25 09:00"),
    ],
)
def test_what_people_write_is_read(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    "text",
    ["", "明天", "周五", "尽快", "25点", "9:61", "2008-02-30 09:00", "明天32点", "soon", "tomorrow",
     "13 pm", "9", "下午", "十十点", "in 99999 weeks", "明天上午9点左右吧", "晚上12点",
     "31 September 9:00"],
)  # fmt: skip
def test_what_names_no_moment_is_not_guessed(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("后天", 25), ("周一", 23), ("明早", 24), ("明天上午", 24), ("下周二", 1), ("Friday", 27),
     ("tomorrow morning", 24), ("tonight", 23), ("6月25日", 25), ("25号下午", 25), ("in 3 days", 0),
     ("2小时后", 0), ("10:00", 0), ("尽快", 0)],
)  # fmt: skip
def test_a_day_alone_lacks_its_hour(text: str, day: int) -> None:
    found = day_without_hour(text, now=NOW)
    assert (found.day.day if found else 0) == day or read(text) is not None


@pytest.mark.parametrize(
    ("named", "said", "meant"),
    [
        ("周三", "下午3点", "25 15:00"),
        ("周三", "9点", "25 09:00"),
        ("周三下午", "3点", "25 15:00"),
        ("明天晚上", "八点半", "24 20:30"),
        ("明早", "9", "24 09:00"),
        ("Wednesday evening", "8", "25 20:00"),
        ("tonight", "at 8", "23 20:00"),
        ("周三下午", "上午10点", "25 10:00"),
        ("周三下午", "周四上午10点", "26 10:00"),
    ],
)
def test_the_hour_alone_is_of_the_day_and_the_part_that_were_named(
    named: str, said: str, meant: str
) -> None:
    found = read_moment(said, now=NOW, on=day_without_hour(named, now=NOW))
    assert f"{found:%d %H:%M}" == meant


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2月31日9点", "flow.no_such_date"),
        ("31 September 9:00", "flow.no_such_date"),
        ("13月1日 9:00", "flow.no_such_month"),
        ("明天25点", "broadcast.no_such_hour"),
        ("9:61", "broadcast.no_such_hour"),
        ("9", "broadcast.morning_or_afternoon"),
        ("下周", "broadcast.which_day_and_hour"),
        ("next week", "broadcast.which_day_and_hour"),
        ("尽快", "broadcast.no_such_moment"),
        ("晚上12点", "broadcast.no_such_moment"),
    ],
)
def test_what_is_no_moment_is_answered_with_the_reason(text: str, key: str) -> None:
    assert read(text) is None
    assert why_no_moment(text).key == key


@given(st.text(max_size=40))
def test_any_text_gives_a_moment_with_a_zone_or_none(text: str) -> None:
    found = read_moment(text, now=NOW)
    assert found is None or found.tzinfo is not None


FAR = (
    "99999999999天后",
    "9" * 400 + "周后",
    "9" * 5000 + "分钟后",
    "٩" * 5000 + "个半小时后",
    "九千九百九十九万周后",
    "9999-12-31 23:59",
    "9999年12月31日 23:59",
    "31 December, 9999 23:59",
)
PAST = ("0001-01-01 00:00", "0001年1月1日 0点", "1 January, 0001 00:01")
ZONES = ("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Niue")


@pytest.mark.parametrize("zone", ZONES)
def test_a_moment_beyond_the_calendar_is_told_as_too_far_or_past(zone: str) -> None:
    """Whatever the number: the person is told what is wrong with it, and nothing raises."""
    now = NOW.astimezone(ZoneInfo(zone))
    for texts, key in ((FAR, "broadcast.moment_is_far"), (PAST, "broadcast.moment_is_past")):
        for text in texts:
            moment = read_moment(text, now=now)
            assert moment is not None, text
            problem = moment_problem(moment, now=now)
            assert problem is not None
            assert problem.key == key, text
            assert moment.astimezone(UTC).tzinfo is UTC


@given(
    st.text(alphabet="0123456789٣\uff19²零一两十百千万半", min_size=1, max_size=30),
    st.sampled_from(["天后", "周以后", "个半小时后", "分钟后", "月1日9点", "点", "-1-1 9:00"]),
    st.sampled_from(ZONES),
)
def test_any_number_in_any_place_gives_a_moment_or_none(n: str, form: str, zone: str) -> None:
    found = read_moment(n + form, now=NOW.astimezone(ZoneInfo(zone)))
    if found is not None:
        moment_problem(found, now=NOW)


@given(
    st.sampled_from(["明天", "后天", "今天", "tomorrow"]),
    st.integers(0, 23),
    st.integers(0, 59),
    DATES,
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Apia"]),
)
def test_a_day_and_an_hour_are_that_wall_time_wherever_it_exists(
    word: str, hour: int, minute: int, at: datetime, zone: str
) -> None:
    now = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    found = read_moment(f"{word} {hour}:{minute:02}", now=now)
    assert found is not None
    day = now.date() + timedelta(days=DAYS_AHEAD[word])
    wall = datetime.combine(day, datetime.min.time().replace(hour=hour, minute=minute))
    late = found.replace(tzinfo=None) - wall
    # Where the clocks are put forward an hour, or a whole day, is missing.
    assert timedelta() <= late <= timedelta(days=1)
    if late:
        assert wall.replace(tzinfo=now.tzinfo).astimezone(UTC).astimezone(now.tzinfo) == found


@given(DATES, st.integers(0, 23))
def test_an_hour_alone_is_the_next_one(at: datetime, hour: int) -> None:
    now = at.replace(tzinfo=SHANGHAI)
    found = read_moment(f"{hour}:00", now=now)
    assert found is not None
    assert now < found <= now + timedelta(days=1)


@given(st.integers(1, 5000), st.sampled_from(["minute", "hour"]))
def test_so_long_from_now_is_counted_in_real_time(n: int, unit: str) -> None:
    """Also over the night in which the clocks change."""
    now = datetime(2008, 3, 30, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    found = read_moment(f"in {n} {unit}s", now=now)
    assert found is not None
    assert found.astimezone(UTC) - now.astimezone(UTC) == timedelta(**{f"{unit}s": n})
