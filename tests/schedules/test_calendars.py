"""Whatever the zone, the months and the rules: every reminder falls where it should."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.calendar import Calendar
from campaign.definition import Campaign, Month, MonthlyReminders, ReminderRules
from campaign.reminders import is_quiet_at
from schedules.reminder import Rule
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
    told = {one.about for one in found if one.rule is Rule.MONTH_CLOSES}
    if 0 in drawn.monthly.closing_leads and not drawn.working_days_only:
        assert told == set(calendar.months)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ZONES), st.integers(0, 40))
def test_with_every_day_a_sending_day_each_month_s_last_day_is_told(
    zone: str, by_years: int
) -> None:
    """The 28th, 29th, 30th or 31st, whichever the month has."""
    rules = ReminderRules(working_days_only=False)
    calendar = Calendar(moved(zone, by_years).model_copy(update={"reminders": rules}))
    last = {
        one.about: one.due.astimezone(calendar.zone).date()
        for one in reminders_of(calendar)
        if one.rule is Rule.MONTH_CLOSES and one.stands_for.endswith("/0d")
    }
    assert last == {month: calendar.days_of(month).closes for month in calendar.months}


@given(st.times(), st.times(), st.times())
def test_quiet_hours_are_one_stretch_of_the_day(quiet_from: time, until: time, at: time) -> None:
    """Going round the clock from `from`, one comes to `at` before `until`, or it is not quiet."""
    rules = ReminderRules(quiet_from=quiet_from, quiet_until=until)

    def after(moment: time) -> timedelta:
        zero = datetime(2000, 1, 1)  # noqa: DTZ001 - wall times
        way = datetime.combine(zero, moment) - datetime.combine(zero, quiet_from)
        return way % timedelta(days=1)

    assert is_quiet_at(rules, at) == (after(at) < after(until))
