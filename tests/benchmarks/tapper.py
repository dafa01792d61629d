"""What somebody who taps fast feels: from the press to the card that shows what it did.

    python -m tests.benchmarks.tapper
    python -m tests.benchmarks.tapper --every-edit

Run by hand; docs/performance.md holds the figures. The whole program at Telegram's pace, a few
people who tick themes on one card: first each as soon as the card has changed, then three times a
second without looking. `--every-edit` sends every edit in its turn, as was done before.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.acts import keys_of, press, write
from tests.benchmarks.contestants import Contestant, members, settings
from tests.benchmarks.crowd import FIRST_PERSON
from tests.benchmarks.measuring import running
from tests.benchmarks.outbox_drain import RATE, waited
from tests.benchmarks.server import LocalServer, serving

# Seconds without a tap after which what is shown is all there will be.
QUIET = 6.0
BLINDLY_EVERY = 1 / 3
# How many options of the step are ticked in turn.
TICKED = 3


@dataclass
class Tapper:
    """A person, the card as it was seen last, and the presses that it does not show yet.

    Every press makes one version of the card: `made` is the last, and each press waits for its own.
    """

    id: int
    seen: dict[str, Any] = field(default_factory=dict)
    made: int = 0
    open: list[tuple[float, int]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Tapping:
    """People at the server; `waits` are seconds from a press to the first card that knows of it."""

    def __init__(self, server: LocalServer, people: int) -> None:
        self._server = server
        self._tappers = {
            number: Tapper(number) for number in range(FIRST_PERSON, FIRST_PERSON + people)
        }
        self._taps = 0
        self.waits: list[float] = []
        self.edits = 0
        server.shown = self._see

    async def begin(self) -> None:
        """Everybody asks for the conversation and comes to the step with the themes."""
        for tapper in self._tappers.values():
            write(self._server, tapper.id, "/checkin")
        await self._all_changed()
        for tapper in self._tappers.values():
            self._press(tapper, 3)
        await self._all_changed()
        await asyncio.sleep(QUIET)

    async def tap(self, seconds: float, *, blindly: bool) -> None:
        """Everybody taps for so long; then until everything is shown."""
        self.waits, self.edits = [], 0
        taps = [self._tap(one, seconds, blindly=blindly) for one in self._tappers.values()]
        await asyncio.gather(*taps)
        await asyncio.sleep(QUIET)

    async def _tap(self, tapper: Tapper, seconds: float, *, blindly: bool) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            tapper.changed.clear()
            self._press(tapper, self._taps % TICKED)
            await (asyncio.sleep(BLINDLY_EVERY) if blindly else tapper.changed.wait())

    async def _all_changed(self) -> None:
        for tapper in self._tappers.values():
            await tapper.changed.wait()
            tapper.changed.clear()

    def _see(self, chat: int, message: dict[str, Any]) -> None:
        tapper, now = self._tappers[chat], time.perf_counter()
        self.edits += 1
        version = _version(message)
        self.waits += [now - pressed for pressed, made in tapper.open if made <= version]
        tapper.open = [one for one in tapper.open if one[1] > version]
        tapper.seen, tapper.made = message, max(tapper.made, version)
        # Not before the call that brought it is done with.
        asyncio.get_running_loop().call_soon(tapper.changed.set)

    def _press(self, tapper: Tapper, button: int) -> None:
        self._taps += 1
        tapper.made += 1
        tapper.open.append((time.perf_counter(), tapper.made))
        press(self._server, tapper.id, tapper.seen, button)


def _version(message: dict[str, Any]) -> int:
    return int(keys_of(message)[0].split(".")[1])


def command(*, every_edit: bool) -> Sequence[str]:
    """How the program is started; with every edit sent, by a line that leaves the rule out."""
    if not every_edit:
        return [sys.executable, "-m", "bot", "run"]
    return [sys.executable, "-m", "tests.benchmarks.every_edit", "run"]


async def main(plan: argparse.Namespace) -> None:
    """Both rows of the table."""
    server = LocalServer()
    async with serving(server) as url:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            database = f"sqlite+aiosqlite:///{place / 'bench.sqlite3'}"
            environment = {**settings(url, place, database), "FLAGBEARER_RATE": str(RATE)}
            start = list(command(every_edit=plan.every_edit))
            program = Contestant("flagbearer", (), start, environment, members(plan.people))
            tapping = Tapping(server, plan.people)
            async with running(program, server):
                await tapping.begin()
                for blindly in (False, True):
                    await tapping.tap(plan.seconds, blindly=blindly)
                    how = "three a second, blindly" if blindly else "as soon as the card changes"
                    print(f"| {how} | {waited(tapping.waits)} | {tapping.edits} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--every-edit", action="store_true", help="as before")
    asyncio.run(main(parser.parse_args()))
