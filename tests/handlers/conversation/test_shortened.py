"""A label is cut by the room that it takes: twice as many Latin letters as Chinese characters."""

import pytest

from handlers.conversation.steps import shortened

CHINESE, LATIN = "支部活动开展情况自查" * 3, "Report of the branch's own inspection"


@pytest.mark.parametrize(
    ("text", "most", "tail", "shown"),
    [
        (CHINESE, 10, False, "支部活动开展情况自查…"),
        (CHINESE, 10, True, "…支部活动开展情况自查"),
        (LATIN, 24, False, LATIN),
        (LATIN, 6, False, "Report of th…"),
        (LATIN, 5, True, "…inspection"),
        ("一 \n 二", 24, False, "一 二"),
        ("学a" * 4, 6, False, "学a学a学a学a"),
        ("", 3, True, ""),
    ],
)
def test_what_is_cut(text: str, most: int, tail: bool, shown: str) -> None:
    assert shortened(text, most, tail=tail) == shown
