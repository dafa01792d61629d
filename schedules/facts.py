"""What is done and what is not: read in the transaction that tells people about it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from campaign.calendar import Calendar
from campaign.definition import Month
from campaign.people import BranchId
from campaign.reminders import MonthOfBranch, month_of_branch
from schedules.reminder import About, Gap, Lines, Moved, Rule
from storage.coverage import count_without_check_in, names_without_check_in, tallies_of_all
from storage.duties import everybodys_done, whose
from storage.session import Session
from storage.tallies import SCHOOL, branch_scope

# So many names stand in a message at most; the others are a number.
NAMES = 8


@dataclass(frozen=True, slots=True)
class Facts:
    """How everybody's duties stand. `months` holds what branches lack in the months asked for."""

    branches: Mapping[BranchId, str]
    done: frozenset[tuple[str, str]] = frozenset()
    months: Mapping[tuple[Month, BranchId], MonthOfBranch] = field(default_factory=dict)

    def open_items(self, items: Iterable[str], branch: BranchId | None) -> tuple[str, ...]:
        """Those of the lines that the branch (None: the office) has not ticked off."""
        return tuple(item for item in items if (whose(branch), item) not in self.done)

    def behind(self, items: Collection[str]) -> dict[BranchId, tuple[str, ...]]:
        """The branches that leave any of the lines open, with those lines."""
        left = {branch: self.open_items(items, branch) for branch in self.branches}
        return {branch: items for branch, items in left.items() if items}

    def month(self, month: Month, branch: BranchId | None) -> MonthOfBranch:
        """What the branch still lacks in the month."""
        return MonthOfBranch() if branch is None else self.months[month, branch]

    def wants(self, rule: Rule, about: About, branch: BranchId | None) -> bool:
        """Whether there is anything left to tell the branch (None: the office)."""
        match about:
            case Month():
                return not self.month(about, branch).is_done
            case Lines() if rule is Rule.LADDER:
                return bool(self.behind(about.items))
            case Lines():
                return bool(self.open_items(about.items, branch))
            case Moved():
                return bool(self.open_items([about.item], branch))
            case Gap():
                return True


async def read_facts(
    session: Session,
    calendar: Calendar,
    abouts: Collection[About],
    branches: Mapping[BranchId, str],
    *,
    concerned: Collection[BranchId],
    named: bool = False,
) -> Facts:
    """The facts as far as the reminders need them. `branches`: the names of all.

    Months are told of those concerned only; `named`: with the names of who has no trace yet.
    """
    items = {item for about in abouts for item in _items(about)}
    done = await everybodys_done(session, items)
    months: dict[tuple[Month, BranchId], MonthOfBranch] = {}
    for month in sorted({about for about in abouts if isinstance(about, Month)}):
        months |= await _month(session, calendar, month, concerned, named=named)
    return Facts(branches, frozenset(done), months)


def _items(about: About) -> tuple[str, ...]:
    match about:
        case Lines():
            return about.items
        case Moved():
            return (about.item,)
    return ()


async def _month(
    session: Session, calendar: Calendar, month: Month, branches: Collection[BranchId], *,
    named: bool,
) -> dict[tuple[Month, BranchId], MonthOfBranch]:  # fmt: skip
    name = str(month)
    scopes = [SCHOOL, *(branch_scope(branch) for branch in branches)]
    counts = await tallies_of_all(session, scopes, month=name)
    without = await count_without_check_in(session, branches, month=name)
    names = (
        await names_without_check_in(session, branches, month=name, limit=NAMES) if named else {}
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
