"""Days as people write them, in Chinese and English, half and full width."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.dates import read_day, why_no_day, why_no_moment

MONDAY = date(2008, 6, 23)
LEAP_DAY = date(2008, 2, 29)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", MONDAY),
        ("today", MONDAY),
        (" 昨天 ", date(2008, 6, 22)),
        ("Yesterday", date(2008, 6, 22)),
        ("前天", date(2008, 6, 21)),
        ("大前天", date(2008, 6, 20)),
        ("2008-06-03", date(2008, 6, 3)),
        ("2008/6/3", date(2008, 6, 3)),
        ("2008.6.3", date(2008, 6, 3)),
        ("2008年6月3日", date(2008, 6, 3)),
        ("２００８年６月３日", date(2008, 6, 3)),
        ("6月3日", date(2008, 6, 3)),
        ("6月3号", date(2008, 6, 3)),
        ("6-3", date(2008, 6, 3)),
        ("6/3", date(2008, 6, 3)),
        ("12月31日", date(2007, 12, 31)),
        ("6月24日", date(2007, 6, 24)),
        ("2月29日", LEAP_DAY),
        ("3号", date(2008, 6, 3)),
        ("23日", MONDAY),
        ("24日", date(2008, 5, 24)),
        ("周一", MONDAY),
        ("星期天", date(2008, 6, 22)),
        ("上周五", date(2008, 6, 20)),
        ("礼拜三", date(2008, 6, 18)),
        ("3 June", date(2008, 6, 3)),
        ("3rd june 2007", date(2007, 6, 3)),
        ("June 3", date(2008, 6, 3)),
        ("Jun. 3rd, 2007", date(2007, 6, 3)),
        ("1 sept", date(2007, 9, 1)),
        ("三天前", date(2008, 6, 20)),
        ("2 days ago", date(2008, 6, 21)),
        ("two weeks ago", date(2008, 6, 9)),
        ("一周前", date(2008, 6, 16)),
        ("两个星期以前", date(2008, 6, 9)),
        ("今天早上", MONDAY),
        ("今早", MONDAY),
        ("昨天下午三点半", date(2008, 6, 22)),
        ("昨晚", date(2008, 6, 22)),
        ("this morning", MONDAY),
        ("last night", date(2008, 6, 22)),
        ("yesterday afternoon", date(2008, 6, 22)),
        ("the day before yesterday", date(2008, 6, 21)),
        ("last Friday", date(2008, 6, 20)),
        ("last Monday", date(2008, 6, 16)),
        ("on Friday", date(2008, 6, 20)),
        ("Friday last week", date(2008, 6, 20)),
        ("上上周五", date(2008, 6, 13)),
        ("本周一", MONDAY),
        ("周五晚上", date(2008, 6, 20)),
        ("六月三日", date(2008, 6, 3)),
        ("6月20日（周五）", date(2008, 6, 20)),
        ("二十号", date(2008, 6, 20)),
        ("上个月3号", date(2008, 5, 3)),
        ("去年12月1日", date(2007, 12, 1)),
        ("20080603", date(2008, 6, 3)),
        ("2008-06-03 09:00", date(2008, 6, 3)),
        ("Fri, 20 June", date(2008, 6, 20)),
        ("the 20th", date(2008, 6, 20)),
        ("20/6", date(2008, 6, 20)),
        ("明天", date(2008, 6, 24)),
        ("后天", date(2008, 6, 25)),
        ("下周一", date(2008, 6, 30)),
        ("next Friday", date(2008, 7, 4)),
        ("三天后", date(2008, 6, 26)),
        ("in 2 days", date(2008, 6, 25)),
    ],
)
def test_a_day_is_understood(text: str, day: date) -> None:
    assert read_day(text, today=MONDAY) == day


@pytest.mark.parametrize(
    "text",
    ["", "去年", "2008-13-01", "2008-06-31", "2月30日", "13月1日", "32日", "0号", "31号呀",
     "明年今天", "3 Junk", "Smarch 3", "99/99", "2008", "1e3", "٣/٦/٢٠٠٨", "6月", "²月3日", "周八"],
)  # fmt: skip
def test_what_is_no_day_is_told_apart(text: str) -> None:
    assert read_day(text, today=MONDAY) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2月31日", "flow.no_such_date"),
        ("31 June", "flow.no_such_date"),
        ("Feb 30", "flow.no_such_date"),
        ("2009-02-29", "flow.no_such_date"),
        ("32号", "flow.no_such_date"),
        ("13月1日", "flow.no_such_month"),
        ("上周", "flow.which_day"),
        ("上周末", "flow.which_day"),
        ("前几天", "flow.which_day"),
        ("六月", "flow.which_day"),
        ("半个月前", "flow.which_day"),
        ("last week", "flow.which_day"),
        ("June", "flow.which_day"),
        ("the other day", "flow.which_day"),
        ("春天里", "flow.no_such_day"),
        ("once", "flow.no_such_day"),
    ],
)
def test_what_is_no_day_is_answered_with_the_reason(text: str, key: str) -> None:
    assert read_day(text, today=MONDAY) is None
    assert why_no_day(text).key == key


def test_a_day_before_the_campaign_is_rather_one_to_come() -> None:
    """12月1日 in November of the first year: nobody means the year before the campaign."""
    today, opens = date(2008, 11, 20), date(2008, 3, 19)
    assert read_day("12月1日", today=today, since=opens) == date(2008, 12, 1)
    assert read_day("4月1日", today=today, since=opens) == date(2008, 4, 1)


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_looks_back(weekday: int) -> None:
    """Walk: 周日 on a Friday is last Sunday."""
    today = date(2008, 6, 20)
    found = read_day(f"周{'一二三四五六日'[weekday]}", today=today)
    assert found is not None
    assert (found.weekday(), 0 <= (today - found).days < 7) == (weekday, True)


@given(st.text())
def test_every_text_has_a_reason(text: str) -> None:
    assert why_no_day(text).key.startswith("flow.")
    assert why_no_moment(text).key.startswith(("broadcast.", "flow."))


def test_the_last_leap_day_is_found_years_later() -> None:
    assert read_day("2月29日", today=date(2011, 5, 1)) == LEAP_DAY


@given(st.text(), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_no_text_breaks_the_reader(text: str, today: date) -> None:
    found = read_day(text, today=today)
    assert found is None or isinstance(found, date)


@given(
    st.text(alphabet="0123456789٣\uff19²一十", min_size=1, max_size=30),
    st.sampled_from(
        ["{}日", "{}月1日", "2008年{}月1日", "{}-01-01", "3 June {}", "{}/6", "June {}"]
    ),
)
def test_no_number_breaks_the_reader(number: str, form: str) -> None:
    found = read_day(form.format(number), today=MONDAY)
    assert found is None or isinstance(found, date)


FORMS = st.sampled_from(
    [
        "{0:%Y-%m-%d}",
        "{0.year}年{0.month}月{0.day}日",
        "{0.year}.{0.month}.{0.day}",
        "{0:%d %B %Y}",
        "{0:%B %d, %Y}",
    ]
)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), FORMS)
def test_a_whole_day_reads_back(day: date, form: str) -> None:
    assert read_day(form.format(day), today=MONDAY) == day


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 360))
def test_without_a_year_the_latest_one_in_the_past_is_meant(today: date, ago: int) -> None:
    day = today - timedelta(days=ago)
    assert read_day(f"{day.month}月{day.day}日", today=today) == day
