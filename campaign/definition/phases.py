"""Phases, what each of them demands, and by which day."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from campaign.definition.values import Both, DutyOf, Id, Named, Stretch

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

    `leads` are the days before it on which one is reminded (the reminder rules' own where it
    says nothing); `confirmed` is false while the office still has to settle the day.
    """

    phase: Id
    day: date
    duty_of: DutyOf = "branch"
    leads: Leads | None = None
    confirmed: bool = True
