"""Telegram's limits, on a clock of the test: never above them, and hardly ever below."""

from itertools import pairwise

import pytest

from bot.pace import GROUP, PRIVATE, Pace, Window
from tests.sliding import most_within


class Ticking:
    """Seconds that only the test moves."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def ticking() -> Ticking:
    """The test's clock."""
    return Ticking()


def _drive(pace: Pace, ticking: Ticking, seconds: float, *, urgent: bool) -> list[float]:
    """Send to ever new chats whenever the pace allows, looking as often as it asks us to."""
    sent: list[float] = []
    end = ticking.at + seconds
    while ticking.at < end:
        room = pace.room() if urgent else min(pace.room(), pace.room_for_notices())
        for _ in range(room):
            pace.note(1000 + len(sent), "sendMessage", urgent=urgent)
            sent.append(ticking.at)
        # A thousandth is about what waking up takes.
        ticking.at += (pace.next_change(pace.look()) or 0.01) + 0.001
    return sent


@pytest.mark.parametrize("urgent", [True, False])
def test_never_above_thirty_in_any_second_and_nearly_always_thirty(
    ticking: Ticking, *, urgent: bool
) -> None:
    sent = _drive(Pace(30, ticking), ticking, 60, urgent=urgent)
    assert most_within(sent, 1.0) <= 30
    assert len(sent) >= 0.97 * 30 * 60


def test_notices_are_spaced_evenly_so_that_a_reply_finds_room(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    sent = _drive(pace, ticking, 10, urgent=False)
    gaps = [later - sooner for sooner, later in pairwise(sent)]
    assert max(gaps) < 0.05
    assert (pace.next_change(pace.look()) or 0) < 0.05


def test_a_person_may_get_three_at_once_and_then_one_a_second(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    sent = []
    while ticking.at < 130:
        if 7 not in pace.cooling():
            pace.note(7, "sendMessage", urgent=True)
            sent.append(ticking.at)
        else:
            ticking.at += 0.1
    assert most_within(sent, PRIVATE[1]) == PRIVATE[0]
    assert 30 <= len(sent) <= 34


def test_a_group_gets_twenty_a_minute(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    sent = []
    while ticking.at < 280:
        if -7 not in pace.cooling():
            pace.note(-7, "editMessageText", urgent=True)
            sent.append(ticking.at)
        ticking.at += 0.5
    assert most_within(sent, GROUP[1]) == GROUP[0]
    assert len(sent) == 60


def test_answers_to_presses_and_menus_do_not_count(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    for _ in range(100):
        pace.note(None, "answerCallbackQuery", urgent=True)
        pace.note(7, "getFile", urgent=True)
        pace.note(None, "setMyCommands", urgent=False)
    assert (pace.room(), pace.cooling()) == (30, [])


def test_edits_count(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    for lane in range(30):
        pace.note(lane + 1, "editMessageText", urgent=True)
    assert pace.room() == 0


def test_a_flooded_chat_rests_alone(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    pace.rest(7, 20)
    assert (pace.cooling(), pace.room()) == ([7], 30)
    ticking.at += 19.9
    assert pace.cooling() == [7]
    ticking.at += 0.2
    assert pace.cooling() == []


def test_everybody_rests_when_no_chat_is_meant(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    pace.rest(None, 5)
    assert pace.room() == 0
    assert pace.next_change(pace.look()) == pytest.approx(5)
    ticking.at += 5
    assert pace.room() == 30


def test_several_floods_at_once_mean_everybody(ticking: Ticking) -> None:
    """One cannot tell from an answer whether the chat or the bot is too fast; three can."""
    pace = Pace(30, ticking)
    pace.rest(1, 30)
    pace.rest(2, 10)
    assert pace.room() == 30
    pace.rest(3, 20)
    assert pace.room() == 0
    ticking.at += 10
    assert pace.room() == 30
    assert pace.cooling() == [1, 3]


def test_floods_far_apart_are_each_chats_own(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    for lane in range(1, 6):
        pace.rest(lane, 30)
        ticking.at += 0.6
    assert pace.room() == 30


def test_a_shorter_rest_does_not_end_a_longer_one(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    pace.rest(7, 60)
    pace.rest(7, 1)
    ticking.at += 30
    assert pace.cooling() == [7]


def test_without_limits_floods_are_obeyed_all_the_same(ticking: Ticking) -> None:
    pace = Pace(0, ticking)
    for _ in range(1000):
        pace.note(7, "sendMessage", urgent=True)
    assert pace.cooling() == []
    assert pace.room() > 1000
    pace.rest(7, 3)
    assert pace.cooling() == [7]


def test_slow_rates_work(ticking: Ticking) -> None:
    sent = _drive(Pace(0.5, ticking), ticking, 20, urgent=True)
    assert most_within(sent, 2.0) == 1
    assert 9 <= len(sent) <= 11


def test_chats_that_are_rested_are_forgotten(ticking: Ticking) -> None:
    pace = Pace(10_000, ticking)
    for lane in range(1, 5001):
        pace.note(lane, "sendMessage", urgent=True)
    ticking.at += 61
    pace.cooling()
    assert pace._lanes == {}


def test_a_window_frees_one_by_one() -> None:
    window = Window(2, 10.0)
    window.note(0.0)
    window.note(4.0)
    assert (window.room(9.9), window.free_at(9.9)) == (0, 10.0)
    assert (window.room(10.0), window.free_at(10.0)) == (1, 10.0)


def test_a_change_that_comes_between_the_look_and_the_rest_is_not_slept_through(
    ticking: Ticking,
) -> None:
    """Otherwise the next one that anything wakes for may be a second away."""
    pace = Pace(30, ticking)
    pace.note(7, "sendMessage", urgent=False)
    looked = pace.look()
    assert pace.room_for_notices() == 0
    ticking.at += 0.05
    assert pace.next_change(looked) == 0


def test_nor_is_one_that_somebody_else_has_seen_meanwhile(ticking: Ticking) -> None:
    """What takes buttons off asks for room as well, after the courier has looked."""
    pace = Pace(1, ticking)
    pace.note(7, "sendMessage", urgent=True)
    ticking.at += 1.0019
    looked = pace.look()
    assert pace.room() == 0
    ticking.at += 0.0002
    assert pace.room() == 1
    assert pace.next_change(looked) == 0


def test_a_chat_that_has_rested_while_nobody_looked_is_not_slept_through(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    for _ in range(3):
        pace.note(7, "sendMessage", urgent=True)
    pace.rest(8, 2.9)
    ticking.at += 2.8
    looked = pace.look()
    assert pace.cooling() == [7, 8]
    ticking.at += 0.3
    assert pace.cooling() == []
    assert pace.next_change(looked) == 0


def test_a_burst_does_not_come_again_in_every_second_that_follows(ticking: Ticking) -> None:
    """Or a reply that comes just behind it would wait until it has left the window."""
    pace = Pace(30, ticking)
    for chat in range(30):
        pace.note(chat, "sendMessage", urgent=True)
    sent = _drive(pace, ticking, 6, urgent=False)
    last = [moment for moment in sent if moment > sent[-1] - 2]
    assert max(later - sooner for sooner, later in pairwise(last)) < 0.06
