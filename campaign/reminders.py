"""What a branch is reminded of, and the quiet hours in which nobody is: pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from campaign.definition import Campaign, ReminderRules, StoryKind


@dataclass(frozen=True, slots=True)
class MonthOfBranch:
    """What a branch still lacks in a month.

    `owed`: kinds of story with how many the branch still has to hand in. `invited`: kinds that the
    school still needs, from a branch that has handed in none at all. `without_trace`: how many
    members have no check-in; `names` are those of the first of them, for their secretary only.
    """

    owed: tuple[tuple[StoryKind, int], ...] = ()
    invited: tuple[StoryKind, ...] = ()
    without_trace: int = 0
    names: tuple[str, ...] = ()

    @property
    def lacks_stories(self) -> bool:
        """Whether a story would help."""
        return bool(self.owed or self.invited)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to remind of."""
        return not (self.lacks_stories or self.without_trace)


def month_of_branch(
    campaign: Campaign,
    *,
    branch: Mapping[str, int],
    school: Mapping[str, int],
    without_trace: int = 0,
    names: tuple[str, ...] = (),
) -> MonthOfBranch:
    """What the branch lacks, from the month's counts of stories by kind.

    No branch owes a kind that has no quota for branches: one that handed in any story this month is
    not asked for it.
    """
    kinds = campaign.story_kinds
    owed = [(kind, kind.branch_quota - branch.get(kind.id, 0)) for kind in kinds]
    shown = any(branch.get(kind.id, 0) > 0 for kind in kinds)
    invited = () if shown else tuple(k for k in kinds if _school_needs(k, school))
    return MonthOfBranch(
        owed=tuple((kind, n) for kind, n in owed if n > 0),
        invited=invited,
        without_trace=max(0, without_trace),
        names=names,
    )


def _school_needs(kind: StoryKind, school: Mapping[str, int]) -> bool:
    return kind.branch_quota == 0 and school.get(kind.id, 0) < kind.school_quota


def is_quiet(rules: ReminderRules, moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the moment lies in the quiet hours. Equal hours mean that there are none."""
    return is_quiet_at(rules, moment.astimezone(zone).time())


def is_quiet_at(rules: ReminderRules, at: time) -> bool:
    """Whether that wall time lies in the quiet hours, which may span midnight."""
    if rules.quiet_from <= rules.quiet_until:
        return rules.quiet_from <= at < rules.quiet_until
    return at >= rules.quiet_from or at < rules.quiet_until
