"""What a month asks of a member, and how far it is done. Expectations invite; nobody is ranked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from campaign.calendar import Calendar
from campaign.definition import Both, StoryKind

CHECK_IN = "check_in"


@dataclass(frozen=True, slots=True)
class MonthOfMember:
    """A member's month: how many check-ins, how many stories of each kind.

    `flag` tells whether the member's flag is lit: one check-in a month is what is hoped for.
    `branch_has` counts what the whole branch handed in, by kind of story.
    """

    month: str
    check_ins: int
    stories: tuple[tuple[StoryKind, int], ...]
    branch_has: tuple[tuple[StoryKind, int], ...]

    @property
    def flag(self) -> bool:
        """Whether there is a trace of this month."""
        return self.check_ins > 0

    @property
    def branch_lacks(self) -> tuple[Both, ...]:
        """The kinds of story that nobody of the branch has handed in yet."""
        return tuple(kind.name for kind, n in self.branch_has if n == 0)


def month_of_member(
    calendar: Calendar, month: str, *, mine: Mapping[str, int], branch: Mapping[str, int]
) -> MonthOfMember:
    """The month told from the counters of the member and of the branch."""
    kinds = calendar.campaign.story_kinds
    return MonthOfMember(
        month=month,
        check_ins=mine.get(CHECK_IN, 0),
        stories=tuple((kind, mine.get(kind.id, 0)) for kind in kinds),
        branch_has=tuple((kind, branch.get(kind.id, 0)) for kind in kinds),
    )


def months_until(calendar: Calendar, today: date) -> list[str]:
    """The months of the campaign that have begun, the first one first; none before it opens."""
    if today < calendar.opens:
        return []
    first, last = calendar.opens, min(today, calendar.closes)
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        months.append(f"{year:04}-{month:02}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months
