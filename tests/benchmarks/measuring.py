"""A contestant at work: its process, and what the system tells of it (Linux)."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.contestants import Contestant
from tests.benchmarks.server import LocalServer

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
START_WITHIN = 60.0


@dataclass(frozen=True)
class Running:
    """A process that polls. `started_in`: seconds from its birth to its first getUpdates."""

    pid: int
    started_in: float

    def cpu_seconds(self) -> float:
        """User and system time so far, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def peak_mb(self) -> float:
        """The most memory it ever held."""
        return self._megabytes("VmHWM:")

    def present_mb(self) -> float:
        """The memory it holds now."""
        return self._megabytes("VmRSS:")

    def _megabytes(self, name: str) -> float:
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


@asynccontextmanager
async def running(contestant: Contestant, server: LocalServer) -> AsyncIterator[Running]:
    """Start it, wait until it polls, and stop it at the end as its operator would."""
    if contestant.prepare:
        preparing = _started(contestant.prepare, contestant)
        assert await asyncio.to_thread(preparing.wait) == 0, "its database could not be made"
    server.forget_poll()
    born = time.perf_counter()
    process = _started(contestant.command, contestant)
    try:
        await _polls(process, server, born)
        assert server.first_poll is not None
        yield Running(process.pid, server.first_poll - born)
    finally:
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait, 30)


def _started(command: list[str], contestant: Contestant) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **contestant.environment}
    return subprocess.Popen(command, cwd=ROOT, env=environment)


async def _polls(process: subprocess.Popen[bytes], server: LocalServer, born: float) -> None:
    while server.first_poll is None:
        assert process.poll() is None, f"it ended at its start: {process.args!r}"
        assert time.perf_counter() - born < START_WITHIN, "it does not poll"
        await asyncio.sleep(0.005)
