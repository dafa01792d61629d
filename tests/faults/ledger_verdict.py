"""Judges a ledger: every due reminder decided once, rightly, and told together with its card."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from campaign.calendar import Calendar
from campaign.reading import shipped_campaign
from campaign.reminders import is_quiet
from schedules.reminder import Hearer, Reminder
from schedules.rules.table import reminders_of
from storage.database.session import Found
from storage.tables import outbox, reminders
from tests.faults.sixteen_months import ANY_MOMENT, BEGINS, SENDING, SixteenMonths

CALENDAR = Calendar(shipped_campaign())
RULES = CALENDAR.campaign.reminders
TOLD = ("sent", "late", "digested")
ONE_DAY = timedelta(hours=RULES.one_digest_after_hours)


@dataclass(frozen=True)
class Verdict:
    """What was found; `faults` is empty when all is well."""

    faults: tuple[str, ...]
    due: int
    outcomes: Counter[str]
    cards: int
    copies: Counter[int]

    def __str__(self) -> str:
        return (
            f"{self.due} due, {dict(sorted(self.outcomes.items()))}; {self.cards} messages, "
            f"{self.copies.total()} copies, {len(self.faults)} faults"
        )


async def judge(run: SixteenMonths) -> Verdict:
    """Read the ledger and the outbox, and compare with the calendar and with what was done."""
    async with run.database.read() as session:
        rows = list(await session.rows(select(reminders).order_by(reminders.c.id)))
        sent = await session.rows(select(outbox.c.card_id, outbox.c.lane, outbox.c.state))
    ours = [row for row in rows if row.rule not in ("gap", "moved")]
    due = _due(run)
    cards: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.card_id is not None:
            cards[row.card_id].append(row)
    copies = _copies(run, sent)
    faults = [
        *run.faults,
        *_counted(ours, due),
        *(fault for row in ours for fault in _wrong(run, row, cards)),
        *_capped(cards),
        *_unsaid(cards, sent),
        *_repeated(run, copies),
    ]
    outcomes = Counter(str(row.outcome) for row in ours)
    return Verdict(tuple(faults), len(due), outcomes, len(cards), copies)


def _due(run: SixteenMonths) -> set[tuple[str, str, str]]:
    return {
        (*one.key, whom)
        for one in reminders_of(CALENDAR)
        if BEGINS <= one.due <= run.ended
        for whom in _whom(run, one)
    }


def _whom(run: SixteenMonths, reminder: Reminder) -> Iterator[str]:
    if Hearer.OFFICE in reminder.to:
        yield f"office:{run.office}"
        return
    for branch, (secretary, _) in run.branches.items():
        yield f"group:{branch}"
        yield f"secretary:{branch}:{secretary}"


def _counted(rows: list[Found], due: set[tuple[str, str, str]]) -> Iterator[str]:
    decided = Counter((row.rule, row.stands_for.partition("#")[0], row.whom) for row in rows)
    yield from (f"never decided: {key}" for key in sorted(due - decided.keys()))
    yield from (f"not due: {key}" for key in sorted(decided.keys() - due))
    yield from (f"more than once: {key}, {n} times" for key, n in sorted(decided.items()) if n > 1)


def _wrong(run: SixteenMonths, row: Any, cards: dict[str, list[Any]]) -> Iterator[str]:
    name = f"{row.rule} {row.stands_for} {row.whom}"
    late = row.decided_at - row.due_at
    if is_quiet(RULES, row.decided_at, CALENDAR.zone):
        yield f"decided in quiet hours: {name} at {row.decided_at}"
    if _is_done(run, row) != (row.outcome == "not_needed"):
        yield f"told wrongly: {name} is {row.outcome}"
    if (row.card_id is not None) != (row.outcome in TOLD):
        yield f"told without a card, or the reverse: {name}"
    if row.outcome == "sent" and late > timedelta(hours=1):
        yield f"not called late: {name} came {late} late"
    if row.outcome == "late" and not timedelta(hours=1) < late <= ONE_DAY:
        yield f"called late: {name} came {late} late"
    if row.outcome == "digested" and not any(_is_old(one) for one in cards[row.card_id]):
        yield f"digested without need: {name} came {late} late"


ENDS_OF = {one.key: one.ends for one in reminders_of(CALENDAR)}


def _is_old(row: Any) -> bool:
    late: timedelta = row.decided_at - row.due_at
    ends = ENDS_OF.get((row.rule, row.stands_for))
    return late > ONE_DAY or bool(ends is not None and row.decided_at >= ends)


def _is_done(run: SixteenMonths, row: Any) -> bool:
    """Whether all that the row is about had been done when it was decided."""
    if "month" in row.told:
        month: str = row.told["month"]
        return bool(run.done.months.get((row.branch_id, month), row.id) < row.id)
    owners = (
        [None]
        if row.told["of_office"]
        else ([row.branch_id] if row.branch_id is not None else list(run.branches))
    )
    return all(
        run.done.duties.get((owner, item), row.id) < row.id
        for owner in owners
        for item in row.told["days"]
    )


def _capped(cards: dict[str, list[Any]]) -> Iterator[str]:
    """Nobody is prompted above the cap in a week that they were not told news in."""
    weeks: Counter[tuple[int, str]] = Counter()
    for rows in cards.values():
        if rows[0].person_id is not None and any(row.rule != "gap" for row in rows):
            week = f"{rows[0].decided_at.astimezone(CALENDAR.zone):%G-%V}"
            weeks[rows[0].person_id, week] += 1
    for (person, week), n in weeks.items():
        if n > RULES.weekly_cap:
            yield f"{n} messages to {person} in the week {week}"


def _unsaid(cards: dict[str, list[Any]], sent: Any) -> Iterator[str]:
    said = {row.card_id: row.state for row in sent}
    yield from (
        f"decided and never said: card {card}" for card in sorted(cards.keys() - said.keys())
    )
    yield from (f"said and not decided: card {card}" for card in sorted(said.keys() - cards.keys()))
    yield from (f"left {state}: {card}" for card, state in said.items() if state != "sent")


def _copies(run: SixteenMonths, sent: Any) -> Counter[int]:
    """How often more than once something was sent to each chat."""
    chats = Counter(lane for _, lane in {(row.card_id, row.lane) for row in sent})
    return +Counter({chat: n - chats[chat] for chat, n in run.sends.items()})


def _repeated(run: SixteenMonths, copies: Counter[int]) -> Iterator[str]:
    """A kill while something is on its way costs a chat one copy of one message at most."""
    kills = sum(run.kills[point] for point in (*SENDING, ANY_MOMENT))
    yield from (f"{n} copies to {chat}, {kills} kills" for chat, n in copies.items() if n > kills)
    for chat, n in run.sends.items():
        if n == 0 and chat not in copies:
            yield f"never sent to {chat}"
