"""The budget: how often anybody may be prompted, over all posts that they hold.

A prompt is a message that a rule or a nudge sends unasked, of however many lines. Faults and what
the office has changed are none. The plan keeps to the budget by itself; what comes late, or by
somebody's press, is held to it here. Pure functions of days.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from campaign.people import PersonId
from schedules.reminder import Reminder
from schedules.sending_days import SendingDays
from storage.audiences import Recipient

# Whose budget it is: a person's, or that of a group by its name in the ledger.
Ear = PersonId | str


def ear_of(recipient: Recipient) -> Ear:
    """Who hears a message to this recipient."""
    person = recipient.read_by
    return recipient.whom if person is None else person


@dataclass(frozen=True)
class Budget:
    """What may be said on a day; `prompted` holds the days on which each was prompted of late."""

    sending: SendingDays
    today: date
    prompted: Mapping[Ear, Collection[date]] = field(default_factory=dict)

    def allows(self, ear: Ear, *, cap: int) -> bool:
        """Whether they may be prompted today, `cap` messages a week being the most."""
        return may_prompt(self.sending, self.today, self.prompted.get(ear, ()), cap=cap)

    def cap_of(self, ear: Ear) -> int:
        """The most messages a week for a group, or for somebody with a post."""
        rules = self.sending.rules
        return rules.weekly_cap if isinstance(ear, str) else rules.weekly_cap_posts


def may_prompt(sending: SendingDays, day: date, prompted: Collection[date], *, cap: int) -> bool:
    """Whether a prompt on that day leaves a working day to each other one, and is within the cap.

    `prompted` may hold days to come, on which a prompt is planned.
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


def joining(sending: SendingDays, reminders: Iterable[Reminder], now: datetime) -> list[Reminder]:
    """What is due on the next day, if that is too near to prompt again: it joins today's message.

    The plan keeps its days apart, so there is any of it only where something is told off the plan.
    """
    today = sending.calendar.day_of(now)
    following = sending.after(today)
    if not sending.are_neighbours(today, following):
        return []
    until = sending.moment(following)
    return [one for one in reminders if now < one.due <= until]
