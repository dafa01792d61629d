"""Texts in two languages: every parameter is escaped once, whatever it is."""

from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.definition import Both
from campaign.texts import (
    Html,
    Language,
    Text,
    Texts,
    UnknownText,
    WithWeekday,
    join,
    literal,
    read_texts,
    show_date,
    show_month,
    text,
)
from tests.campaign.odd_texts import ODD

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
WORDS = {
    "hello": ("您好，<b>{name}</b>", "Hello, <b>{name}</b>"),
    "list": ("有：{things}", "There are: {things}"),
    "day": ("{day}", "{day}"),
    "count": ("{n} 个", "{n:02} of them"),
}


@pytest.fixture
def texts() -> Texts:
    return Texts(
        {
            Language.ZH: {key: zh for key, (zh, _) in WORDS.items()},
            Language.EN: {key: en for key, (_, en) in WORDS.items()},
        }
    )


@pytest.mark.parametrize(
    ("code", "language"),
    [(None, "zh"), ("", "zh"), ("zh", "zh"), ("zh-hans", "zh"), ("ZH-TW", "zh"), ("en", "en"),
     ("en-GB", "en"), ("de", "en"), ("x" * 50, "en")],
)  # fmt: skip
def test_the_nearest_language_is_spoken(code: str | None, language: str) -> None:
    assert Language.nearest(code) == language


def test_a_parameter_is_escaped_and_the_wordings_tags_are_not(texts: Texts) -> None:
    said = texts.say(text("hello", name="<i>王 & 李</i>"), Language.ZH)
    assert said == "您好，<b>&lt;i&gt;王 &amp; 李&lt;/i&gt;</b>"
    assert said.plain() == "您好，<i>王 & 李</i>"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_whatever_a_person_is_called_reads_back(name: str) -> None:
    texts = Texts({language: {"hello": "<b>{name}</b>"} for language in Language})
    said = texts.say(text("hello", name=name), Language.ZH)
    assert unescape(said) == f"<b>{name}</b>"
    assert "<" not in said.removeprefix("<b>").removesuffix("</b>")


@pytest.mark.parametrize("odd", ODD)
def test_the_odd_ones_read_back_from_what_is_sent(texts: Texts, odd: str) -> None:
    """Character references that a person typed stay what they typed."""
    said = texts.say(text("hello", name=odd), Language.EN)
    assert said.replace("\r\n", "\n").startswith("Hello, <b>")
    inside = said.removeprefix("Hello, <b>").removesuffix("</b>")
    assert inside.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == odd


def test_texts_stand_within_texts_and_are_escaped_once(texts: Texts) -> None:
    inner = text("hello", name="<")
    said = texts.say(text("list", things=[inner, "<&>", Html("<i>x</i>")]), Language.EN)
    assert said == "There are: Hello, <b>&lt;</b>, &lt;&amp;&gt;, <i>x</i>"


def test_lists_are_joined_as_the_language_does(texts: Texts) -> None:
    both = [Both(zh="人物", en="person"), Both(zh="文章", en="essay")]
    assert texts.say(text("list", things=both), Language.ZH) == "有：人物、文章"
    assert texts.say(text("list", things=tuple(both)), Language.EN) == "There are: person, essay"


def test_days_and_moments_are_shown_as_people_write_them(texts: Texts) -> None:
    day, moment = date(2008, 4, 30), datetime(2008, 4, 30, 9, 5, tzinfo=UTC)
    assert texts.say(text("day", day=day), Language.ZH) == "4月30日"
    assert texts.say(text("day", day=day), Language.EN) == "30 April"
    assert texts.say(text("day", day=moment), Language.ZH) == "4月30日 09:05"
    assert show_date(moment, Language.EN) == "30 April 09:05"


NEW_YEAR = datetime(2009, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (date(2008, 6, 3), "6月3日", "3 June"),
        (date(2009, 1, 16), "2009年1月16日", "16 January 2009"),
        (date(2007, 12, 31), "2007年12月31日", "31 December 2007"),
        (datetime(2008, 6, 24, 9, tzinfo=UTC), "6月24日 09:00（周二）", "24 June 09:00 (Tue)"),
        (datetime(2008, 6, 23, 8, tzinfo=UTC), "6月23日 08:00", "23 June 08:00"),
        (
            datetime(2009, 1, 5, tzinfo=UTC),
            "2009年1月5日 00:00（周一）",
            "5 January 2009 00:00 (Mon)",
        ),
        (WithWeekday(date(2008, 6, 25)), "6月25日（周三）", "25 June (Wed)"),
    ],
)
def test_another_year_is_shown_and_the_weekday_of_a_moment_to_come(
    texts: Texts, value: object, zh: str, en: str
) -> None:
    now = datetime(2008, 6, 23, 9, tzinfo=UTC)
    assert texts.say(text("day", day=value), Language.ZH, now) == zh
    assert texts.say(text("day", day=value), Language.EN, now) == en


def test_numbers_keep_the_wordings_format(texts: Texts) -> None:
    assert texts.say(text("count", n=3), Language.EN) == "03 of them"
    assert texts.say(text("count", n=3), Language.ZH) == "3 个"


@pytest.mark.parametrize(("n", "said"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_a_number_puts_its_noun_into_the_singular_or_the_plural(n: int, said: str) -> None:
    texts = Texts({Language.ZH: {"n": "{n} 个"}, Language.EN: {"n": "{n:file|files}"}})
    assert texts.say(Text("n", {"n": n}), Language.EN) == said
    assert texts.say(Text("n", {"n": n}), Language.ZH) == f"{n} 个"


def test_months_are_named_by_the_language() -> None:
    first = date(2008, 12, 1)
    assert [show_month(first, one) for one in Language] == ["2008年12月", "December 2008"]


def test_an_unknown_key_is_an_error_and_not_a_blank(texts: Texts) -> None:
    with pytest.raises(UnknownText):
        texts.say(Text("nothing"), Language.ZH)
    assert not texts.has("nothing")
    assert texts.has("hello")
    assert texts.keys == set(WORDS)


def test_a_missing_parameter_is_an_error(texts: Texts) -> None:
    with pytest.raises(KeyError):
        texts.say(Text("hello"), Language.ZH)


def test_a_placeholder_in_a_parameter_is_not_filled(texts: Texts) -> None:
    """What a person wrote is no wording: braces in it mean nothing."""
    assert texts.say(text("hello", name="{name} {0}"), Language.EN) == "Hello, <b>{name} {0}</b>"


def test_safe_texts_are_joined_by_plain_ones() -> None:
    assert join([literal("<"), Html("<b>x</b>")], " & ") == "&lt; &amp; <b>x</b>"


def write(folder: Path, language: str, name: str, *keys: str) -> None:
    place = folder / language / name
    place.parent.mkdir(exist_ok=True)
    words = (f'msgid "{key}"\nmsgstr "x"\n\n' for key in keys)
    place.write_text(HEAD + "".join(words), "utf-8")


def test_all_files_of_a_language_make_one_catalogue(tmp_path: Path) -> None:
    for language in Language:
        write(tmp_path, language, "a.po", "one", "two")
        write(tmp_path, language, "b.po", "three")
    assert read_texts(tmp_path).keys == {"one", "two", "three"}


def test_a_key_that_stands_in_two_files_is_refused(tmp_path: Path) -> None:
    for language in Language:
        write(tmp_path, language, "a.po", "one")
        write(tmp_path, language, "b.po", "one")
    with pytest.raises(ValueError, match=r"b\.po: the key one stands twice"):
        read_texts(tmp_path)
