"""What a month asks of a member, told from counters; which months there are to tell of."""

from dataclasses import replace
from datetime import date

import pytest

from campaign.calendar import Calendar
from campaign.definition import Month
from campaign.people import HeldRole, Role
from campaign.progress import (
    Coverage,
    Scope,
    branches_led,
    figures_of,
    month_of_member,
    months_until,
    naming_refusal,
    scopes_of,
    seeing_refusal,
    sees_progress,
)
from campaign.reading import load_campaign, shipped_campaign
from tests.campaign.campaign_files import READING_YEAR
from tests.campaign.people import person

CALENDAR = Calendar(shipped_campaign())


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2008, 3, 1), []),
        (date(2008, 3, 18), []),
        (date(2008, 3, 19), [Month(2008, 3)]),
        (date(2008, 4, 1), [Month(2008, 3), Month(2008, 4)]),
    ],
)
def test_months_begin_with_the_campaign(today: date, months: list[Month]) -> None:
    assert months_until(CALENDAR, today) == months


def test_months_end_with_the_campaign_and_leave_none_out() -> None:
    months = months_until(CALENDAR, date(2015, 1, 1))
    assert (months[0], months[-1], len(months)) == (Month(2008, 3), Month(2009, 7), 17)
    assert months == sorted(set(months))


def test_the_flag_is_lit_by_one_check_in() -> None:
    assert not month_of_member(CALENDAR, Month(2008, 6), mine={}, branch={}).flag
    assert month_of_member(CALENDAR, Month(2008, 6), mine={"check_in": 1}, branch={}).flag


def test_stories_are_counted_by_kind_and_the_branch_lacks_what_nobody_wrote() -> None:
    told = month_of_member(
        CALENDAR, Month(2008, 6), mine={"essay": 2}, branch={"essay": 2, "story": 1}
    )
    assert [(kind.id, n) for kind, n in told.stories] == [
        ("person", 0),
        ("member", 0),
        ("story", 0),
        ("essay", 2),
    ]
    assert [name.zh for name in told.branch_lacks] == ["每月一人物", "每月一党员"]


def test_another_campaign_has_other_kinds() -> None:
    calendar = Calendar(load_campaign(READING_YEAR, "campaign.toml"))
    told = month_of_member(calendar, Month(2030, 2), mine={"review": 1}, branch={"review": 1})
    assert [(kind.id, n) for kind, n in told.stories] == [("review", 1)]
    assert told.branch_lacks == ()


@pytest.mark.parametrize(
    ("covered", "of", "percent"),
    [(0, 0, 0), (0, 7, 0), (1, 700, 1), (12, 18, 66), (699, 700, 99), (7, 7, 100)],
)
def test_percent_is_0_or_100_only_where_that_is_true(covered: int, of: int, percent: int) -> None:
    told = Coverage(covered, of)
    assert (told.percent, told.missing) == (percent, of - covered)


def test_a_branch_is_measured_by_its_own_quota_and_the_school_by_its_own() -> None:
    quotas = "about = false\nbranch_quota = 2\nschool_quota = 40\n"
    text = READING_YEAR.replace("about = false\n", quotas)
    calendar = Calendar(load_campaign(text, "campaign.toml"))
    counts = {
        "review": 1, "check_in": 9, "roster_members": 5, "covered_members": 2,
        "roster_branches": 3, "covered_branches": 1,
    }  # fmt: skip
    branch = figures_of(calendar, Month(2030, 2), counts, school=False)
    school = figures_of(calendar, Month(2030, 2), counts, school=True)
    assert (branch.members, branch.branches) == (Coverage(2, 5), Coverage(1, 3))
    assert branch.check_ins == 9
    assert [(one.n, one.quota, one.left) for one in branch.stories] == [(1, 2, 1)]
    assert [(one.n, one.quota, one.left) for one in school.stories] == [(1, 40, 39)]
    nothing = figures_of(calendar, Month(2030, 2), {}, school=True)
    assert (nothing.members.of, nothing.check_ins) == (0, 0)


MEMBER, OFFICE, LEADER = HeldRole(Role.MEMBER), HeldRole(Role.OFFICE), HeldRole(Role.LEADER)
LEADS_3, DEPUTY_OF_5 = HeldRole(Role.SECRETARY, 3), HeldRole(Role.DEPUTY, 5)


@pytest.mark.parametrize(
    ("held", "scopes", "sees", "names"),
    [
        ((), (), set(), set()),
        ((MEMBER,), (Scope.ME,), set(), set()),
        ((MEMBER, LEADS_3), (Scope.ME, Scope.BRANCH), {3}, {3}),
        ((LEADS_3, DEPUTY_OF_5), (Scope.BRANCH,), {3, 5}, {3, 5}),
        ((OFFICE,), (Scope.SCHOOL,), {None, 3, 5}, set()),
        ((MEMBER, LEADER), (Scope.ME, Scope.SCHOOL), {None, 3, 5}, set()),
        ((OFFICE, LEADS_3), (Scope.BRANCH, Scope.SCHOOL), {None, 3, 5}, {3}),
    ],
)
def test_who_sees_whose_progress(
    held: tuple[HeldRole, ...], scopes: tuple[Scope, ...], sees: set[int | None], names: set[int]
) -> None:
    """Figures by branch and school; names only for those who lead the branch."""
    who = replace(person(), roles=frozenset(held))
    assert scopes_of(who) == scopes
    assert {one for one in (None, 3, 5) if seeing_refusal(who, one) is None} == sees
    assert {one for one in (3, 5) if naming_refusal(who, one) is None} == names
    assert branches_led(who) == tuple(sorted(names))
    assert (sees_progress(who) is None) == bool(held)
