"""Deadlines of a phase's checklist: some days before, on the day, overdue, and up the ladder."""

from collections.abc import Iterator
from datetime import date, timedelta

from campaign.calendar import Calendar
from campaign.definition import ChecklistItem
from campaign.duties import OFFICE, PROVED_MONTHLY, is_of_office
from schedules.reminder import BRANCH, THE_OFFICE, Lines, Reminder, Rule
from schedules.sending_days import SendingDays

# How often one overdue duty is told; after that it is left to the office, whose page shows it.
OVERDUE_TIMES = 5


def deadlines_ahead(calendar: Calendar) -> Iterator[Reminder]:
    """Some days before the deadline; of leads that move to one working day, the nearest counts."""
    days = SendingDays(calendar)
    for lines in all_lines(calendar):
        for send_on, (lead, items) in _leads(days, lines).items():
            if send_on >= calendar.opens:
                yield _reminder(days, Rule.AHEAD, lines, items, f"{lead}d", send_on, lines.day)


def overdue(calendar: Calendar) -> Iterator[Reminder]:
    """From the day after, to those who owe it."""
    days, ladder = SendingDays(calendar), calendar.campaign.reminders.ladder
    for lines in all_lines(calendar):
        if lines.of_office or "branch" in ladder:
            yield from _again_and_again(days, Rule.OVERDUE, lines, first=1)


def ladder_to_office(calendar: Calendar) -> Iterator[Reminder]:
    """What branches leave undone goes to the office, one rung later."""
    rules = calendar.campaign.reminders
    days, first = SendingDays(calendar), rules.next_rung_after_days
    if OFFICE not in rules.ladder:
        return
    for lines in all_lines(calendar):
        if not lines.of_office:
            later = first if "branch" in rules.ladder else 1
            yield from _again_and_again(days, Rule.LADDER, lines, first=later)


def all_lines(calendar: Calendar) -> Iterator[Lines]:
    """The lines of all checklists, by phase, day and whether branches or the office owe them."""
    for phase in calendar.campaign.stretches:
        due_on: dict[tuple[date, bool], list[str]] = {}
        for item in phase.checklist:
            if item.proof not in PROVED_MONTHLY:
                key = calendar.due_day(phase, item), is_of_office(item)
                due_on.setdefault(key, []).append(item.id)
        for (day, of_office), items in sorted(due_on.items()):
            yield Lines(phase.id, day, tuple(items), of_office)


def _leads(days: SendingDays, lines: Lines) -> dict[date, tuple[int, tuple[str, ...]]]:
    """By the day on which it is sent: the nearest lead, and the lines that have a lead there."""
    calendar = days.calendar
    phase = calendar.campaign.phase(lines.phase)
    found: dict[date, tuple[int, tuple[str, ...]]] = {}
    wanted = [item for item in phase.checklist if item.id in lines.items]
    for lead in sorted({lead for item in wanted for lead in _leads_of(calendar, item)}):
        send_on = days.moved_up(lines.day - timedelta(days=lead))
        items = tuple(item.id for item in wanted if lead in _leads_of(calendar, item))
        nearest, known = found.get(send_on, (lead, ()))
        found[send_on] = nearest, tuple(i for i in lines.items if i in {*known, *items})
    return found


def _leads_of(calendar: Calendar, item: ChecklistItem) -> tuple[int, ...]:
    own = calendar.campaign.deadline(item.deadline).leads if item.deadline else None
    return calendar.campaign.reminders.leads if own is None else own


def _again_and_again(
    days: SendingDays, rule: Rule, lines: Lines, *, first: int
) -> Iterator[Reminder]:
    pause = timedelta(days=days.rules.overdue_every_days)
    send_on = days.moved_on(lines.day + timedelta(days=first))
    for time in range(1, OVERDUE_TIMES + 1):
        following = days.moved_on(send_on + pause)
        if send_on > days.calendar.closes:
            return
        last = following - timedelta(days=1)
        yield _reminder(days, rule, lines, lines.items, f"late{time}", send_on, last)
        send_on = following


def _reminder(
    days: SendingDays,
    rule: Rule,
    lines: Lines,
    items: tuple[str, ...],
    when: str,
    send_on: date,
    last_day: date,
) -> Reminder:
    who = OFFICE if lines.of_office else "branch"
    to = THE_OFFICE if lines.of_office or rule is Rule.LADDER else BRANCH
    return Reminder(
        rule=rule,
        stands_for=f"{lines.phase}/{lines.day}/{who}/{when}",
        due=days.moment(send_on),
        ends=days.calendar.end_of(last_day),
        to=to,
        about=Lines(lines.phase, lines.day, items, lines.of_office),
    )
