"""Days as people write them, in Chinese and English, half and full width."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.dates import read_day

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
        ("星期天", date(2008, 6, 29)),
        ("上周五", date(2008, 6, 20)),
        ("礼拜三", date(2008, 6, 25)),
        ("3 June", date(2008, 6, 3)),
        ("3rd june 2007", date(2007, 6, 3)),
        ("June 3", date(2008, 6, 3)),
        ("Jun. 3rd, 2007", date(2007, 6, 3)),
        ("1 sept", date(2007, 9, 1)),
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
