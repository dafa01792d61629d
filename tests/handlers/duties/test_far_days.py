"""Days of another year are never shown without it: 16 January read in June is no day missed."""

import re

import pytest

from tests.campus import Campus

# The inspection in January and the end of the phase in April, without their year.
BARE = {"zh": r"(?<!年)[14]月\d+日", "en": r"(January|April)(?! 2009)"}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_list_of_duties_shows_the_year(campus: Campus, language: str) -> None:
    campus.stands_at("2008-06-25 09:00")
    li = await campus.secretary("李娜", language=language)
    await li.says("/todo")
    shown = ""
    while True:
        shown += "\n".join([li.card.text, *li.card.labels])
        later = [label for label in li.card.labels if label == li.reads("page.older")]
        if not later:
            break
        await li.presses(later[0])
    assert shown.count("2009") > 1
    assert not re.search(BARE[language], shown)
