"""Promise 7: sixteen months, twelve groups, every due reminder decided once, whatever happens.

    python3 run.py test tests/faults/test_reminders.py --kills 3000 --seed 7

The replicas are processes of their own; they die by SIGKILL within the tick, between it and the
courier, within each call, and at any moment. Their clocks step by three hours and do not agree;
now and then nobody is there for nine days.
"""

import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.campus import SHANGHAI
from tests.faults.ledger_verdict import Verdict, judge
from tests.faults.options import TOLD
from tests.faults.reminder_breakages import BREAKAGES
from tests.faults.sixteen_months import POINTS, SixteenMonths, forking, sixteen_months

pytestmark = pytest.mark.crash

Tell = Callable[[str, object], None]
Forker = subprocess.Popen[bytes]
KILLS = 300


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    """Starts once for all: importing everything takes as long as two months of ticks."""
    with forking() as started:
        yield started


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--seed"))


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--kills") or KILLS)


@pytest.mark.timeout(0)
async def test_three_replicas_decide_everything_once_on_postgresql(
    postgres_url: str, tmp_path: Path, forker: Forker, seed: int, kills: int, record_property: Tell
) -> None:
    async with sixteen_months(postgres_url, tmp_path, forker, seed=seed, replicas=3) as run:
        await run.run(kills)
        verdict = await judge(run)
    record_property(TOLD, told("three replicas on PostgreSQL", run, verdict))
    assert verdict.faults == ()
    assert never_fired(run) == []


@pytest.mark.timeout(0)
async def test_one_process_decides_everything_once_on_sqlite(
    tmp_path: Path, forker: Forker, seed: int, kills: int, record_property: Tell
) -> None:
    async with sixteen_months(sqlite(tmp_path), tmp_path, forker, seed=seed, replicas=1) as run:
        await run.run(kills // 2)
        verdict = await judge(run)
    record_property(TOLD, told("one process on SQLite", run, verdict))
    assert verdict.faults == ()
    assert never_fired(run) == []


# The fault by which each breakage must be found out, and the day until which it shows.
SHOWS_AS = {
    "trust_the_watermark": ("never decided", "2008-05-20"),
    "ask_nobody": ("more than once", "2008-12-20"),
    "speak_later": ("decided and never said", "2008-12-20"),
    "never_be_late": ("not called late", "2008-12-20"),
    "forget_what_is_done": ("told wrongly", "2008-05-20"),
    "wake_people": ("decided when nothing may be said", "2008-12-20"),
}


@pytest.mark.parametrize("breakage", sorted(BREAKAGES))
async def test_a_broken_tick_is_found_out(
    breakage: str, tmp_path: Path, forker: Forker, record_property: Tell
) -> None:
    """The test of the test: two months, or nine, are enough to see what is wrong with it."""
    fault, day = SHOWS_AS[breakage]
    until = datetime.fromisoformat(f"{day} 12:00").replace(tzinfo=SHANGHAI)
    async with sixteen_months(
        sqlite(tmp_path), tmp_path, forker, seed=2008, replicas=1, breakage=breakage
    ) as run:
        await run.run(20, until=until)
        verdict = await judge(run)
    record_property(TOLD, f"{breakage}: {len(verdict.faults)} faults, as {verdict.faults[:1]}")
    assert any(found.startswith(fault) for found in verdict.faults)


def sqlite(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'flagbearer.sqlite3'}"


def never_fired(run: SixteenMonths) -> list[str]:
    return sorted(set(POINTS) - set(run.kills))


def told(name: str, run: SixteenMonths, verdict: Verdict) -> str:
    return (
        f"{name}: seed {run.seed}; {verdict}; {run.ticks} ticks, {run.kills.total()} kills "
        f"{dict(sorted(run.kills.items()))}, {run.gaps} gaps of nine days, "
        f"{run.steps_of_clocks} steps of clocks; never fired: {never_fired(run) or 'none'}"
    )
