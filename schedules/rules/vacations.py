"""Vacations: one digest before, one after, and nothing in between."""

from collections.abc import Iterator
from datetime import date, timedelta

from campaign.calendar import ONE_DAY, Calendar
from campaign.definition import Vacation
from campaign.duties import OFFICE
from campaign.prompts.sending_days import SendingDays
from schedules.plan import Rank, Wish
from schedules.reminder import LEADERS, MEMBERS, THE_OFFICE, Hearer, Reminder, Rule, VacationDigest
from schedules.rules.phase_deadlines import all_lines

# What is due so soon after a vacation is named before it; what was due so soon before, after it.
SOON = timedelta(days=14)
OWNERS: tuple[tuple[str, tuple[Hearer, ...]], ...] = (
    ("member", MEMBERS), ("branch", LEADERS), (OFFICE, THE_OFFICE),
)  # fmt: skip


def vacation_digests(calendar: Calendar) -> Iterator[Wish]:
    """On the last sending day before each vacation, and on the first after it."""
    days = SendingDays(calendar)
    for vacation in calendar.campaign.vacations:
        before, after = days.moved_up(vacation.first), days.moved_on(vacation.last)
        for owner, to in OWNERS:
            if before >= calendar.opens and vacation.first <= calendar.closes:
                yield _wish(days, Rule.BEFORE_VACATION, vacation, owner, to, before)
            if after <= calendar.closes and vacation.last >= calendar.opens:
                yield _wish(days, Rule.AFTER_VACATION, vacation, owner, to, after)


def _wish(
    days: SendingDays,
    rule: Rule,
    vacation: Vacation,
    owner: str,
    to: tuple[Hearer, ...],
    send_on: date,
) -> Wish:
    calendar, is_before = days.calendar, rule is Rule.BEFORE_VACATION
    since = send_on if is_before else vacation.first - SOON
    until = vacation.last if is_before else send_on
    lines = tuple(_lines_between(calendar, owner, send_on, since, until + SOON))
    month = calendar.month_of(send_on) if owner == "member" else None
    reminder = Reminder(
        rule=rule,
        stands_for=f"{vacation.first}/{vacation.last}/{owner}",
        due=days.moment(send_on),
        ends=calendar.end_of(vacation.first - ONE_DAY if is_before else send_on + SOON),
        to=to,
        about=VacationDigest(vacation.first, vacation.last, lines, month, owner == OFFICE),
    )
    earlier, later = (2, 0) if is_before else (0, 2)
    matter = (rule.value, str(vacation.first), owner)
    opens, closes = calendar.opens, calendar.closes
    return Wish(reminder, send_on, Rank.VACATION, matter, opens, closes, earlier, later)


def _lines_between(
    calendar: Calendar, owner: str, today: date, since: date, until: date
) -> Iterator[tuple[str, date]]:
    """The lines of phases that have begun, due on these days."""
    for whose, lines in all_lines(calendar):
        begun = calendar.campaign.phase(lines.phase).opens <= today
        if whose == owner and begun and since <= lines.day <= until:
            yield from ((item, lines.day) for item in lines.items)
