"""What is due every month: the turn of the month, its middle, some days before its end."""

from collections.abc import Iterator
from datetime import date, timedelta

from campaign.calendar import Calendar
from campaign.definition import Month
from campaign.prompts.sending_days import SendingDays
from schedules.plan import Rank, Wish
from schedules.reminder import MEMBERS, Reminder, Rule


def month_opens(calendar: Calendar) -> Iterator[Wish]:
    """In the first days of each month: what came in, in the one before, and what is new."""
    number = calendar.campaign.reminders.monthly.opening_day
    yield from _in_each_month(calendar, Rule.MONTH_OPENS, number, Rank.MONTH_TURNS, earlier=0)


def mid_month(calendar: Calendar) -> Iterator[Wish]:
    """In the middle of each month."""
    number = calendar.campaign.reminders.monthly.mid_day
    yield from _in_each_month(calendar, Rule.MID_MONTH, number, Rank.MIDDLE, earlier=2)


def month_closes(calendar: Calendar) -> Iterator[Wish]:
    """Counted back from the last day, whichever that is: the 28th, the 31st, the phase's end.

    The last day itself is left to the message with which the next month begins, if one does.
    """
    days = SendingDays(calendar)
    for month in calendar.months:
        stretch = calendar.days_of(month)
        turns = month.following() in calendar.months
        for lead in calendar.campaign.reminders.monthly.closing_leads:
            wanted = stretch.closes - timedelta(days=lead)
            send_on = days.moved_up(wanted)
            if (lead == 0 and turns) or days.is_vacation(wanted) or send_on < stretch.opens:
                continue
            when = f"{stretch.closes}/{lead}d"
            yield _wish(days, Rule.MONTH_CLOSES, month, when, send_on, Rank.CLOSING, (2, 1))


def _in_each_month(
    calendar: Calendar, rule: Rule, number: int, rank: Rank, *, earlier: int
) -> Iterator[Wish]:
    days = SendingDays(calendar)
    for month in calendar.months:
        stretch = calendar.days_of(month)
        send_on = days.moved_on(max(stretch.opens, month.first_day + timedelta(days=number - 1)))
        if send_on <= stretch.closes:
            yield _wish(days, rule, month, f"{number}", send_on, rank, (earlier, 2))


def _wish(
    days: SendingDays,
    rule: Rule,
    month: Month,
    when: str,
    send_on: date,
    rank: Rank,
    room: tuple[int, int],
) -> Wish:
    stretch = days.calendar.days_of(month)
    reminder = Reminder(
        rule=rule,
        stands_for=f"{month}/{when}",
        due=days.moment(send_on),
        ends=days.calendar.end_of(stretch.closes),
        to=MEMBERS,
        about=month,
    )
    opens = stretch.opens
    return Wish(reminder, send_on, rank, ("month", str(month)), opens, stretch.closes, *room)
