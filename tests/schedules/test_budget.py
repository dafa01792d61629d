"""The budget over all 470 days: nobody is prompted too often, whatever people leave undone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from campaign.calendar import Calendar
from campaign.prompts.budget import may_prompt, next_day
from campaign.prompts.sending_days import SendingDays
from tests.campaign.campaign_files import shipped
from tests.faults.options import TOLD
from tests.schedules.whole_campaign import SEVERAL_POSTS, Prompts, faults_of, play

CAPS = {"group": 2, "member": 2, "secretary": 3, "office": 3, SEVERAL_POSTS: 3}
DAYS = SendingDays(Calendar(shipped()))


async def test_over_all_470_days_nobody_is_prompted_too_often(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Twelve branches, one group closed and one gone, one person with three posts, many nudges."""
    prompts = await play(shipped(), tmp_path)
    for line in prompts.lines():
        record_property(TOLD, line)
    assert faults_of(prompts, CAPS) == []
    for kind in ("group", "secretary", "office", SEVERAL_POSTS, "member"):
        assert prompts.total(kind) > 20


@pytest.mark.parametrize(
    ("kind", "days", "fault"),
    [
        ("group", ["2008-10-06", "2008-10-08", "2008-10-10"], "in a week"),
        ("group", ["2008-10-06", "2008-10-07"], "in a row"),
        ("secretary", ["2008-10-06", "2008-10-06"], "in a row"),
        # 26 September is a Friday, 27 September a Saturday that is worked.
        ("group", ["2008-09-26", "2008-09-27"], "in a row"),
        ("member", ["2008-10-03"], "on days off"),
        ("office", ["2008-07-14"], "in vacations"),
    ],
)
def test_the_judge_sees_each_fault(kind: str, days: list[str], fault: str) -> None:
    prompts = Prompts(Calendar(shipped()))
    prompts.of[kind, "somebody"] = [date.fromisoformat(day) for day in days]
    (found,) = faults_of(prompts, CAPS)
    assert fault in found


@pytest.mark.parametrize(
    ("told", "day", "may"),
    [
        ([], "2008-10-08", True),
        (["2008-10-06"], "2008-10-08", True),
        (["2008-10-07"], "2008-10-08", False),
        (["2008-10-08"], "2008-10-08", False),
        # One that is planned for tomorrow counts as well.
        (["2008-10-09"], "2008-10-08", False),
        (["2008-10-06", "2008-10-10"], "2008-10-08", False),
        # Friday and Monday are consecutive working days.
        (["2008-10-10"], "2008-10-13", False),
        (["2008-10-09"], "2008-10-13", True),
    ],
)
def test_a_prompt_leaves_a_working_day_to_each_other(told: list[str], day: str, may: bool) -> None:
    days = {date.fromisoformat(one) for one in told}
    assert may_prompt(DAYS, date.fromisoformat(day), days, cap=2) is may


@pytest.mark.parametrize(
    ("told", "following"),
    [
        ([], "2008-10-08"),
        (["2008-10-07"], "2008-10-09"),
        (["2008-10-06", "2008-10-07"], "2008-10-13"),
        (["2008-10-08"], "2008-10-10"),
    ],
)
def test_it_says_when_the_next_prompt_may_go(told: list[str], following: str) -> None:
    days = {date.fromisoformat(one) for one in told}
    found = next_day(DAYS, date(2008, 10, 8), days, cap=2)
    assert found == date.fromisoformat(following)
