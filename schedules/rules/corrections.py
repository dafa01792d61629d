"""Corrections: whoever was told a day that has moved since is told the new one, once."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date, datetime

from campaign.calendar import Calendar
from campaign.duties import find_line, is_of_office
from schedules.reminder import LEADERS, THE_OFFICE, Moved, Reminder, Rule
from storage.database.engine import Database
from storage.delivery.outbox_cards import unsent_cards
from storage.reminders import Telling, days_told, take_back_unsent, tellings_of

TELL_A_DAY = frozenset({Rule.AHEAD.value, Rule.OVERDUE.value, Rule.MOVED.value})


async def corrections(
    database: Database, calendar: Calendar, now: datetime
) -> list[tuple[Reminder, str]]:
    """The corrections that are due, with their recipients.

    Messages with the old day that are still unsent are cancelled, a few at a time.
    """
    async with database.read() as session:
        told = await days_told(session, TELL_A_DAY)
    moved = {item for days in told for item in days if _has_moved(calendar, item, days[item])}
    return [
        pair
        for item in sorted(moved)
        for pair in _pairs(calendar, item, (await _last_told(database, calendar, item, now)), now)
    ]


async def _last_told(
    database: Database, calendar: Calendar, item: str, now: datetime
) -> Iterable[Telling]:
    """The day that each recipient was last told for a line, by messages that were sent."""
    last: dict[str, Telling] = {}
    async for page in _tellings(database, item):
        wrong = [one.card_id for one in page if _has_moved(calendar, item, one.days[item])]
        taken = await _take_back(database, wrong, now)
        last |= {one.whom: one for one in page if one.card_id not in taken}
    return last.values()


async def _tellings(database: Database, item: str) -> AsyncIterator[Sequence[Telling]]:
    async with database.read() as session:
        async for page in tellings_of(session, TELL_A_DAY, item=item):
            yield [one for one in page if item in one.days]


async def _take_back(database: Database, cards: Sequence[str], now: datetime) -> set[str]:
    async with database.read() as session:
        unsent = await unsent_cards(session, cards) if cards else set()
    if not unsent:
        return set()
    async with database.write() as session:
        return await take_back_unsent(session, unsent, at=now)


def _pairs(
    calendar: Calendar, item: str, told: Iterable[Telling], now: datetime
) -> list[tuple[Reminder, str]]:
    return [
        (_moved(calendar, one, item, now), one.whom)
        for one in told
        if _has_moved(calendar, item, one.days[item])
    ]


def _moved(calendar: Calendar, telling: Telling, item: str, now: datetime) -> Reminder:
    """The correction, named after the message it corrects: a day may move to and fro."""
    found = find_line(calendar.campaign, item)
    if found is None:
        raise LookupError(f"{item} is no line of the campaign")
    old, new = date.fromisoformat(telling.days[item]), calendar.due_day(*found)
    of_office = is_of_office(found[1])
    return Reminder(
        rule=Rule.MOVED,
        stands_for=f"{item}/{telling.id}>{new}",
        due=now,
        ends=calendar.end_of(max(new, calendar.day_of(now))),
        to=THE_OFFICE if of_office else LEADERS,
        about=Moved(item, old, new, of_office),
    )


def _has_moved(calendar: Calendar, item: str, told: str) -> bool:
    """Whether the line is due on another day than was told; one that is gone is never due."""
    found = find_line(calendar.campaign, item)
    return found is not None and calendar.due_day(*found).isoformat() != told
