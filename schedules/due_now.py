"""Who has not yet been told what is due: the database compares the recipients with the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from schedules.decisions import Pair
from schedules.reminder import Gap, Hearer, Reminder, Rule
from storage.audiences import Chat, Recipient, chat_of, recipients_of, untold
from storage.database.session import Session
from storage.reminders import known_decisions

# After this, word of a gap is of no use.
GAP_TOLD_WITHIN = timedelta(days=14)

# The reminders to decide for each chat, each with the recipient's name in the ledger.
Untold = dict[Chat, list[tuple[Reminder, str]]]


async def find_untold(session: Session, due: Iterable[Reminder]) -> Untold:
    """Whom the ledger lacks for each of these reminders, by chat, in the order they are due.

    One query per reminder; it returns only who is missing.
    """
    found: Untold = {}
    for reminder in due:
        for kind in reminder.to:
            rule, stands_for = reminder.key
            whoms = await untold(session, kind.value, rule=rule, stands_for=stands_for)
            add_untold(found, ((reminder, whom) for whom in whoms))
    return found


def add_untold(found: Untold, more: Iterable[tuple[Reminder, str]]) -> None:
    """Add reminders for recipients."""
    for reminder, whom in more:
        found.setdefault(chat_of(whom), []).append((reminder, whom))


def in_slices(found: Untold, size: int) -> Iterable[Mapping[Chat, Sequence[tuple[Reminder, str]]]]:
    """`size` chats at a time, each with everything that it is to be told."""
    chats = iter(found.items())
    while some := dict(islice(chats, size)):
        yield some


async def pairs_now(
    session: Session, some: Mapping[Chat, Sequence[tuple[Reminder, str]]]
) -> list[Pair]:
    """The pairs as of this transaction, without what was decided, and who left, in the meantime."""
    recipients = await recipients_of(session, some)
    pairs = [pair for mine in some.values() for pair in _pairs(mine, recipients)]
    known = await known_decisions(session, {pair.key for pair in pairs})
    return [pair for pair in pairs if pair.key not in known]


def _pairs(
    mine: Sequence[tuple[Reminder, str]], recipients: Mapping[str, Recipient]
) -> Iterable[Pair]:
    for reminder, whom in mine:
        if whom in recipients:
            yield Pair(reminder, recipients[whom])


def about_gap(gap: Gap | None, now: datetime) -> list[Reminder]:
    """The reminder about a gap, for GAP_TOLD_WITHIN after it."""
    if gap is None or not timedelta() <= now - gap.until <= GAP_TOLD_WITHIN:
        return []
    notice = Reminder(
        rule=Rule.GAP,
        stands_for=gap.since.isoformat(),
        due=gap.until,
        ends=gap.until + GAP_TOLD_WITHIN,
        to=(Hearer.GROUP, Hearer.OFFICE),
        about=gap,
    )
    return [notice]
