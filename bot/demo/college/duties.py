"""How the demo's branches stand: most have done their lines in time, some late, a few not yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from bot.demo.college.college import College
from bot.demo.college.records import Keys
from campaign.calendar import Calendar
from campaign.definition import Campaign
from campaign.duties import PROVED_MONTHLY, is_of_office
from campaign.people import BranchId, PersonId, Role
from storage.database.session import Session
from storage.duties import duty_subject, mark_duties
from storage.trace import Act

# Of a hundred branches so many are always in time, and so many of the others late now and then;
# the rest leave some lines undone.
PUNCTUAL, SLOW = 75, 93
HOUR = time(16, 20)


@dataclass(frozen=True, slots=True)
class Diligence:
    """Of a hundred lines: how many a branch does in time, and how many it does at all."""

    in_time: int
    at_all: int


@dataclass(frozen=True, slots=True)
class DoneDuty:
    """A line that a branch (None: the office) has ticked off, by whom and when."""

    branch: BranchId | None
    item: str
    by: PersonId
    at: datetime


def make_duties(
    college: College, campaign: Campaign, keys: Keys, now: datetime
) -> tuple[DoneDuty, ...]:
    """What was ticked off until now, in the order in which it was."""
    chance, calendar = Random(f"{college.seed} duties"), Calendar(campaign)
    found = [
        duty
        for branch in college.branches
        for duty in _of(calendar, keys.branches[branch.name], _leading(college, keys, branch.name),
                        chance)
    ]  # fmt: skip
    found += _of(calendar, None, _office(college, keys), chance)
    return tuple(sorted((one for one in found if one.at < now), key=lambda one: one.at))


async def tick_off(session: Session, duties: Sequence[DoneDuty]) -> list[tuple[datetime, Act]]:
    """Write them down. Returns their traces."""
    await mark_duties(session, [(one.branch, one.item, one.by, one.at) for one in duties])
    return [
        (one.at, Act(one.by, "duty done", duty_subject(one.branch, one.item))) for one in duties
    ]


def _of(
    calendar: Calendar, branch: BranchId | None, by: PersonId, chance: Random
) -> Iterator[DoneDuty]:
    fate = chance.randrange(100) if branch is not None else 0
    diligence = _diligence(fate)
    for duty in calendar.checklists(calendar.opens):
        if is_of_office(duty.item) != (branch is None) or duty.item.proof in PROVED_MONTHLY:
            continue
        fate, days = chance.randrange(100), chance.randint(0, 8)
        if fate < diligence.in_time:
            day = max(duty.phase.opens, duty.due - timedelta(days=days))
        elif fate < diligence.at_all:
            day = duty.due + timedelta(days=3 * (days + 1))
        else:
            continue
        at = datetime.combine(calendar.working_day_until(day), HOUR, calendar.zone)
        yield DoneDuty(branch, duty.item.id, by, at.astimezone(UTC))


def _diligence(fate: int) -> Diligence:
    if fate < PUNCTUAL:
        return Diligence(100, 100)
    return Diligence(50, 100) if fate < SLOW else Diligence(40, 75)


def _leading(college: College, keys: Keys, branch: str) -> PersonId:
    return keys.people[college.joined(branch)[0].number]


def _office(college: College, keys: Keys) -> PersonId:
    found = next(one for one in college.people if Role.OFFICE in one.roles and one.joined)
    return keys.people[found.number]
