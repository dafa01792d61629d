"""The budget: how often anybody may be prompted. Pure functions of days.

A prompt is a message that a rule or a nudge sends unasked, of however many lines. Nobody gets two
on consecutive working days, nor more in an ISO week than the campaign file allows.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from campaign.prompts.sending_days import SendingDays


def may_prompt(sending: SendingDays, day: date, prompted: Collection[date], *, cap: int) -> bool:
    """Whether a prompt on that day leaves a working day to each other one, and is within the cap.

    `prompted`: the days of the others, past or planned. `cap`: messages in an ISO week.
    """
    if any(sending.are_neighbours(day, other) for other in prompted):
        return False
    week = day.isocalendar()[:2]
    return len({other for other in prompted if other.isocalendar()[:2] == week}) < cap


def next_day(sending: SendingDays, today: date, prompted: Collection[date], *, cap: int) -> date:
    """The first sending day from today on, on which a prompt is allowed."""
    day = sending.moved_on(today)
    while not may_prompt(sending, day, prompted, cap=cap):
        day = sending.after(day)
    return day


def looks_back_to(sending: SendingDays, today: date) -> datetime:
    """The moment from which prompts count: this week's, and those of the working day before."""
    day = today - timedelta(days=1)
    while not sending.is_day_of_work(day):
        day -= timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    return sending.calendar.moment_at(min(day, monday))


def days_of(sending: SendingDays, moments: Iterable[datetime]) -> set[date]:
    """The days of these moments in the campaign's zone."""
    return {sending.calendar.day_of(moment) for moment in moments}
