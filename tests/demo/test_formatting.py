"""HTML and entities as Telegram reads them."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.demo.fake_telegram.characters import cut, found_entities, pieces, units, without_margins
from bot.demo.fake_telegram.formatting import parse_html
from bot.demo.fake_telegram.refusals import ApiRefusal


def test_nested_tags_and_offsets_in_utf16_units() -> None:
    text, entities = parse_html("😀<b>粗<i>斜</i></b> <a href='https://a.cn/?x=1&amp;y'>链</a>")
    assert text == "😀粗斜 链"
    assert entities == [
        {"offset": 2, "length": 2, "type": "bold"},
        {"offset": 3, "length": 1, "type": "italic"},
        {"offset": 5, "length": 1, "type": "text_link", "url": "https://a.cn/?x=1&y"},
    ]


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ("<tg-spoiler>x</tg-spoiler>", {"type": "spoiler"}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        ("<STRONG>x</strong>", {"type": "bold"}),
        ("<pre>x</pre>", {"type": "pre"}),
        ('<pre><code class="language-py">x</code></pre>', {"type": "pre", "language": "py"}),
        (
            '<a href="tg://user?id=7">x</a>',
            {"type": "text_mention", "user": {"id": 7, "is_bot": False, "first_name": ""}},
        ),
    ],
)
def test_every_tag_has_its_entity(source: str, entity: dict[str, Any]) -> None:
    assert parse_html(source) == ("x", [{"offset": 0, "length": 1, **entity}])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a <b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("字</b>", "Unexpected end tag at byte offset 3"),
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("x <a href=", 'Unclosed start tag "a" at byte offset 2'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_with_the_place(source: str, words: str) -> None:
    with pytest.raises(ApiRefusal) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@given(some.text())
def test_escaped_text_always_comes_back_whole(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(some.text(some.characters(codec="utf-8")), some.text(some.characters(codec="utf-8")))
def test_an_entity_covers_its_own_words(before: str, words: str) -> None:
    text, entities = parse_html(f"{html.escape(before)}<b>{html.escape(words)}</b>")
    assert [cut(text, e["offset"], e["length"]) for e in entities] == ([words] if words else [])


def test_margins_move_entities_along() -> None:
    assert without_margins(" \n ab ", [{"offset": 1, "length": 4, "type": "bold"}]) == (
        "ab",
        [{"offset": 0, "length": 2, "type": "bold"}],
    )


def test_links_commands_and_names_are_found() -> None:
    text = "看 https://a.cn/b。/help@x_bot @wang_fang #学习 a@b.cn 1/2 /字"
    kinds = [(cut(text, e["offset"], e["length"]), e["type"]) for e in found_entities(text)]
    assert kinds == [
        ("https://a.cn/b", "url"),
        ("/help@x_bot", "bot_command"),
        ("@wang_fang", "mention"),
        ("#学习", "hashtag"),
        ("a@b.cn", "email"),
    ]


@given(some.text(some.characters(codec="utf-8"), max_size=60), some.integers(2, 9))
def test_long_text_goes_in_pieces_that_fit(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert "".join(parts) == text
    assert all(units(part) <= limit for part in parts)
