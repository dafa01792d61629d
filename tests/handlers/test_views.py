"""Fault 45: however long and odd a text is, each message fits and none cuts an entity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.fake_telegram.formatting import parse_html, units
from campaign.calendar import month_name
from campaign.definition import Month
from campaign.messages import MESSAGE_LIMIT, utf16_length
from campaign.texts import Html, Language, join, literal
from handlers.views import split_lines
from tests.campaign.odd_texts import ODD
from tests.campus import TEXTS

LIMIT = 40
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=400)


def read(parts: list[Html]) -> str:
    """What a person reads: every part as Telegram parses it, line ends aside."""
    return "".join(parse_html(part)[0] for part in parts).replace("\n", "")


@given(words)
def test_a_split_text_fits_and_reads_back(text: str) -> None:
    parts = split_lines(literal(text), LIMIT)
    assert all(utf16_length(part) <= LIMIT for part in parts)
    assert read(parts) == text.replace("\n", "")


@given(st.text("<>&a\n", max_size=300))
def test_no_reference_is_cut_in_two(text: str) -> None:
    parts = split_lines(literal(text), LIMIT)
    assert all(part.count("&") == part.count(";") for part in parts)
    assert read(parts) == text.replace("\n", "")


@pytest.mark.parametrize("odd", ODD)
def test_the_odd_ones_fit_into_messages(odd: str) -> None:
    kept = odd.encode("utf-8", "ignore").decode().replace("\r", "")
    parts = split_lines(literal(kept))
    assert all(units(parse_html(part)[0]) <= MESSAGE_LIMIT for part in parts)
    assert read(parts) == kept.replace("\n", "")


def test_a_text_is_cut_at_line_ends_where_there_are_any() -> None:
    lines = [Html(f"<b>{number}</b> {'x' * 30}") for number in range(3)]
    assert split_lines(join(lines), 60) == lines


def test_a_short_text_stays_whole() -> None:
    assert split_lines(Html("a\n\nb")) == ["a\n\nb"]
    assert split_lines(Html("")) == [""]


@given(words)
def test_length_is_counted_as_telegram_counts(text: str) -> None:
    assert utf16_length(text) == units(text)


def test_months_are_named_by_year_and_month() -> None:
    said = [TEXTS.say(month_name(Month(2008, 6)), language) for language in Language]
    assert said == ["2008年6月", "June 2008"]
