"""The tick: decides what is due and not yet in the ledger; turns cards of what is done into a ✓.

Any number of processes may tick at once, with clocks that disagree, and may die at any point: the
ledger's unique key decides, and each decision is written in one transaction with its message. A
clock that is set back repeats nothing; a gap loses nothing.

Nothing is told on days off, before the hour of sending, in quiet hours and in vacations: what has
become due by then is looked up afterwards. What the budget forbids today waits, undecided, and is
looked up again on the next sending day.

While nothing is due and no recipient is new, a tick runs three queries and writes one row, however
large the school is. What is due is looked up in read transactions and told a few chats at a time,
in write transactions so short that nobody has to wait for them.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaign.clock import Clock
from campaign.people import BranchId
from campaign.prompts.budget import days_of, looks_back_to
from campaign.prompts.sending_days import SendingDays
from schedules.budget import Budget, ear_of, joining
from schedules.decisions import Moment, Pair, decide
from schedules.done_cards import Closing
from schedules.due_now import Untold, about_gap, add_untold, find_untold, in_slices, pairs_now
from schedules.facts import Facts, read_facts
from schedules.ledger import tell
from schedules.messages import MessageWriter
from schedules.reminder import Gap, Reminder
from schedules.rules.corrections import corrections
from schedules.rules.table import reminders_of
from schedules.texts import Saying
from schedules.watermark import Watermark, fingerprint, read_watermark, write_watermark
from storage.audiences import Chat, Recipient, recipients_of, recipients_version
from storage.crash_points import crash_point
from storage.database.engine import Database
from storage.database.session import Session
from storage.reminders import prompts_since

log = logging.getLogger(__name__)

# The chats told in one write transaction, during which other writers wait.
CHATS_AT_A_TIME = 25
# Telegram keeps updates that nobody has fetched for 24 hours.
LOST_AFTER = timedelta(hours=24)


@dataclass(slots=True)
class _Life:
    """What this process remembers; no other process needs it."""

    looked_back: bool = False
    saw_gap: bool = False
    told_gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    """What one tick looks for; `print` is the fingerprint of the calendar and of the recipients.

    `joins`: what is due tomorrow, too near to be told after a message of today. `in_vacation`: only
    a gap is told, and nothing else counts as looked at.
    """

    mark: Watermark
    now: datetime
    print: str
    due: tuple[Reminder, ...]
    joins: tuple[Reminder, ...] = ()
    in_vacation: bool = False


class Tick:
    """May run as often as one likes. One per process."""

    def __init__(self, database: Database, clock: Clock, speaker: MessageWriter) -> None:
        self._database = database
        self._clock = clock
        self._speaker = speaker
        self._days = SendingDays(speaker.calendar)
        self._reminders = reminders_of(speaker.calendar)
        self._print = fingerprint(self._reminders)
        self._life = _Life()
        self._closing = Closing(database, speaker)

    async def go(self) -> int:
        """Run one tick. Returns the number of messages put into the outbox."""
        return await self._tell() + await self._closing.go(self._clock.now())

    async def _tell(self) -> int:
        """Decide whatever is due and undecided. Returns the number of messages."""
        look = await self._begin()
        if not self._days.is_open_at(look.now):
            return 0
        told = waits = 0
        for some in in_slices(await self._untold(look), CHATS_AT_A_TIME):
            async with self._database.write() as session:
                await session.lock("tick")
                now = self._clock.now()
                if not self._days.is_open_at(now):
                    return told
                pairs = await pairs_now(session, some)
                said, left = await self._tell_pairs(session, pairs, look, now)
                told, waits = told + said, waits + left
                await session.flush()
                crash_point("tick-before-commit")
            crash_point("tick-after-commit")
        await self._end(look, waits)
        return told

    async def _begin(self) -> _Look:
        """Note that the program is awake. Returns what to look for."""
        async with self._database.write() as session:
            await session.lock("tick")
            now = self._clock.now()
            mark = self._awake(await read_watermark(session, now), now)
            await write_watermark(session, mark)
            version = await recipients_version(session)
        self._life.saw_gap = True
        print_now = f"{self._print}/{version}"
        if self._days.is_vacation(self._speaker.calendar.day_of(now)):
            news = () if mark.gap == self._life.told_gap else tuple(about_gap(mark.gap, now))
            return _Look(mark, now, print_now, news, in_vacation=True)
        due = tuple(self._due(mark, print_now, now))
        joins = tuple(joining(self._days, self._reminders, now)) if due else ()
        return _Look(mark, now, print_now, due, joins)

    async def _end(self, look: _Look, waits: int) -> None:
        """Note that everything was decided, so that the next tick need not look for it."""
        self._life.told_gap = look.mark.gap
        if look.in_vacation:
            return
        if look.due or not self._life.looked_back or self._is_asked_again(look.mark, look.now):
            async with self._database.write() as session:
                await session.lock("tick")
                mark = await read_watermark(session, look.now)
                again = self._again(mark, look.now, waits)
                seen = replace(mark, until=look.now, print=look.print, again=again)
                await write_watermark(session, seen)
        self._life.looked_back = True

    def _again(self, mark: Watermark, now: datetime, waits: int) -> datetime | None:
        """When to look for all of it again: on the next sending day, if anything waits."""
        if waits:
            log.info("%s reminders wait for a day on which they may be sent", waits)
            return self._days.moment(self._days.after(self._speaker.calendar.day_of(now)))
        return None if self._is_asked_again(mark, now) else mark.again

    @staticmethod
    def _is_asked_again(mark: Watermark, now: datetime) -> bool:
        return mark.again is not None and mark.again <= now

    def _awake(self, mark: Watermark, now: datetime) -> Watermark:
        """At the start of a process the time since anybody's last tick is a gap."""
        gap = mark.gap
        if not self._life.saw_gap and now - mark.alive > LOST_AFTER:
            gap = Gap(mark.alive, now)
            log.warning("nothing was received from %s to %s", mark.alive, now)
        return replace(mark, alive=now, gap=gap)

    def _due(self, mark: Watermark, print_now: str, now: datetime) -> list[Reminder]:
        """What has become due since the last look; after a change or a start, all that ever was."""
        due = [one for one in self._reminders if mark.since <= one.due <= now]
        all_anew = not self._life.looked_back or print_now != mark.print
        all_anew = all_anew or self._is_asked_again(mark, now)
        if not all_anew and mark.until is not None:
            due = [one for one in due if one.due > mark.until]
            if mark.gap == self._life.told_gap:
                return due
        return [*due, *about_gap(mark.gap, now)]

    async def _untold(self, look: _Look) -> Untold:
        """What to decide for whom, from a read transaction: the writer looks again."""
        wrong = []
        if not self._life.looked_back and not look.in_vacation:
            wrong = await corrections(self._database, self._speaker.calendar, look.now)
        async with self._database.read() as session:
            found = await find_untold(session, look.due)
            joins = await find_untold(session, look.joins if found else ())
        add_untold(found, wrong)
        add_untold(found, (one for chat in found for one in joins.get(chat, ())))
        return found

    async def _tell_pairs(
        self, session: Session, new: list[Pair], look: _Look, now: datetime
    ) -> tuple[int, int]:
        """How many messages were written, and how many reminders wait for another day."""
        if not new:
            return 0, 0
        calendar = self._speaker.calendar
        facts = await self._facts(session, new)
        budget = await self._budget(session, [pair.recipient for pair in new], now)
        bundles = decide(new, Moment(now, facts, budget, look.mark.until))
        told = await tell(session, self._speaker, Saying(calendar, facts, now), bundles)
        log.info("decided: %s reminders, %s messages", len(new), told)
        return told, sum(bundle.waits for bundle in bundles)

    async def _facts(self, session: Session, new: Collection[Pair]) -> Facts:
        recipients = [pair.recipient for pair in new]
        facts = await read_facts(
            session,
            self._speaker.calendar,
            {(pair.reminder.rule, pair.reminder.about) for pair in new},
            concerned={one.branch for one in recipients if one.branch is not None},
            named={one.branch for one in recipients if one.branch and one.person},
        )
        asked = {
            pair.recipient.branch
            for pair in new
            if pair.reminder.for_members and pair.recipient.person is not None
        }
        return replace(facts, with_group=await _with_group(session, asked))

    async def _budget(
        self, session: Session, recipients: Collection[Recipient], now: datetime
    ) -> Budget:
        ears = {ear_of(one) for one in recipients}
        today = self._speaker.calendar.day_of(now)
        prompts = await prompts_since(
            session,
            {ear for ear in ears if isinstance(ear, int)},
            {ear for ear in ears if isinstance(ear, str)},
            looks_back_to(self._days, today),
        )
        days = {ear: days_of(self._days, moments) for ear, moments in prompts.items()}
        return Budget(self._days, today, days)


async def _with_group(
    session: Session, branches: Collection[BranchId | None]
) -> frozenset[BranchId]:
    """Those of the branches whose group hears what is said to it, or somebody who passes it on."""
    groups = await recipients_of(session, {Chat(branch=one) for one in branches if one is not None})
    return frozenset(
        one.branch for one in groups.values() if one.branch is not None and one.chat_id is not None
    )
