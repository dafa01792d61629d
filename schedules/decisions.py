"""Decides what becomes of reminders that are due: pure functions of facts, moments and counts.

All that a person or group is told at a time is one message, so that their phone rings once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign.definition import Month, ReminderRules
from campaign.people import PersonId
from schedules.facts import Facts
from schedules.reminder import Gap, Lines, Moved, Reminder, Rule, by_due
from storage.audiences import Recipient
from storage.reminders import Outcome

# A message that is sent this long after it was due says that it is late.
LATE_AFTER = timedelta(hours=1)
# News, not duties: the weekly cap does not apply to them, and they are never late.
NEWS = frozenset({Rule.MOVED, Rule.GAP})
TOLD = frozenset({Outcome.SENT, Outcome.LATE, Outcome.DIGESTED})


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

    `digest`: the reminders are so old that the message only lists what is open.
    """

    decided: tuple[Decided, ...]
    digest: bool

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


def decide(
    pairs: Iterable[Pair],
    *,
    now: datetime,
    facts: Facts,
    prompts: Mapping[PersonId, int],
    rules: ReminderRules,
) -> list[Bundle]:
    """One bundle for each chat. `prompts`: how many messages people were sent unasked this week."""
    found = _by_chat(sorted(pairs, key=lambda pair: by_due(pair.reminder)))
    return [_bundle(mine, now, facts, prompts, rules) for mine in found.values()]


def _by_chat(pairs: Iterable[Pair]) -> dict[object, list[Pair]]:
    """By chat: somebody who leads two branches has one."""
    found: dict[object, list[Pair]] = {}
    for pair in pairs:
        recipient = pair.recipient
        chat = recipient.whom if recipient.person is None else recipient.person
        found.setdefault(chat, []).append(pair)
    return found


def _bundle(
    pairs: list[Pair],
    now: datetime,
    facts: Facts,
    prompts: Mapping[PersonId, int],
    rules: ReminderRules,
) -> Bundle:
    refused = {pair.key: why for pair in pairs if (why := _refused(pair, now, facts))}
    wanted = [pair for pair in pairs if pair.key not in refused]
    digest = any(_is_old(pair.reminder, now, rules) for pair in wanted)
    person = pairs[0].recipient.person
    capped = person is not None and prompts.get(person, 0) >= rules.weekly_cap

    def outcome(pair: Pair) -> Outcome:
        if capped and pair.reminder.rule not in NEWS:
            return Outcome.CAPPED
        if digest:
            return Outcome.DIGESTED
        return Outcome.LATE if _is_late(pair.reminder, now) else Outcome.SENT

    decided = (Decided(pair, refused.get(pair.key) or outcome(pair)) for pair in pairs)
    return Bundle(tuple(decided), digest)


def _refused(pair: Pair, now: datetime, facts: Facts) -> Outcome | None:
    """Why the recipient is told nothing; one that came later is not told what was due before."""
    reminder, recipient = pair.reminder, pair.recipient
    if recipient.chat_id is None:
        return Outcome.UNREACHABLE
    came_later = recipient.since is not None and recipient.since > reminder.due
    if came_later and now - reminder.due > LATE_AFTER:
        return Outcome.UNREACHABLE
    if not facts.wants(reminder.rule, reminder.about, recipient.branch):
        return Outcome.NOT_NEEDED
    return None


def _is_late(reminder: Reminder, now: datetime) -> bool:
    return reminder.rule not in NEWS and now - reminder.due > LATE_AFTER


def _is_old(reminder: Reminder, now: datetime, rules: ReminderRules) -> bool:
    """Whether it is so late that only a digest mentions it."""
    long_ago = now - reminder.due > timedelta(hours=rules.one_digest_after_hours)
    return reminder.rule not in NEWS and (long_ago or now >= reminder.ends)


def _subject(reminder: Reminder) -> tuple[object, ...]:
    """What a reminder is about, whichever of its leads it is."""
    match reminder.about:
        case Lines() as about:
            return reminder.rule is Rule.LADDER, about.phase, about.day, about.of_office
        case Month() as month:
            return (month,)
        case Moved() as about:
            return "moved", about.item
        case Gap():
            return ("gap",)
