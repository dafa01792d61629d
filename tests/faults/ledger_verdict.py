"""Judges a ledger: every due reminder decided once, rightly, and told together with its card."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from campaign.calendar import Calendar
from campaign.prompts.sending_days import SendingDays
from campaign.reading import shipped_campaign
from schedules.reminder import Hearer, Reminder
from schedules.rules.table import reminders_of
from storage.database.session import Found
from storage.tables import outbox, reminders
from tests.faults.sixteen_months import ANY_MOMENT, BEGINS, SENDING, SixteenMonths
from tests.schedules.whole_campaign import faults_of, read_prompts

CALENDAR = Calendar(shipped_campaign())
RULES = CALENDAR.campaign.reminders
DAYS = SendingDays(CALENDAR)
CAPS = {"group": RULES.weekly_cap, "secretary": RULES.weekly_cap_posts,
        "office": RULES.weekly_cap_posts}  # fmt: skip
TOLD = ("sent", "late", "digested", "waited")
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
    ours = [row for row in rows if row.rule not in ("gap", "moved", "nudge")]
    due, at_most = _due(run.settled, run), _due(run.ended, run)
    cards: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.card_id is not None:
            cards[row.card_id].append(row)
    copies = _copies(run, sent)
    faults = [
        *run.faults,
        *_counted(ours, due, at_most),
        *(fault for row in ours for fault in _wrong(run, row, cards)),
        *faults_of(await read_prompts(run.database, CALENDAR), CAPS),
        *_unsaid(cards, sent),
        *_repeated(run, copies),
    ]
    outcomes = Counter(str(row.outcome) for row in ours)
    return Verdict(tuple(faults), len(due), outcomes, len(cards), copies)


def _due(until: datetime, run: SixteenMonths) -> set[tuple[str, str, str]]:
    return {
        (*one.key, whom)
        for one in reminders_of(CALENDAR)
        if BEGINS <= one.due <= until
        for whom in _whom(run, one)
    }


def _whom(run: SixteenMonths, reminder: Reminder) -> Iterator[str]:
    if Hearer.OFFICE in reminder.to:
        yield f"office:{run.office}"
    for branch, (secretary, _) in run.branches.items():
        if Hearer.GROUP in reminder.to:
            yield f"group:{branch}"
        if Hearer.SECRETARY in reminder.to:
            yield f"secretary:{branch}:{secretary}"


def _counted(
    rows: list[Found], due: set[tuple[str, str, str]], at_most: set[tuple[str, str, str]]
) -> Iterator[str]:
    decided = Counter((row.rule, row.stands_for.partition("#")[0], row.whom) for row in rows)
    yield from (f"never decided: {key}" for key in sorted(due - decided.keys()))
    yield from (f"not due: {key}" for key in sorted(decided.keys() - at_most))
    yield from (f"more than once: {key}, {n} times" for key, n in sorted(decided.items()) if n > 1)


def _wrong(run: SixteenMonths, row: Any, cards: dict[str, list[Any]]) -> Iterator[str]:
    name = f"{row.rule} {row.stands_for} {row.whom}"
    late = row.decided_at - row.due_at
    if not DAYS.is_open_at(row.decided_at) or DAYS.is_vacation(CALENDAR.day_of(row.decided_at)):
        yield f"decided when nothing may be said: {name} at {row.decided_at}"
    if (row.outcome == "in_group") and not row.whom.startswith("secretary"):
        yield f"left to the group: {name}"
    ends = ENDS_OF.get((row.rule, row.stands_for))
    if row.outcome == "overtaken" and (ends is None or row.decided_at < ends):
        yield f"overtaken in time: {name}"
    if row.outcome == "waited" and not _spoken_before(row, cards):
        yield f"waited without need: {name} from {row.due_at} to {row.decided_at}"
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


def _spoken_before(row: Any, cards: dict[str, list[Any]]) -> bool:
    """Whether the recipient was prompted in the week before."""
    others = (card[0] for card in cards.values() if card[0].card_id != row.card_id)
    return any(
        one.whom == row.whom and timedelta() <= row.decided_at - one.decided_at <= timedelta(days=8)
        for one in others
    )


ENDS_OF = {one.key: one.ends for one in reminders_of(CALENDAR)}


def _is_old(row: Any) -> bool:
    late: timedelta = row.decided_at - row.due_at
    ends = ENDS_OF.get((row.rule, row.stands_for))
    return late > ONE_DAY or bool(ends is not None and row.decided_at >= ends)


def _is_done(run: SixteenMonths, row: Any) -> bool:
    """Whether all that the row is about had been done when it was decided."""
    month = row.told.get("month") or row.told.get("of_month")
    if month is not None and not run.done.months.get((row.branch_id, month), row.id) < row.id:
        return False
    if "days" not in row.told:
        return month is not None
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
