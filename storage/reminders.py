"""The ledger of reminders: what was decided about each of them, for each recipient, once.

The unique key (rule, what it stands for, whom) keeps any number of processes from deciding twice.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, cast, delete, select, text, update

from campaign.people import BranchId, PersonId
from storage.database.chunks import CHUNK, chunks
from storage.database.keyset import pages_by_key
from storage.database.session import Session
from storage.delivery.outbox_cards import cancel_unsent
from storage.tables import cards, reminders

Key = tuple[str, str, str]
KEY = ("rule", "stands_for", "whom")
# Rules whose messages do not count as prompts: faults, and days that the office has moved.
NO_PROMPTS = ("gap", "moved")
NUDGE = "nudge"
# The most keys of several columns in one query.
KEYS_AT_A_TIME = 100


class Outcome(StrEnum):
    """What became of a reminder. The first four were told.

    WAITED: on a later day, because the budget or a new calendar had it so. IN_GROUP: the group of
    the branch hears it instead. OVERTAKEN: its time was over before its turn came. CAPPED is what
    earlier versions wrote.
    """

    SENT = "sent"
    LATE = "late"
    DIGESTED = "digested"
    WAITED = "waited"
    NOT_NEEDED = "not_needed"
    IN_GROUP = "in_group"
    OVERTAKEN = "overtaken"
    CAPPED = "capped"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the ledger.

    `told` says what it spoke of: `{"month": …}`, or `{"days": {line: day}}`. `card_id` is the card
    on which it was told; `open` that the card is to turn into a ✓ once all of it is done.
    """

    rule: str
    stands_for: str
    whom: str
    outcome: Outcome
    due_at: datetime
    told: Mapping[str, Any]
    branch: BranchId | None = None
    person: PersonId | None = None
    card_id: str | None = None
    open: bool = False

    @property
    def key(self) -> Key:
        """What it is, for whom."""
        return self.rule, self.stands_for, self.whom


@dataclass(frozen=True, slots=True)
class OpenReminder:
    """A reminder whose card still asks for something. `card_version` is 1 until it is pressed."""

    id: int
    rule: str
    told: Mapping[str, Any]
    branch: BranchId | None
    whom: str
    card_id: str
    chat_id: int
    message_id: int | None
    card_version: int


@dataclass(frozen=True, slots=True)
class Telling:
    """A message that told a recipient the days of checklist lines."""

    id: int
    rule: str
    whom: str
    days: Mapping[str, str]
    card_id: str


async def known_decisions(session: Session, wanted: Collection[Key]) -> set[Key]:
    """Those of these that have been decided already."""
    known: set[Key] = set()
    keys = sorted(wanted)
    for some in chunks(keys, KEYS_AT_A_TIME):
        asked = dict(zip(KEY, map(list, zip(*some, strict=True)), strict=True))
        known |= {tuple(row) for row in await session.rows(_AMONG, asked)}
    return known & set(keys)


async def write_decisions(
    session: Session, decisions: Sequence[Decision], *, at: datetime
) -> set[Key]:
    """Store decisions. Returns the keys of those that nobody had decided before."""
    new: set[Key] = set()
    for some in chunks(decisions):
        rows = [_row(one, at) for one in some]
        inserted = await session.insert_new(reminders, rows, on=KEY)
        new |= {(str(rule), str(stands_for), str(whom)) for rule, stands_for, whom in inserted}
    return new


async def prompts_since(
    session: Session,
    persons: Collection[PersonId],
    groups: Collection[str],
    moment: datetime,
) -> dict[PersonId | str, set[datetime]]:
    """When each of these people, and groups by their names, was sent a message unasked.

    Only after that moment, and without messages that told of nothing but NO_PROMPTS.
    """
    found: dict[PersonId | str, set[datetime]] = {}
    for column, wanted in ((reminders.c.person_id, persons), (reminders.c.whom, groups)):
        for some in chunks(sorted(wanted)):
            question = select(column.label("ear"), reminders.c.decided_at).where(
                column.in_(some),
                reminders.c.decided_at > moment,
                reminders.c.card_id.is_not(None),
                reminders.c.rule.not_in(NO_PROMPTS),
            )
            for row in await session.rows(question.distinct()):
                found.setdefault(row.ear, set()).add(row.decided_at)
    return found


async def branches_with_open(session: Session) -> set[BranchId | None]:
    """The branches (None: the office) that have cards which still ask for something."""
    rows = await session.rows(select(reminders.c.branch_id).where(_OPEN).distinct())
    return {row.branch_id for row in rows}


