"""The rules over the shipped calendar, day by day; and over campaigns that differ in one point."""

from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from campaign.calendar import Calendar
from campaign.definition import Campaign, Month
from campaign.prompts.sending_days import HolidayTable, SendingDays, country_of
from campaign.reading import load_campaign
from campaign.texts import Text
from schedules.forecast import days_off
from schedules.reminder import LEADERS, MEMBERS, THE_OFFICE, Lines, Rule
from schedules.rules.phase_deadlines import LISTED_TIMES
from schedules.rules.table import next_reminder, reminders_of
from tests.campaign.campaign_files import READING_YEAR, shipped, shipped_with
from tests.schedules.bell import with_rules

CALENDAR = Calendar(shipped())


def days_of(rule: Rule, stands_for: str, calendar: Calendar = CALENDAR) -> list[str]:
    """The local days on which reminders of that name are sent, as month-day."""
    found = [r for r in reminders_of(calendar) if r.rule is rule and stands_for in r.stands_for]
    return [f"{one.due.astimezone(calendar.zone):%m-%d}" for one in found]


@pytest.mark.parametrize(
    ("stands_for", "days"),
    [
        # 31 March is the day before April's first message: the last reminder comes on the Friday
        # before, and takes the earlier ones with it.
        ("mobilisation/2008-03-31/branch", ["03-24", "03-28"]),
        # 10 July joins the 11th: nobody is prompted on both.
        ("activity/2008-07-11/branch", ["07-04", "07-08", "07-11"]),
        # 20 June 2009 is a Saturday; three days before it is joined with the office's on Tuesday.
        ("summary/2009-06-20/branch", ["06-12", "06-16", "06-19"]),
        ("commendation/2009-06-30/office", ["06-16", "06-23", "06-26", "06-30"]),
    ],
)
def test_deadlines_are_told_on_working_days_before_them(stands_for: str, days: list[str]) -> None:
    assert days_of(Rule.AHEAD, stands_for) == days


def test_of_two_leads_on_one_day_the_nearer_is_told() -> None:
    ahead = [one.stands_for for one in reminders_of(CALENDAR) if one.rule is Rule.AHEAD]
    mine = [name for name in ahead if name.startswith("mobilisation/2008-03-31/branch")]
    assert [name.rpartition("/")[2] for name in mine] == ["7d", "0d"]


def test_only_the_last_lead_is_called_the_last() -> None:
    last = [one.stands_for for one in reminders_of(CALENDAR) if one.rule is Rule.AHEAD and one.last]
    assert last
    assert all(name.endswith("/0d") for name in last)


def test_overdue_is_listed_once_a_week_after_the_vacation_and_ends_with_a_word() -> None:
    assert days_of(Rule.OVERDUE, "activity/2008-07-11") == ["09-01", "09-08", "09-16", "09-27"]
    found = [one for one in reminders_of(CALENDAR) if one.rule is Rule.OVERDUE]
    mine = [one.last for one in found if "activity/2008-07-11" in one.stands_for]
    assert mine == [False, False, False, True]


def test_overdue_begins_in_the_week_after() -> None:
    assert days_of(Rule.OVERDUE, "mobilisation/2008-03-31/branch")[0] == "04-07"


def test_a_list_that_the_campaign_s_end_cuts_off_says_that_it_is_the_last() -> None:
    found = [one for one in reminders_of(CALENDAR) if one.rule is Rule.OVERDUE]
    mine = [one.last for one in found if "summary/2009-06-20/branch" in one.stands_for]
    assert 0 < len(mine) < LISTED_TIMES
    assert mine[-1]


def test_what_would_come_after_the_end_of_its_month_is_left_out() -> None:
    """A phase that closes on the 10th has no middle of that month."""
    old = shipped()
    short = tuple(
        one.model_copy(update={"closes": date(2009, 4, 10)}) if one.id == "activity" else one
        for one in old.phases
    )
    calendar = Calendar(old.model_copy(update={"phases": short}))
    assert days_of(Rule.MID_MONTH, "2009-04", calendar) == []
    assert days_of(Rule.MONTH_CLOSES, "2009-04", calendar) == ["04-07"]


def test_the_office_hears_one_rung_later() -> None:
    assert days_of(Rule.LADDER, "mobilisation/2008-03-31/branch")[0] == "04-07"
    later = Calendar(with_rules(shipped(), next_rung_after_days=10))
    assert days_of(Rule.LADDER, "mobilisation/2008-03-31/branch", later)[0] == "04-15"


