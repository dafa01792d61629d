"""A reminder: which rule wants it, what it stands for, when it is due, and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from campaign.definition import Month
from campaign.definition.values import read_month


class Hearer(StrEnum):
    """Kinds of recipient: the branch's group, those who lead the branch, the office."""

    GROUP = "group"
    SECRETARY = "secretary"
    OFFICE = "office"


# What members can do: told to the group, and to whoever leads a branch that has none.
MEMBERS = (Hearer.GROUP, Hearer.SECRETARY)
LEADERS = (Hearer.SECRETARY,)
THE_OFFICE = (Hearer.OFFICE,)


class Rule(StrEnum):
    """The families of reminders."""

    AHEAD = "deadline_ahead"
    OVERDUE = "overdue"
    LADDER = "ladder"
    MONTH_OPENS = "month_opens"
    MID_MONTH = "mid_month"
    MONTH_CLOSES = "month_closes"
    BEFORE_VACATION = "before_vacation"
    AFTER_VACATION = "after_vacation"
    MOVED = "moved"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a phase's checklist that are due on the same day.

    `of_office`: the office owes them itself; else every branch does.
    """

    phase: str
    day: date
    items: tuple[str, ...]
    of_office: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A checklist line whose day has changed since people were told."""

    item: str
    old: date
    new: date
    of_office: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time in which nothing was received."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class VacationDigest:
    """What is open around a vacation, whose first and last day it names.

    `days`: lines with their days; `month`: the month whose records are asked for, if any.
    """

    first: date
    last: date
    days: tuple[tuple[str, date], ...] = ()
    month: Month | None = None
    of_office: bool = False

    @property
    def items(self) -> tuple[str, ...]:
        """The lines without their days."""
        return tuple(item for item, _ in self.days)


About = Lines | Month | VacationDigest | Moved | Gap
# What a card can ask for.
Asked = Lines | Month | VacationDigest


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder. After `ends` it gets a line in a digest, but no message of its own.

    `rule` and `stands_for` are its permanent name: a deadline that moves makes another reminder.
    `last`: nothing more of its kind follows on this matter.
    """

    rule: Rule
    stands_for: str
    due: datetime
    ends: datetime
    to: tuple[Hearer, ...]
    about: About
    last: bool = False

    @property
    def for_members(self) -> bool:
        """Whether it is the group's; those who lead the branch hear it only where there is none."""
        return Hearer.GROUP in self.to

    @property
    def key(self) -> tuple[str, str]:
        """Its key in the ledger, without the recipient."""
        return self.rule.value, self.stands_for


def by_due(reminder: Reminder) -> tuple[datetime, str, str]:
    """The order in which reminders are told."""
    return (reminder.due, *reminder.key)


def told_of(about: About) -> dict[str, Any]:
    """What the ledger stores about what was told."""
    match about:
        case Month():
            return {"month": str(about)}
        case Lines(phase, day, items, of_office):
            days = {item: day.isoformat() for item in items}
            return {"phase": phase, "day": day.isoformat(), "days": days, "of_office": of_office}
        case VacationDigest(first, last, items, month, of_office):
            days = {item: day.isoformat() for item, day in items}
            spell = {"first": first.isoformat(), "last": last.isoformat()}
            asked = {} if month is None else {"of_month": str(month)}
            return {"vacation": spell, "days": days, "of_office": of_office, **asked}
        case Moved(item, _, new, of_office):
            return {"days": {item: new.isoformat()}, "of_office": of_office}
        case Gap(since, until):
            return {"since": since.isoformat(), "until": until.isoformat()}


def read_told(told: Mapping[str, Any]) -> Asked | None:
    """What a card asks for, from what the ledger stores; None if it asks for nothing."""
    if "month" in told:
        return read_month(told["month"])
    if "phase" in told:
        day = date.fromisoformat(told["day"])
        return Lines(told["phase"], day, tuple(told["days"]), told["of_office"])
    if "vacation" in told:
        return _read_digest(told)
    return None


def _read_digest(told: Mapping[str, Any]) -> VacationDigest:
    first, last = (date.fromisoformat(told["vacation"][end]) for end in ("first", "last"))
    days = tuple((item, date.fromisoformat(day)) for item, day in told["days"].items())
    month = read_month(told["of_month"]) if "of_month" in told else None
    return VacationDigest(first, last, days, month, told["of_office"])
