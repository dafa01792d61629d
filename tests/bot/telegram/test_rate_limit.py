"""Telegram's limits, on a clock of the test: never above them, and hardly ever below."""

import random
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import pairwise

import pytest

from bot.telegram.rate_limit import GROUP, PRIVATE, Begun, Pace
from bot.telegram.rest_scopes import METHODS, scope_of
from bot.telegram.sliding_window import Window
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
        pace.cooling()
        # A thousandth is about what waking up takes.
        ticking.at += (pace.next_change(pace.look()) or 0.01) + 0.001
    return sent


@pytest.mark.parametrize("urgent", [True, False])
@pytest.mark.parametrize(("rate", "used"), [(30, 0.97), (28.5, 0.99), (20, 0.99)])
def test_never_above_thirty_in_any_second_and_the_rate_is_used(
    ticking: Ticking, rate: float, used: float, *, urgent: bool
) -> None:
    sent = _drive(Pace(rate, ticking), ticking, 60, urgent=urgent)
    assert most_within(sent, 1.0) <= min(30, rate * 20 / 19)
    assert used * rate * 60 <= len(sent) <= rate * 60 + 31


def _drive_far(
    pace: Pace, ticking: Ticking, seconds: float, ways: Iterator[tuple[float, float]]
) -> list[float]:
    """Notices to ever new chats over ways of such lengths, there and back; their arrivals."""
    arrived: list[float] = []
    under_way: list[tuple[float, int, Begun]] = []
    end = ticking.at + seconds
    while ticking.at < end:
        for _ in range(min(pace.room(), pace.room_for_notices())):
            begun = pace.begin(1000 + len(arrived), "sendMessage", urgent=False)
            there, back = next(ways)
            arrived.append(ticking.at + there)
            heappush(under_way, (ticking.at + there + back, len(arrived), begun))
        pace.cooling()
        change = (pace.next_change(pace.look()) or 0.01) + 0.001
        ticking.at = min([ticking.at + change, *(one[0] for one in under_way[:1])])
        while under_way and under_way[0][0] <= ticking.at:
            pace.end(heappop(under_way)[2])
    return sorted(arrived)


def _ways(there: float, back: float, *, stalls: float = 0.0) -> Iterator[tuple[float, float]]:
    chance = random.Random(2008)
    while True:
        stall = stalls if chance.random() < 0.1 else 0.0
        yield 0.02 + chance.uniform(0, there) + stall, 0.02 + chance.uniform(0, back)


@pytest.mark.parametrize("back", [0.0, 0.03])
@pytest.mark.parametrize("there", [0.0, 0.01, 0.03])
def test_on_a_way_of_changing_length_the_rate_is_used_and_no_second_holds_more_than_thirty(
    ticking: Ticking, there: float, back: float
) -> None:
    arrived = _drive_far(Pace(28.5, ticking), ticking, 60, _ways(there, back))
    assert most_within(arrived, 1.0) <= 30
    assert len(arrived) >= 0.99 * 28.5 * 60


@pytest.mark.parametrize("there", [0.1, 0.2])
def test_a_busy_machine_holds_calls_back_and_no_second_holds_more_than_thirty(
    ticking: Ticking, there: float
) -> None:
    arrived = _drive_far(Pace(28.5, ticking), ticking, 60, _ways(0.02, 0.02, stalls=there))
    assert most_within(arrived, 1.0) <= 30
    assert len(arrived) >= 0.95 * 28.5 * 60


def _drive_slowly(
    pace: Pace, ticking: Ticking, seconds: float, *, round_takes: float
) -> list[float]:
    """Notices that start only so long after it was asked how many may: a commit lies between."""
    sent: list[float] = []
    end = ticking.at + seconds
    while ticking.at < end:
        room = min(pace.room(), pace.room_for_notices())
        ticking.at += round_takes
        for _ in range(room):
            pace.note(1000 + len(sent), "sendMessage", urgent=False)
            sent.append(ticking.at)
        pace.cooling()
        ticking.at += min(pace.next_change(pace.look()) or 0.001, 0.05)
    return sent


@pytest.mark.parametrize(
    ("round_takes", "used"), [(0.02, 0.99), (0.05, 0.95), (0.15, 0.8), (0.3, 0.6)]
)
def test_rounds_that_take_long_do_not_set_the_pace(
    ticking: Ticking, round_takes: float, used: float
) -> None:
    """What may be caught up with is reckoned from look to look, not from start to look."""
    sent = _drive_slowly(Pace(28.5, ticking), ticking, 60, round_takes=round_takes)
    assert most_within(sent, 1.0) <= 30
    assert len(sent) >= used * 28.5 * 60


def test_what_is_caught_up_with_leaves_room_for_replies(ticking: Ticking) -> None:
    pace = Pace(28.5, ticking)
    for chat in range(15):
        pace.note(chat, "sendMessage", urgent=True)
    ticking.at += 0.9
    assert pace.room_for_notices() <= pace.room() - 3


def test_calls_that_get_no_answer_do_not_hold_up_the_others(ticking: Ticking) -> None:
    pace = Pace(28.5, ticking)
    for chat in range(1, 31):
        pace.begin(chat, "sendMessage", urgent=True)
    assert pace.room() == 0
    ticking.at += 1.3
    assert pace.room() == 30


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


def test_answers_to_presses_and_menus_count_each_by_itself(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    for method, (most, seconds) in METHODS.items():
        for left in range(most, 0, -1):
            assert pace.rooms()[method] == left
            pace.note(7, method, urgent=False)
        assert pace.rooms()[method] == 0
        assert pace.next_change(pace.look()) == pytest.approx(seconds, abs=0.01)
    assert (pace.room(), pace.cooling()) == (30, [])
    ticking.at += 1.01
    assert pace.rooms() == {method: most for method, (most, _) in METHODS.items()}


def test_no_call_is_uncounted(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    for method in ("deleteMessage", "sendChatAction", "aMethodOfNextYear"):
        before = pace.room()
        pace.note(None, method, urgent=True)
        assert pace.room() == before - 1


def test_a_flooded_method_rests_alone(ticking: Ticking, caplog: pytest.LogCaptureFixture) -> None:
    pace = Pace(30, ticking)
    pace.rest("setMyCommands", 20)
    assert (pace.rooms()["setMyCommands"], pace.room(), pace.cooling()) == (0, 30, [])
    assert pace.rooms()["deleteMyCommands"] > 0
    assert caplog.messages == ["Telegram asked to wait 20 s: setMyCommands rests"]
    ticking.at += 20.1
    assert pace.rooms()["setMyCommands"] > 0


def test_what_a_flood_answer_rests() -> None:
    assert scope_of("sendMessage", 7) == 7
    assert scope_of("editMessageText", -7) == -7
    assert scope_of("sendPhoto", None, "@channel") == "@channel"
    assert scope_of("getMe", None) == "getMe"
    assert scope_of("leaveChat", -7) == "leaveChat"


def test_what_rested_before_a_start_is_not_counted_as_several_at_once(ticking: Ticking) -> None:
    pace = Pace(30, ticking)
    for lane in range(1, 6):
        pace.go_on_resting(lane, 30)
    assert (pace.room(), pace.cooling()) == (30, [1, 2, 3, 4, 5])


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
