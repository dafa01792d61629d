"""What is done and what is not, read in the same transaction that tells people about it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from campaign.calendar import Calendar
from campaign.definition import Month
from campaign.people import BranchId
from campaign.reminders import MonthOfBranch, month_of_branch
from schedules.reminder import About, Gap, Lines, Moved, Rule, VacationDigest
from storage.coverage import count_without_check_in, names_without_check_in, tallies_of_all
from storage.database.session import Session
from storage.duties import Behind, branches_behind, done_by, whose
from storage.tallies import SCHOOL, branch_scope

# The most names in a message; the others are given as a number.
NAMES = 8
# The most branches named in a message to the office; it says how many more there are.
MOST_BRANCHES = 12


@dataclass(frozen=True, slots=True)
class Facts:
    """How the duties of those concerned stand.

    `months` holds what branches lack in the months asked for; `ladders`, by the lines, which of all
    the school's branches leave any of them open. `came_in`: what a branch was counted for, by
    kind, in a month that is over. `with_group`: the branches that have a group to hear things in.
    """

    done: frozenset[tuple[str, str]] = frozenset()
    months: Mapping[tuple[Month, BranchId], MonthOfBranch] = field(default_factory=dict)
    ladders: Mapping[tuple[str, ...], Behind] = field(default_factory=dict)
    came_in: Mapping[tuple[Month, BranchId], Mapping[str, int]] = field(default_factory=dict)
    with_group: frozenset[BranchId] = frozenset()

    def open_items(self, items: Iterable[str], branch: BranchId | None) -> tuple[str, ...]:
        """Those of the lines that the branch (None: the office) has not ticked off."""
        return tuple(item for item in items if (whose(branch), item) not in self.done)

    def month(self, month: Month, branch: BranchId | None) -> MonthOfBranch:
        """What the branch still lacks in the month."""
        return MonthOfBranch() if branch is None else self.months[month, branch]

    def wants(self, rule: Rule, about: About, branch: BranchId | None) -> bool:
        """Whether there is anything left to tell the branch (None: the office)."""
        match about:
            case Month():
                return not self.month(about, branch).is_done
            case Lines() if rule is Rule.LADDER:
                return self.ladders[about.items].branches > 0
            case Lines():
                return bool(self.open_items(about.items, branch))
            case VacationDigest(month=month, items=items):
                lacks = month is not None and not self.month(month, branch).is_done
                return lacks or bool(self.open_items(items, branch))
            case Moved():
                return bool(self.open_items([about.item], branch))
            case Gap():
                return True


async def read_facts(
    session: Session,
    calendar: Calendar,
    subjects: Collection[tuple[Rule, About]],
    *,
    concerned: Collection[BranchId],
    named: Collection[BranchId] = (),
    listed: int = MOST_BRANCHES,
) -> Facts:
    """The facts about the branches concerned and the office, as far as these reminders need them.

    `named`: the branches whose members without a trace are told by name. `listed`: how many of the
    branches that are behind are named to the office; with 0 they are not even counted.
    """
    items = {item for _, about in subjects for item in _items(about)}
    done = await done_by(session, [*concerned, None], items)
    months: dict[tuple[Month, BranchId], MonthOfBranch] = {}
    for month in sorted({month for _, about in subjects if (month := month_of(about))}):
        months |= await _month(session, calendar, month, concerned, named=named)
    turned = {about for rule, about in subjects if rule is Rule.MONTH_OPENS}
    over = [month for month in calendar.months if month.following() in turned]
    ladders = {
        lines: await branches_behind(session, lines, limit=listed)
        for lines in {
            one.items for rule, one in subjects if rule is Rule.LADDER and isinstance(one, Lines)
        }
    }
    came_in = await _came_in(session, over, concerned)
    return Facts(frozenset(done), months, ladders, came_in)


def month_of(about: About) -> Month | None:
    """The month whose records a reminder asks for."""
    match about:
        case Month():
            return about
        case VacationDigest():
            return about.month
    return None


async def _came_in(
    session: Session, months: Collection[Month], branches: Collection[BranchId]
) -> dict[tuple[Month, BranchId], Mapping[str, int]]:
    scopes = {branch_scope(branch): branch for branch in branches}
    return {
        (month, scopes[scope]): counts
        for month in months
        for scope, counts in (await tallies_of_all(session, list(scopes), month=month)).items()
    }


def _items(about: About) -> tuple[str, ...]:
    match about:
        case Lines() | VacationDigest():
            return about.items
        case Moved():
            return (about.item,)
    return ()


async def _month(
    session: Session,
    calendar: Calendar,
    month: Month,
    branches: Collection[BranchId],
    *,
    named: Collection[BranchId],
) -> dict[tuple[Month, BranchId], MonthOfBranch]:
    scopes = [SCHOOL, *(branch_scope(branch) for branch in branches)]
    counts = await tallies_of_all(session, scopes, month=month)
    without = await count_without_check_in(session, branches, month=month)
    names = await names_without_check_in(
        session, [one for one in named if one in without], month=month, limit=NAMES
    )
    return {
        (month, branch): month_of_branch(
            calendar.campaign,
            branch=counts.get(branch_scope(branch), {}),
            school=counts.get(SCHOOL, {}),
            without_trace=without.get(branch, 0),
            names=names.get(branch, ()),
        )
        for branch in branches
    }
