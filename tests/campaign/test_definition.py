"""The shapes of a campaign: never changed, nothing converted, found by id."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from campaign.definition import Both, Campaign, Month, Stretch
from campaign.reading import shipped_campaign


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return shipped_campaign()


def test_a_wording_is_given_in_the_language_asked_for() -> None:
    """Chinese is what everybody gets who does not ask for English."""
    wording = Both(zh="党员", en="Member")
    assert [wording.in_language(code) for code in ("en", "zh", "zh-hans", "fr")] == [
        *("Member", "党员", "党员", "党员")
    ]


@pytest.mark.parametrize("blank", ["", " ", " 党员", "党员\n"])
def test_a_wording_is_not_blank_at_an_end(blank: str) -> None:
    """A button without words, or with a stray blank, cannot be made."""
    with pytest.raises(ValidationError):
        Both(zh=blank, en="Member")


def test_nothing_can_be_changed(campaign: Campaign) -> None:
    """A campaign is the same for everybody, all the time."""
    with pytest.raises(ValidationError, match="frozen"):
        campaign.title = Both(zh="别的", en="Other")  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        campaign.phases[0].opens = date(2000, 1, 1)  # type: ignore[misc]
    assert hash(campaign) == hash(shipped_campaign())


def test_things_are_found_by_id(campaign: Campaign) -> None:
    """What records keep as an id leads back to the words."""
    assert campaign.phase("activity").name.zh == "活动开展阶段"
    assert campaign.phase("commendation").closes == date(2009, 7, 1)
    assert campaign.category("retired").model.zh == "老有所为的表率"
    assert campaign.theme("olympics").name.zh == "迎奥运"
    assert campaign.awareness("morality").name.zh == "公德意识"
    assert campaign.story_kind("person").about is True
    assert campaign.deadline("summary-due").day == date(2009, 6, 20)


def test_an_unknown_id_is_a_lookup_error(campaign: Campaign) -> None:
    """An id from another campaign is never taken for one of this."""
    for find in (campaign.phase, campaign.category, campaign.theme, campaign.deadline):
        with pytest.raises(LookupError, match="nowhere"):
            find("nowhere")


def test_the_closing_days_come_after_the_phases(campaign: Campaign) -> None:
    """Three phases, and a stretch that is none of them."""
    assert [phase.id for phase in campaign.phases] == ["mobilisation", "activity", "summary"]
    assert [phase.id for phase in campaign.stretches][3:] == ["commendation"]


@given(st.dates(max_value=date(9998, 12, 31)))
def test_months_follow_each_other_without_a_gap(day: date) -> None:
    """The day after a month's last is the next month's first."""
    month = Month.of(day)
    assert month.first_day <= day <= month.last_day
    assert month.last_day + timedelta(days=1) == month.following().first_day
    assert month < month.following()


def test_a_month_reads_as_it_is_written() -> None:
    """As in the file, so that it can be a key of records."""
    assert str(Month(2008, 4)) == "2008-04"


def test_a_stretch_holds_its_first_and_its_last_day() -> None:
    """Both ends count."""
    stretch = Stretch(opens=date(2008, 3, 19), closes=date(2008, 3, 31))
    days = [date(2008, 3, day) for day in (18, 19, 31)] + [date(2008, 4, 1)]
    assert [stretch.covers(day) for day in days] == [False, True, True, False]
