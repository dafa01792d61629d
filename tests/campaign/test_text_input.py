"""Whatever a person types is either kept in a form that every store and chat takes, or refused."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.text_input import cleaned, is_account, is_blank, joined, length_problem, piece_of
from campaign.texts import Text
from tests.campaign.odd_texts import INVISIBLE, ODD, VISIBLE

# Lone surrogates too: they come out of broken JSON escapes.
anything = st.text(alphabet=st.characters(exclude_categories=[]))


@given(anything)
def test_what_is_kept_is_settled(text: str) -> None:
    """Cleaning once is enough, and the result goes through UTF-8, JSON and any database."""
    kept = cleaned(text)
    assert cleaned(kept) == kept
    assert kept.encode() == kept.encode("utf-8", "surrogatepass")
    assert json.loads(json.dumps(kept, ensure_ascii=False)) == kept
    assert "\0" not in kept
    assert "\r" not in kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept == kept.strip()


@given(anything)
def test_nothing_that_can_be_read_is_lost(text: str) -> None:
    """Only control characters, overrides and half characters go; what is left is the same text."""
    lost = {"Cc", "Cs"}
    left = [c for c in text if unicodedata.category(c) not in lost and c not in "\u202d\u202e"]
    assert without_blanks(cleaned(text)) == without_blanks("".join(left))


def without_blanks(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()))


@pytest.mark.parametrize("text", ODD)
def test_the_odd_ones_are_settled_too(text: str) -> None:
    kept = cleaned(text)
    assert cleaned(kept) == kept
    assert kept.encode().decode() == kept


def test_a_mark_behind_a_removed_character_is_still_composed() -> None:
    assert cleaned("e\0\u0301") == "\u00e9"


@pytest.mark.parametrize("text", INVISIBLE)
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)
    assert length_problem(cleaned(text), least=1, most=10) == Text("writing.empty")


@pytest.mark.parametrize("text", VISIBLE)
def test_what_can_be_seen_is_not_blank(text: str) -> None:
    assert not is_blank(text)
    assert cleaned(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Text("writing.empty")),
        ("一", Text("writing.too_short", {"least": 2, "n": 1})),
        ("一二", None),
        ("一二三四", None),
        ("一二三四五", Text("writing.too_long", {"most": 4, "n": 5})),
        ("👩‍🏫👩‍🏫", Text("writing.too_long", {"most": 4, "n": 6})),
    ],
)
def test_the_length_is_counted_in_characters(text: str, problem: Text | None) -> None:
    assert length_problem(text, least=2, most=4) == problem


@given(anything, st.integers(1, 5), st.integers(5, 10))
def test_a_text_is_taken_just_when_it_is_seen_and_fits(text: str, least: int, most: int) -> None:
    problem = length_problem(text, least=least, most=most)
    assert (problem is None) == (not is_blank(text) and least <= len(text) <= most)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ((), ""),
        (("一",), "一"),
        (("一", "二"), "一\n二"),
        (("一" * 4096, "二"), "一" * 4096 + "二"),
        (("😀" * 2048, "二"), "😀" * 2048 + "二"),
        (("一" * 4050, "二"), "一" * 4050 + "二"),
        (("一" * 4049 + "！", "二"), "一" * 4049 + "！\n二"),
        (("a" * 4050, "b"), "a" * 4050 + " b"),
        (("一" * 4000, "二"), "一" * 4000 + "\n二"),
        (("一" * 5000, "二"), "一" * 5000 + "\n二"),
        (("一" * 4096, "二" * 4096, "三"), "一" * 4096 + "二" * 4096 + "三"),
    ],
    ids=["none", "one", "two", "cut", "cut by units", "cut before", "sentence", "word", "room",
         "rich", "twice"],
)  # fmt: skip
def test_the_messages_of_a_text_are_joined_as_it_was(parts: tuple[str, ...], whole: str) -> None:
    """Where the phone had no space left, nothing stands between; elsewhere a new line begins."""
    assert joined([piece_of(number, part) for number, part in enumerate(parts)]) == whole


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("你好", False),
        ("没明白您的意思", False),
        ("今天上午在社区义诊", True),
        ("这个月的故事什么时候截止？", False),
        ("helped at the clinic", True),
        ("thank you", False),
        ("给 3 个班讲课", False),
        ("在 ICU 带教 three students", True),
        ("1234567890 👍👍👍", False),
        ("", False),
    ],
)
def test_an_account_is_more_than_a_greeting(text: str, tells: bool) -> None:
    assert is_account(text) is tells
