"""The shipped campaign: the notice's own words, both languages, its defaults, its holidays."""

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from itertools import chain

import holidays
import pytest

from campaign.calendar import Calendar
from campaign.definition import Both, Campaign
from tests.campaign.campaign_files import shipped


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return shipped()


def wordings_of_the_notice(campaign: Campaign) -> Iterator[Both]:
    """Whatever the file gives as the notice's own words."""
    yield from (row.name for row in chain(campaign.aims, campaign.awarenesses, campaign.frames))
    yield from (row.name for row in chain(campaign.themes, campaign.branch_headings))
    for category in campaign.categories:
        yield from (category.model, category.scope)
        yield from (form.name for form in category.forms)
    yield from (phase.emphasis for phase in campaign.phases)
    yield from (phase.name for phase in campaign.phases)
    yield from (row.text for row in campaign.duties)
    if campaign.publicity and campaign.awards:
        yield campaign.publicity.shows
        yield from (row.name for row in campaign.awards.titles)
    yield from (campaign.title, campaign.slogan, campaign.issuer)


def test_the_words_are_those_of_the_notice(campaign: Campaign) -> None:
    """Clause by clause, blanks and quotation marks aside."""
    notice = files("campaign").joinpath("shipped", str(campaign.notice.file)).read_text("utf-8")
    clauses = [
        clause
        for wording in wordings_of_the_notice(campaign)
        for clause in re.split("[，。]", squeezed(wording.zh))
    ]
    assert len(clauses) > 100
    assert [clause for clause in clauses if clause not in squeezed(notice)] == []


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u3000“”]", "", text)


def every_both(value: object) -> Iterator[Both]:
    if isinstance(value, Both):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from every_both(inner)
    elif hasattr(value, "__pydantic_fields__"):
        for name in value.__pydantic_fields__:
            yield from every_both(getattr(value, name))


def test_english_is_english_and_chinese_is_chinese(campaign: Campaign) -> None:
    """No wording was left in the other language."""
    wordings = list(every_both(campaign))
    assert len(wordings) > 200
    hanzi = re.compile("[\u4e00-\u9fff]")
    assert [wording for wording in wordings if hanzi.search(wording.en)] == []
    assert [wording for wording in wordings if not hanzi.search(wording.zh)] == []


def test_the_defaults_for_what_the_notice_leaves_open(campaign: Campaign) -> None:
    """The eight open questions are answered as the product states."""
    awards = campaign.awards
    assert awards is not None
    assert awards.titles_for == "field-of-merit"
    assert (awards.counted, awards.counted_at, awards.pool) == (
        "all-members",
        "nominations-due",
        "school",
    )
    assert (awards.rounding, awards.at_least, awards.ties) == ("down", 1, "office-decides")
    assert {(row.branch_quota, row.school_quota) for row in campaign.story_kinds} == {(0, 1)}
    assert campaign.closing is not None
    assert (campaign.closing.opens, campaign.closing.closes) == (
        date(2009, 6, 21),
        date(2009, 7, 1),
    )
    assert (awards.publicity.working_days, awards.publicity.objectors) == (5, "any-member")


def test_holidays_agree_with_an_independent_table(campaign: Campaign) -> None:
    """Every day of 2008 and 2009 is off or worked as the `holidays` package has it."""
    calendar = Calendar(campaign)
    china = holidays.country_holidays("CN", years=[2008, 2009])
    days = [
        date.fromordinal(day)
        for day in range(date(2008, 1, 1).toordinal(), date(2010, 1, 1).toordinal())
    ]
    assert len(days) == 731
    assert [day for day in days if calendar.is_working_day(day) != china.is_working_day(day)] == []
