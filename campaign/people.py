"""Who a person is to the campaign, which roles they hold, and what a role may do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaign.texts import Language, Text

PersonId = int
BranchId = int


class Role(StrEnum):
    """A role; SECRETARY and DEPUTY are held for one branch, the others for the school."""

    MEMBER = "member"
    SECRETARY = "secretary"
    DEPUTY = "deputy"
    OFFICE = "office"
    LEADER = "leader"


class Standing(StrEnum):
    """How full a member's membership is."""

    FULL = "full"
    PROBATIONARY = "probationary"


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role somebody holds; `branch` is None for the roles of the whole school."""

    role: Role
    branch: BranchId | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the roster, or of the office, with the roles they hold now.

    `consent`: the version of the privacy notice that they agreed to; None before they joined.
    """

    id: PersonId
    name: str
    telegram_id: int | None
    branch: BranchId | None
    category: str | None
    standing: Standing | None
    language: Language
    joined_at: datetime | None
    roles: frozenset[HeldRole]
    consent: str | None = None

    def holds(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles, for whichever branch."""
        return any(held.role in roles for held in self.roles)

    def leads(self, branch: BranchId) -> bool:
        """Whether the person is secretary or deputy of this branch."""
        return bool({HeldRole(Role.SECRETARY, branch), HeldRole(Role.DEPUTY, branch)} & self.roles)

    def answers_for(self, branch: BranchId) -> bool:
        """Whether the person leads this branch, or is of the office."""
        return self.holds(Role.OFFICE) or self.leads(branch)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be done: a text that says what to do instead."""

    text: Text


May = Callable[[Person | None], Refusal | None]


def anyone(person: Person | None) -> Refusal | None:
    """Everybody, visitors too."""
    return None


def joined(person: Person | None) -> Refusal | None:
    """Everybody who has joined by a personal link."""
    if person is None or person.joined_at is None:
        return Refusal(Text("people.not_joined"))
    return None


def holding(*roles: Role) -> May:
    """A rule: joined, and holding one of these roles.

    The refusal names the roles that may.
    """

    def may(person: Person | None) -> Refusal | None:
        if refusal := joined(person):
            return refusal
        if person is not None and person.holds(*roles):
            return None
        return Refusal(Text(f"people.only_{roles[0]}"))

    return may


member = holding(Role.MEMBER)
office = holding(Role.OFFICE)
