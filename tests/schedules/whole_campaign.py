"""All 470 days of the shipped campaign, played by people of believable diligence.

python3 -m tests.schedules.whole_campaign     # prints how often everybody was prompted
"""

import asyncio
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from bot.clock import MovableClock
from campaign.calendar import Calendar
from campaign.definition import Campaign
from campaign.people import BranchId, Role
from campaign.progress import CHECK_IN
from campaign.prompts.sending_days import SendingDays
from campaign.reading import shipped_campaign
from campaign.texts import read_texts
from handlers.progress.nudge import note_nudge, nudge_from
from schedules.messages import MessageWriter
from schedules.tick import Tick
from storage.database.engine import Database
from storage.database.session import Session
from storage.duties import mark_duty
from storage.groups import Closed, GroupState
from storage.membership.people import find_person
from storage.membership.roles import give_role
from storage.tables import groups, reminders
from storage.trace import Act, append_trace
from tests.faults.twelve_groups import Branches, settle
from tests.schedules.bell import write_down

HOURS = (time(9, 0), time(15, 0))
NEVER = 999
# The kinds of those who are prompted; somebody with several posts is of the last one.
SEVERAL_POSTS = "several posts"


@dataclass
class Prompts:
    """On which days everybody was prompted, each with a kind: group, secretary, office, member."""

    calendar: Calendar
    of: dict[tuple[str, str], list[date]] = field(default_factory=lambda: defaultdict(list))

    def weekly(self, kind: str) -> int:
        """The most in an ISO week."""
        return max((max(_weeks(days).values()) for days in self._of(kind)), default=0)

    def total(self, kind: str) -> int:
        """The most in the whole campaign."""
        return max((len(days) for days in self._of(kind)), default=0)

    def in_a_row(self, kind: str) -> int:
        """How often anybody was prompted on two consecutive working days, or twice on one."""
        return sum(
            not _work_between(self.calendar, one, other)
            for days in self._of(kind)
            for one, other in pairwise(sorted(days))
        )

    def on_days_off(self, kind: str) -> int:
        """How many came on days off."""
        works = self.calendar.is_working_day
        return sum(not works(day) for days in self._of(kind) for day in days)

    def in_vacations(self, kind: str) -> int:
        """How many came within vacations."""
        vacations = self.calendar.campaign.vacations
        return sum(
            any(one.covers(day) for one in vacations) for days in self._of(kind) for day in days
        )

    def _of(self, kind: str) -> list[list[date]]:
        return [days for (mine, _), days in self.of.items() if mine == kind]

    def lines(self) -> Iterator[str]:
        """A row for each kind."""
        yield "| | in a week | in 470 days | on two working days in a row | in vacations |"
        yield "|---|---|---|---|---|"
        for kind in ("group", "secretary", "office", SEVERAL_POSTS, "member"):
            yield (
                f"| {kind} | {self.weekly(kind)} | {self.total(kind)} | {self.in_a_row(kind)} "
                f"| {self.in_vacations(kind)} |"
            )


def faults_of(prompts: Prompts, caps: Mapping[str, int]) -> list[str]:
    """Where the budget was overdrawn."""
    return [
        fault
        for kind, cap in caps.items()
        for fault, n, most in (
            ("in a week", prompts.weekly(kind), cap),
            ("on two working days in a row", prompts.in_a_row(kind), 0),
            ("on days off", prompts.on_days_off(kind), 0),
            ("in vacations", prompts.in_vacations(kind), 0),
        )
        for fault in ([f"{kind}: {n} {fault}, {most} at most"] if n > most else [])
    ]


@dataclass
class Branch:
    """How diligent a branch is: how many days after its last day each line is done."""

    number: BranchId
    chance: random.Random
    lateness: dict[str, int] = field(default_factory=dict)

    def days_late(self, item: str) -> int:
        """Most are done some days before, some up to four weeks late, a few never."""
        if item not in self.lateness:
            fate = self.chance.random()
            on_time, late = -self.chance.randint(0, 9), self.chance.randint(1, 28)
            self.lateness[item] = on_time if fate < 0.6 else late if fate < 0.9 else NEVER
        return self.lateness[item]