@pytest.mark.parametrize(
    ("month", "days"),
    [
        ("2008-04", ["04-01", "04-15", "04-25"]),
        # 1 to 3 May off, the 4th, a Sunday, worked in exchange; the 31st is a Saturday.
        ("2008-05", ["05-04", "05-15", "05-28"]),
        # The vacation begins on the 12th; a digest on the 11th names the month.
        ("2008-07", ["07-01"]),
        ("2008-08", []),
        # 29 September to 5 October off; 27 and 28 September worked.
        ("2008-09", ["09-01", "09-16", "09-27"]),
        ("2008-10", ["10-06", "10-15", "10-28"]),
        # In the middle there is the digest before the vacation, on the 16th.
        ("2009-01", ["01-04", "01-16"]),
        ("2009-02", ["02-16", "02-25"]),
        # The phase ends with the month.
        ("2009-04", ["04-01", "04-15", "04-27"]),
    ],
)
def test_months_are_told_at_their_turn_in_the_middle_and_before_the_end(
    month: str, days: list[str]
) -> None:
    found = [
        f"{one.due.astimezone(CALENDAR.zone):%m-%d}"
        for one in reminders_of(CALENDAR)
        if one.rule in (Rule.MONTH_OPENS, Rule.MID_MONTH, Rule.MONTH_CLOSES)
        and str(one.about) == month
    ]
    assert found == days


def test_the_last_day_is_left_to_the_next_month_s_first_message() -> None:
    """Also where the file wishes for one; only the last month of all has no such message."""
    monthly = shipped().reminders.monthly.model_copy(update={"closing_leads": (3, 0)})
    calendar = Calendar(with_rules(shipped(), monthly=monthly))
    found = [one for one in reminders_of(calendar) if one.rule is Rule.MONTH_CLOSES]
    assert [str(one.about) for one in found if one.stands_for.endswith("/0d")] == ["2009-04"]


def test_around_a_vacation_there_is_one_digest_before_and_one_after() -> None:
    told = [one for one in reminders_of(CALENDAR) if "vacation" in one.rule.value]
    assert days_of(Rule.BEFORE_VACATION, "/branch") == ["07-11", "01-16"]
    assert days_of(Rule.AFTER_VACATION, "/branch") == ["09-01", "02-16"]
    assert len(told) == 2 * 2 * len({"member", "branch", "office"})


def test_every_month_of_the_activity_phase_but_that_of_the_vacation_is_told() -> None:
    told = {str(one.about) for one in reminders_of(CALENDAR) if one.rule is Rule.MONTH_OPENS}
    assert len(told) == 12


def test_what_is_proved_month_by_month_is_no_deadline() -> None:
    lines = [one.about for one in reminders_of(CALENDAR) if isinstance(one.about, Lines)]
    assert not {"traces", "monthly-items"} & {item for about in lines for item in about.items}
    assert {"plan-items", "themed-activities", "read-notice", "plan", "conference"} <= {
        item for about in lines for item in about.items
    }


def test_a_group_hears_only_what_members_can_do() -> None:
    """Lines that members owe, and the month; what the secretary does goes to the secretary."""
    for one in reminders_of(CALENDAR):
        if one.rule is Rule.LADDER or "/office" in one.stands_for:
            assert one.to == THE_OFFICE
        elif isinstance(one.about, Month) or "/member" in one.stands_for:
            assert one.to == (LEADERS if one.rule is Rule.OVERDUE else MEMBERS)
        else:
            assert one.to == LEADERS


def test_all_have_names_of_their_own_and_end_after_they_are_due() -> None:
    found = reminders_of(CALENDAR)
    assert len({one.key for one in found}) == len(found)
    assert all(one.due < one.ends for one in found)
    assert all(earlier.due <= later.due for earlier, later in pairwise(found))


def test_a_moved_deadline_has_another_name() -> None:
    moved = Calendar(load(("day = 2008-07-11", "day = 2008-07-18")))
    before, after = ({one.key for one in reminders_of(c)} for c in (CALENDAR, moved))
    assert {key[1] for key in before - after} == {
        one.stands_for for one in reminders_of(CALENDAR) if "2008-07-11" in one.stands_for
    }
    assert all("2008-07-18" in stands_for for _, stands_for in after - before)


def test_with_every_day_a_sending_day_weekends_are_too() -> None:
    """The 31st is next to April's first message, so the last reminder comes on Sunday the 30th."""
    every_day = Calendar(with_rules(shipped(), working_days_only=False))
    name = "mobilisation/2008-03-31/branch"
    assert days_of(Rule.AHEAD, name, every_day) == ["03-24", "03-28", "03-30"]


