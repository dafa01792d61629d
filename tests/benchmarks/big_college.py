"""A college of any size on SQLite, written in bulk: people and a year of check-ins.

The counters are made by the program's own recount.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from storage.database.engine import Database
from storage.database.migrate import migrate
from storage.recount import mend_counters, wrong_counters

FIRST_DAY = date(2008, 4, 1)
DAYS = 365
MONTHS = tuple(f"{2008 + (n > 12)}-{(n - 1) % 12 + 1:02}" for n in range(4, 16))
OPENED = datetime(2008, 3, 19, 1, tzinfo=UTC)
AT_A_TIME = 50_000
# As long as what people write.
DONE = "给新课程写完了全部教案，并请教研室的老师们逐节看过一遍。"


@dataclass(frozen=True)
class BigCollege:
    """How many members, in how many branches, with how many check-ins each."""

    members: int
    branches: int
    check_ins: int

    @property
    def url(self) -> str:
        """The name of the database inside the folder of `make`."""
        return f"college-{self.members}-{self.branches}.sqlite3"


async def make(college: BigCollege, folder: Path) -> str:
    """Write it down; the URL of its database."""
    path = folder / college.url
    url = f"sqlite+aiosqlite:///{path}"
    await migrate(url)
    with closing(sqlite3.connect(path)) as file:
        _fill(file, college)
    async with Database.open(url) as database:
        async with database.write() as session:
            await mend_counters(session)
        if college.members <= 10_000:
            async with database.read() as session:
                assert await wrong_counters(session) == []
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return url


def _fill(file: sqlite3.Connection, college: BigCollege) -> None:
    """Nobody looks at this file meanwhile, and its indexes are made at the end."""
    file.execute("PRAGMA journal_mode = OFF")
    file.execute("PRAGMA synchronous = OFF")
    file.execute("PRAGMA cache_size = -500000")
    made_by = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    indexes = [
        (name, sql)
        for name, sql in file.execute(made_by).fetchall()
        if any(f" {table} " in sql for table in ("people", "roles", "check_ins"))
    ]
    for name, _ in indexes:
        file.execute(f"DROP INDEX {name}")
    for statement, rows in _rows(college).items():
        while some := list(islice(rows, AT_A_TIME)):
            file.executemany(statement, some)
    for _, sql in indexes:
        file.execute(sql)
    file.execute("PRAGMA journal_mode = WAL")
    file.commit()


def _rows(college: BigCollege) -> dict[str, Iterator[tuple[Any, ...]]]:
    """The rows of each table, by the statement that inserts them."""
    at = _moment(OPENED)
    people = range(1, college.members + 1)
    return {
        "INSERT INTO branches (id, name) VALUES (?, ?)": (
            (branch, f"第{branch}党支部") for branch in range(1, college.branches + 1)
        ),
        "INSERT INTO people (id, name, branch_id, category, standing, language, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)": (
            (one, f"党员{one}", branch_of(college, one), "teaching", "full", "zh", at)
            for one in people
        ),
        "INSERT INTO roles (person_id, role, given_at) VALUES (?, ?, ?)": (
            (one, "member", at) for one in people
        ),
        "INSERT INTO check_ins (id, person_id, branch_id, month, happened_on, state, version,"
        " content, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)": _check_ins(
            college
        ),
    }


def branch_of(college: BigCollege, person: int) -> int:
    """Branches are founded one after the other, and are equally large."""
    return (person - 1) * college.branches // college.members + 1


def _check_ins(college: BigCollege) -> Iterator[tuple[Any, ...]]:
    chance = Random(college.members)
    number = 0
    for one in range(1, college.members + 1):
        branch = branch_of(college, one)
        for _ in range(college.check_ins):
            number += 1
            day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
            at = f"{day} {chance.randrange(7, 22):02}:{chance.randrange(60):02}:00.000000"
            content = json.dumps(
                {
                    "activity": "fine-course",
                    "themes": ["olympics"],
                    "done": DONE,
                    "effect": "",
                    "happened_on": str(day),
                },
                ensure_ascii=False,
            )
            yield (
                f"check-in-{number:09}",
                one,
                branch,
                str(day)[:7],
                str(day),
                "standing",
                1,
                content,
                at,
                at,
            )


def _moment(moment: datetime) -> str:
    """As the program's tables keep it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}.000000"
