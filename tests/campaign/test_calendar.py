"""The calendar: days, phases, months, deadlines, and how a checklist stands."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.calendar import Calendar, DutyState
from campaign.definition import Month
from campaign.reading import load_campaign
from tests.campaign.campaign_files import READING_YEAR, shipped, shipped_with

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
DAYS = st.dates(date(2008, 1, 1), date(2009, 12, 31))


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar(shipped())


def in_zone(name: str) -> Calendar:
    return Calendar(shipped().model_copy(update={"zone": ZoneInfo(name)}))


# ── days and moments ──────────────────────────────────────────────────────────────────────


def test_a_moment_belongs_to_the_day_of_the_campus(calendar: Calendar) -> None:
    """Late in the evening in UTC it is the next day in Changchun."""
    assert calendar.day_of(datetime(2008, 3, 30, 15, 59, 59, tzinfo=UTC)) == date(2008, 3, 30)
    assert calendar.day_of(datetime(2008, 3, 30, 16, 0, tzinfo=UTC)) == date(2008, 3, 31)
    new_york = timezone(timedelta(hours=-5))
    assert calendar.day_of(datetime(2008, 3, 30, 12, 0, tzinfo=new_york)) == date(2008, 3, 31)


def test_a_moment_without_a_zone_is_refused(calendar: Calendar) -> None:
    """Nobody could say which day it is."""
    with pytest.raises(ValueError, match="time zone"):
        calendar.day_of(datetime(2008, 3, 30))  # noqa: DTZ001 - this is what is refused


def test_a_wall_time_becomes_a_moment(calendar: Calendar) -> None:
    """Nine in the morning on the campus."""
    assert calendar.moment_at(date(2008, 3, 31), time(9, 0)) == datetime(2008, 3, 31, 1, tzinfo=UTC)
    assert calendar.end_of(date(2008, 3, 31)) == datetime(2008, 3, 31, 16, tzinfo=UTC)


@given(DAYS, st.times(), st.sampled_from(ZONES))
def test_a_wall_time_lies_in_its_day_in_every_zone(day: date, at: time, zone: str) -> None:
    """Also on days with a clock change, and where midnight does not exist."""
    calendar = in_zone(zone)
    assert calendar.day_of(calendar.moment_at(day, at)) == day
    assert calendar.moment_at(day).utcoffset() == timedelta(0)


@given(DAYS, st.sampled_from(ZONES))
def test_days_follow_each_other_in_every_zone(day: date, zone: str) -> None:
    """The moment before a day's end is still that day, the end itself the next."""
    calendar = in_zone(zone)
    end = calendar.end_of(day)
    assert calendar.day_of(end - timedelta(microseconds=1)) == day
    assert calendar.day_of(end) == day + timedelta(days=1)


# ── phases and months ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2008, 3, 18), None),
        (date(2008, 3, 19), "mobilisation"),
        (date(2008, 3, 31), "mobilisation"),
        (date(2008, 4, 1), "activity"),
        (date(2009, 4, 30), "activity"),
        (date(2009, 5, 1), "summary"),
        (date(2009, 6, 20), "summary"),
        (date(2009, 6, 21), "commendation"),
        (date(2009, 7, 1), "commendation"),
        (date(2009, 7, 2), None),
    ],
)
def test_a_day_lies_in_one_phase(calendar: Calendar, day: date, phase: str | None) -> None:
    """First and last days included; nothing outside the campaign."""
    found = calendar.phase_on(day)
    assert (found.id if found else None) == phase


@given(st.dates(date(2007, 1, 1), date(2010, 12, 31)))
def test_every_day_of_the_campaign_has_its_phase_and_no_other_has(day: date) -> None:
    """470 days, none between two phases."""
    calendar = Calendar(shipped())
    assert (calendar.phase_on(day) is not None) == (calendar.opens <= day <= calendar.closes)


def test_the_campaign_has_470_days(calendar: Calendar) -> None:
    """As the notice has it, both ends included."""
    assert (calendar.closes - calendar.opens).days + 1 == 470
    assert [phase.id for phase in calendar.phases] == ["mobilisation", "activity", "summary"]
    assert calendar.zone == ZoneInfo("Asia/Shanghai")


def test_there_are_thirteen_months(calendar: Calendar) -> None:
    """April 2008 to April 2009, each once."""
    assert [str(month) for month in calendar.months] == [
        *(f"2008-{month:02}" for month in range(4, 13)),
        *(f"2009-{month:02}" for month in range(1, 5)),
    ]


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2008, 3, 31), None),
        (date(2008, 4, 1), Month(2008, 4)),
        (date(2008, 12, 31), Month(2008, 12)),
        (date(2009, 4, 30), Month(2009, 4)),
        (date(2009, 5, 1), None),
    ],
)
def test_monthly_items_belong_to_the_month_of_the_day(
    calendar: Calendar, day: date, month: Month | None
) -> None:
    """Before the activity phase and after it there is none."""
    assert calendar.month_of(day) == month


