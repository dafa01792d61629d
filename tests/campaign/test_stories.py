"""What may be written in a story, when, and what may be done with one afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from campaign import stories as rules
from campaign.calendar import Calendar
from campaign.definition import Both, Month
from campaign.people import Person, Refusal, Role
from campaign.reading import load_campaign, shipped_campaign
from campaign.stories import (
    STORY_MOVES,
    Consent,
    Story,
    StoryAct,
    StoryContent,
    StoryState,
    read_content,
    write_content,
)
from campaign.texts import Text
from tests.campaign.campaign_files import READING_YEAR
from tests.campaign.people import MINE, OTHER, person

CAMPAIGN = shipped_campaign()
CALENDAR = Calendar(CAMPAIGN)
AT = datetime(2008, 6, 23, 1, 0, tzinfo=UTC)
CONTENT = StoryContent("member", "医者仁心", "正文" * 50, Consent.NAMED, "李明", 7, ("e1",))


def story(state: StoryState = StoryState.SUBMITTED) -> Story:
    return Story("s1", 1, MINE, Month(2008, 6), state, 1, CONTENT, AT, AT)


def test_the_content_reads_back_from_plain_json() -> None:
    written = write_content(CONTENT)
    assert written["consent"] == "named"
    assert written["pictures"] == ["e1"]
    assert read_content(written) == CONTENT


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2008, 3, 31), Text("submit_story.not_open_yet", {"day": date(2008, 4, 1)})),
        (date(2008, 4, 1), None),
        (date(2008, 9, 15), None),
        (date(2009, 4, 30), None),
        (date(2009, 5, 1), Text("submit_story.closed", {"day": date(2009, 4, 30)})),
        (date(2009, 7, 1), Text("submit_story.closed", {"day": date(2009, 4, 30)})),
    ],
)
def test_stories_are_taken_in_the_months_of_the_activity_phase(
    day: date, refusal: Text | None
) -> None:
    assert rules.closed(CALENDAR, day) == (None if refusal is None else Refusal(refusal))


def test_every_day_on_which_stories_are_taken_has_its_month() -> None:
    """The refusal and the calendar's month agree on every single day around the campaign."""
    for number in range(date(2008, 1, 1).toordinal(), date(2009, 12, 31).toordinal()):
        day = date.fromordinal(number)
        month = CALENDAR.month_of(day)
        assert (rules.closed(CALENDAR, day) is None) == (month is not None)
        if month is not None:
            assert rules.month_for(day) == month


def test_without_monthly_items_stories_are_taken_all_the_campaign() -> None:
    calendar = Calendar(load_campaign(READING_YEAR, "campaign.toml"))
    assert rules.window(calendar).opens == calendar.opens
    assert rules.closed(calendar, calendar.opens) is None
    assert rules.closed(calendar, calendar.closes) is None
    assert rules.closed(calendar, date(2031, 1, 1)) is not None


def test_kinds_are_found_by_id_and_a_lost_one_shows_its_id() -> None:
    assert rules.kind_name(CAMPAIGN, "person") == Both(zh="每月一人物", en="Person of the month")
    assert rules.find_kind(CAMPAIGN, "gone") is None
    assert rules.kind_name(CAMPAIGN, "gone") == "gone"
    about = [kind.id for kind in CAMPAIGN.story_kinds if rules.tells_of_a_person(CAMPAIGN, kind.id)]
    assert about == ["person", "member"]
    assert not rules.tells_of_a_person(CAMPAIGN, "gone")


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("", "writing.empty"),
        ("\u200b\n", "writing.empty"),
        ("医", "writing.too_short"),
        ("医者", None),
        ("医" * 60, None),
        ("医" * 61, "writing.too_long"),
        ("医\n\n者", None),
        ("医" + " " * 100 + "者", None),
    ],
)
def test_a_title_is_two_to_sixty_characters_on_one_line(title: str, key: str | None) -> None:
    problem = rules.title_problem(CAMPAIGN, title)
    assert (None if problem is None else problem.key) == key


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("正" * 49, "writing.too_short"),
        ("正" * 50, None),
        ("正" * 20_000, None),
        ("正" * 20_001, "writing.too_long"),
        ("\u3000" * 60, "writing.empty"),
    ],
)
def test_a_text_keeps_the_campaigns_limits(body: str, key: str | None) -> None:
    problem = rules.body_problem(CAMPAIGN, body)
    assert (None if problem is None else problem.key) == key


@pytest.mark.parametrize(("name", "fits"), [("", False), ("李", True), ("李" * 41, False)])
def test_a_name_is_short_and_not_empty(name: str, fits: bool) -> None:
    assert (rules.about_problem(name) is None) == fits


def test_names_and_titles_are_kept_on_one_line() -> None:
    assert rules.on_one_line(" 医者\n\n  仁心\t") == "医者 仁心"


@pytest.mark.parametrize(("state", "act"), list(product(StoryState, StoryAct)))
def test_every_act_in_every_state_is_a_move_or_refused(state: StoryState, act: StoryAct) -> None:
    """The author may do what the table of moves holds; nobody else may do anything."""
    found = rules.refusal(person(1), act, story(state))
    if (state, act) in STORY_MOVES:
        assert found is None
    else:
        assert found == Refusal(Text("story.is_withdrawn"))
    for other in (person(2), person(3, Role.OFFICE), person(4, Role.SECRETARY)):
        assert rules.refusal(other, act, story(state)) == Refusal(Text("story.not_yours"))


def test_a_withdrawn_story_stays_withdrawn() -> None:
    left = {act for state, act in STORY_MOVES if state is StoryState.WITHDRAWN}
    assert left == set()
    assert STORY_MOVES[StoryState.SUBMITTED, StoryAct.WITHDRAW] is StoryState.WITHDRAWN


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
    assert rules.may_see(reader, story()) is may


def test_a_story_of_no_branch_has_no_secretary() -> None:
    alone = replace(story(), branch=None)
    assert not rules.may_see(person(3, Role.SECRETARY, branch=None), alone)
    assert alone.subject == "story:s1"
