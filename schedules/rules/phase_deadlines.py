"""Deadlines of a phase's checklist: some days before, on the day, then in weekly lists."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, pairwise

from campaign.calendar import Calendar
from campaign.definition import ChecklistItem
from campaign.duties import OFFICE, PROVED_MONTHLY
from campaign.prompts.sending_days import SendingDays
from schedules.plan import EARLIER, Rank, Wish
from schedules.reminder import LEADERS, MEMBERS, THE_OFFICE, Hearer, Lines, Reminder, Rule

# In how many weekly lists a line stands once its day is over; the last one says that it is.
LISTED_TIMES = 4
HEARERS = {"member": MEMBERS, "branch": LEADERS, OFFICE: THE_OFFICE}
# A list joins what is sent in the same week.
A_WEEK = timedelta(days=7)


def deadlines_ahead(calendar: Calendar) -> Iterator[Wish]:
    """Some days before the deadline; of leads that move to one sending day, the nearest counts."""
    days = SendingDays(calendar)
    for owner, lines in all_lines(calendar):
        nearest = _nearest_leads(calendar, lines)
        for lead, items in _leads(calendar, lines).items():
            wanted, is_last = lines.day - timedelta(days=lead), lead in nearest
            send_on = days.moved_up(wanted)
            if send_on < calendar.opens or (days.is_vacation(wanted) and not is_last):
                continue
            yield _ahead(days, owner, Lines(lines.phase, lines.day, items, lines.of_office),
                         lead, send_on, is_last=is_last)  # fmt: skip


def overdue(calendar: Calendar) -> Iterator[Wish]:
    """In weekly lists from the week after, to those who answer for it."""
    days, ladder = SendingDays(calendar), calendar.campaign.reminders.ladder
    for owner, lines in all_lines(calendar):
        if lines.of_office or "branch" in ladder:
            to = THE_OFFICE if lines.of_office else LEADERS
            yield from _listed(days, Rule.OVERDUE, owner, lines, to, first=1)


def ladder_to_office(calendar: Calendar) -> Iterator[Wish]:
    """What branches leave undone is listed to the office, one rung later."""
    rules = calendar.campaign.reminders
    if OFFICE not in rules.ladder:
        return
    for owner, lines in all_lines(calendar):
        if not lines.of_office:
            later = rules.next_rung_after_days if "branch" in rules.ladder else 1
            days = SendingDays(calendar)
            yield from _listed(days, Rule.LADDER, owner, lines, THE_OFFICE, first=later)


def all_lines(calendar: Calendar) -> Iterator[tuple[str, Lines]]:
    """The lines of all checklists, by phase, day and owner: member, branch or office."""
    for phase in calendar.campaign.stretches:
        due_on: dict[tuple[date, str], list[str]] = {}
        for item in phase.checklist:
            if item.proof not in PROVED_MONTHLY:
                key = calendar.due_day(phase, item), item.duty_of
                due_on.setdefault(key, []).append(item.id)
        for (day, owner), items in sorted(due_on.items()):
            yield owner, Lines(phase.id, day, tuple(items), owner == OFFICE)


def leads_of(calendar: Calendar, item: ChecklistItem) -> tuple[int, ...]:
    """On how many days before its last one people are reminded of a line."""
    own = calendar.campaign.deadline(item.deadline).leads if item.deadline else None
    return calendar.campaign.reminders.leads if own is None else own


def _items(calendar: Calendar, lines: Lines) -> list[ChecklistItem]:
    phase = calendar.campaign.phase(lines.phase)
    return [item for item in phase.checklist if item.id in lines.items]


def _leads(calendar: Calendar, lines: Lines) -> dict[int, tuple[str, ...]]:
    """By lead: the lines that have it."""
    found: dict[int, tuple[str, ...]] = {}
    for item in _items(calendar, lines):
        for lead in leads_of(calendar, item):
            found[lead] = (*found.get(lead, ()), item.id)
    return found


def _nearest_leads(calendar: Calendar, lines: Lines) -> set[int]:
    """The leads that are the last of any of the lines."""
    wanted = (leads_of(calendar, item) for item in _items(calendar, lines))
    return {min(leads) for leads in wanted if leads}


def _ahead(
    days: SendingDays, owner: str, lines: Lines, lead: int, send_on: date, *, is_last: bool
) -> Wish:
    reminder = Reminder(
        rule=Rule.AHEAD,
        stands_for=f"{_name(owner, lines)}/{lead}d",
        due=days.moment(send_on),
        ends=days.calendar.end_of(lines.day),
        to=HEARERS[owner],
        about=lines,
        last=is_last,
    )
    rank = Rank.LAST if is_last else Rank.LEAD
    earlier, later = (EARLIER, 0) if is_last else (1, 1)
    matter = ("ahead", _name(owner, lines))
    opens, closes = days.calendar.opens, max(send_on, lines.day - timedelta(days=1))
    return Wish(reminder, send_on, rank, matter, opens, closes, earlier, later)


def _listed(
    days: SendingDays,
    rule: Rule,
    owner: str,
    lines: Lines,
    to: tuple[Hearer, ...],
    *,
    first: int,
) -> Iterator[Wish]:
    weeks = list(islice(_weeks(days, lines.day + timedelta(days=first)), LISTED_TIMES + 1))
    within = [week for week in weeks[:LISTED_TIMES] if week <= days.calendar.closes]
    following = dict(pairwise(weeks))
    for time, send_on in enumerate(within, start=1):
        until = following.get(send_on, send_on + A_WEEK) - timedelta(days=1)
        reminder = Reminder(
            rule=rule,
            stands_for=f"{_name(owner, lines)}/week{time}",
            due=days.moment(send_on),
            ends=days.calendar.end_of(until),
            to=to,
            about=lines,
            last=time == len(within),
        )
        matter = (rule.value, _name(owner, lines))
        sunday = send_on + timedelta(days=6 - send_on.weekday())
        closes = min(sunday, days.calendar.closes)
        yield Wish(reminder, send_on, Rank.LIST, matter, send_on, closes, later=6)


def _weeks(days: SendingDays, earliest: date) -> Iterator[date]:
    """The first sending day of each week in which a list is sent, from that day on."""
    pause = timedelta(days=days.rules.overdue_every_days)
    day, over = earliest, days.calendar.closes + timedelta(days=14)
    while day <= over:
        send_on = days.first_of_week(day)
        if send_on is None or send_on < earliest:
            day += A_WEEK
            continue
        yield send_on
        earliest = send_on - timedelta(days=send_on.weekday()) + pause
        day = max(day + A_WEEK, earliest)


def _name(owner: str, lines: Lines) -> str:
    return f"{lines.phase}/{lines.day}/{owner}"
