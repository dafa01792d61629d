"""Looks which notices can go on, and puts word of it into the inbox: a turn takes them further.

It decides nothing. Word that comes twice, or from two processes, changes nothing.
"""

from collections import Counter
from collections.abc import Callable

from bot.workers.part import Part
from campaign.clock import Clock
from campaign.notices import UNDER_WAY, Notice, goes_on_at
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.inbox import Arrival, store_arrivals
from storage.membership.people import accounts_of
from storage.notices import counted_all, notices_going_on

EVERY = 0.5
# Word that got lost in a turn that failed for good is given again after so many seconds.
AGAIN_AFTER = 60


class Noticing(Part):
    """Runs beside the engine, which `wake_engine` wakes."""

    name = "notices"

    def __init__(self, database: Database, clock: Clock, wake_engine: Callable[[], None]) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._wake_engine = wake_engine

    async def round(self) -> float:
        """One look."""
        await self.look()
        return EVERY

    async def look(self) -> int:
        """How many notices go on."""
        async with self._database.read() as session:
            live = await notices_going_on(session)
            counts = await counted_all(session, [one.id for one in live if one.state in UNDER_WAY])
        now = self._clock.now()
        moments = [(one, goes_on_at(one, counts.get(one.id, Counter()))) for one in live]
        found = [one for one, moment in moments if moment is not None and moment <= now]
        if not found:
            return 0
        async with self._database.write() as session:
            now = self._clock.now()
            period = int(now.timestamp()) // AGAIN_AFTER
            words = [await _word(session, notice, period) for notice in found]
            new = await store_arrivals(session, words, at=now)
        self._wake_engine()
        return new


async def _word(session: Session, notice: Notice, period: int) -> Arrival:
    accounts = await accounts_of(session, [notice.author])
    body = {"event": "notice", "id": notice.id}
    source = f"notice:{notice.id}:{notice.rounds}:{period}"
    return Arrival(source, accounts[0] if accounts else 0, body)
