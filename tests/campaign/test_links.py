"""Links into the bot and the keys of buttons: what is made is read, and nothing else is."""

import re

import pytest

from campaign.links import (
    KEY_LIMIT,
    LINK_LIMIT,
    PressKey,
    duty_in,
    link_into,
    name_in,
    press_key,
    read_press_key,
    to_duty,
    to_todo,
)

CARD = "Abc_efgh-jklmn09"


def carried(link: str) -> str:
    return link.partition("?start=")[2]


@pytest.mark.parametrize("branch", [None, 1, 30, 10**18 - 1])
@pytest.mark.parametrize("item", ["plan", "a-b-c", "x" * 32])
def test_a_link_to_a_duty_is_read_again_and_short_enough(item: str, branch: int | None) -> None:
    told = carried(to_duty(item, branch).link("flag_bot"))
    assert re.fullmatch(r"[A-Za-z0-9_-]+", told)
    assert len(told) <= LINK_LIMIT
    assert duty_in(name_in(told)) == (item, branch)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "duty-",
        "duty-plan",
        "duty-plan_",
        "duty-_1",
        "duty-Plan_1",
        "duty-plan_x",
        "duty-plan_1x",
        "plan_1",
        "duty-" + "x" * 33 + "_1",
    ],
)
def test_what_is_no_duty_is_none(text: str) -> None:
    assert duty_in(text) is None


def test_a_link_that_carries_a_code_opens_nothing_by_name() -> None:
    assert link_into("flag_bot", "c0de") == "https://t.me/flag_bot?start=c0de"
    assert name_in(carried(link_into("flag_bot", "c0de"))) == ""
    assert name_in(carried(to_todo(3).link("flag_bot"))) == "todo"


@pytest.mark.parametrize(("version", "place"), [(1, 0), (999_999_999, 999)])
def test_a_key_says_which_button_was_pressed(version: int, place: int) -> None:
    key = press_key(CARD, version, place)
    assert len(key.encode()) <= KEY_LIMIT
    assert read_press_key(key) == PressKey(CARD, version, place)


@pytest.mark.parametrize(
    "key", ["", "x", CARD, f"{CARD}.1", f"{CARD}.1.0.0", f"{CARD}.-1.0", f"{CARD[1:]}.1.0",
            f"{CARD}.1.0\n", f"{CARD}.1234567890.0", f"{CARD}.1.1234", f" {CARD}.1.0"]
)  # fmt: skip
def test_a_forged_key_says_nothing(key: str) -> None:
    assert read_press_key(key) is None
