"""What is due every month: when it opens, in its middle, before its end, on its last day."""

from collections.abc import Iterator
from datetime import date, timedelta

from campaign.calendar import Calendar
from campaign.definition import Month
from schedules.reminder import BRANCH, Reminder, Rule
from schedules.sending_days import SendingDays


def month_opens(calendar: Calendar) -> Iterator[Reminder]:
    """In the first days of each month."""
    yield from _in_each_month(
        calendar, Rule.MONTH_OPENS, calendar.campaign.reminders.monthly.opening_day
    )


def mid_month(calendar: Calendar) -> Iterator[Reminder]:
    """In the middle of each month."""
    yield from _in_each_month(calendar, Rule.MID_MONTH, calendar.campaign.reminders.monthly.mid_day)


def month_closes(calendar: Calendar) -> Iterator[Reminder]:
    """Counted back from the last day, whichever that is: the 28th, the 31st, the phase's end."""
    days = SendingDays(calendar)
    for month in calendar.months:
        stretch, sent_on = calendar.days_of(month), set[date]()
        for lead in sorted(calendar.campaign.reminders.monthly.closing_leads):
            send_on = days.moved_up(stretch.closes - timedelta(days=lead))
            if send_on >= stretch.opens and send_on not in sent_on:
                sent_on.add(send_on)
                yield _reminder(
                    days, Rule.MONTH_CLOSES, month, f"{stretch.closes}/{lead}d", send_on
                )


def _in_each_month(calendar: Calendar, rule: Rule, number: int) -> Iterator[Reminder]:
    days = SendingDays(calendar)
    for month in calendar.months:
        stretch = calendar.days_of(month)
        send_on = days.moved_on(max(stretch.opens, month.first_day + timedelta(days=number - 1)))
        if send_on <= stretch.closes:
            yield _reminder(days, rule, month, f"{number}", send_on)


def _reminder(days: SendingDays, rule: Rule, month: Month, when: str, send_on: date) -> Reminder:
    closes = days.calendar.days_of(month).closes
    return Reminder(
        rule=rule,
        stands_for=f"{month}/{when}",
        due=days.moment(send_on),
        ends=days.calendar.end_of(closes),
        to=BRANCH,
        about=month,
    )
