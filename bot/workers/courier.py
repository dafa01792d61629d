"""The courier: takes outbox rows, makes their calls at the pace Telegram allows, marks their ends.

One short transaction marks what has finished and claims what comes next, so the more calls are
under way, the more of them share a commit. Between claim and mark lies the one window in which a
killed process may send something twice (or, where a row says so, hold it for a person).
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.telegram.client import Api
from bot.telegram.concurrency_limit import ConcurrencyLimit
from bot.telegram.downloads import Fetcher
from bot.telegram.errors import Meaning, Trouble
from bot.telegram.rate_limit import Pace
from bot.telegram.render import kinds_sent_by, method_of
from bot.workers.batch_pause import BatchPause
from bot.workers.delivery import Called, carry_out
from bot.workers.made_files import made_beside
from bot.workers.part import Part
from bot.workers.reports import Workshop
from bot.workers.results import rests, rests_before, settle
from bot.workers.stale_buttons import MOST, Tidying
from campaign.clock import Clock
from campaign.messages import DONE_HERE
from storage.crash_points import crash_point
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.card_messages import worn_messages
from storage.delivery.outbox import Claimed, Priority, claim_outgoing, put_outgoing
from storage.delivery.outbox_cards import keep_newest
from storage.delivery.outbox_rests import keep_rest_of_all
from storage.delivery.outbox_results import next_due, renew_leases, settle_doubt, shorten_waits
from storage.evidence.copies import EvidenceFiles

log = logging.getLogger(__name__)

# The most calls under way at a time where Telegram's pace is kept.
AT_A_TIME = 64
# Without limits of Telegram's, where the way there is long: a kill costs a copy for each at most.
MOST_AT_A_TIME = 256
# So many of them stay free for people who wait for an answer.
KEPT_FOR_REPLIES = 16
# A row is taken by another process when its lease is over: so is a dead process's after seconds,
# and a living one renews it in time, however long the call takes.
LEASE = timedelta(seconds=15)
RENEW_EVERY = timedelta(seconds=3)
# Seconds between two looks at an idle outbox, and for calls to finish when it stops.
LOOK_EVERY = 1.0
FINISH_WITHIN = 8.0
# Seconds between two rounds under a crowd: the calls that end meanwhile share a commit.
APART = 0.006


class Courier(Part):
    """Drains the outbox. One a process. `rate` calls a second overall; 0: without limits."""

    name = "courier"

    def __init__(
        self,
        database: Database,
        clock: Clock,
        api: Api,
        files: EvidenceFiles,
        *,
        rate: float,
        wake_engine: Callable[[], None],
        elapsed: Callable[[], float] = time.monotonic,
        workshop: Workshop | None = None,
    ) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._api = api
        self._fetcher = Fetcher(api, files)
        self._workshop = workshop or Workshop(database, made_beside(files))
        self._pace = Pace(rate, elapsed)
        most = AT_A_TIME if self._pace.limited else MOST_AT_A_TIME
        self._limit = ConcurrencyLimit(AT_A_TIME, most)
        self._apart = BatchPause(APART)
        self._tidying = Tidying(api, self._pace)
        self._wake_engine = wake_engine
        self._under_way: dict[asyncio.Task[None], Claimed] = {}
        self._finished: list[Called] = []
        self._due: datetime | None = None
        self._looked = 0.0
        self._renewed: datetime | None = None
        self._rest_kept = 0.0
        self.last_round = time.monotonic()

    async def round(self) -> float:
        """Mark, claim, start. Seconds until the pace lets more go, a row falls due, or a look."""
        if self._under_way:
            await asyncio.sleep(self.last_round + self._apart.seconds() - time.monotonic())
        await self._round()
        waits = [LOOK_EVERY]
        if (change := self._pace.next_change(self._looked)) is not None:
            waits.append(change)
        if self._due is not None and self._due > (now := self._clock.now()):
            waits.append((self._due - now).total_seconds())
        return min(waits)

    async def start(self) -> None:
        """At start: settle what a dead process left, and go on resting where Telegram asked to."""
        now = self._clock.now()
        async with self._database.write() as session:
            alone = not session.is_postgresql
            held = await settle_doubt(session, now=now, all_of_them=alone)
            await shorten_waits(session, now=now)
            resting = await rests_before(session, at=now)
            self._tidying.add(await worn_messages(session, limit=MOST))
        _tell_held(held)
        for scope, seconds in resting:
            self._pace.go_on_resting(scope, seconds)
        self._rest_kept = self._pace.all_rest_until

    async def drain_once(self) -> int:
        """Send whatever may be sent now, to its end; the number of rows carried out."""
        carried = 0
        while True:
            carried += await self._round()
            await self._tidying.end()
            if self._under_way:
                await asyncio.wait(self._under_way)
            elif not self._finished and not self._tidying.done:
                return carried

    async def _round(self) -> int:
        """Mark what has finished, claim what may start, start it; the number started."""
        self.last_round = time.monotonic()
        finished, self._finished = self._finished, []
        tidied = self._tidying.take_done()
        self._apart.came(len(finished) + len(tidied))
        for scope, seconds in rests(finished):
            self._pace.rest(scope, seconds)
        try:
            async with self._database.write() as session:
                now = self._clock.now()
                held = await self._keep_leases(session, finished, now)
                if finished:
                    crash_point("out-before-mark")
                news = await settle(session, finished, at=now, tidied=tidied)
                put_outgoing(session, rows := self._tidying.rows(now), at=now)
                rest_kept = await self._keep_rest(session, now)
                self._looked = self._pace.look()
                claimed = await self._claim(session, now)
                self._due = None if claimed else await next_due(session)
        except BaseException:
            self._finished = finished + self._finished
            self._tidying.put_back(tidied)
            raise
        _tell_held(held)
        self._tidying.written(len(rows))
        self._rest_kept = rest_kept
        if finished:
            crash_point("out-after-mark")
        if news:
            self._wake_engine()
        self._send(claimed)
        self._tidying.add([worn for call in finished if (worn := call.worn) is not None])
        self._tidying.go_on()
        return len(claimed)

    @property
    def goes_along(self) -> bool:
        """Whether the engine may claim for it: it works, and no other process sends as well."""
        works = self.running and self._ready and self.fault is None
        return works and not self._database.is_postgresql

    async def claim_in(self, session: Session) -> list[Claimed]:
        """In the engine's transaction: what may be sent as soon as that is committed."""
        self._looked = self._pace.look()
        return await self._claim(session, self._clock.now())

    def send(self, claimed: Sequence[Claimed]) -> None:
        """The transaction in which these were claimed is committed.

        A look of its own follows only where there may be more, or the pace must be reckoned.
        """
        if self._pace.limited or self._limit.full:
            self.wake()
        self._send(claimed)

    def _send(self, claimed: Sequence[Claimed]) -> None:
        if claimed:
            crash_point("out-after-claim")
        for row in claimed:
            self._start(row)

    async def _keep_leases(
        self, session: Session, finished: Sequence[Called], now: datetime
    ) -> list[int]:
        """Now and then: renew ours, settle those of dead processes. The rows held for a person.

        Ours first: what is under way here must not be taken for left behind after an outage. Nor
        must what ended since the round took its share, while the database let it wait.
        """
        if self._renewed is not None and timedelta() <= now - self._renewed < RENEW_EVERY:
            return []
        ended = [call.row for call in (*finished, *self._finished)]
        mine = [row.id for row in (*self._under_way.values(), *ended)]
        if mine:
            await renew_leases(session, mine, until=now + LEASE)
        held = await settle_doubt(session, now=now, all_of_them=False, mine=mine)
        self._renewed = now
        return held

    async def _keep_rest(self, session: Session, now: datetime) -> float:
        """Write down until when every call rests, where that is news."""
        until = self._pace.all_rest_until
        if until > self._rest_kept:
            left = timedelta(seconds=max(0.0, until - self._pace.look()))
            await keep_rest_of_all(session, now + left)
        return until

    async def _claim(self, session: Session, now: datetime) -> list[Claimed]:
        """The replies first; then, if hands and pace leave room, what nobody waits for."""
        free = self._limit.places - len(self._under_way)
        room = min(self._pace.room(), free)
        spare = max(0, min(room, free - KEPT_FOR_REPLIES))
        if spare and not self._pace.limited:
            claimed = await self._take(session, now, limit=spare)
            self._limit.full = len(claimed) == spare
            return claimed
        claimed = await self._take(session, now, limit=room, urgent_only=True)
        spare = min(spare, self._pace.room_for_notices(), room - len(claimed))
        return claimed + await self._take(session, now, limit=spare)

    async def _take(
        self, session: Session, now: datetime, *, limit: int, urgent_only: bool = False
    ) -> list[Claimed]:
        if limit <= 0:
            return []
        claimed = await claim_outgoing(
            session,
            limit=limit,
            now=now,
            lease=LEASE,
            cooling=self._pace.cooling(),
            rooms=self._rooms(),
            urgent_only=urgent_only,
        )
        if not self._pace.holds_chats_back:
            return claimed
        newest = await keep_newest(session, claimed, at=now)
        left = len(claimed) - len(newest)
        return newest + await self._take(session, now, limit=left, urgent_only=urgent_only)

    def _rooms(self) -> dict[str, int]:
        """How many rows of a kind may start now, where its method is limited."""
        rooms = self._pace.rooms().items()
        return {kind: room for method, room in rooms for kind in kinds_sent_by(method)}

    def _start(self, row: Claimed) -> None:
        # Counted when it starts: a commit that took long must not let two seconds' calls meet.
        method, urgent = method_of(row.method), row.priority == Priority.REPLY
        begun = self._pace.begin(row.lane, method, urgent=urgent)
        task = asyncio.create_task(self._carry_out(row), name=f"outbox-{row.id}")
        self._under_way[task] = row
        task.add_done_callback(lambda _: self._pace.end(begun))
        task.add_done_callback(self._ended)

    async def _carry_out(self, row: Claimed) -> None:
        crash_point("out-before-send")
        began = time.monotonic()
        call = await carry_out(row, self._api, self._fetcher, self._workshop)
        if row.method not in DONE_HERE:
            self._limit.ended(time.monotonic() - began)
        crash_point("out-after-send")
        self._finished.append(call)

    def _ended(self, task: asyncio.Task[None]) -> None:
        row = self._under_way.pop(task)
        self.wake()
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("outbox row %s could not be carried out", row.id, exc_info=fault)
            words = f"{type(fault).__name__}: our own fault"
            self._finished.append(Called(row, trouble=Trouble(Meaning.DOUBT, words)))

    async def finish(self) -> None:
        """Nothing new is sent; what is under way may end and is marked."""
        await self._until_engine_has_claimed()
        if self._under_way:
            await asyncio.wait(list(self._under_way), timeout=FINISH_WITHIN)
        for task in list(self._under_way):
            task.cancel()
        await self._tidying.end()
        try:
            async with self._database.write() as session:
                tidied = self._tidying.take_done()
                now = self._clock.now()
                await settle(session, self._finished, at=now, tidied=tidied)
                put_outgoing(session, self._tidying.rows(now), at=now)
        except Exception:
            log.exception("the last calls could not be marked; the next start settles them")

    async def _until_engine_has_claimed(self) -> None:
        """Whoever has the writer after it finds under way what it has claimed; then no more is."""
        if not self._database.is_postgresql:
            async with self._database.write():
                pass


def _tell_held(rows: list[int]) -> None:
    if rows:
        log.error("it is unknown whether outbox rows %s were sent: a person decides", rows)
