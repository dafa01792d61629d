"""Decides what becomes of reminders that are due: pure functions of facts, moments and counts.

All that a person or group is told at a time is one message, so that their phone rings once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign.definition import Month, ReminderRules
from schedules.budget import Budget, Ear, ear_of
from schedules.facts import Facts
from schedules.reminder import Gap, Lines, Moved, Reminder, Rule, VacationDigest, by_due
from storage.audiences import Recipient
from storage.reminders import Outcome

# A message that is sent this long after it was due says that it is late.
LATE_AFTER = timedelta(hours=1)
# News, not duties: the budget does not apply to them, and they are never late.
NEWS = frozenset({Rule.MOVED, Rule.GAP})
TOLD = frozenset({Outcome.SENT, Outcome.LATE, Outcome.DIGESTED, Outcome.WAITED})


@dataclass(frozen=True, slots=True)
class Pair:
    """A reminder and one of its recipients."""

    reminder: Reminder
    recipient: Recipient

    @property
    def key(self) -> tuple[str, str, str]:
        """The key in the ledger."""
        return *self.reminder.key, self.recipient.whom


@dataclass(frozen=True, slots=True)
class Decided:
    """A pair with its outcome."""

    pair: Pair
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one chat is told at a time, in one message if there is anything to tell.

    `digest`: the reminders are so old that the message only lists what is open. `waits`: how many
    reminders are left for a day on which the chat may be prompted again.
    """

    decided: tuple[Decided, ...]
    digest: bool
    waits: int = 0

    @property
    def told(self) -> tuple[Pair, ...]:
        """What the message mentions; of several leads of one deadline, only the last."""
        told = [one.pair for one in self.decided if one.outcome in TOLD]
        last = {(pair.recipient.whom, _subject(pair.reminder)): pair for pair in told}
        return tuple(last.values())

    @property
    def late_since(self) -> datetime | None:
        """When the message should have been sent, if it is late."""
        late = [one.pair.reminder.due for one in self.decided if one.outcome is Outcome.LATE]
        return min(late, default=None)


@dataclass(frozen=True, slots=True)
class Moment:
    """When decisions are made; `seen_until`: what was due by then was looked at before."""

    now: datetime
    facts: Facts
    budget: Budget
    seen_until: datetime | None = None

    @property
    def rules(self) -> ReminderRules:
        """The campaign's reminder rules."""
        return self.budget.sending.rules

    def refused(self, pair: Pair) -> Outcome | None:
        """Why the recipient is told nothing; who came later is not told what was due before."""
        reminder, recipient = pair.reminder, pair.recipient
        if recipient.chat_id is None:
            return Outcome.UNREACHABLE
        came_later = recipient.since is not None and recipient.since > reminder.due
        if came_later and self.now - reminder.due > LATE_AFTER:
            return Outcome.UNREACHABLE
        if not self.facts.wants(reminder.rule, reminder.about, recipient.branch):
            return Outcome.NOT_NEEDED
        if reminder.for_members and recipient.person is not None and self.in_group(recipient):
            return Outcome.IN_GROUP
        if self.was_seen(reminder) and self.now >= reminder.ends:
            return Outcome.OVERTAKEN
        return None

    def in_group(self, recipient: Recipient) -> bool:
        """Whether the branch hears it in its group."""
        return recipient.branch in self.facts.with_group

    def was_seen(self, reminder: Reminder) -> bool:
        """Whether it was looked at in time: it waited its turn, or the calendar has changed."""
        return self.seen_until is not None and reminder.due <= self.seen_until

    def told_as(self, reminder: Reminder, *, digest: bool) -> Outcome:
        """How a reminder that is told now is written down."""
        if reminder.rule in NEWS or self.now - reminder.due <= LATE_AFTER:
            return Outcome.DIGESTED if digest else Outcome.SENT
        if digest:
            return Outcome.DIGESTED
        return Outcome.WAITED if self.was_seen(reminder) else Outcome.LATE

    def is_old(self, reminder: Reminder) -> bool:
        """Whether it is so late that only a digest mentions it."""
        if reminder.rule in NEWS or self.was_seen(reminder):
            return False
        long_ago = timedelta(hours=self.rules.one_digest_after_hours)
        return self.now - reminder.due > long_ago or self.now >= reminder.ends


def decide(pairs: Iterable[Pair], moment: Moment) -> list[Bundle]:
    """One bundle for each chat.

    Pairs that the budget forbids today are left out, to be decided on another day; pairs that are
    not due yet join a message that is sent anyway, and are left out otherwise.
    """
    found = _by_chat(sorted(pairs, key=lambda pair: by_due(pair.reminder)))
    return [_bundle(ear, mine, moment) for ear, mine in found.items()]


def _by_chat(pairs: Iterable[Pair]) -> dict[Ear, list[Pair]]:
    """By chat: somebody who leads two branches has one."""
    found: dict[Ear, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(ear_of(pair.recipient), []).append(pair)
    return found


def _bundle(ear: Ear, pairs: list[Pair], moment: Moment) -> Bundle:
    refused = {pair.key: why for pair in pairs if (why := moment.refused(pair))}
    due = [pair for pair in pairs if pair.reminder.due <= moment.now]
    prompts = [pair for pair in due if pair.key not in refused and pair.reminder.rule not in NEWS]
    waiting: list[Pair] = []
    if prompts and not moment.budget.allows(ear, cap=moment.budget.cap_of(ear)):
        waiting, prompts = prompts, []
    held = {pair.key for pair in waiting}
    # What is not due yet is decided with what is told now, or not at all.
    decidable = pairs if prompts else due
    digest = any(moment.is_old(pair.reminder) for pair in prompts)
    decided = (
        Decided(pair, refused.get(pair.key) or moment.told_as(pair.reminder, digest=digest))
        for pair in decidable
        if pair.key not in held
    )
    return Bundle(tuple(decided), digest, len(waiting))


def _subject(reminder: Reminder) -> tuple[object, ...]:
    """What a reminder is about, whichever of its leads it is."""
    match reminder.about:
        case Lines() as about:
            return reminder.rule is Rule.LADDER, about.phase, about.day, about.items
        case Month() as month:
            return (month,)
        case VacationDigest() as about:
            return reminder.rule, about.first, about.of_office, about.month
        case Moved() as about:
            return "moved", about.item
        case Gap():
            return ("gap",)
