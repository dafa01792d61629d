"""What a branch lacks in a month, and when nobody is disturbed."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from campaign.definition import Campaign, ReminderRules
from campaign.reminders import is_quiet, is_quiet_at, month_of_branch
from tests.campaign.campaign_files import shipped

ALL = {"person": 1, "member": 1, "story": 1, "essay": 1}


def with_quotas(**quotas: int) -> Campaign:
    """The shipped campaign where branches owe so many of these kinds."""
    kinds = tuple(
        kind.model_copy(update={"branch_quota": quotas.get(kind.id, 0)})
        for kind in shipped().story_kinds
    )
    return shipped().model_copy(update={"story_kinds": kinds})


def test_a_branch_that_has_shown_nothing_is_invited_to_what_the_school_needs() -> None:
    lacking = month_of_branch(shipped(), branch={}, school={"person": 1, "essay": 2})
    assert [kind.id for kind in lacking.invited] == ["member", "story"]
    assert (lacking.owed, lacking.lacks_stories, lacking.is_done) == ((), True, False)


@pytest.mark.parametrize(("branch", "school"), [({"essay": 1}, {"essay": 1}), ({}, ALL)])
def test_otherwise_it_is_left_in_peace(branch: dict[str, int], school: dict[str, int]) -> None:
    assert month_of_branch(shipped(), branch=branch, school=school).is_done


def test_what_was_taken_back_is_not_shown() -> None:
    lacking = month_of_branch(shipped(), branch={"essay": 0}, school={"essay": 0})
    assert len(lacking.invited) == 4


def test_a_quota_is_owed_whatever_else_was_handed_in() -> None:
    """And a kind that is owed is no invitation too."""
    campaign = with_quotas(person=2, story=1)
    lacking = month_of_branch(campaign, branch={"person": 1, "essay": 3}, school={})
    assert [(kind.id, n) for kind, n in lacking.owed] == [("person", 1), ("story", 1)]
    assert lacking.invited == ()
    nothing = month_of_branch(campaign, branch={}, school={})
    assert [kind.id for kind in nothing.invited] == ["member", "essay"]


def test_members_without_a_trace_are_reason_enough() -> None:
    lacking = month_of_branch(shipped(), branch={}, school=ALL, without_trace=2, names=("王芳",))
    assert (lacking.is_done, lacking.lacks_stories, lacking.without_trace) == (False, False, 2)
    assert month_of_branch(shipped(), branch={}, school=ALL, without_trace=-1).is_done


@pytest.mark.parametrize(
    ("at", "quiet"),
    [(time(21), True), (time(20, 59), False), (time(0), True), (time(7, 59), True),
     (time(8), False), (time(12), False)],
)  # fmt: skip
def test_quiet_hours_go_over_midnight(at: time, quiet: bool) -> None:
    assert is_quiet_at(ReminderRules(), at) is quiet


@pytest.mark.parametrize(("at", "quiet"), [(time(13), True), (time(12), False), (time(15), False)])
def test_or_lie_within_a_day(at: time, quiet: bool) -> None:
    rules = ReminderRules(quiet_from=time(13), quiet_until=time(15))
    assert is_quiet_at(rules, at) is quiet


def test_equal_hours_are_no_quiet_at_all() -> None:
    assert not is_quiet_at(ReminderRules(quiet_from=time(9), quiet_until=time(9)), time(9))


def test_quiet_is_asked_in_the_campaigns_zone() -> None:
    moment = datetime(2008, 6, 23, 14, 0, tzinfo=UTC)
    assert is_quiet(ReminderRules(), moment, ZoneInfo("Asia/Shanghai"))
    assert not is_quiet(ReminderRules(), moment, ZoneInfo("Europe/Berlin"))
