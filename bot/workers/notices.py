"""Looks which notices can go on, and puts word of it into the inbox: a turn takes them further.

Whoever writes to a notice or a delivery wakes it. A lap counts the deliveries once, and the word
brings the figures along. Word that comes twice, or from two processes, changes nothing.
"""

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from bot.workers.part import Part
from campaign.clock import Clock
from campaign.notices import UNDER_WAY, Figures, Notice, goes_on_at
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.inbox import Arrival, store_arrivals
from storage.membership.people import accounts_of
from storage.notices import WATCHED, counted_all, notices_going_on

# Seconds between two looks that nobody here asks for: what another process does (the command line
# hands a notice in, a replica dies on its way) wakes nobody in this one.
EVERY = 3.0
# Seconds between two looks of which the first found nothing to do: thirty ends of deliveries a
# second are looked at together.
APART = 0.5
# Word that got lost in a turn that failed for good is given again after so many seconds.
AGAIN_AFTER = 60


class Noticing(Part):
    """Runs beside the engine, which `wake_engine` wakes."""

    name = "notices"

    def __init__(
        self,
        database: Database,
        clock: Clock,
        wake_engine: Callable[[], None],
        *,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._wake_engine = wake_engine
        self._elapsed = elapsed
        self._not_before = 0.0
        self._next: datetime | None = None

    async def start(self) -> None:
        """Be woken by every write to a notice or a delivery."""
        self._database.watch(WATCHED, self.wake)

    async def finish(self) -> None:
        """Be woken no more."""
        self._database.unwatch(self.wake)

    async def round(self) -> float:
        """A look, unless the last one was just now and in vain; the seconds to the next."""
        early = self._not_before - self._elapsed()
        if early > 0:
            return early
        self._not_before = 0.0 if await self.look() else self._elapsed() + APART
        if self._next is None:
            return EVERY
        return min(EVERY, max(0.0, (self._next - self._clock.now()).total_seconds()))

    async def look(self) -> int:
        """How many notices go on; when the next one will, is kept."""
        found = await self._counted()
        now = self._clock.now()
        moments = [goes_on_at(notice, figures) for notice, figures in found]
        due = [one for one, at in zip(found, moments, strict=True) if at is not None and at <= now]
        self._next = min((at for at in moments if at is not None and at > now), default=None)
        if not due:
            return 0
        async with self._database.write() as session:
            now = self._clock.now()
            period = int(now.timestamp()) // AGAIN_AFTER
            words = [await _word(session, notice, figures, period) for notice, figures in due]
            new = await store_arrivals(session, words, at=now)
        self._wake_engine()
        return new

    async def _counted(self) -> list[tuple[Notice, Figures]]:
        async with self._database.read() as session:
            live = await notices_going_on(session)
            counts = await counted_all(session, [one.id for one in live if one.state in UNDER_WAY])
        return [(one, counts.get(one.id, Counter())) for one in live]


async def _word(session: Session, notice: Notice, figures: Figures, period: int) -> Arrival:
    accounts = await accounts_of(session, [notice.author])
    body = {
        "event": "notice",
        "id": notice.id,
        "round": notice.rounds,
        "state": notice.state.value,
        "figures": {state.value: n for state, n in figures.items()},
    }
    source = f"notice:{notice.id}:{notice.rounds}:{period}"
    return Arrival(source, accounts[0] if accounts else 0, body)
