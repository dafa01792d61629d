"""The engine: inbox rows in, one transaction for a batch of turns, outbox rows out.

A batch takes at most one row a chat. What the whole batch needs is read in a few questions, and
what its turns gave is written in a few statements. A turn that fails leaves nothing behind and
harms no other; if the batch itself cannot be written, its turns are taken one by one.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from bot.process.logs import in_one_line, log_context
from bot.telegram.updates.carried_codes import carries_code
from bot.telegram.updates.update_parser import read_row
from bot.workers.courier import Courier
from bot.workers.failed_turns import Failed, FailedTurns
from bot.workers.inbox_writer import InboxWriter
from bot.workers.part import Part
from campaign.clock import Clock
from campaign.people import Person
from handlers.dispatch import take_turn
from handlers.incoming import Incoming, Pressed
from handlers.turn import Setting, Turn
from storage.crash_points import crash_point
from storage.database.engine import Database, is_away
from storage.database.session import Session
from storage.delivery.cards import save_cards
from storage.delivery.inbox import (
    Waiting,
    blank_turns,
    end_turns,
    next_turns,
    next_wake,
    park_head,
    shorten_turn_waits,
    turn_waits,
)
from storage.delivery.outbox import put_outgoing
from storage.delivery.talks import Remembered, remember, save_talks
from storage.membership.people import people_by_telegram_id
from storage.trace import append_trace

log = logging.getLogger(__name__)

# Seconds between two looks at an idle inbox.
LOOK_EVERY = 30.0


class Engine(Part):
    """Works the inbox off. One a process."""

    name = "engine"

    def __init__(
        self,
        database: Database,
        clock: Clock,
        setting: Setting,
        *,
        courier: Courier,
        inbox_writer: InboxWriter,
        batch: int = 64,
    ) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._setting = setting
        self._courier = courier
        self._batch = batch
        self._inbox_writer = inbox_writer
        self._none_left = False
        self._failed_turns = FailedTurns(setting)

    async def start(self) -> None:
        """Let go what a clock that was set back would keep waiting."""
        async with self._database.write() as session:
            await shorten_turn_waits(session, now=self._clock.now())
        self._inbox_writer.serve(self)

    async def round(self) -> float:
        """One batch; then, if there is no news, a look at how long there will be nothing to do."""
        try:
            return await self._round()
        except Exception:
            await self._inbox_writer.store_alone()
            raise

    async def finish(self) -> None:
        """What was brought last is written down without its turns."""
        await self._inbox_writer.store_alone()

    async def _round(self) -> float:
        worked = await self.work_once()
        if self.woken.is_set():
            return 0.0
        return LOOK_EVERY if worked and self._none_left else await self._pause(worked)

    async def work_once(self) -> int:
        """Take one batch of turns; the number of inbox rows it dealt with."""
        try:
            worked = await self._take(limit=self._batch)
        except Exception:
            log.exception("a batch of turns was rolled back; its turns are taken one by one")
            await self._inbox_writer.store_alone()
            worked = await self._take_singly()
            self._none_left = False
        return worked

    async def _pause(self, worked: int) -> float:
        """Until a row falls due; looked at beside the writer, which others want now."""
        async with self._database.read() as session:
            if worked and await turn_waits(session, now=self._clock.now()):
                return 0.0
            due = await next_wake(session)
        pause = LOOK_EVERY if due is None else max(0.05, (due - self._clock.now()).total_seconds())
        return min(pause, LOOK_EVERY)

    async def _take_singly(self) -> int:
        worked = 0
        for _ in range(self._batch):
            try:
                taken = await self._take(limit=1)
            except Exception as cause:
                log.exception("a turn could not be written")
                taken = await self._fail_first(cause)
            worked += taken
            if taken == 0:
                break
        return worked

    async def _fail_first(self, cause: Exception) -> int:
        """The single turn at the head could not be committed: count the try."""
        try:
            async with self._database.write() as session:
                now = self._clock.now()
                rows = (await next_turns(session, limit=1, now=now)).rows
                for row in rows:
                    await self._failed_turns.put_off(session, Failed(row, cause), now)
                return len(rows)
        except Exception as why:
            if is_away(why):
                raise
            async with self._database.write() as session:
                parked = await park_head(session, trouble=in_one_line(why), at=self._clock.now())
            if not parked:
                raise
            log.exception("the row at the head of the inbox is set aside unread")
            return parked

    async def _take(self, *, limit: int) -> int:
        async with self._inbox_writer.engines_transaction() as session:
            taken = await self._take_in(session, limit)
            # What cannot be claimed must not be the fault of a single turn.
            claims = taken > 0 and limit > 1 and self._courier.goes_along
            claimed = await self._courier.claim_in(session) if claims else []
            if taken:
                await session.flush()
                crash_point("tx-before-commit")
        # Nothing may come between: the courier reckons with what is under way.
        if taken:
            crash_point("tx-after-commit")
        if claims:
            self._courier.send(claimed)
        elif taken:
            self._courier.wake()
        return taken

    async def _take_in(self, session: Session, limit: int) -> int:
        now = self._clock.now()
        heads = await next_turns(session, limit=limit, now=now)
        rows = heads.rows
        if not rows:
            return 0
        turns, failed = await self._turns(session, rows, now)
        self._none_left = heads.all_of_them and not failed
        await self._write(session, turns, now)
        for failure in failed:
            await self._failed_turns.put_off(session, failure, now)
        bad = {failure.row.id for failure in failed}
        done = [row for row in rows if row.id not in bad]
        await end_turns(session, [row.id for row in done], at=now)
        await blank_turns(session, [row.id for row in done if carries_code(row.body)])
        return len(rows)

    async def _turns(
        self, session: Session, rows: Sequence[Waiting], now: datetime
    ) -> tuple[list[Turn], list[Failed]]:
        failed: list[Failed] = []
        read: list[tuple[Waiting, Incoming]] = []
        for row in rows:
            try:
                read.append((row, read_row(row, bot_name=self._setting.bot_name)))
            except Exception as cause:
                log.exception("an inbox row cannot be read", extra={"inbox_id": row.id})
                failed.append(Failed(row, cause))
        people, remembered = await _known(session, [incoming for _, incoming in read])
        turns: list[Turn] = []
        for row, incoming in read:
            turn = self._turn(session, incoming, now, people, remembered)
            broken = await self._attempt(turn)
            if broken is None:
                turns.append(turn)
            else:
                failed.append(Failed(row, broken))
        return turns, failed

    async def _attempt(self, turn: Turn) -> Exception | None:
        """Take the turn; what it raised, told with the flow and step that it was about."""
        talk = turn.talk
        flow, step = (talk.flow, talk.step) if talk else (None, None)
        with log_context(inbox_id=turn.incoming.inbox_id, flow=flow, step=step):
            try:
                async with turn.session.attempt():
                    crash_point("turn-before")
                    await take_turn(turn)
                    crash_point("turn-after")
            except Exception as cause:
                log.exception("a turn failed")
                return cause
        return None

    def _turn(
        self,
        session: Session,
        incoming: Incoming,
        now: datetime,
        people: dict[int, Person],
        remembered: Remembered,
    ) -> Turn:
        speaker = incoming.speaker.telegram_id if incoming.speaker else None
        return Turn(
            setting=self._setting,
            session=session,
            incoming=incoming,
            now=now,
            person=None if speaker is None else people.get(speaker),
            talk=remembered.talks.get(speaker)
            if speaker is not None and incoming.chat.is_private
            else None,
            known_cards=remembered.cards,
        )

    async def _write(self, session: Session, turns: Sequence[Turn], now: datetime) -> None:
        await save_talks(session, [talk for turn in turns for talk in turn.talks.values()])
        await save_cards(session, [card for turn in turns for card in turn.cards.values()])
        acts = list(chain.from_iterable(turn.acts for turn in turns))
        await append_trace(session, acts, at=now, salt=self._setting.salt)
        put_outgoing(session, [call for turn in turns for call in turn.calls], at=now)


async def _known(
    session: Session, incoming: Sequence[Incoming]
) -> tuple[dict[int, Person], Remembered]:
    speakers = [one.speaker.telegram_id for one in incoming if one.speaker is not None]
    private = [
        one.speaker.telegram_id
        for one in incoming
        if one.speaker is not None and one.chat.is_private
    ]
    pressed = [
        one.content.data.partition(".")[0] for one in incoming if isinstance(one.content, Pressed)
    ]
    people = await people_by_telegram_id(session, speakers)
    return people, await remember(session, telegram_ids=private, card_ids=pressed)