async def play(campaign: Campaign, folder: Path, *, seed: int = 2008) -> Prompts:
    """Day by day, from the day before the campaign opens to two weeks after it closes."""
    calendar = Calendar(campaign)
    url = f"sqlite+aiosqlite:///{folder / 'whole.sqlite3'}"
    begins = calendar.moment_at(campaign.opens - timedelta(days=1), time(8, 30))
    branches, office = await settle(url, at=begins - timedelta(days=1))
    clock = MovableClock(begins, running=False)
    async with Database.open(url) as database:
        await _make_it_less_even(database, branches, begins)
        tick = Tick(database, clock, MessageWriter(calendar, read_texts(), "bot", b"salt"))
        chance = random.Random(seed)
        people = [Branch(number, random.Random(chance.random())) for number in branches]
        day = campaign.opens
        while day <= campaign.closes + timedelta(days=14):
            clock.stand_at(calendar.moment_at(day, time(8, 30)))
            async with database.write() as session:
                await _deeds(session, calendar, day, people, branches, office, clock.now())
            for hour in HOURS:
                clock.stand_at(calendar.moment_at(day, hour))
                await tick.go()
            async with database.write() as session:
                await _nudges(session, SendingDays(calendar), branches, clock.now())
            day += timedelta(days=1)
        return await read_prompts(database, calendar)


async def _make_it_less_even(database: Database, branches: Branches, at: datetime) -> None:
    """One person holds three posts; one group is closed, one is gone."""
    first, second, third, fourth, *_ = sorted(branches)
    async with database.write() as session:
        person = branches[first][0]
        await give_role(session, person, Role.SECRETARY, branch=second, at=at)
        await give_role(session, person, Role.OFFICE, branch=None, at=at)
        await session.change(
            groups.update().where(groups.c.branch_id == third).values(closed=Closed.RIGHT.value)
        )
        gone = {"state": GroupState.LEFT.value, "branch_id": None}
        await session.change(groups.update().where(groups.c.branch_id == fourth).values(gone))


async def _nudges(session: Session, days: SendingDays, branches: Branches, now: datetime) -> None:
    """Every secretary would nudge their member every day, as often as they are let."""
    today = days.calendar.day_of(now)
    for branch, (_, person) in branches.items():
        if await nudge_from(session, days, person, now) <= now:
            card_id = f"nudge-{person}-{today:%j%Y}"
            noted = await note_nudge(session, person, branch, today, card_id=card_id, at=now)
            assert noted


async def _deeds(
    session: Session,
    calendar: Calendar,
    day: date,
    people: list[Branch],
    branches: Branches,
    office: int,
    at: datetime,
) -> None:
    """What everybody does on a day: their lines by their diligence, their month in its course."""
    for duty in calendar.checklists(day):
        of_office = duty.item.duty_of == "office"
        for branch in people[:1] if of_office else people:
            if (day - duty.due).days == branch.days_late(duty.item.id):
                whose, by = (
                    (None, office) if of_office else (branch.number, branches[branch.number][0])
                )
                await mark_duty(session, whose, duty.item.id, by=by, at=at)
    month = calendar.month_of(day)
    for branch in people:
        for number in branches[branch.number]:
            if month is not None and branch.chance.random() < 0.06:
                person = await find_person(session, number)
                assert person is not None
                await write_down(session, person, CHECK_IN, at=at, day=day)
    await append_trace(session, [Act(None, "a day passed")], at=at, salt=b"s")


async def read_prompts(database: Database, calendar: Calendar) -> Prompts:
    """From the ledger: each card that told of more than a fault or a moved day is a prompt."""
    question = select(reminders).where(
        reminders.c.card_id.is_not(None), reminders.c.rule.not_in(["gap", "moved"])
    )
    async with database.read() as session:
        rows = await session.rows(question.order_by(reminders.c.id))
    cards = {row.card_id: row for row in rows}
    found = Prompts(calendar)
    posts: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.person_id is not None:
            posts[row.person_id].add(row.whom.removesuffix(f":{row.person_id}"))
    for row in cards.values():
        kind = row.whom.partition(":")[0]
        who = row.whom
        if row.person_id is not None:
            several = len([post for post in posts[row.person_id] if "group" not in post]) > 1
            kind = SEVERAL_POSTS if several else "secretary" if kind == "group" else kind
            who = f"person:{row.person_id}"
        found.of[kind, who].append(calendar.day_of(row.decided_at))
    return found


def _weeks(days: list[date]) -> Counter[tuple[int, int]]:
    return Counter(day.isocalendar()[:2] for day in days)


def _work_between(calendar: Calendar, one: date, other: date) -> bool:
    """Whether a working day lies between them."""
    days = range(1, (other - one).days)
    return any(calendar.is_working_day(one + timedelta(days=n)) for n in days)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prompts = asyncio.run(play(shipped_campaign(), Path(folder)))
    print("\n".join(prompts.lines()))


if __name__ == "__main__":
    main()
