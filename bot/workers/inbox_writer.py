"""How arrivals get into the inbox: along with the engine's next transaction, where that runs.

An act that comes alone then costs one commit until its answer is written, not two, and the sender
of the update waits for it: what is not committed is never confirmed.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
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
    """Between those who receive and the engine. One a process.

    What a transaction took belongs to it alone until it ends: on PostgreSQL several are open.
    """

    def __init__(self, database: Database, wake_engine: Callable[[], None]) -> None:
        self._database = database
        self._wake_engine = wake_engine
        self._engine: Part | None = None
        self._waiting: list[Brought] = []
        self._engine_is_near = False

    def serve(self, engine: Part) -> None:
        """This engine takes what is brought along from now on, while it runs without a fault."""
        self._engine = engine

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
        engine = self._engine if self._may_go_along else None
        return engine is not None and engine.running and engine.fault is None

    @property
    def _may_go_along(self) -> bool:
        """Not on PostgreSQL: others who store the same would wait until its turns are done."""
        return not self._database.is_postgresql

    @asynccontextmanager
    async def engines_transaction(self) -> AsyncIterator[Session]:
        """A transaction of the engine's: whatever is brought until it begins goes along."""
        self._engine_is_near = self._may_go_along
        try:
            async with self._transaction(takes=self._may_go_along) as session:
                yield session
        finally:
            self._engine_is_near = False

    async def store_alone(self) -> None:
        """In a transaction of their own: nothing takes them along, or what did was rolled back.

        What prevents it is for the bringers to hear, who bring it again.
        """
        while self._waiting:
            try:
                async with self._transaction():
                    pass
            except Exception as fault:  # noqa: BLE001 - it is raised where they were brought
                for one in self._taken():
                    one.end(fault)

    @asynccontextmanager
    async def _transaction(self, *, takes: bool = True) -> AsyncIterator[Session]:
        """Once it is committed the bringers may confirm; if it fails, what it took waits again."""
        taken: list[Brought] = []
        try:
            async with self._database.write() as session:
                self._engine_is_near = False
                taken = self._taken() if takes else []
                await self._write_down(session, taken)
                yield session
        except BaseException:
            self._waiting[:0] = taken
            raise
        if taken:
            crash_point("inbox-after-commit")
        for one in taken:
            one.end()

    def _taken(self) -> list[Brought]:
        taken, self._waiting = self._waiting, []
        return taken

    async def _write_down(self, session: Session, taken: Sequence[Brought]) -> None:
        for one in taken:
            await put_arrivals(session, one.arrivals, at=one.at)
        if taken:
            crash_point("inbox-before-commit")
