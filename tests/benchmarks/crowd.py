"""People who talk with a bot by a script, each waiting for the answer before the next act."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.acts import press, write
from tests.benchmarks.server import LocalServer

FIRST_PERSON = 500_000_001
# Nothing was called for so long: whatever was due has been done.
QUIET = 1.0
# A person who waits longer has met a fault.
PATIENCE = 60.0
TICK = 0.004


@dataclass(frozen=True, slots=True)
class Say:
    """Write a message; one that begins with a stroke is a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """Press the first button of the last message."""


Script = Sequence[Say | Press]


@dataclass(slots=True)
class Talker:
    """A person: the next act, and the last message seen."""

    id: int
    place: int = 0
    since: float = 0.0
    waits: bool = False
    seen: dict[str, Any] = field(default_factory=dict)


@dataclass
class Work:
    """What came of one stretch of talking: acts that were answered, and how long each took."""

    began: float
    answered: int = 0
    finished: int = 0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Acts a second."""
        return self.answered / self.seconds

    def milliseconds(self, share: float) -> float:
        """The wait that this share of the acts did not exceed."""
        ordered = sorted(self.waits)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Crowd:
    """So many people at one server, all with the same script."""

    def __init__(self, server: LocalServer, script: Script, people: int) -> None:
        self._server = server
        self._script = script
        self._talkers = {
            number: Talker(number) for number in range(FIRST_PERSON, FIRST_PERSON + people)
        }
        self._work = Work(0.0)
        self._until = 0.0
        self._idle: deque[Talker] | None = None
        server.shown = self._see

    async def talk(self, seconds: float) -> Work:
        """Everybody acts again as soon as answered, for so long; ends when all is quiet."""
        self._begin(seconds)
        self._idle = None
        for talker in self._talkers.values():
            self._act(talker)
        return await self._end()

    async def talk_steadily(self, seconds: float, *, rate: float) -> Work:
        """So many acts a second come in evenly, however fast the answers are."""
        self._begin(seconds)
        idle = self._idle = deque(self._talkers.values())
        made = 0
        while (now := time.perf_counter()) < self._until:
            while made < (now - self._work.began) * rate and idle:
                self._act(idle.popleft())
                made += 1
            await asyncio.sleep(TICK)
        return await self._end()

    def _begin(self, seconds: float) -> None:
        now = time.perf_counter()
        self._work, self._until = Work(now), now + seconds

    async def _end(self) -> Work:
        work, server = self._work, self._server
        while self._quiet_for() < QUIET or self._someone_waits():
            assert self._quiet_for() < PATIENCE, f"no answer: {server.calls}"
            await asyncio.sleep(0.1)
        work.seconds = server.last_call - work.began
        return work

    def _quiet_for(self) -> float:
        return time.perf_counter() - max(self._server.last_call, self._until)

    def _someone_waits(self) -> bool:
        return any(talker.waits for talker in self._talkers.values())

    def _act(self, talker: Talker) -> None:
        act = self._script[talker.place]
        talker.since, talker.waits = time.perf_counter(), True
        if isinstance(act, Say):
            write(self._server, talker.id, act.text)
        else:
            press(self._server, talker.id, talker.seen, 0)

    def _see(self, chat_id: int, message: dict[str, Any]) -> None:
        talker = self._talkers[chat_id]
        talker.seen = message
        if not talker.waits:
            return
        now = time.perf_counter()
        talker.waits = False
        talker.place = (talker.place + 1) % len(self._script)
        self._work.answered += 1
        self._work.finished += talker.place == 0
        self._work.waits.append(now - talker.since)
        if self._idle is not None:
            self._idle.append(talker)
        elif now < self._until:
            # Not before the call that brought the answer is done with.
            asyncio.get_running_loop().call_soon(self._act, talker)
