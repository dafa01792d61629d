"""Rich messages: their words in order, their files, whatever a server nests into them."""

from typing import Any

import pytest

from bot.telegram.updates.rich_text import rich_files, rich_words
from handlers.incoming import MediaKind


def of(*blocks: Any) -> dict[str, Any]:
    return {"rich_message": {"blocks": list(blocks)}}


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"type": "paragraph", "text": "一"}, "一"),
        ({"type": "paragraph", "text": ["一", {"type": "bold", "text": ["二", "三"]}]}, "一二三"),
        ({"type": "pullquote", "text": "一", "credit": "二"}, "一\n二"),
        ({"type": "blockquote", "blocks": [{"text": "一"}, {"text": "二"}]}, "一\n二"),
        ({"type": "details", "summary": "一", "blocks": [{"text": "二"}]}, "一\n二"),
        ({"type": "list", "items": [{"blocks": [{"text": "一"}, {"text": "二"}]},
                                    {"blocks": [{"text": "三"}]}]}, "· 一\n二\n· 三"),
        ({"type": "table", "cells": [[{"text": "一"}, {}, {"text": "二"}]]}, "一 | 二"),
        ({"type": "mathematical_expression", "expression": "x^2"}, "x^2"),
        ({"type": "paragraph",
          "text": ["一", {"type": "custom_emoji", "alternative_text": "👍"}]}, "一👍"),
        ({"type": "divider"}, ""),
        ({"type": "photo", "photo": [], "caption": {"text": "一", "credit": "二"}}, "一"),
        ("no block", ""),
    ],
)  # fmt: skip
def test_the_words_of_every_block_are_read(block: Any, words: str) -> None:
    assert rich_words(of(block)) == words


def test_files_are_found_however_deep_they_lie() -> None:
    photo, voice = [{"file_id": "a"}], {"file_id": "b"}
    blocks = ({"blocks": [{"photo": photo}]}, {"items": [{"blocks": [{"voice_note": voice}]}]})
    assert list(rich_files(of(*blocks))) == [(MediaKind.PHOTO, photo), (MediaKind.VOICE, voice)]


@pytest.mark.parametrize("rich", [None, 5, "一", [], {"blocks": 5}, {"blocks": {}}])
def test_what_is_no_rich_message_says_nothing(rich: Any) -> None:
    assert rich_words({"rich_message": rich}) == ""
    assert list(rich_files({"rich_message": rich})) == []


def test_blocks_without_end_are_cut() -> None:
    block: dict[str, Any] = {"text": "一"}
    for _ in range(500):
        block = {"blocks": [block]}
    assert rich_words(of(block)) == ""
    text: Any = "一"
    for _ in range(500):
        text = [text]
    assert rich_words(of({"text": text})) == ""
