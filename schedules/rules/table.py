"""The table of rules: each tells, from the calendar alone, what will be due."""

from collections.abc import Callable, Iterator
from datetime import datetime

from campaign.calendar import Calendar
from schedules.reminder import Reminder, by_due
from schedules.rules.monthly_items import mid_month, month_closes, month_opens
from schedules.rules.phase_deadlines import deadlines_ahead, ladder_to_office, overdue

RULES: tuple[Callable[[Calendar], Iterator[Reminder]], ...] = (
    deadlines_ahead,
    overdue,
    ladder_to_office,
    month_opens,
    mid_month,
    month_closes,
)


def reminders_of(calendar: Calendar) -> tuple[Reminder, ...]:
    """Everything that the campaign reminds of, in the order in which it is due."""
    found = (reminder for rule in RULES for reminder in rule(calendar))
    return tuple(sorted(found, key=by_due))


def next_reminder(calendar: Calendar, after: datetime) -> Reminder | None:
    """The first reminder that is due after the moment, even if it may be done by then."""
    return next((one for one in reminders_of(calendar) if one.due > after), None)
