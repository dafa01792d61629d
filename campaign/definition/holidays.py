"""Public holidays and the weekend days that are worked in exchange."""

from datetime import date
from typing import Annotated

from pydantic import Field

from campaign.definition.values import Both, Part


class Break(Part):
    """A holiday with all its days off, the first and the last included."""

    name: Both
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether the day is off."""
        return self.first <= day <= self.last


class HolidayYear(Part):
    """One year's table; `confirmed` is false until the official one is known."""

    year: Annotated[int, Field(ge=1949, le=2200)]
    source: Both
    confirmed: bool = True
    breaks: tuple[Break, ...] = ()
    makeup_days: tuple[date, ...] = ()