async def open_reminders(
    session: Session, wanted: Collection[BranchId | None]
) -> list[OpenReminder]:
    """All reminders of the cards that still ask these branches (None: the office) for something.

    However old, the latest first. A card may ask others, too.
    """
    of_branches = [branch for branch in wanted if branch is not None]
    found = await _open_on(session, _THEIRS.c.branch_id.in_(sorted(of_branches)))
    if None in wanted:
        known = {one.id for one in found}
        of_office = await _open_on(session, _THEIRS.c.branch_id.is_(None))
        found += [one for one in of_office if one.id not in known]
    return found


_THEIRS = reminders.alias("theirs")


async def _open_on(session: Session, asked: ColumnElement[bool]) -> list[OpenReminder]:
    on_cards = select(_THEIRS.c.card_id).where(
        text("theirs.card_id IS NOT NULL AND theirs.closed_at IS NULL"), asked
    )
    question = (
        select(
            reminders.c.id,
            reminders.c.rule,
            reminders.c.told,
            reminders.c.branch_id,
            reminders.c.whom,
            reminders.c.card_id,
            cards.c.chat_id,
            cards.c.message_id,
            cards.c.version,
        )
        .join(cards, cards.c.id == reminders.c.card_id)
        .where(_OPEN, reminders.c.card_id.in_(on_cards))
        .order_by(reminders.c.decided_at.desc(), reminders.c.id.desc())
    )
    return [
        OpenReminder(
            id=row.id,
            rule=row.rule,
            told=row.told,
            branch=row.branch_id,
            whom=row.whom,
            card_id=row.card_id,
            chat_id=row.chat_id,
            message_id=row.message_id,
            card_version=row.version,
        )
        for row in await session.rows(question)
    ]


async def close_reminders(session: Session, ids: Sequence[int], *, at: datetime) -> set[int]:
    """Mark reminders as closed. Returns the ids of those that were still open."""
    closed: set[int] = set()
    for some in chunks(ids):
        closing = (
            update(reminders)
            .where(reminders.c.id.in_(some))
            .where(reminders.c.closed_at.is_(None))
            .values(closed_at=at)
            .returning(reminders.c.id)
        )
        closed |= {row.id for row in await session.rows(closing)}
    return closed


async def days_told(session: Session, rules: Collection[str]) -> list[Mapping[str, str]]:
    """Every day of a line that was told under these rules, to whomever, once."""
    question = select(reminders.c.told).where(_told_under(rules)).distinct()
    return [row.told.get("days", {}) for row in await session.rows(question)]


async def tellings_of(
    session: Session, rules: Collection[str], *, item: str
) -> AsyncIterator[Sequence[Telling]]:
    """What recipients were told of the day of a line under these rules, in the order of telling."""
    named = cast(reminders.c.told, Text).contains(f'"{item}"', autoescape=True)
    question = select(
        reminders.c.id, reminders.c.rule, reminders.c.whom, reminders.c.told, reminders.c.card_id
    ).where(_told_under(rules), named)
    async for page in pages_by_key(session, question, reminders.c.id, size=CHUNK):
        yield [
            Telling(row.id, row.rule, row.whom, row.told.get("days", {}), row.card_id)
            for row in page
        ]


async def take_back_unsent(session: Session, card_ids: Iterable[str], *, at: datetime) -> set[str]:
    """Cancel those of these cards that are still unsent. Returns which they were.

    Nothing of them was told: their rows leave the ledger, and are decided anew.
    """
    taken = await cancel_unsent(session, card_ids, why="the day was moved", at=at)
    gone = sorted(taken)
    for some in chunks(gone):
        these = reminders.c.card_id.in_(some)
        await session.change(delete(reminders).where(these))
    return taken


# Column by column: for tuples in a list of values SQLite uses no index and reads the whole ledger.
_AMONG = select(*(reminders.c[name] for name in KEY)).where(
    *(reminders.c[name].in_(bindparam(name, expanding=True)) for name in KEY)
)
# Must match the condition of the partial indexes word for word.
_OPEN = text("reminders.card_id IS NOT NULL AND reminders.closed_at IS NULL")


def _told_under(rules: Collection[str]) -> ColumnElement[bool]:
    return reminders.c.rule.in_(sorted(rules)) & reminders.c.card_id.is_not(None)


def _row(one: Decision, at: datetime) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "stands_for": one.stands_for,
        "whom": one.whom,
        "branch_id": one.branch,
        "person_id": one.person,
        "outcome": one.outcome.value,
        "told": dict(one.told),
        "due_at": one.due_at,
        "decided_at": at,
        "card_id": one.card_id,
        "closed_at": None if one.open else at,
    }
