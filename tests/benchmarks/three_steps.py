"""Three durable steps against stock python-telegram-bot and aiogram, in turns, on one local server.

    python -m tests.benchmarks.three_steps
    python -m tests.benchmarks.three_steps --far 25 --rounds 3
    python -m tests.benchmarks.three_steps --steady 100 \\
        --only "aiogram, SQLite state" "flagbearer, SQLite"

Run by hand; docs/performance.md holds the figures. Every contestant is a process of its own and is
started anew in every round; the figures are medians over the rounds.
"""

import argparse
import asyncio
import tempfile
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import URL

from tests import postgres
from tests.benchmarks import contestants
from tests.benchmarks.contestants import Contestant
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.measuring import running
from tests.benchmarks.server import LocalServer, serving

PEOPLE = 200
COLUMNS = (
    *("", "updates/s", "of the echo", "CPU µs/update", "calls/update"),
    *("p50 ms", "p99 ms", "peak MB", "start s"),
)
# What a power cut would take matters here.
SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


@dataclass(frozen=True)
class Figures:
    """What one round of one contestant gave."""

    rate: float
    cpu: float
    p50: float
    p99: float
    peak: float
    start: float
    calls: float


@dataclass(frozen=True)
class Plan:
    """How the rounds are run. `steady`: acts a second while the waits are measured."""

    rounds: int
    seconds: float
    steady: float
    people: int


async def one_round(contestant: Contestant, server: LocalServer, plan: Plan) -> Figures:
    """Warm up, as fast as it can, then a steady load."""
    async with running(contestant, server) as process:
        crowd = Crowd(server, contestant.script, plan.people)
        await crowd.talk(plan.seconds / 4)
        before, calls = process.cpu_seconds(), server.calls.total()
        fast = await crowd.talk(plan.seconds)
        cpu = (process.cpu_seconds() - before) / fast.answered
        calls = server.calls.total() - calls
        steady = await crowd.talk_steadily(plan.seconds, rate=plan.steady)
        return Figures(
            rate=fast.rate,
            cpu=1e6 * cpu,
            p50=steady.milliseconds(0.5),
            p99=steady.milliseconds(0.99),
            peak=process.peak_mb(),
            start=process.started_in,
            calls=calls / fast.answered,
        )


async def compare(server: LocalServer, url: str, plan: Plan, only: Sequence[str]) -> None:
    """Round after round, each contestant once; then the table."""
    found: dict[str, list[Figures]] = {}
    with ExitStack() as stack:
        cluster = None
        if not only or any("PostgreSQL" in name for name in only):
            postgres.SETTINGS.update(SAFE)
            cluster = stack.enter_context(postgres.running_server())
        for number in range(plan.rounds):
            with tempfile.TemporaryDirectory() as made:
                async for contestant in entrants(url, Path(made), plan.people, cluster, only):
                    if only and contestant.name not in only:
                        continue
                    figures = await one_round(contestant, server, plan)
                    found.setdefault(contestant.name, []).append(figures)
                    print(f"round {number + 1}  {contestant.name:26} {figures.rate:7.0f}/s")
    print(table(found))


async def entrants(
    url: str, folder: Path, people: int, cluster: URL | None, only: Sequence[str]
) -> AsyncIterator[Contestant]:
    """Everybody, in the order of a round. aiogram is installed only where it takes part."""
    yield contestants.echo(url)
    yield contestants.conversation(url, folder)
    if not only or contestants.AIOGRAM in only:
        if (aiogram := contestants.aiogram(url, folder)) is not None:
            yield aiogram
        else:
            print("aiogram cannot be installed here: the others go on without it")
    yield contestants.flagbearer(url, folder, people)
    if cluster is not None:
        name = f"bench_{uuid.uuid4().hex}"
        await postgres.tell(cluster, f'CREATE DATABASE "{name}" TEMPLATE template0')
        database = cluster.set(database=name).render_as_string(hide_password=False)
        yield contestants.flagbearer(
            url, folder, people, name="flagbearer, PostgreSQL", database=database
        )


def table(found: dict[str, list[Figures]]) -> str:
    """The medians, and how they stand to the first row."""
    lines = [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    first = median(one.rate for one in next(iter(found.values())))
    for name, rounds in found.items():
        rate, cpu, calls, p50, p99, peak, start = (
            median(getattr(one, figure) for one in rounds)
            for figure in ("rate", "cpu", "calls", "p50", "p99", "peak", "start")
        )
        lines.append(
            f"| {name} | {rate:.0f} | {rate / first:.2f} | {cpu:.0f} | {calls:.2f} "
            f"| {p50:.1f} | {p99:.1f} | {peak:.0f} | {start:.2f} |"
        )
    return "\n".join(lines)


async def main() -> None:
    """Read the arguments, serve, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=6.0, help="of talking, each time")
    parser.add_argument("--steady", type=float, default=100.0, help="acts/s for the waits")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--far", type=float, default=0.0, help="ms to the server, each way")
    parser.add_argument("--only", nargs="*", default=(), help="names of contestants")
    asked = parser.parse_args()
    server = LocalServer()
    server.far = asked.far / 1000
    plan = Plan(asked.rounds, asked.seconds, asked.steady, asked.people)
    async with serving(server) as url:
        await compare(server, url, plan, asked.only)


if __name__ == "__main__":
    asyncio.run(main())
