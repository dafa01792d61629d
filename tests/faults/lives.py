"""The bot's lives as a test sees them: started from a zygote, killed, started again at once."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STARTED_WITHIN = 60.0


class Lives:
    """Gives the bot one life after another. `async with zygote(folder) as lives`."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self._process = process
        self.log = folder / "bot.log"
        self._pid = 0

    async def begin(self, environment: dict[str, str], breakage: str | None = None) -> None:
        """Fork a bot with these settings."""
        order = {"environment": environment, "log": str(self.log), "breakage": breakage}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._pid = (await self.hear())["pid"]

    async def end(self) -> int:
        """Wait for the life's end; its exit code, or the signal that ended it, negated."""
        status: int = (await self.hear())["status"]
        self._pid = 0
        return status

    def send(self, number: signal.Signals) -> None:
        """Send the living bot a signal."""
        if self._pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, number)

    async def hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        assert line, f"the zygote is gone; the bot's last words: {self.last_words()}"
        news: dict[str, Any] = json.loads(line)
        return news

    def last_words(self) -> str:
        return self.log.read_text("utf-8")[-3000:] if self.log.exists() else ""


@contextlib.asynccontextmanager
async def zygote(folder: Path) -> AsyncIterator[Lives]:
    """A zygote that works in `folder`, where no `.env` lies; all it started ends with it."""
    surroundings = {n: v for n, v in os.environ.items() if not n.startswith("FLAGBEARER_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.zygote",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=folder,
        env={**surroundings, "PYTHONPATH": str(ROOT)},
    )
    lives = Lives(process, folder)
    try:
        assert (await asyncio.wait_for(lives.hear(), STARTED_WITHIN))["ready"]
        yield lives
    finally:
        lives.send(signal.SIGKILL)
        process.kill()
        await process.wait()
