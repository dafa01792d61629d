"""What is done now and then: settle what dead processes left, leave groups that stay unbound,
forget what no longer matters."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.made_files import MadeFiles
from bot.waits import until_set
from campaign.clock import Clock
from handlers.groups import leave_unbound
from storage.database import Database
from storage.evidence_files import EvidenceFiles
from storage.inbox import forget_ended
from storage.outbox_ends import forget_sent, settle_doubt
from storage.talks import forget_cards

log = logging.getLogger(__name__)

EVERY = 30.0
SWEEP_EVERY = timedelta(hours=6)
# An update can come a second time for a day; kept for a week, as is what was sent.
KEEP_INBOX = timedelta(days=7)
KEEP_SENT = timedelta(days=7)
KEEP_CARDS = timedelta(days=180)
KEEP_UNFINISHED = timedelta(hours=6)
KEEP_MADE = timedelta(days=7)


class Housekeeping:
    """Runs beside the courier. `wake_courier` is called when rows wait again."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        files: EvidenceFiles,
        wake_courier: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._files = files
        self._made = MadeFiles(files.folder.parent / "made")
        self._wake_courier = wake_courier
        self._swept: datetime | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped. A round that fails is told and left to the next."""
        while not stop.is_set():
            try:
                await self.round()
            except (SQLAlchemyError, OSError):
                log.exception("housekeeping failed")
            await until_set(stop, EVERY)

    async def round(self) -> None:
        """Settle rows whose lease is over, leave groups; a few times a day, sweep."""
        now = self._clock.now()
        async with self._database.write() as session:
            held = await settle_doubt(session, now=now, all_of_them=False)
            await leave_unbound(session, now)
        if held:
            log.error("it is unknown whether outbox rows %s were sent: a person decides", held)
        self._wake_courier()
        if self._swept is None or now - self._swept >= SWEEP_EVERY:
            self._swept = now
            await self._sweep(now)

    async def _sweep(self, now: datetime) -> None:
        async with self._database.write() as session:
            updates = await forget_ended(session, before=now - KEEP_INBOX)
            sent = await forget_sent(session, before=now - KEEP_SENT)
            cards = await forget_cards(session, before=now - KEEP_CARDS)
        # The disk keeps the real time, whatever the campaign's clock shows.
        real = datetime.now(now.tzinfo)
        files = await asyncio.to_thread(self._files.sweep, before=real - KEEP_UNFINISHED)
        files += await asyncio.to_thread(self._made.sweep, before=real - KEEP_MADE)
        log.info("forgotten: %s updates, %s calls, %s cards, %s files", updates, sent, cards, files)
