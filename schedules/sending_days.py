"""The days, and the time of day, at which reminders are sent.

The holidays and make-up days of the campaign file come first; for years that it lacks, the public
holidays of the campaign's country are used, as far as they are known.
"""

import warnings
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from babel.core import get_global

from campaign.calendar import ONE_DAY, Calendar, is_weekend
from campaign.definition import ReminderRules

if TYPE_CHECKING:
    from holidays import HolidayBase


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

    def moved_up(self, day: date) -> date:
        """The last day on or before it on which something is sent."""
        while not self._is_sending_day(day):
            day -= ONE_DAY
        return day

    def moved_on(self, day: date) -> date:
        """The first day on or after it on which something is sent."""
        while not self._is_sending_day(day):
            day += ONE_DAY
        return day

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

    def _is_sending_day(self, day: date) -> bool:
        return not self.rules.working_days_only or self.is_working_day(day)

    @cached_property
    def _public(self) -> "HolidayBase | None":
        import holidays  # noqa: PLC0415 - most campaigns hold all their years: a start needs none

        country = get_global("zone_territories").get(str(self.calendar.zone))
        if country is None or country not in holidays.list_supported_countries():
            return None
        return holidays.country_holidays(country)
