"""Cards turn into a ✓ where they stand, once all that they asked for is done.

Only cards of branches in which something has happened are looked at; when a process starts, those
of all branches, a few branches at a time.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from campaign.definition import Month
from campaign.people import BranchId
from campaign.texts import Language
from schedules.facts import Facts, month_of, read_facts
from schedules.messages import MessageWriter, message
from schedules.reminder import Asked, Rule, read_told
from schedules.texts import Saying, done_line
from schedules.touched_branches import school_needs, touched_since
from storage.audiences import Recipient, chat_of, recipients_of
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.outbox import put_outgoing
from storage.reminders import OpenReminder, branches_with_open, close_reminders, open_reminders

# Branches whose cards are looked at in one transaction.
BRANCHES_AT_A_TIME = 10


@dataclass(frozen=True, slots=True)
class DoneCard:
    """A card all of whose reminders are done."""

    reminders: tuple[OpenReminder, ...]
    abouts: tuple[Asked, ...]
    language: Language

    @property
    def shows_it(self) -> bool:
        """Whether the message still shows the reminder; a press may have opened the task there."""
        return self.reminders[0].card_version == 1


@dataclass(frozen=True, slots=True)
class _Asking:
    """A reminder whose card was sent, and what it asks for."""

    reminder: OpenReminder
    about: Asked | None

    def is_open(self, facts: Facts) -> bool:
        """Whether any of it is left to do."""
        branch = self.reminder.branch
        if self.about is None:
            return False
        month = month_of(self.about)
        if month is not None and (month, branch) not in facts.months:
            return True
        return facts.wants(Rule(self.reminder.rule), self.about, branch)


@dataclass(slots=True)
class _Life:
    """How far this process has read the trace, and what it has to look at again.

    `waiting`: branches whose cards have not been sent yet. `needs`: the months and kinds of story
    of which the school had too few, which no branch can tell from its own acts.
    """

    number: int | None = None
    needs: frozenset[tuple[Month, str]] = frozenset()
    waiting: set[BranchId | None] = field(default_factory=set)


class Closing:
    """Closes cards by what has happened since its last run. One per process."""

    def __init__(self, database: Database, speaker: MessageWriter) -> None:
        self._database = database
        self._speaker = speaker
        self._life = _Life()

    async def go(self, now: datetime) -> int:
        """Close the cards that are done. Returns the number of messages that change."""
        async with self._database.read() as session:
            touched = await touched_since(session, self._life.number)
            if not (touched.anything or self._life.waiting):
                return 0
            needs = await school_needs(session, self._speaker.calendar)
            wanted = {*touched.branches, *self._life.waiting}
            if touched.everything or self._life.needs - needs:
                wanted = await branches_with_open(session)
        closed, waiting = 0, set[BranchId | None]()
        for some in _some_at_a_time(wanted):
            closed += await self._close(some, waiting, now)
        self._life = _Life(touched.number, needs, waiting)
        return closed

    async def _close(
        self, branches: Sequence[BranchId | None], waiting: set[BranchId | None], now: datetime
    ) -> int:
        """One slice; adds to `waiting` the branches whose cards have not been sent yet."""
        async with self._database.read() as session:
            found = await open_reminders(session, branches)
            waiting |= {one.branch for one in found if one.message_id is None}
            cards = await _done(session, self._speaker, found)
        if not cards:
            return 0
        async with self._database.write() as session:
            return await close_cards(session, self._speaker, cards, now)


def _some_at_a_time(wanted: Collection[BranchId | None]) -> list[list[BranchId | None]]:
    ordered = sorted(wanted, key=lambda branch: branch or 0)
    return [
        ordered[start : start + BRANCHES_AT_A_TIME]
        for start in range(0, len(ordered), BRANCHES_AT_A_TIME)
    ]


async def _done(
    session: Session, speaker: MessageWriter, found: Sequence[OpenReminder]
) -> list[DoneCard]:
    by_card: dict[str, list[_Asking]] = defaultdict(list)
    for one in found:
        if one.message_id is not None:
            by_card[one.card_id].append(_Asking(one, read_told(one.told)))
    if not by_card:
        return []
    facts = await _facts(session, speaker, [one for card in by_card.values() for one in card])
    done = [card for card in by_card.values() if not any(one.is_open(facts) for one in card)]
    speaks = await recipients_of(session, {chat_of(card[0].reminder.whom) for card in done})
    return [_done_card(card, speaks.get(card[0].reminder.whom)) for card in done]


def _done_card(card: Sequence[_Asking], whom: Recipient | None) -> DoneCard:
    return DoneCard(
        tuple(one.reminder for one in card),
        tuple(one.about for one in reversed(card) if one.about is not None),
        Language.ZH if whom is None else whom.language,
    )


async def close_cards(
    session: Session, speaker: MessageWriter, cards: Sequence[DoneCard], now: datetime
) -> int:
    """Close the cards that nobody else has closed. Returns the number of messages that change."""
    ids = [one.id for card in cards for one in card.reminders]
    closed = await close_reminders(session, ids, at=now)
    saying = Saying(speaker.calendar, Facts(), now)
    mine = [card for card in cards if card.reminders[0].id in closed and card.shows_it]
    calls = []
    for card in mine:
        text = speaker.html([done_line(saying, card.abouts)], card.language, now)
        first = card.reminders[0]
        calls.append(message(first.chat_id, text, card_id=first.card_id))
    put_outgoing(session, calls, at=now)
    return len(calls)


async def _facts(session: Session, speaker: MessageWriter, found: Sequence[_Asking]) -> Facts:
    known = {*speaker.calendar.months, None}
    subjects = {
        (Rule(one.reminder.rule), one.about)
        for one in found
        if one.about is not None and month_of(one.about) in known
    }
    concerned = {one.reminder.branch for one in found if one.reminder.branch is not None}
    return await read_facts(session, speaker.calendar, subjects, concerned=concerned, listed=0)
