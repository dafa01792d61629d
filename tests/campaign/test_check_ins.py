"""What may be written in a check-in, when, and what may be done with one afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from campaign import check_ins as rules
from campaign.check_ins import (
    CHECK_IN_MOVES,
    CheckIn,
    CheckInAct,
    CheckInContent,
    CheckInState,
    read_content,
    write_content,
)
from campaign.definition import Both, Month
from campaign.people import Person, Refusal, Role
from campaign.reading import shipped_campaign
from campaign.texts import Text
from tests.campaign.people import MINE, OTHER, person

CAMPAIGN = shipped_campaign()
DAY = date(2008, 6, 20)
AT = datetime(2008, 6, 23, 1, 0, tzinfo=UTC)
CONTENT = CheckInContent("fine-course", ("olympics",), "备课", "学生满意", DAY, evidence=("e1",))


def check_in(state: CheckInState = CheckInState.STANDING, late_reason: str = "") -> CheckIn:
    content = replace(CONTENT, late_reason=late_reason)
    return CheckIn("c1", 1, MINE, state, 1, content, AT, AT)


def test_the_content_reads_back_from_plain_json() -> None:
    assert write_content(CONTENT)["happened_on"] == "2008-06-20"
    assert read_content(write_content(CONTENT)) == CONTENT


def test_it_counts_for_the_month_in_which_it_happened() -> None:
    assert check_in().month == Month(2008, 6)
    assert check_in().subject == "check_in:c1"


def test_a_reason_makes_the_lasting_label() -> None:
    assert not check_in().is_late
    assert check_in(late_reason="出差").is_late


@pytest.mark.parametrize(
    ("today", "refusal"),
    [
        (date(2008, 3, 18), Text("check_in.not_open_yet", {"day": date(2008, 3, 19)})),
        (date(2008, 3, 19), None),
        (date(2009, 7, 1), None),
        (date(2009, 7, 2), Text("check_in.closed", {"day": date(2009, 7, 1)})),
    ],
)
def test_check_ins_are_taken_while_the_campaign_runs(today: date, refusal: Text | None) -> None:
    assert rules.closed(CAMPAIGN, today) == (None if refusal is None else Refusal(refusal))


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (date(2008, 6, 24), Text("check_in.in_the_future", {"day": date(2008, 6, 23)})),
        (date(2008, 6, 23), None),
        (date(2008, 3, 19), None),
        (date(2008, 3, 18), Text("check_in.before_the_campaign", {"day": date(2008, 3, 19)})),
    ],
)
def test_a_day_lies_between_the_first_one_and_today(day: date, problem: Text | None) -> None:
    assert rules.day_problem(CAMPAIGN, day, date(2008, 6, 23)) == problem


def test_an_entry_is_late_after_as_many_days_as_the_campaign_says() -> None:
    allowed = CAMPAIGN.limits.late_check_in_days
    assert not rules.is_late(CAMPAIGN, DAY, DAY + timedelta(days=allowed))
    assert rules.is_late(CAMPAIGN, DAY, DAY + timedelta(days=allowed + 1))


@pytest.mark.parametrize(
    ("text", "key"),
    [("备课", "writing.too_short"), ("认真备课。", None), ("备" * 1000, None),
     ("备" * 1001, "writing.too_long"), ("\u3000" * 9, "writing.empty")],
)  # fmt: skip
def test_the_account_keeps_the_campaigns_limits(text: str, key: str | None) -> None:
    problem = rules.done_problem(CAMPAIGN, text)
    assert (None if problem is None else problem.key) == key


def test_the_effect_has_limits_of_its_own() -> None:
    assert rules.effect_problem(CAMPAIGN, "好评") is None
    assert rules.effect_problem(CAMPAIGN, "好" * 501) is not None


def test_the_activities_are_those_of_the_post_and_one_for_all_else() -> None:
    ids = [form.id for form in rules.forms_for(CAMPAIGN, "students")]
    assert ids[0] == "theory"
    assert ids[-1] == "other"
    assert next(form.id for form in rules.forms_for(CAMPAIGN, None)) == "study"


def test_names_are_found_and_lost_ones_show_their_ids() -> None:
    assert rules.activity_name(CAMPAIGN, "theory") == Both(
        zh="以先进的理论武装头脑", en="Studying theory"
    )
    assert rules.activity_name(CAMPAIGN, "other") == Both(zh="其他", en="Other")
    assert rules.activity_name(CAMPAIGN, "gone") == "gone"
    assert rules.theme_names(CAMPAIGN, ["gone", "civility"]) == [
        "gone",
        Both(zh="讲文明、树新风", en="Civility and new ways"),
    ]


@pytest.mark.parametrize(
    ("day", "themes"),
    [
        (date(2008, 3, 31), ()),
        (date(2008, 6, 23), ("olympics", "anniversary")),
        (date(2008, 12, 1), ("reform",)),
    ],
)
def test_themes_are_proposed_by_the_season(day: date, themes: tuple[str, ...]) -> None:
    assert rules.themes_on(CAMPAIGN, day) == themes


@pytest.mark.parametrize(("state", "act"), list(product(CheckInState, CheckInAct)))
def test_every_act_in_every_state_is_a_move_or_refused(
    state: CheckInState, act: CheckInAct
) -> None:
    found = rules.refusal(person(1), act, check_in(state))
    if (state, act) in CHECK_IN_MOVES:
        assert found is None
    else:
        assert found == Refusal(Text("check_in.is_withdrawn"))
    for other in (person(2), person(3, Role.OFFICE), person(4, Role.SECRETARY)):
        assert rules.refusal(other, act, check_in(state)) == Refusal(Text("check_in.not_yours"))


@pytest.mark.parametrize(
    ("reader", "may"),
    [
        (person(1), True),
        (person(2), False),
        (person(3, Role.SECRETARY), True),
        (person(4, Role.DEPUTY), True),
        (person(5, Role.SECRETARY, branch=OTHER), False),
        (person(6, Role.OFFICE), True),
        (person(7, Role.LEADER, branch=None), False),
    ],
)
def test_author_own_secretary_and_office_may_read(reader: Person, may: bool) -> None:
    assert rules.may_see(reader, check_in()) is may
