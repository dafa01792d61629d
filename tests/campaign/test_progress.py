"""What a month asks of a member, told from counters; which months there are to tell of."""

from datetime import date

import pytest

from campaign.calendar import Calendar
from campaign.progress import month_of_member, months_until
from campaign.reading import load_campaign, shipped_campaign
from tests.campaign.campaign_files import READING_YEAR

CALENDAR = Calendar(shipped_campaign())


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2008, 3, 1), []),
        (date(2008, 3, 18), []),
        (date(2008, 3, 19), ["2008-03"]),
        (date(2008, 4, 1), ["2008-03", "2008-04"]),
    ],
)
def test_months_begin_with_the_campaign(today: date, months: list[str]) -> None:
    assert months_until(CALENDAR, today) == months


def test_months_end_with_the_campaign_and_leave_none_out() -> None:
    months = months_until(CALENDAR, date(2015, 1, 1))
    assert (months[0], months[-1], len(months)) == ("2008-03", "2009-07", 17)
    assert months == sorted(set(months))


def test_the_flag_is_lit_by_one_check_in() -> None:
    assert not month_of_member(CALENDAR, "2008-06", mine={}, branch={}).flag
    assert month_of_member(CALENDAR, "2008-06", mine={"check_in": 1}, branch={}).flag


def test_stories_are_counted_by_kind_and_the_branch_lacks_what_nobody_wrote() -> None:
    told = month_of_member(CALENDAR, "2008-06", mine={"essay": 2}, branch={"essay": 2, "story": 1})
    assert [(kind.id, n) for kind, n in told.stories] == [
        ("person", 0), ("member", 0), ("story", 0), ("essay", 2),
    ]  # fmt: skip
    assert [name.zh for name in told.branch_lacks] == ["每月一人物", "每月一党员"]


def test_another_campaign_has_other_kinds() -> None:
    calendar = Calendar(load_campaign(READING_YEAR, "campaign.toml"))
    told = month_of_member(calendar, "2030-02", mine={"review": 1}, branch={"review": 1})
    assert [(kind.id, n) for kind, n in told.stories] == [("review", 1)]
    assert told.branch_lacks == ()
