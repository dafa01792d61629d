"""The branches in which something has happened since the trace was last read."""

from dataclasses import dataclass

from campaign.calendar import Calendar
from campaign.definition import Month
from campaign.people import BranchId
from storage.database.session import Session
from storage.membership.people import branches_of
from storage.tallies import SCHOOL, tallies_by_month
from storage.trace import acts_since, trace_head

# From this many acts on, every branch counts as touched.
MOST_ACTS = 1_000
# Acts that change counters of any number of branches.
OF_ALL = frozenset({"roster imported", "counters mended"})


@dataclass(frozen=True, slots=True)
class Touched:
    """The last act read of the trace, by number, and the branches touched (None: the office)."""

    number: int
    branches: frozenset[BranchId | None] = frozenset()
    everything: bool = False

    @property
    def anything(self) -> bool:
        """Whether anything has happened."""
        return self.everything or bool(self.branches)


async def touched_since(session: Session, number: int | None) -> Touched:
    """What was touched after the act of that number; without a number, everything."""
    if number is None:
        head, _ = await trace_head(session)
        return Touched(head, everything=True)
    acts = await acts_since(session, number, limit=MOST_ACTS)
    if not acts:
        return Touched(number)
    last = acts[-1].number
    if len(acts) == MOST_ACTS or any(one.act in OF_ALL for one in acts):
        head, _ = await trace_head(session)
        return Touched(head, everything=True)
    people = {one.person for one in acts if one.person is not None}
    people |= {key for one in acts if (key := _key(one.subject, "person")) is not None}
    named = {key for one in acts if (key := _key(one.subject, "branch")) is not None}
    named |= {key for one in acts if (key := _key(one.subject, "duty:branch")) is not None}
    # A branch's act may complete what the office was waiting for.
    return Touched(last, frozenset({*await branches_of(session, people), *named, None}))


async def school_needs(session: Session, calendar: Calendar) -> frozenset[tuple[Month, str]]:
    """The months and kinds of which the school has too few stories, for kinds no branch owes."""
    kinds = {
        one.id: one.school_quota for one in calendar.campaign.story_kinds if one.branch_quota == 0
    }
    counted = await tallies_by_month(session, SCHOOL, kinds=list(kinds))
    return frozenset(
        (month, kind)
        for month in calendar.months
        for kind, quota in kinds.items()
        if counted.get(month, {}).get(kind, 0) < quota
    )


def _key(subject: str | None, kind: str) -> int | None:
    """The number in a subject such as `person:7` or `duty:branch:7/item`."""
    if subject is None or not subject.startswith(f"{kind}:"):
        return None
    number = subject.removeprefix(f"{kind}:").partition("/")[0]
    return int(number) if number.isdigit() else None
