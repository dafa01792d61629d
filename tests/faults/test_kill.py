"""Promises 1 and 2: whenever the process dies, no input is lost and none counts twice.

    python3 run.py test tests/faults/test_kill.py --kills 20000 --seed 7

A kill costs a chat at most one copy of one reply: of one that was on its way to Telegram, or was
there already and not yet marked. With one person at a time that is at most one copy a kill.
"""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.breakages import BREAKAGES
from tests.faults.lives import Lives, zygote
from tests.faults.options import TOLD
from tests.faults.ordeal import EVERYWHERE, Ordeal, ordeal
from tests.faults.verdict import Verdict, judge

pytestmark = [pytest.mark.crash, pytest.mark.asyncio(loop_scope="module")]

Tell = Callable[[str, object], None]
# Twenty-four at each point: six at each of its first four passes.
KILLS = 24 * len(EVERYWHERE)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lives(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lives]:
    async with zygote(tmp_path_factory.mktemp("zygote")) as found:
        yield found


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--seed"))


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--kills") or KILLS)


@pytest.mark.timeout(0)
async def test_a_crowd_loses_nothing_on_sqlite(
    lives: Lives, tmp_path: Path, seed: int, kills: int, record_property: Tell
) -> None:
    """Sixteen people at any time, each with seven inputs a check-in."""
    people = min(1500, 4 * kills)
    async with ordeal(
        sqlite(tmp_path), tmp_path, lives, seed=seed, people=people, at_once=16
    ) as run:
        await run.suffer(max(kills // 2, len(EVERYWHERE)))
        verdict = await judge(run)

    record_property(TOLD, told("a crowd on SQLite", run, verdict))
    assert verdict.faults == ()
    assert never_fired(run) == []


@pytest.mark.timeout(0)
async def test_a_single_person_gets_at_most_one_copy_a_kill(
    lives: Lives, tmp_path: Path, seed: int, kills: int, record_property: Tell
) -> None:
    """Where one call is under way at a time, a kill costs one copy at most."""
    people = min(1500, 2 * kills)
    async with ordeal(
        sqlite(tmp_path), tmp_path, lives, seed=seed, people=people, at_once=1
    ) as run:
        await run.suffer(kills)
        verdict = await judge(run)

    record_property(TOLD, told("one person on SQLite", run, verdict))
    assert verdict.faults == ()
    assert never_fired(run) == []
    assert verdict.copies.total() <= run.kills.total()
    assert all(verdict.copies[point] <= run.kills[point] for point in EVERYWHERE)


@pytest.mark.timeout(600)
async def test_a_crowd_loses_nothing_on_postgresql(
    lives: Lives, tmp_path: Path, postgres_url: str, seed: int, kills: int, record_property: Tell
) -> None:
    """The same, where rows are locked and a dead process's rows are taken over by their lease."""
    async with ordeal(postgres_url, tmp_path, lives, seed=seed, people=600, at_once=16) as run:
        await run.suffer(max(40, kills // 10))
        verdict = await judge(run)

    record_property(TOLD, told("a crowd on PostgreSQL", run, verdict))
    assert verdict.faults == ()
    assert never_fired(run) == []


@pytest.mark.timeout(600)
async def test_a_crowd_loses_nothing_by_webhook(
    lives: Lives, tmp_path: Path, seed: int, kills: int, record_property: Tell
) -> None:
    """Telegram posts an update until it is accepted; while nobody listens, again and again."""
    async with ordeal(
        sqlite(tmp_path), tmp_path, lives, seed=seed, people=600, at_once=16, by_webhook=True
    ) as run:
        await run.suffer(max(24, kills // 10))
        verdict = await judge(run)

    record_property(TOLD, told("a crowd by webhook", run, verdict))
    assert verdict.faults == ()
    assert never_fired(run) == []


# Where each breakage shows: the point of the kills, and the fault that must be found.
SHOWS_AT = {
    "confirm_before_commit": ("inbox-before-commit", "lost"),
    "know_no_repeats": ("inbox-after-commit", "updates in the inbox"),
    "end_turns_later": ("tx-after-commit", "lost"),
    "answer_later": ("tx-after-commit", "lost"),
    "mark_before_sending": ("out-before-send", "lost"),
    "leave_doubt_unsettled": ("out-after-claim", "lost"),
}


@pytest.mark.parametrize("breakage", sorted(BREAKAGES))
async def test_a_broken_build_is_found_out(
    breakage: str, lives: Lives, tmp_path: Path, seed: int, record_property: Tell
) -> None:
    """The test of the test: a dozen kills is enough to see what is wrong with it."""
    point, fault = SHOWS_AT[breakage]
    async with ordeal(
        sqlite(tmp_path), tmp_path, lives, seed=seed, people=100, at_once=16, breakage=breakage
    ) as run:
        await run.suffer(12, [point], quiet=2.0)
        verdict = await judge(run)

    record_property(TOLD, f"{breakage}: {len(verdict.faults)} faults, such as {verdict.faults[:1]}")
    assert any(found.startswith(fault) for found in verdict.faults)


def sqlite(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'flagbearer.sqlite3'}"


def never_fired(run: Ordeal) -> list[str]:
    return sorted(set(run.points) - set(run.kills))


def told(name: str, run: Ordeal, verdict: Verdict) -> str:
    return (
        f"{name}: seed {run.seed}; {run.kills.total()} kills; {verdict.inputs} inputs, "
        f"{verdict.check_ins} check-ins; {len(verdict.faults)} faults; "
        f"{verdict.copies.total()} copies of replies {dict(sorted(verdict.copies.items()))}; "
        f"kills {dict(sorted(run.kills.items()))}; never fired: {never_fired(run) or 'none'}"
    )
