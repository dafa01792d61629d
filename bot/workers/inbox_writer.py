"""How arrivals get into the inbox: along with the engine's next transaction, where that runs.

An act that comes alone then costs one commit until its answer is written, not two, and the sender
of the update waits for it: what is not committed is never confirmed.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.workers.part import Part
from storage.crash_points import crash_point
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.inbox import Arrival, put_arrivals


@dataclass(slots=True)
class Brought:
    """Arrivals, and what their bringer waits for: that they are committed, or why not."""

    arrivals: Sequence[Arrival]
    at: datetime
    stored: asyncio.Future[None] = field(default_factory=asyncio.Future)

    def end(self, fault: Exception | None = None) -> None:
        """Tell the bringer, if that still waits."""
        if self.stored.done():
            return
        if fault is None:
            self.stored.set_result(None)
        else:
            self.stored.set_exception(fault)


class InboxWriter:
    """Between those who receive and the engine. One a process."""

    def __init__(self, database: Database, wake_engine: Callable[[], None]) -> None:
        self._database = database
        self._wake_engine = wake_engine
        self._engine: Part | None = None
        self._waiting: list[Brought] = []
        self._under_way: list[Brought] = []
        self._engine_is_near = False

    def serve(self, engine: Part) -> None:
        """This engine takes what is brought along from now on, while it runs without a fault."""
        self._engine = engine

    def await_engine(self) -> None:
        """It waits for its transaction, and will take along whatever comes until then."""
        self._engine_is_near = True

    async def store(self, arrivals: Sequence[Arrival], *, at: datetime) -> None:
        """Write arrivals down; when this returns they are committed. Raises what prevented it."""
        brought = Brought(arrivals, at)
        self._waiting.append(brought)
        if not self._engine_comes():
            await self.store_alone()
            self._wake_engine()
        elif not self._engine_is_near:
            self._wake_engine()
        await brought.stored

    def _engine_comes(self) -> bool:
        """Not on PostgreSQL: others who store the same would wait until its turns are done."""
        engine = None if self._database.is_postgresql else self._engine
        return engine is not None and engine.running and engine.fault is None

    async def write_down(self, session: Session) -> None:
        """In the engine's transaction: all that has been brought by now."""
        self._engine_is_near = False
        self._under_way += self._waiting
        self._waiting.clear()
        if self._under_way:
            await self._put(session)

    def committed(self) -> None:
        """The transaction is: the bringers may confirm."""
        if self._under_way:
            crash_point("inbox-after-commit")
        self._end()

    async def store_alone(self) -> None:
        """In a transaction of their own: nothing takes them along, or what did was rolled back.

        What prevents it is for the bringers to hear, who bring it again.
        """
        while self._under_way or self._waiting:
            try:
                async with self._database.write() as session:
                    await self.write_down(session)
            except Exception as fault:  # noqa: BLE001 - it is raised where they were brought
                self._end(fault)
            else:
                self.committed()

    async def _put(self, session: Session) -> None:
        for one in self._under_way:
            await put_arrivals(session, one.arrivals, at=one.at)
        crash_point("inbox-before-commit")

    def _end(self, fault: Exception | None = None) -> None:
        ended, self._under_way = self._under_way, []
        for one in ended:
            one.end(fault)
