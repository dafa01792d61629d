"""What is done now and then: leave groups that stay unbound, end waits that a clock set back made
endless, forget what no longer matters."""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.telegram.updates.carried_codes import codes_in
from bot.workers.made_files import made_beside
from bot.workers.part import Part
from campaign.clock import Clock
from campaign.invitations import hashed
from campaign.roster.planning.imports import KEEP_TOLD
from handlers.groups.membership import leave_unbound
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.cards import forget_cards
from storage.delivery.inbox import blank_turns, forget_ended, parked_turns, shorten_turn_waits
from storage.delivery.outbox_results import forget_sent, shorten_waits
from storage.evidence.copies import EvidenceFiles
from storage.invitations import open_codes
from storage.membership.roster_imports import forget_told

log = logging.getLogger(__name__)

# Seconds between two rounds.
EVERY = 30.0
SWEEP_EVERY = timedelta(hours=6)
# An update can come a second time for a day; kept for a week, as is what was sent.
KEEP_INBOX = timedelta(days=7)
KEEP_SENT = timedelta(days=7)
KEEP_CARDS = timedelta(days=180)
KEEP_UNFINISHED = timedelta(hours=6)
KEEP_MADE = timedelta(days=7)


class Housekeeping(Part):
    """Runs beside the courier."""

    name = "housekeeping"

    def __init__(self, database: Database, clock: Clock, files: EvidenceFiles) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._files = files
        self._made = made_beside(files)
        self._swept: datetime | None = None

    async def round(self) -> float:
        """Leave groups, end waits that a clock set back made endless; a few times a day, sweep."""
        now = self._clock.now()
        async with self._database.write() as session:
            await leave_unbound(session, now)
            await shorten_turn_waits(session, now=now)
            await shorten_waits(session, now=now)
        if self._swept is None or abs(now - self._swept) >= SWEEP_EVERY:
            await self._sweep(now)
            self._swept = now
        return EVERY

    async def _sweep(self, now: datetime) -> None:
        async with self._database.write() as session:
            updates = await forget_ended(session, before=now - KEEP_INBOX)
            sent = await forget_sent(session, before=now - KEEP_SENT)
            cards = await forget_cards(session, before=now - KEEP_CARDS)
            await forget_told(session, before=now - KEEP_TOLD)
            await _forget_codes(session, now)
        # The disk keeps the real time, whatever the campaign's clock shows.
        real = datetime.now(now.tzinfo)
        files = await asyncio.to_thread(self._files.sweep, before=real - KEEP_UNFINISHED)
        files += await asyncio.to_thread(self._made.sweep, before=real - KEEP_MADE)
        log.info("forgotten: %s updates, %s calls, %s cards, %s files", updates, sent, cards, files)


async def _forget_codes(session: Session, now: datetime) -> None:
    """A parked row keeps its code as long as that may be used: it may get its turn again."""
    async for row in parked_turns(session):
        hashes = {hashed(code) for code in codes_in(row.body)}
        if hashes and not await open_codes(session, hashes, now=now):
            await blank_turns(session, [row.id])
