"""The table of rules: each tells, from the calendar alone, what it would remind of and when."""

from collections.abc import Callable, Iterator
from datetime import datetime

from campaign.calendar import Calendar
from campaign.prompts.sending_days import SendingDays
from schedules.plan import Wish, planned
from schedules.reminder import Reminder
from schedules.rules.monthly_items import mid_month, month_closes, month_opens
from schedules.rules.phase_deadlines import deadlines_ahead, ladder_to_office, overdue
from schedules.rules.vacations import vacation_digests

RULES: tuple[Callable[[Calendar], Iterator[Wish]], ...] = (
    deadlines_ahead,
    overdue,
    ladder_to_office,
    month_opens,
    mid_month,
    month_closes,
    vacation_digests,
)


def reminders_of(calendar: Calendar) -> tuple[Reminder, ...]:
    """Everything that the campaign reminds of, as the budget allows, in the order of being due."""
    return planned(SendingDays(calendar), (wish for rule in RULES for wish in rule(calendar)))


def next_reminder(calendar: Calendar, after: datetime) -> Reminder | None:
    """The first reminder that is due after the moment, even if it may be done by then."""
    return next((one for one in reminders_of(calendar) if one.due > after), None)
