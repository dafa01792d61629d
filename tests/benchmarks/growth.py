"""How the questions of `/progress`, of its boards and lists grow with the college.

    python -m tests.benchmarks.growth
    python -m tests.benchmarks.growth --members 1000 10000 --folder /somewhere/large

Run by hand; docs/performance.md holds the figures. Each question is asked through the program's
own functions. `db`: the statements alone, sent again by the standard library's sqlite3, in the time
of the processor, for the machine is shared; `whole`: on the clock, with SQLAlchemy, aiosqlite and
the reading of rows.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import event

from campaign.check_ins import CheckInContent
from campaign.definition import Month, read_month
from storage.check_ins import CHECK_INS, add_check_in
from storage.coverage import (
    Spot,
    branches_without_trace,
    count_without_check_in,
    members_without_trace,
    tallies_of_all,
)
from storage.database.engine import Database
from storage.database.session import Session
from storage.duties import branches_by_name
from storage.membership.people import find_person
from storage.record_lists import Key, Wanted, list_records, people_beginning_with
from storage.tallies import SCHOOL, branch_scope, person_scope
from tests.benchmarks.big_college import MONTHS, BigCollege, branch_of, make

SIZES = (1_000, 10_000, 100_000, 1_000_000)
MEMBERS_OF_A_BRANCH = 20
FEW_BRANCHES = 30
TIMES = 400
A_PAGE = 9
GOAL_MS = 5.0

Statement = tuple[str, Any]


@dataclass(frozen=True)
class Asking:
    """One question with what is asked at random."""

    session: Session
    college: BigCollege
    chance: Random

    @property
    def month(self) -> Month:
        return read_month(self.chance.choice(MONTHS))

    @property
    def person(self) -> int:
        return self.chance.randint(1, self.college.members)

    @property
    def branch(self) -> int:
        return self.chance.randint(1, self.college.branches)

    async def me(self) -> None:
        one = self.person
        scopes = [person_scope(one), branch_scope(branch_of(self.college, one))]
        await tallies_of_all(self.session, scopes, month=self.month)

    async def my_branch(self) -> None:
        await tallies_of_all(self.session, [branch_scope(self.branch)], month=self.month)

    async def school(self) -> None:
        await tallies_of_all(self.session, [SCHOOL], month=self.month)

    async def board(self) -> None:
        skip = self.chance.randrange(max(1, self.college.branches - A_PAGE))
        found = await branches_by_name(self.session, limit=A_PAGE, skip=skip)
        scopes = [branch_scope(branch) for branch, _ in found]
        await tallies_of_all(self.session, scopes, month=self.month)

    async def silent(self) -> None:
        spot = Spot(after=self.chance.randrange(self.college.branches))
        await branches_without_trace(self.session, month=self.month, spot=spot, limit=A_PAGE)

    async def count_missing(self) -> None:
        await count_without_check_in(self.session, [self.branch], month=self.month)

    async def missing(self) -> None:
        one = self.person
        spot, branch = Spot(after=one - 1), branch_of(self.college, one)
        await members_without_trace(self.session, branch, month=self.month, spot=spot, limit=20)

    async def records_of_branch(self) -> None:
        wanted = Wanted(month=self.month, branch=self.branch)
        await list_records(self.session, CHECK_INS, wanted, after=None, limit=A_PAGE)

    async def records_of_school(self) -> None:
        await list_records(
            self.session, CHECK_INS, Wanted(month=self.month), after=None, limit=A_PAGE
        )

    async def records_anywhere(self) -> None:
        """A page in the middle of the list."""
        month = self.month
        day = month.first_day.replace(day=self.chance.randint(1, 28))
        key: Key = (day, datetime(2008, 6, 1, tzinfo=UTC), "m")
        await list_records(self.session, CHECK_INS, Wanted(month=month), after=key, limit=A_PAGE)

    async def search(self) -> None:
        """For a word that stands nowhere: the whole of a part is looked through."""
        wanted = Wanted(month=self.month, word="没有人写过")
        await list_records(self.session, CHECK_INS, wanted, after=None, limit=A_PAGE)

    async def names(self) -> None:
        await people_beginning_with(self.session, f"党员{self.person}", branch=None, limit=6)


QUESTIONS: dict[str, Callable[[Asking], Awaitable[None]]] = {
    "`/progress`: me": Asking.me,
    "`/progress`: my branch": Asking.my_branch,
    "`/progress`: the school": Asking.school,
    "branch board, a page anywhere": Asking.board,
    "branches without a trace, a page anywhere": Asking.silent,
    "who is missing: how many": Asking.count_missing,
    "who is missing: a page of names anywhere": Asking.missing,
    "check-ins of a branch, a page": Asking.records_of_branch,
    "check-ins of the school, a page": Asking.records_of_school,
    "check-ins of the school, a page anywhere": Asking.records_anywhere,
    "check-ins of the school, searched for a word": Asking.search,
    "people whose name begins so": Asking.names,
}


@dataclass(frozen=True)
class Times:
    """Milliseconds, of all the samples."""

    samples: Sequence[float]

    def at(self, share: float) -> float:
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def __str__(self) -> str:
        return f"{self.at(0.5):.3f} / {self.at(0.99):.3f}"


@asynccontextmanager
async def overheard(database: Database) -> AsyncIterator[list[Statement]]:
    """The statements that are sent to the database meanwhile."""
    heard: list[Statement] = []
    engine = database._reading.sync_engine

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        heard.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def ask(database: Database, college: BigCollege, name: str) -> tuple[Times, Times]:
    """The times of the statements alone, and of the whole question."""
    whole: list[float] = []
    asked: list[list[Statement]] = []
    chance = Random(name)
    async with overheard(database) as heard, database.read() as session:
        for _ in range(TIMES):
            heard.clear()
            begun = time.perf_counter()
            await QUESTIONS[name](Asking(session, college, chance))
            whole.append((time.perf_counter() - begun) * 1000)
            asked.append([one for one in heard if one[0].startswith("SELECT")])
    path = database._reading.url.database
    assert path is not None
    return Times(_again(path, asked)), Times(whole)


def _again(path: str, asked: Sequence[Sequence[Statement]]) -> list[float]:
    alone: list[float] = []
    with closing(sqlite3.connect(path)) as file:
        for statements in asked:
            begun = time.thread_time()
            for statement, values in statements:
                file.execute(statement, values).fetchall()
            alone.append((time.thread_time() - begun) * 1000)
    return alone


async def check_in(database: Database, college: BigCollege) -> Times:
    """Writing a check-in with all its counters down, without the commit."""
    content = CheckInContent(
        "fine-course", ("olympics",), "给新课程写完了全部教案。", "", date(2008, 6, 20)
    )
    chance, times = Random(1), []
    async with database.write() as session:
        for number in range(TIMES):
            person = await find_person(session, chance.randint(1, college.members))
            assert person is not None
            day = date(2008, chance.randint(4, 12), chance.randint(1, 28))
            begun = time.perf_counter()
            await add_check_in(
                session,
                f"new{number}",
                person=person,
                content=replace(content, happened_on=day),
                at=datetime(2008, 12, 31, tzinfo=UTC),
            )
            await session.flush()
            times.append((time.perf_counter() - begun) * 1000)
    return Times(times)


async def measure(college: BigCollege, folder: Path) -> dict[str, tuple[Times, Times]]:
    begun = time.perf_counter()
    url = await make(college, folder)
    size = (folder / college.url).stat().st_size / 2**20
    print(f"\n{college}: {size:,.0f} MB, made in {time.perf_counter() - begun:.0f} s", flush=True)
    async with Database.open(url) as database:
        found = {name: await ask(database, college, name) for name in QUESTIONS}
        written = await check_in(database, college)
    for name, (alone, whole) in found.items():
        flag = "" if alone.at(0.99) <= GOAL_MS else "   ABOVE THE GOAL"
        print(f"  {name:45} db {alone}   whole {whole}{flag}", flush=True)
    print(f"  {'writing a check-in with its counters':45} whole {written}", flush=True)
    return found


def table(found: dict[BigCollege, dict[str, tuple[Times, Times]]], title: str) -> str:
    """The figures as docs/performance.md shows them."""
    sizes = [f"{college.members:,}" for college in found]
    lines = [f"| {title} | " + " | ".join(sizes) + " |", "|---" * (len(sizes) + 1) + "|"]
    for name in QUESTIONS:
        cells = [str(figures[name][0]) for figures in found.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


async def main(sizes: Sequence[int], folder: Path | None, most_at_the_largest: int) -> None:
    shapes: dict[str, Callable[[int], int]] = {
        "more and more branches of 20": lambda members: members // MEMBERS_OF_A_BRANCH,
        "30 larger and larger branches": lambda members: FEW_BRANCHES,
    }
    for title, branches in shapes.items():
        found = {}
        for members in sizes:
            each = 20 if members <= 100_000 else most_at_the_largest
            college = BigCollege(members, branches(members), each)
            with tempfile.TemporaryDirectory(dir=folder) as own:
                found[college] = await measure(college, Path(own))
        print(f"\n{table(found, title)}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, nargs="+", default=SIZES)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--check-ins-of-a-million", type=int, default=4)
    asked = parser.parse_args()
    asyncio.run(main(asked.members, asked.folder, asked.check_ins_of_a_million))
