"""Working days: weekends, holidays, and the weekend days worked in exchange."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.calendar import Calendar
from tests.campaign.campaign_files import shipped

DAYS = st.dates(date(2008, 1, 1), date(2009, 12, 31))


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar(shipped())


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2008, 3, 19), True),  # a Wednesday
        (date(2008, 3, 22), False),  # a Saturday
        (date(2008, 4, 4), False),  # Qingming, a Friday
        (date(2008, 5, 2), False),  # Labour Day, a Friday
        (date(2008, 5, 4), True),  # the Sunday worked in exchange
        (date(2008, 9, 27), True),  # a Saturday worked for National Day
        (date(2008, 9, 29), False),  # a Monday off in exchange
        (date(2009, 1, 24), True),  # a Saturday before Spring Festival
        (date(2009, 5, 31), True),  # a Sunday after the Dragon Boat Festival
    ],
)
def test_working_days_know_holidays_and_make_up_days(
    calendar: Calendar, day: date, works: bool
) -> None:
    """As the State Council ordered."""
    assert calendar.is_working_day(day) is works


def test_working_days_are_counted_over_holidays(calendar: Calendar) -> None:
    """The first counts where it is one itself."""
    assert calendar.working_day_from(date(2009, 6, 22)) == date(2009, 6, 22)
    assert calendar.working_day_from(date(2009, 6, 22), number=5) == date(2009, 6, 26)
    assert calendar.working_day_from(date(2008, 4, 30), number=2) == date(2008, 5, 4)
    assert calendar.working_day_until(date(2008, 5, 3)) == date(2008, 4, 30)
    with pytest.raises(ValueError, match="from 1"):
        calendar.working_day_from(date(2009, 6, 22), number=0)


@given(DAYS, st.integers(1, 30))
def test_the_nth_working_day_has_so_many_before_it(day: date, number: int) -> None:
    """Counting them one by one gives the number again."""
    calendar = Calendar(shipped())
    there = calendar.working_day_from(day, number=number)
    between = [day + timedelta(days=step) for step in range((there - day).days + 1)]
    assert calendar.is_working_day(there)
    assert sum(map(calendar.is_working_day, between)) == number


def test_a_year_without_a_table_has_weekends_only(calendar: Calendar) -> None:
    """Nobody knows next year's holidays before November."""
    assert calendar.knows_holidays_of(2009)
    assert not calendar.knows_holidays_of(2010)
    assert calendar.is_working_day(date(2010, 10, 1))
