"""Whole numbers as people write them: read as they are meant, bounded, and never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.numbers import MOST, read_number


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0", 0), ("12", 12), ("\uff11\uff12", 12), ("١٢", 12), ("零", 0), ("两", 2), ("十", 10),
        ("十二", 12), ("二十", 20), ("三十五", 35), ("零五", 5), ("一百", 100), ("三百零五", 305),
        ("三百二十", 320), ("一千零一", 1001), ("三万", 30_000), ("一万二千", 12_000),
        ("007", 7), ("0" * 5000 + "5", 5), ("9" * 5000, MOST), ("٩" * 5000, MOST),
        ("九千九百九十九万", 99_990_000),
    ],
)  # fmt: skip
def test_a_number_is_read(text: str, meant: int) -> None:
    assert read_number(text) == meant


@pytest.mark.parametrize(
    "text",
    ["", "²", "⑨", "½", "Ⅻ", "-1", "1.5", "1e3", "十十", "5十", "二三", "三百五", "百十百", "万",
     "一万万", "亿", "1 2", "九" * 5000, "十" * 5000, "万" * 5000],
)  # fmt: skip
def test_what_is_no_number_is_told_apart(text: str) -> None:
    assert read_number(text) is None


@given(st.text(alphabet="零\u3007一二两三九十百千万0\uff19٣²½-. ", max_size=30) | st.text())
def test_any_text_is_a_bounded_number_or_none(text: str) -> None:
    found = read_number(text)
    assert found is None or 0 <= found <= MOST


@given(st.integers(0, MOST))
def test_digits_read_back(number: int) -> None:
    assert read_number(str(number)) == number
