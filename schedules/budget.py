"""Holds what comes late to the budget of whoever hears it, over all posts that they hold.

The plan keeps to the budget by itself. Faults, and what the office has changed, are no prompts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from campaign.people import PersonId
from campaign.prompts.budget import may_prompt
from campaign.prompts.sending_days import SendingDays
from schedules.reminder import Reminder
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
