"""When people are reminded, and how seldom."""

from datetime import time
from typing import Annotated

from pydantic import Field

from campaign.definition.phases import Leads
from campaign.definition.values import DutyOf, Part

Days = Annotated[int, Field(ge=1, le=60)]


class MonthlyReminders(Part):
    """On which days of a month a branch hears of its monthly items."""

    opening_day: Annotated[int, Field(ge=1, le=10)] = 1
    mid_day: Annotated[int, Field(ge=11, le=20)] = 15
    closing_leads: Leads = (3, 0)


class ReminderRules(Part):
    """The rules; every one has a default.

    Times are wall time in the campaign's zone. Between `quiet_from` and `quiet_until` nothing is
    sent unasked. `weekly_cap` is the most that one person is prompted in a week.
    """

    leads: Leads = Field(default=(7, 3, 1, 0), min_length=1)
    overdue_every_days: Days = 3
    at: time = time(9, 0)
    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 0)
    working_days_only: bool = True
    weekly_cap: Annotated[int, Field(ge=1, le=21)] = 3
    ladder: tuple[DutyOf, ...] = Field(default=("member", "branch", "office"), min_length=1)
    next_rung_after_days: Days = 3
    one_digest_after_hours: Annotated[int, Field(ge=1, le=240)] = 24
    monthly: MonthlyReminders = MonthlyReminders()
