"""Whatever the zone, the months and the rules: every reminder falls where it should."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.calendar import Calendar
from campaign.definition import Campaign, Month, MonthlyReminders, ReminderRules
from campaign.duties import find_line
from campaign.prompts.sending_days import SendingDays
from campaign.reminders import is_quiet_at
from schedules.reminder import Hearer, Lines, Rule
from schedules.rules.phase_deadlines import all_lines, leads_of
from schedules.rules.table import reminders_of
from tests.campaign.campaign_files import shipped

ZONES = sorted(available_timezones())
AN_HOUR = timedelta(hours=1)
MONTHLY = {Rule.MONTH_OPENS, Rule.MID_MONTH, Rule.MONTH_CLOSES}


@cache
def moved(zone: str, by_years: int) -> Campaign:
    """The shipped campaign in another zone, some years later: other leap years, other weekdays."""

    def later(day: date) -> date:
        try:
            return day.replace(year=day.year + by_years)
        except ValueError:
            return day.replace(year=day.year + by_years, day=28)

    old = shipped()
    stretches = [
        phase.model_copy(update={"opens": later(phase.opens), "closes": later(phase.closes)})
        for phase in old.stretches
    ]
    monthly = old.monthly
    assert monthly is not None
    return old.model_copy(
        update={
            "zone": ZoneInfo(zone),
            "opens": later(old.opens),
            "closes": later(old.closes),
            "phases": tuple(stretches[:-1]),
            "closing": stretches[-1],
            "vacations": tuple(
                one.model_copy(update={"first": later(one.first), "last": later(one.last)})
                for one in old.vacations
            ),
            "deadlines": tuple(
                one.model_copy(update={"day": later(one.day)}) for one in old.deadlines
            ),
            "monthly": monthly.model_copy(
                update={
                    "first_month": Month(monthly.first_month.year + by_years, 4),
                    "last_month": Month(monthly.last_month.year + by_years, 4),
                }
            ),
        }
    )


@st.composite
def rules(draw: st.DrawFn) -> ReminderRules:
    leads = st.sets(st.integers(0, 60), min_size=1, max_size=6)
    descending = leads.map(lambda found: tuple(sorted(found, reverse=True)))
    return ReminderRules(
        leads=draw(descending),
        overdue_every_days=draw(st.integers(1, 60)),
        at=draw(st.times(max_value=time(23, 59)).map(lambda at: at.replace(microsecond=0, fold=0))),
        working_days_only=draw(st.booleans()),
        next_rung_after_days=draw(st.integers(1, 60)),
        weekly_cap=draw(st.integers(1, 4)),
        weekly_cap_posts=draw(st.integers(1, 4)),
        monthly=MonthlyReminders(
            opening_day=draw(st.integers(1, 10)),
            mid_day=draw(st.integers(11, 20)),
            closing_leads=draw(descending),
        ),
    )


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(ZONES), st.integers(0, 40), rules())
def test_every_reminder_falls_where_it_should(
    zone: str, by_years: int, drawn: ReminderRules
) -> None:
    campaign = moved(zone, by_years).model_copy(update={"reminders": drawn})
    calendar = Calendar(campaign)
    found = reminders_of(calendar)

    assert len({one.key for one in found}) == len(found)
    for one in found:
        local = one.due.astimezone(calendar.zone)
        wanted = datetime.combine(local.date(), drawn.at, tzinfo=calendar.zone)
        # In the hour that summer time skips, the clock on the wall shows an hour more.
        assert local.replace(tzinfo=None) - wanted.replace(tzinfo=None) <= 2 * AN_HOUR
        assert calendar.opens <= local.date() <= calendar.closes
        if one.rule in MONTHLY:
            assert isinstance(one.about, Month)
            assert calendar.days_of(one.about).covers(local.date())
        assert not any(one.covers(local.date()) for one in campaign.vacations)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(ZONES), st.integers(0, 40), rules())
def test_the_plan_keeps_to_the_budget(zone: str, by_years: int, drawn: ReminderRules) -> None:
    """Whatever the rules wish for: no two days in a row, and never more a week than the caps."""
    calendar = Calendar(moved(zone, by_years).model_copy(update={"reminders": drawn}))
    days, found = SendingDays(calendar), reminders_of(calendar)
    told = sorted({calendar.day_of(one.due) for one in found})
    assert not [day for day, other in pairwise(told) if days.are_neighbours(day, other)]
    for kinds, cap in (
        ({Hearer.GROUP}, drawn.weekly_cap),
        (set(Hearer), max(drawn.weekly_cap, drawn.weekly_cap_posts)),
    ):
        mine = {calendar.day_of(one.due) for one in found if kinds & {*one.to}}
        weeks = Counter(day.isocalendar()[:2] for day in mine)
        assert max(weeks.values(), default=0) <= cap


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(ZONES), st.integers(0, 40), rules())
def test_the_last_reminder_of_a_deadline_is_never_dropped(
    zone: str, by_years: int, drawn: ReminderRules
) -> None:
    """It comes at most two sending days earlier, with the caps that a file has if it says none."""
    drawn = drawn.model_copy(update={"weekly_cap": 2, "weekly_cap_posts": 3})
    calendar = Calendar(moved(zone, by_years).model_copy(update={"reminders": drawn}))
    days, found = SendingDays(calendar), reminders_of(calendar)
    for owner, lines in all_lines(calendar):
        for item in lines.items:
            lead = min(leads_of_item(calendar, item))
            wanted = days.moved_up(lines.day - timedelta(days=lead))
            earliest = days.before(days.before(wanted))
            told = [
                calendar.day_of(one.due)
                for one in found
                if one.rule is Rule.AHEAD and isinstance(one.about, Lines)
                if item in one.about.items and f"/{owner}/" in one.stands_for
            ]
            if earliest >= calendar.opens:
                assert any(earliest <= day <= wanted for day in told), (item, wanted, told)


def leads_of_item(calendar: Calendar, item: str) -> tuple[int, ...]:
    found = find_line(calendar.campaign, item)
    assert found is not None
    return leads_of(calendar, found[1])


@given(st.times(), st.times(), st.times())
def test_quiet_hours_are_one_stretch_of_the_day(quiet_from: time, until: time, at: time) -> None:
    """Going round the clock from `from`, one comes to `at` before `until`, or it is not quiet."""
    rules = ReminderRules(quiet_from=quiet_from, quiet_until=until)

    def after(moment: time) -> timedelta:
        zero = datetime(2000, 1, 1)  # noqa: DTZ001 - wall times
        way = datetime.combine(zero, moment) - datetime.combine(zero, quiet_from)
        return way % timedelta(days=1)

    assert is_quiet_at(rules, at) == (after(at) < after(until))
