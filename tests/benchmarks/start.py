"""How soon `flagbearer run` polls, and how much memory it takes with 600 members.

    python -m tests.benchmarks.start

Started several times on a database that is there already; then all members talk with the real
routes, and it is looked at again.
"""

import argparse
import asyncio
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median

from tests.benchmarks.contestants import Contestant, members, settings
from tests.benchmarks.crowd import Crowd, Say, Script, Work
from tests.benchmarks.measuring import running
from tests.benchmarks.server import LocalServer, serving

MEMBERS = 600
EVERYDAY: Script = (Say("/help"), Say("/progress"), Say("/checkin"), Say("/cancel"))


def program(url: str, folder: Path) -> Contestant:
    """The program as its operator starts it, but for the sending limits."""
    database = f"sqlite+aiosqlite:///{folder / 'bench.sqlite3'}"
    return Contestant(
        "flagbearer run",
        EVERYDAY,
        [sys.executable, "-m", "bot", "run"],
        settings(url, folder, database),
        prepare=members(MEMBERS),
    )


async def look(server: LocalServer, url: str, *, starts: int, seconds: float) -> None:
    """Start it several times; let everybody talk in the last run; print what was seen."""
    with tempfile.TemporaryDirectory() as made:
        found = program(url, Path(made))
        times = []
        for number in range(starts):
            async with running(found, server) as process:
                times.append(process.started_in)
                if number == starts - 1:
                    idle = process.present_mb()
                    work = await Crowd(server, found.script, MEMBERS).talk(seconds)
                    print(table(times, idle, process.present_mb(), process.peak_mb(), work))
            found = replace(found, prepare=[])


def table(times: list[float], idle: float, after: float, peak: float, work: Work) -> str:
    """In words that go into the document."""
    rows = {
        f"birth to first getUpdates, median of {len(times)}": f"{median(times):.2f} s",
        "fastest": f"{min(times):.2f} s",
        "memory when it polls": f"{idle:.0f} MB",
        f"memory after {work.answered} acts of {MEMBERS} members": f"{after:.0f} MB",
        "the most it ever held": f"{peak:.0f} MB",
    }
    return "\n".join(
        ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]
    )


async def main() -> None:
    """Read the arguments, serve, look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=20.0, help="of talking")
    asked = parser.parse_args()
    server = LocalServer()
    async with serving(server) as url:
        await look(server, url, starts=asked.starts, seconds=asked.seconds)


if __name__ == "__main__":
    asyncio.run(main())
