"""A key is the same for every way of writing one name, and differs for different names."""

import unicodedata
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.roster.keys import (
    branch_key,
    name_key,
    number_key,
    tidy,
    without_text_mark,
    without_zeros,
)

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐"
GIVEN = "伟芳娜敏静丽强磊洋勇军杰娟艳涛明超秀霞平"
UIGHUR = ("买买提", "阿依古丽", "艾力", "古丽", "吐尔逊", "热依汗", "木拉提", "玉素甫")
LATIN = ("Anna", "Wang", "Li", "Smith", "Zhang", "Maria", "Fang", "Na")
BELIEVABLE = [
    *(f"{one}{two}{three}" for one, two, three in product(SURNAMES, GIVEN, GIVEN)),
    *(f"{one}·{two}" for one, two in product(UIGHUR, UIGHUR)),
    *(f"{one} {two}" for one, two in product(LATIN, LATIN)),
    *(f"{one}{two}" for one, two in product(SURNAMES, GIVEN)),
]
# Characters with a radical of the same look.
RADICALS = dict(zip("高方立文一马长见齐民黄", "⾼⽅⽴⽂⼀⻢⻓⻅⻬⺠⻩", strict=True))


def widened(name: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


WAYS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.lower,
    widened,
    "\u3000".join,
    "\u200b".join,
    lambda name: f"\ufeff{name}\u00ad ",
    lambda name: name.replace("·", "•"),
    lambda name: name.replace("·", "・"),
    lambda name: name.replace("·", "‧"),
    lambda name: name.replace("·", "．"),
    lambda name: name.replace("·", ""),
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: "".join(RADICALS.get(char, char) for char in name),
)
names = st.sampled_from(BELIEVABLE) | st.sampled_from(["高文立", "马见一", "黄齐民", "方长文"])


@given(names, st.lists(st.sampled_from(WAYS), max_size=4))
def test_every_way_of_writing_one_name_has_one_key(
    name: str, ways: list[Callable[[str], str]]
) -> None:
    written = name
    for way in ways:
        written = way(written)
    assert name_key(written) == name_key(name)


def test_ten_thousand_believable_names_have_as_many_keys() -> None:
    assert len(BELIEVABLE) > 10_000
    assert len({name_key(name) for name in BELIEVABLE}) == len(BELIEVABLE)


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(written: str) -> None:
    """Whatever it is: what is dropped may let others join, and is folded until nothing changes."""
    for key in (name_key, branch_key, number_key):
        once = key(written)
        assert key(once) == once
    assert tidy(tidy(written)) == tidy(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("T0311", "\uff34\uff10\uff13\uff11\uff11"),
        ("T0311", "t 0311"),
        ("T0311", "T\u00a00311"),
        ("T0311", "T\u20090311"),
        ("2008-001", "2008–001"),
        ("000311", "'000311"),
        ("000311", '="000311"'),
        ("1001", "1001.0"),
    ],
)
def test_numbers_are_compared_without_what_programs_do_to_them(one: str, other: str) -> None:
    assert number_key(one) == number_key(other)


def test_zeros_in_front_are_part_of_a_number_but_can_be_lost() -> None:
    assert number_key("000311") != number_key("311")
    assert without_zeros(number_key("000311")) == without_zeros(number_key("311")) == "311"
    assert without_zeros("000") == "000"
    assert without_zeros("t0311") == "t0311"


@pytest.mark.parametrize(
    ("one", "other"),
    [("第1党支部", "第11党支部"), ("第1.2支部", "第12支部"), ("第一支部", "第二支部")],
)
def test_branches_that_differ_in_a_number_differ(one: str, other: str) -> None:
    assert branch_key(one) != branch_key(other)


def test_what_is_kept_is_as_written_without_what_nobody_sees() -> None:
    assert tidy("⾼测⽂\u200b") == "高测文"
    assert tidy(" \uff34\uff10\uff13\uff11\uff11 ") == "\uff34\uff10\uff13\uff11\uff11"
    assert tidy("买测提•样木") == "买测提•样木"
    assert without_text_mark("'000311") == "000311"
    assert without_text_mark("O'Neil") == "O'Neil"