def test_the_hour_is_that_of_the_file() -> None:
    at_noon = Calendar(with_rules(shipped(), at=time(12, 30)))
    assert {one.due.astimezone(at_noon.zone).time() for one in reminders_of(at_noon)} == {
        time(12, 30)
    }


def test_the_next_one_is_the_first_after_the_moment() -> None:
    first = reminders_of(CALENDAR)[0]
    assert next_reminder(CALENDAR, datetime(2008, 1, 1, tzinfo=CALENDAR.zone)) == first
    following = next_reminder(CALENDAR, first.due)
    assert following is not None
    assert following.due > first.due
    assert next_reminder(CALENDAR, datetime(2010, 1, 1, tzinfo=CALENDAR.zone)) is None


def test_a_campaign_without_months_and_deadlines_reminds_of_nothing() -> None:
    assert reminders_of(Calendar(load_campaign(READING_YEAR, "x.toml"))) == ()


@pytest.mark.parametrize(
    ("zone", "day", "works"),
    [
        # Years that the file does not hold: the public ones of the country.
        ("Asia/Shanghai", date(2026, 10, 10), True),
        ("Asia/Shanghai", date(2026, 10, 2), False),
        ("Asia/Shanghai", date(2026, 10, 17), False),
        ("Europe/Berlin", date(2026, 10, 3), False),
        ("Europe/Berlin", date(2026, 12, 25), False),
        ("America/New_York", date(2026, 7, 3), False),
        # Far ahead only the fixed ones are known; beyond all tables, weekends.
        ("Asia/Kolkata", date(2036, 1, 26), False),
        ("Asia/Kolkata", date(2200, 1, 27), True),
        ("Asia/Kolkata", date(2200, 1, 26), False),
        # Nobody's zone: weekends only.
        ("UTC", date(2026, 12, 25), True),
        ("UTC", date(2026, 12, 26), False),
        # Years that it holds: only what it says.
        ("Europe/Berlin", date(2008, 10, 3), False),
        ("Europe/Berlin", date(2008, 12, 25), True),
        ("Asia/Shanghai", date(2008, 9, 27), True),
        ("Europe/Berlin", date(2007, 12, 29), True),
        ("Europe/Berlin", date(2007, 12, 31), False),
        ("Asia/Shanghai", date(2007, 12, 29), True),
        ("Asia/Shanghai", date(2007, 12, 31), False),
    ],
)
def test_working_days_of_the_file_and_of_the_country(zone: str, day: date, works: bool) -> None:
    campaign = load(('zone = "Asia/Shanghai"', f'zone = "{zone}"'))
    assert SendingDays(Calendar(campaign)).is_working_day(day) is works


def load(*changes: tuple[str, str]) -> Campaign:
    return load_campaign(shipped_with(*changes), "campaign.toml")


@pytest.mark.parametrize(
    "zone", ["Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "Asia/Kashgar", "PRC"]
)
def test_every_zone_of_china_has_china_s_holidays(zone: str) -> None:
    """1 October 2024, and 12 October, a Saturday that was worked; no table of 2024 in the file."""
    calendar = Calendar(shipped().model_copy(update={"zone": ZoneInfo(zone)}))
    days = SendingDays(calendar)
    assert country_of(zone) == "CN"
    assert not days.is_working_day(date(2024, 10, 1))
    assert days.is_working_day(date(2024, 10, 12))


@pytest.mark.parametrize(
    ("zone", "year", "table"),
    [
        ("Asia/Shanghai", 2008, HolidayTable.FILE),
        ("Asia/Shanghai", 2024, HolidayTable.LIBRARY),
        ("Asia/Chongqing", 2024, HolidayTable.LIBRARY),
        ("Asia/Shanghai", 2060, HolidayTable.STATUTORY),
        ("Asia/Shanghai", 2150, HolidayTable.WEEKENDS),
        ("UTC", 2024, HolidayTable.WEEKENDS),
    ],
)
def test_it_is_told_which_table_of_holidays_is_used(
    zone: str, year: int, table: HolidayTable
) -> None:
    days = SendingDays(Calendar(shipped().model_copy(update={"zone": ZoneInfo(zone)})))
    assert days.table_of(year) is table


def test_the_list_of_reminders_says_so_for_each_year() -> None:
    keys = [one.params["table"] for one in days_off(CALENDAR)]
    assert keys == [Text("calendar.table_file")] * 2
