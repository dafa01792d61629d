"""The days, and the time of day, at which reminders are sent.

The holidays and make-up days of the campaign file come first; for years that it lacks, the public
holidays of the campaign's country are used, as far as they are known. Nothing is sent within a
vacation of the campaign file.
"""

import warnings
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from babel.core import get_global

from campaign.calendar import ONE_DAY, Calendar, is_weekend
from campaign.definition import ReminderRules
from campaign.reminders import is_quiet

if TYPE_CHECKING:
    from holidays import HolidayBase


class HolidayTable(StrEnum):
    """Where a year's days off are from.

    FILE: the campaign file. LIBRARY: the `holidays` package, make-up days included. STATUTORY: the
    package, which does not know that year's make-up days yet. WEEKENDS: Saturdays and Sundays only.
    """

    FILE = "file"
    LIBRARY = "library"
    STATUTORY = "statutory"
    WEEKENDS = "weekends"


class SendingDays:
    """The sending days of one campaign: every day, unless the rules say working days only."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    @property
    def rules(self) -> ReminderRules:
        """The campaign's reminder rules."""
        return self.calendar.campaign.reminders

    def moment(self, day: date) -> datetime:
        """When on that day something is sent."""
        return self.calendar.moment_at(day, self.rules.at)

    def is_open_at(self, moment: datetime) -> bool:
        """Whether anything may be said unasked: a day of work, from its hour to the quiet hours."""
        day = self.calendar.day_of(moment)
        if not self.is_day_of_work(day) or moment < self.moment(day):
            return False
        return not is_quiet(self.rules, moment, self.calendar.zone)

    def moved_up(self, day: date) -> date:
        """The last day on or before it on which something is sent."""
        while not self.is_sending_day(day):
            day -= ONE_DAY
        return day

    def moved_on(self, day: date) -> date:
        """The first day on or after it on which something is sent."""
        while not self.is_sending_day(day):
            day += ONE_DAY
        return day

    def before(self, day: date) -> date:
        """The last sending day before it."""
        return self.moved_up(day - ONE_DAY)

    def after(self, day: date) -> date:
        """The first sending day after it."""
        return self.moved_on(day + ONE_DAY)

    def are_neighbours(self, one: date, other: date) -> bool:
        """Whether no working day lies between them, or they are the same."""
        first, last = sorted((one, other))
        day = first + ONE_DAY
        while day < last:
            if self.is_day_of_work(day):
                return False
            day += ONE_DAY
        return True

    def first_of_week(self, day: date) -> date | None:
        """The first sending day of that day's ISO week; None if it has none."""
        monday = day - timedelta(days=day.weekday())
        first = self.moved_on(monday)
        return first if first < monday + timedelta(days=7) else None

    def is_sending_day(self, day: date) -> bool:
        """Whether reminders are sent on that day."""
        return self.is_day_of_work(day) and not self.is_vacation(day)

    def is_day_of_work(self, day: date) -> bool:
        """Whether it is a working day, or the rules ask for none."""
        return not self.rules.working_days_only or self.is_working_day(day)

    def is_vacation(self, day: date) -> bool:
        """Whether the day lies in a vacation of the campaign file."""
        return any(one.covers(day) for one in self.calendar.campaign.vacations)

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day."""
        if self.calendar.decides_on(day):
            return self.calendar.is_working_day(day)
        public = self._public
        if public is None:
            return not is_weekend(day)
        if not public.start_year <= day.year <= public.end_year:
            return day.weekday() not in public.weekend
        with warnings.catch_warnings():
            # For distant years the package knows fixed holidays only, and warns.
            warnings.simplefilter("ignore")
            return public.is_working_day(day)

    def table_of(self, year: int) -> HolidayTable:
        """Which table of holidays and make-up days a year's days off are from."""
        if self.calendar.knows_holidays_of(year):
            return HolidayTable.FILE
        public = self._public
        if public is None or not public.start_year <= year <= public.end_year:
            return HolidayTable.WEEKENDS
        ordered = getattr(public, "special_public_holidays", {})
        return HolidayTable.LIBRARY if year in ordered else HolidayTable.STATUTORY

    @cached_property
    def _public(self) -> "HolidayBase | None":
        import holidays  # noqa: PLC0415 - most campaigns hold all their years: a start needs none

        country = country_of(str(self.calendar.zone))
        if country is None or country not in holidays.list_supported_countries():
            return None
        return holidays.country_holidays(country)


def country_of(zone: str) -> str | None:
    """The country of a time zone, also by an older name of it (Asia/Chongqing, PRC)."""
    territories, aliases = get_global("zone_territories"), get_global("zone_aliases")
    country: str | None = territories.get(zone) or territories.get(aliases.get(zone, ""))
    return country
