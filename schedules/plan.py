"""The plan: wishes to remind, fitted into days on which nobody is prompted too often.

All chats share one set of days, so that somebody with several posts, a group and its members are
never told on two consecutive working days. What falls together is one message. Pure functions.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum

from campaign.definition import ReminderRules
from campaign.prompts.sending_days import SendingDays
from schedules.reminder import Hearer, Lines, Reminder, by_due

# By how many sending days the last reminder of a deadline may come earlier.
EARLIER = 2
# Within how many sending days a place is looked for where a file allows too few messages.
FURTHEST = 30


class Rank(IntEnum):
    """In which order wishes find their day.

    The first three always find one, and so does what is the last of its matter.
    """

    MONTH_TURNS = 0
    LAST = 1
    VACATION = 2
    CLOSING = 3
    MIDDLE = 4
    LEAD = 5
    LIST = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """A reminder and the day on which it would be sent best.

    It may come `earlier` or `later` by so many sending days, not before `opens` nor after
    `closes`. Of wishes of one `matter` on one day, the last one is kept.
    """

    reminder: Reminder
    day: date
    rank: Rank
    matter: tuple[str, ...]
    opens: date
    closes: date
    earlier: int = 0
    later: int = 0


def cap_of(rules: ReminderRules, kind: Hearer) -> int:
    """The most messages a week for a kind of recipient."""
    return rules.weekly_cap if kind is Hearer.GROUP else rules.weekly_cap_posts


@dataclass(slots=True)
class _Days:
    """The days taken so far, and by whom."""

    sending: SendingDays
    taken: set[date] = field(default_factory=set)
    heard: dict[Hearer, set[date]] = field(default_factory=dict)

    def take(self, day: date, kinds: Iterable[Hearer]) -> None:
        self.taken.add(day)
        for kind in kinds:
            self.heard.setdefault(kind, set()).add(day)

    def have_room(self, day: date, kinds: Iterable[Hearer]) -> bool:
        """Whether these may be told on that day, too."""
        if day not in self.taken:
            beside = (self.sending.before(day), self.sending.after(day))
            if any(one in self.taken and self.sending.are_neighbours(day, one) for one in beside):
                return False
        rules = self.sending.rules
        most = max(rules.weekly_cap, rules.weekly_cap_posts)
        return self._fits(day, self.taken, most) and all(
            self._fits(day, self.heard.get(kind, set()), cap_of(rules, kind)) for kind in kinds
        )

    def _fits(self, day: date, taken: set[date], most: int) -> bool:
        return day in taken or self._in_week(taken)[day.isocalendar()[:2]] < most

    @staticmethod
    def _in_week(taken: set[date]) -> Counter[tuple[int, int]]:
        return Counter(day.isocalendar()[:2] for day in taken)


def planned(sending: SendingDays, wishes: Iterable[Wish]) -> tuple[Reminder, ...]:
    """The reminders that have found a day, in the order in which they are due."""
    days = _Days(sending)
    placed: dict[tuple[tuple[str, ...], date], Wish] = {}
    for wish in sorted(wishes, key=lambda one: (one.rank, one.day, one.reminder.key)):
        day = _place(days, wish)
        if day is None:
            continue
        days.take(day, wish.reminder.to)
        other = placed.get((wish.matter, day))
        placed[wish.matter, day] = wish if other is None else _joined(other, wish)
    found = (_on(sending, wish, day) for (_, day), wish in placed.items())
    return tuple(sorted(found, key=by_due))


def _on(sending: SendingDays, wish: Wish, day: date) -> Reminder:
    due, ends = sending.moment(day), wish.reminder.ends
    return replace(wish.reminder, due=due, ends=max(ends, sending.calendar.end_of(day)))


def _joined(one: Wish, other: Wish) -> Wish:
    """Of two on one day the later, which speaks of the lines of both."""
    earlier, later = sorted((one, other), key=lambda wish: (wish.day, -wish.rank))
    mine, others = later.reminder.about, earlier.reminder.about
    if not (isinstance(mine, Lines) and isinstance(others, Lines)):
        return later
    items = tuple(dict.fromkeys((*others.items, *mine.items)))
    return replace(later, reminder=replace(later.reminder, about=replace(mine, items=items)))


def _place(days: _Days, wish: Wish) -> date | None:
    """Its own day, or one that is taken already if there is one near, else the nearest free one."""
    near = list(_near(days.sending, wish))
    own = near[:1] if wish.rank <= Rank.VACATION else []
    joined = [day for day in near if day in days.taken]
    for day in (*own, *joined, *near):
        if days.have_room(day, wish.reminder.to):
            return day
    if wish.rank > Rank.VACATION and not wish.reminder.last:
        return None
    return next((day for day in _far(days, wish) if days.have_room(day, wish.reminder.to)), None)


def _near(sending: SendingDays, wish: Wish) -> Iterator[date]:
    """The days on which the wish may come true, the best first."""
    before, after = [wish.day], [wish.day]
    for _ in range(wish.earlier):
        before.append(sending.before(before[-1]))
    for _ in range(wish.later):
        after.append(sending.after(after[-1]))
    both = {day for day in (*before, *after) if wish.opens <= day <= wish.closes}
    yield from sorted(both, key=lambda day: (abs((day - wish.day).days), day))


def _far(days: _Days, wish: Wish) -> Iterator[date]:
    """Further and further back; a list, further and further on."""
    is_list = wish.rank is Rank.LIST
    day, over = wish.day, days.sending.calendar.closes
    for _ in range(FURTHEST):
        day = days.sending.after(day) if is_list else days.sending.before(day)
        if day > over or (day < wish.opens and not is_list):
            return
        yield day
