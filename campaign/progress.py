"""How far a month is done: of a member, of a branch, of the school. Coverage first, no ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaign.calendar import Calendar, months_between
from campaign.definition import Both, Month, StoryKind
from campaign.people import BranchId, Person, Refusal, Role, holding
from campaign.privacy.access import Matter, may_read
from campaign.texts import Text

# What is counted besides stories, whose kinds have no underscore in their ids: the members of the
# roster, those with a check-in in the month, and the branches that have any of either.
CHECK_IN = "check_in"
MEMBERS = "roster_members"
COVERED = "covered_members"
BRANCHES = "roster_branches"
BRANCHES_COVERED = "covered_branches"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many have a trace in a month, out of how many there are now."""

    covered: int
    of: int

    @property
    def missing(self) -> int:
        """How many have none."""
        return self.of - self.covered

    @property
    def percent(self) -> int:
        """How many of a hundred have one: 0 only for nobody, 100 only for everybody."""
        if self.of == 0:
            return 0
        return max(100 * self.covered // self.of, min(self.covered, 1))


@dataclass(frozen=True, slots=True)
class StoriesOfKind:
    """How many stories of a kind there are, and how many are owed (0: none need be)."""

    kind: StoryKind
    n: int
    quota: int

    @property
    def left(self) -> int:
        """How many are still to come."""
        return max(0, self.quota - self.n)


@dataclass(frozen=True, slots=True)
class Figures:
    """The month of a branch, or of the school, which counts its branches too.

    Check-ins and stories count where they were made; the flag goes with the member.
    """

    month: Month
    members: Coverage
    branches: Coverage
    check_ins: int
    stories: tuple[StoriesOfKind, ...]


@dataclass(frozen=True, slots=True)
class MonthOfMember:
    """A member's month: how many check-ins, how many stories of each kind.

    One check-in in the month lights the member's `flag`. `branch_has` counts what the whole branch
    handed in, by kind of story; `branch` is how many of its members have a trace.
    """

    month: Month
    check_ins: int
    stories: tuple[tuple[StoryKind, int], ...]
    branch_has: tuple[tuple[StoryKind, int], ...]
    branch: Coverage

    @property
    def flag(self) -> bool:
        """Whether the member has a trace in this month."""
        return self.check_ins > 0

    @property
    def branch_lacks(self) -> tuple[Both, ...]:
        """The kinds of story that nobody of the branch has handed in yet."""
        return tuple(kind.name for kind, n in self.branch_has if n == 0)


def month_of_member(
    calendar: Calendar, month: Month, *, mine: Mapping[str, int], branch: Mapping[str, int]
) -> MonthOfMember:
    """The member's month, from the counters of the member and of the branch."""
    kinds = calendar.campaign.story_kinds
    return MonthOfMember(
        month=month,
        check_ins=mine.get(CHECK_IN, 0),
        stories=tuple((kind, mine.get(kind.id, 0)) for kind in kinds),
        branch_has=tuple((kind, branch.get(kind.id, 0)) for kind in kinds),
        branch=members_covered(branch),
    )


def members_covered(counts: Mapping[str, int]) -> Coverage:
    """How many members of a branch, or of the school, have a trace, from its counters."""
    return Coverage(counts.get(COVERED, 0), counts.get(MEMBERS, 0))


def figures_of(
    calendar: Calendar, month: Month, counts: Mapping[str, int], *, school: bool
) -> Figures:
    """The month of a branch or, with `school`, of the whole school, from its counters."""
    return Figures(
        month=month,
        members=members_covered(counts),
        branches=Coverage(counts.get(BRANCHES_COVERED, 0), counts.get(BRANCHES, 0)),
        check_ins=counts.get(CHECK_IN, 0),
        stories=tuple(
            StoriesOfKind(
                kind, counts.get(kind.id, 0), kind.school_quota if school else kind.branch_quota
            )
            for kind in calendar.campaign.story_kinds
        ),
    )


class Scope(StrEnum):
    """Whose progress is shown."""

    ME = "me"
    BRANCH = "branch"
    SCHOOL = "school"


sees_progress = holding(Role.MEMBER, Role.SECRETARY, Role.DEPUTY, Role.OFFICE, Role.LEADER)


def scopes_of(person: Person) -> tuple[Scope, ...]:
    """Whose progress the person may look at, the nearest first."""
    may = {
        Scope.ME: person.holds(Role.MEMBER),
        Scope.BRANCH: bool(branches_led(person)),
        Scope.SCHOOL: person.holds(Role.OFFICE, Role.LEADER),
    }
    return tuple(scope for scope, allowed in may.items() if allowed)


def branches_led(person: Person) -> tuple[BranchId, ...]:
    """The branches of which the person is secretary or deputy."""
    held = {held.branch for held in person.roles if held.branch is not None}
    return tuple(sorted(branch for branch in held if person.leads(branch)))


def seeing_refusal(person: Person, branch: BranchId | None) -> Refusal | None:
    """Why the person may not see the figures of a branch (None: of the school)."""
    if may_read(person, Matter.FIGURES, branch=branch):
        return None
    return Refusal(Text("progress.not_yours_to_see"))


def reading_refusal(person: Person, branch: BranchId | None) -> Refusal | None:
    """Why the person may not read what was handed in by others in a branch (None: the school)."""
    if may_read(person, Matter.RECORDS, branch=branch):
        return None
    return Refusal(Text("progress.records_are_not_shown"))


def naming_refusal(person: Person, branch: BranchId) -> Refusal | None:
    """Why the person may not learn who has no trace yet: only those who lead the branch may."""
    if may_read(person, Matter.WITHOUT_TRACE, branch=branch):
        return None
    return Refusal(Text("progress.names_are_not_shown"))


def months_until(calendar: Calendar, today: date) -> list[Month]:
    """The months of the campaign that have begun, in order; none before it opens."""
    if today < calendar.opens:
        return []
    first, last = Month.of(calendar.opens), Month.of(min(today, calendar.closes))
    return list(months_between(first, last))
