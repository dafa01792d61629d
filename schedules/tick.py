"""The tick: what is due and not in the ledger is decided; what is done turns into a ✓.

Any number of processes may tick at once, at clocks that do not agree, and die at any point: the
ledger's unique key decides, and a decision stands in one transaction with its message. A clock that
steps back repeats nothing; a gap loses nothing.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaign.clock import Clock
from campaign.definition import ReminderRules
from campaign.reminders import is_quiet
from schedules.closing import close_cards, done_cards
from schedules.corrections import corrections
from schedules.deciding import Pair, decide, of_first_chats
from schedules.facts import read_facts
from schedules.reminder import Audience, Gap, Reminder, Rule
from schedules.rules import reminders_of
from schedules.speaking import Speaker
from schedules.telling import tell
from schedules.watermark import Watermark, fingerprint, read_watermark, write_watermark
from schedules.wording import Saying
from storage.audiences import Audiences, Recipient, find_audiences
from storage.crash_points import crash_point
from storage.database import Database
from storage.reminders import known_decisions, prompts_since
from storage.session import Session
from storage.trace import trace_head

log = logging.getLogger(__name__)

# A transaction holds others up on SQLite: a thousand branches are told in several.
CHATS_AT_A_TIME = 200
# Telegram keeps what people write for a day.
LOST_AFTER = timedelta(hours=24)
# A notice of a gap is of no use later.
GAP_TOLD_WITHIN = timedelta(days=7)


@dataclass(slots=True)
class _Life:
    """What one process knows: nothing that another would need."""

    looked_back: bool = False
    saw_gap: bool = False
    closed_at: int = -1


class Tick:
    """Goes as often as one likes. One a process."""

    def __init__(self, database: Database, clock: Clock, speaker: Speaker) -> None:
        self._database = database
        self._clock = clock
        self._speaker = speaker
        self._reminders = reminders_of(speaker.calendar)
        self._life = _Life()

    async def go(self) -> int:
        """One tick; the number of messages it put into the outbox."""
        told, more = 0, True
        while more:
            some, more = await self._tell()
            told += some
        return told + await self._close()

    async def _tell(self) -> tuple[int, bool]:
        """One transaction: messages to some chats, and whether there are more to be told."""
        life = replace(self._life)
        async with self._database.write() as session:
            await session.lock("tick")
            now = self._clock.now()
            mark = self._awake(await read_watermark(session, now), life, now)
            told, more = 0, False
            if not is_quiet(self._rules, now, self._speaker.calendar.zone):
                mark, told, more = await self._decide(session, mark, life, now)
            await write_watermark(session, mark)
            await session.flush()
            crash_point("tick-before-commit")
        crash_point("tick-after-commit")
        self._life = life
        return told, more

    @property
    def _rules(self) -> ReminderRules:
        return self._speaker.calendar.campaign.reminders

    def _awake(self, mark: Watermark, life: _Life, now: datetime) -> Watermark:
        """At the start of a process the time since anybody's last tick is a gap."""
        gap = mark.gap
        if not life.saw_gap and now - mark.alive > LOST_AFTER:
            gap = Gap(mark.alive, now)
            log.warning("nothing was received from %s to %s", mark.alive, now)
        life.saw_gap = True
        return replace(mark, alive=now, gap=gap)

    async def _decide(
        self, session: Session, mark: Watermark, life: _Life, now: datetime
    ) -> tuple[Watermark, int, bool]:
        audiences = await find_audiences(session)
        print_now = fingerprint(self._reminders, audiences)
        all_anew = not life.looked_back or print_now != mark.print or mark.until is None
        due = [one for one in self._reminders if mark.since <= one.due <= now]
        if not all_anew and mark.until is not None:
            due = [one for one in due if one.due > mark.until]
        pairs = [Pair(one, whom) for one in due for whom in _recipients(audiences, one)]
        if not life.looked_back:
            pairs += await corrections(session, self._speaker.calendar, audiences, now)
        pairs += _about_gap(mark.gap, audiences, now)
        keys = sorted({pair.reminder.key for pair in pairs})
        known = await known_decisions(session, keys)
        new = [pair for pair in pairs if pair.key not in known]
        some = of_first_chats(new, CHATS_AT_A_TIME)
        told = await self._tell_pairs(session, some, audiences, now) if some else 0
        if len(some) < len(new):
            return mark, told, True
        life.looked_back = True
        return replace(mark, until=now, print=print_now), told, False

    async def _tell_pairs(
        self, session: Session, new: Sequence[Pair], audiences: Audiences, now: datetime
    ) -> int:
        calendar = self._speaker.calendar
        abouts = {pair.reminder.about for pair in new}
        concerned = {pair.recipient.branch for pair in new if pair.recipient.branch is not None}
        facts = await read_facts(
            session, calendar, abouts, audiences.branches, concerned=concerned, named=True
        )
        people = {pair.recipient.person for pair in new if pair.recipient.person is not None}
        prompts = await prompts_since(session, people, self._week_begins(now))
        bundles = decide(new, now=now, facts=facts, prompts=prompts, rules=self._rules)
        told = await tell(session, self._speaker, Saying(calendar, facts, now), bundles)
        log.info("decided: %s reminders, %s messages", len(new), told)
        return told

    def _week_begins(self, now: datetime) -> datetime:
        """Midnight before Monday: the cap is one of calendar weeks."""
        calendar = self._speaker.calendar
        today = calendar.day_of(now)
        return calendar.moment_at(today - timedelta(days=today.weekday()))

    async def _close(self) -> int:
        """Looked at only after somebody has done something."""
        now = self._clock.now()
        async with self._database.read() as session:
            number, _ = await trace_head(session)
            if number == self._life.closed_at:
                return 0
            cards, waiting = await done_cards(session, self._speaker, now)
        closed = 0
        if cards:
            async with self._database.write() as session:
                closed = await close_cards(session, self._speaker, cards, now)
        if not waiting:
            self._life.closed_at = number
        return closed


def _recipients(audiences: Audiences, reminder: Reminder) -> Iterator[Recipient]:
    if Audience.GROUP in reminder.to:
        yield from audiences.groups
    if Audience.SECRETARY in reminder.to:
        yield from audiences.secretaries
    if Audience.OFFICE in reminder.to:
        yield from audiences.office


def _about_gap(gap: Gap | None, audiences: Audiences, now: datetime) -> list[Pair]:
    if gap is None or not timedelta() <= now - gap.until <= GAP_TOLD_WITHIN:
        return []
    notice = Reminder(
        rule=Rule.GAP,
        stands_for=gap.since.isoformat(),
        due=gap.until,
        ends=gap.until + GAP_TOLD_WITHIN,
        to=(Audience.GROUP, Audience.OFFICE),
        about=gap,
    )
    return [Pair(notice, whom) for whom in _recipients(audiences, notice)]