def test_a_month_that_the_phase_cuts_has_only_its_days() -> None:
    """Where a phase opens in the middle of a month."""
    calendar = Calendar(
        load_campaign(
            shipped_with(
                ("closes = 2008-03-31", "closes = 2008-04-09"),
                (
                    "opens = 2008-04-01\ncloses = 2009-04-30",
                    "opens = 2008-04-10\ncloses = 2009-04-20",
                ),
                ("opens = 2009-05-01", "opens = 2009-04-21"),
            ),
            "cut.toml",
        )
    )
    first, last = (calendar.days_of(month) for month in (Month(2008, 4), Month(2009, 4)))
    assert (first.opens, first.closes) == (date(2008, 4, 10), date(2008, 4, 30))
    assert (last.opens, last.closes) == (date(2009, 4, 1), date(2009, 4, 20))
    assert calendar.month_of(date(2008, 4, 9)) is None
    assert calendar.month_of(date(2008, 4, 10)) == Month(2008, 4)


def test_other_months_have_no_days(calendar: Calendar) -> None:
    """Neither a month outside, nor any month of a campaign without monthly items."""
    with pytest.raises(LookupError, match="2009-05"):
        calendar.days_of(Month(2009, 5))
    reading = Calendar(load_campaign(READING_YEAR, "reading.toml"))
    assert reading.months == ()
    assert reading.month_of(date(2030, 5, 1)) is None
    with pytest.raises(LookupError, match="2030-05"):
        reading.days_of(Month(2030, 5))


# ── deadlines and checklists ──────────────────────────────────────────────────────────────


def test_deadlines_ahead_come_nearest_first(calendar: Calendar) -> None:
    """One can be met until the day's last moment on the campus."""
    plan_due = calendar.end_of(date(2008, 3, 31))
    before = calendar.deadlines_after(plan_due - timedelta(microseconds=1))
    assert [deadline.id for deadline in before][:2] == ["plan-due", "spring-inspection"]
    days = [deadline.day for deadline in before]
    assert days == sorted(days)
    assert [deadline.id for deadline in calendar.deadlines_after(plan_due)] == [
        deadline.id for deadline in before[1:]
    ]
    assert calendar.deadlines_after(calendar.end_of(date(2009, 6, 30))) == ()


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2008, 3, 18), DutyState.AHEAD),
        (date(2008, 3, 19), DutyState.OPEN),
        (date(2008, 3, 23), DutyState.OPEN),
        (date(2008, 3, 24), DutyState.DUE),
        (date(2008, 3, 31), DutyState.DUE),
        (date(2008, 4, 1), DutyState.OVERDUE),
        (date(2009, 6, 1), DutyState.OVERDUE),
    ],
)
def test_the_plan_is_ahead_open_due_and_overdue(
    calendar: Calendar, day: date, standing: DutyState
) -> None:
    """Due from the first reminder on, seven days before; overdue from the day after."""
    duties = calendar.checklist(calendar.campaign.phase("mobilisation"), day)
    (plan,) = [duty for duty in duties if duty.item.id == "plan"]
    assert plan.due == date(2008, 3, 31)
    assert plan.standing is standing


def test_what_is_ticked_off_is_done_on_every_day(calendar: Calendar) -> None:
    """Also when it was late, and only that line."""
    phase = calendar.campaign.phase("mobilisation")
    duties = calendar.checklist(phase, date(2008, 5, 1), done={"plan"})
    assert {duty.item.id for duty in duties if duty.standing is DutyState.DONE} == {"plan"}
    assert {duty.standing for duty in duties if duty.item.id != "plan"} == {DutyState.OVERDUE}


def test_a_line_without_a_deadline_is_due_when_its_phase_closes(calendar: Calendar) -> None:
    """And one with its own deadline on that day, with that deadline's own leads."""
    activity = calendar.campaign.phase("activity")
    due = {duty.item.id: duty.due for duty in calendar.checklist(activity, date(2008, 4, 1))}
    assert due["traces"] == date(2009, 4, 30)
    assert due["spring-inspection"] == date(2008, 7, 11)
    fortnight_before = calendar.checklists(date(2009, 6, 21))
    conference = next(duty for duty in fortnight_before if duty.item.id == "conference")
    assert (conference.due, conference.standing) == (date(2009, 6, 30), DutyState.DUE)


def test_a_deadline_without_leads_is_due_on_its_day_only() -> None:
    """Nobody is reminded before, so it is open until then."""
    text = shipped_with(("day = 2008-03-31\n", "day = 2008-03-31\nleads = []\n"))
    calendar = Calendar(load_campaign(text, "no-leads.toml"))
    phase = calendar.campaign.phase("mobilisation")
    standings = [
        next(d.standing for d in calendar.checklist(phase, date(2008, 3, day)) if d.item.deadline)
        for day in (30, 31)
    ]
    assert standings == [DutyState.OPEN, DutyState.DUE]


def test_checklists_of_all_phases_stand_side_by_side(calendar: Calendar) -> None:
    """On a day of the activity phase the first phase is overdue, the last one ahead."""
    duties = calendar.checklists(date(2008, 6, 1))
    standings = {
        phase.id: {duty.standing for duty in duties if duty.phase is phase}
        for phase in calendar.campaign.stretches
    }
    assert standings == {
        "mobilisation": {DutyState.OVERDUE},
        "activity": {DutyState.OPEN},
        "summary": {DutyState.AHEAD},
        "commendation": {DutyState.AHEAD},
    }
