"""The tick: decides what is due and not yet in the ledger; turns cards of what is done into a ✓.

Any number of processes may tick at once, with clocks that disagree, and may die at any point: the
ledger's unique key decides, and each decision is written in one transaction with its message. A
clock that is set back repeats nothing; a gap loses nothing.

While nothing is due and no recipient is new, a tick runs three queries and writes one row, however
large the school is. What is due is looked up in read transactions and told a few chats at a time,
in write transactions so short that nobody has to wait for them.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaign.clock import Clock
from campaign.definition import ReminderRules
from campaign.reminders import is_quiet
from schedules.decisions import Pair, decide
from schedules.done_cards import Closing
from schedules.due_now import Untold, about_gap, add_untold, find_untold, in_slices, pairs_now
from schedules.facts import read_facts
from schedules.ledger import tell
from schedules.messages import MessageWriter
from schedules.reminder import Gap, Reminder
from schedules.rules.corrections import corrections
from schedules.rules.table import reminders_of
from schedules.texts import Saying
from schedules.watermark import Watermark, fingerprint, read_watermark, write_watermark
from storage.audiences import recipients_version
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
    """What one tick looks for; `print` is the fingerprint of the calendar and of the recipients."""

    mark: Watermark
    now: datetime
    print: str
    due: tuple[Reminder, ...]


class Tick:
    """May run as often as one likes. One per process."""

    def __init__(self, database: Database, clock: Clock, speaker: MessageWriter) -> None:
        self._database = database
        self._clock = clock
        self._speaker = speaker
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
        if self._is_quiet(look.now):
            return 0
        told = 0
        for some in in_slices(await self._untold(look), CHATS_AT_A_TIME):
            async with self._database.write() as session:
                await session.lock("tick")
                now = self._clock.now()
                if self._is_quiet(now):
                    return told
                told += await self._tell_pairs(session, await pairs_now(session, some), now)
                await session.flush()
                crash_point("tick-before-commit")
            crash_point("tick-after-commit")
        await self._end(look)
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
        return _Look(mark, now, print_now, tuple(self._due(mark, print_now, now)))

    async def _end(self, look: _Look) -> None:
        """Note that everything was decided, so that the next tick need not look for it."""
        if look.due or not self._life.looked_back:
            async with self._database.write() as session:
                await session.lock("tick")
                mark = await read_watermark(session, look.now)
                await write_watermark(session, replace(mark, until=look.now, print=look.print))
        self._life.looked_back = True
        self._life.told_gap = look.mark.gap

    def _is_quiet(self, now: datetime) -> bool:
        return is_quiet(self._rules, now, self._speaker.calendar.zone)

    @property
    def _rules(self) -> ReminderRules:
        return self._speaker.calendar.campaign.reminders

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
        if not all_anew and mark.until is not None:
            due = [one for one in due if one.due > mark.until]
            if mark.gap == self._life.told_gap:
                return due
        return [*due, *about_gap(mark.gap, now)]

    async def _untold(self, look: _Look) -> Untold:
        """What to decide for whom, from a read transaction: the writer looks again."""
        wrong = []
        if not self._life.looked_back:
            wrong = await corrections(self._database, self._speaker.calendar, look.now)
        async with self._database.read() as session:
            found = await find_untold(session, look.due)
        add_untold(found, wrong)
        return found

    async def _tell_pairs(self, session: Session, new: list[Pair], now: datetime) -> int:
        if not new:
            return 0
        calendar = self._speaker.calendar
        recipients = [pair.recipient for pair in new]
        facts = await read_facts(
            session,
            calendar,
            {(pair.reminder.rule, pair.reminder.about) for pair in new},
            concerned={one.branch for one in recipients if one.branch is not None},
            named={one.branch for one in recipients if one.branch and one.person},
        )
        people = {one.person for one in recipients if one.person is not None}
        prompts = await prompts_since(session, people, self._week_begins(now))
        bundles = decide(new, now=now, facts=facts, prompts=prompts, rules=self._rules)
        told = await tell(session, self._speaker, Saying(calendar, facts, now), bundles)
        log.info("decided: %s reminders, %s messages", len(new), told)
        return told

    def _week_begins(self, now: datetime) -> datetime:
        """Midnight before Monday: the cap counts calendar weeks."""
        calendar = self._speaker.calendar
        today = calendar.day_of(now)
        return calendar.moment_at(today - timedelta(days=today.weekday()))
