"""A day was told and has moved since: it is put right, once to each who was told."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from campaign.calendar import Calendar
from campaign.duties import find_line, is_of_office
from schedules.deciding import Pair
from schedules.reminder import BRANCH, THE_OFFICE, Moved, Reminder, Rule
from storage.audiences import Audiences, Recipient
from storage.reminders import Telling, take_back_unsent, tellings_of
from storage.session import Session

TELL_A_DAY = frozenset({Rule.AHEAD.value, Rule.OVERDUE.value, Rule.MOVED.value})
AT_MOST = 200_000


async def corrections(
    session: Session, calendar: Calendar, audiences: Audiences, now: datetime
) -> list[Pair]:
    """What is to be put right. Messages of the old day that have not gone out are taken back."""
    told = await tellings_of(session, TELL_A_DAY, limit=AT_MOST)
    wrong = {one.card_id for one in told if any(_moves(calendar, one))}
    if not wrong:
        return []
    taken = await take_back_unsent(session, wrong, at=now)
    by_whom = {one.whom: one for one in (*audiences.groups, *audiences.secretaries,
                                         *audiences.office)}  # fmt: skip
    return list(_pairs(calendar, [one for one in told if one.card_id not in taken], by_whom, now))


def _pairs(
    calendar: Calendar, told: Sequence[Telling], by_whom: Mapping[str, Recipient], now: datetime
) -> Iterator[Pair]:
    """From what each was told last of a line, if that is not its day any more."""
    last = {(one.whom, item): one for one in told for item in one.days}
    for (whom, item), telling in last.items():
        old, new = date.fromisoformat(telling.days[item]), _day_of(calendar, item)
        if new is not None and new != old and whom in by_whom:
            yield Pair(_moved(calendar, telling, Moved(item, old, new, _of_office(calendar, item)),
                              now), by_whom[whom])  # fmt: skip


def _moves(calendar: Calendar, telling: Telling) -> Iterator[bool]:
    for item, day in telling.days.items():
        new = _day_of(calendar, item)
        yield new is not None and new.isoformat() != day


def _moved(calendar: Calendar, telling: Telling, moved: Moved, now: datetime) -> Reminder:
    """Named after the telling that it puts right, so that a day may move to and fro."""
    return Reminder(
        rule=Rule.MOVED,
        stands_for=f"{moved.item}/{telling.id}>{moved.new}",
        due=now,
        ends=calendar.end_of(max(moved.new, calendar.day_of(now))),
        to=THE_OFFICE if moved.of_office else BRANCH,
        about=moved,
    )


def _day_of(calendar: Calendar, item: str) -> date | None:
    found = find_line(calendar.campaign, item)
    return None if found is None else calendar.due_day(*found)


def _of_office(calendar: Calendar, item: str) -> bool:
    found = find_line(calendar.campaign, item)
    return found is not None and is_of_office(found[1])
