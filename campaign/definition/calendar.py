"""When things happen: phases and what each demands, holidays, and when people are reminded."""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import Field

from campaign.definition.values import Both, DutyOf, Id, Named, Section, Stretch

Proof = Literal[
    "acknowledgement",
    "meeting",
    "plan",
    "plan-items",
    "check-ins",
    "monthly-items",
    "inspection",
    "summary",
    "nomination",
    "rectification",
    "proposals",
    "publication",
]
Leads = tuple[Annotated[int, Field(ge=0, le=60)], ...]


class MeetingKind(Named):
    """A kind of meeting that branches hold and record."""


class ChecklistItem(Named):
    """Something that a phase demands of each branch (or of the office).

    `proof` says which record ticks it off, `deadline` names the deadline that ends it; without
    one it is due when its phase closes.
    """

    duty_of: DutyOf = "branch"
    proof: Proof
    meeting: Id | None = None
    deadline: Id | None = None


class Phase(Stretch):
    """A phase of the campaign with its checklist."""

    id: Id
    name: Both
    emphasis: Both
    checklist: tuple[ChecklistItem, ...] = ()


class Deadline(Named):
    """A day by which something must be done.

    `leads` are the days before it on which people are reminded (None: those of the reminder rules);
    `confirmed` is false while the office still has to settle the day.
    """

    phase: Id
    day: date
    duty_of: DutyOf = "branch"
    leads: Leads | None = None
    confirmed: bool = True


class Break(Section):
    """A holiday with all its days off, the first and the last included."""

    name: Both
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether the day is off."""
        return self.first <= day <= self.last


class HolidayYear(Section):
    """One year's table; `confirmed` is false until the official one is known."""

    year: Annotated[int, Field(ge=1949, le=2200)]
    source: Both
    confirmed: bool = True
    breaks: tuple[Break, ...] = ()
    makeup_days: tuple[date, ...] = ()


class Vacation(Section):
    """Days on which the school is closed, the first and the last included.

    `confirmed` is false while the office still has to settle the days.
    """

    name: Both
    first: date
    last: date
    confirmed: bool = True

    def covers(self, day: date) -> bool:
        """Whether the day lies inside."""
        return self.first <= day <= self.last


Days = Annotated[int, Field(ge=1, le=60)]
Cap = Annotated[int, Field(ge=1, le=21)]


class MonthlyReminders(Section):
    """On which days of a month a branch hears of its monthly items."""

    opening_day: Annotated[int, Field(ge=1, le=10)] = 1
    mid_day: Annotated[int, Field(ge=11, le=20)] = 15
    closing_leads: Leads = (3,)


class ReminderRules(Section):
    """The rules; every one has a default.

    Times are wall time in the campaign's zone. Between `quiet_from` and `quiet_until` nothing is
    sent unasked. `weekly_cap` is the most messages that a group or a member is sent unasked in an
    ISO week, `weekly_cap_posts` the most that a secretary, a deputy or the office is.
    """

    leads: Leads = Field(default=(7, 3, 1, 0), min_length=1)
    overdue_every_days: Days = 7
    at: time = time(9, 0)
    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 0)
    working_days_only: bool = True
    weekly_cap: Cap = 2
    weekly_cap_posts: Cap = 3
    ladder: tuple[DutyOf, ...] = Field(default=("member", "branch", "office"), min_length=1)
    next_rung_after_days: Days = 3
    one_digest_after_hours: Annotated[int, Field(ge=1, le=240)] = 24
    monthly: MonthlyReminders = MonthlyReminders()
