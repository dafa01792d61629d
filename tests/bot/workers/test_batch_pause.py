"""A pause only where it saves work that somebody waits for, on clocks of the test."""

import pytest

from bot.workers.batch_pause import BatchPause


class Ticking:
    """Seconds that only the test moves; of each, the process works for a share."""

    def __init__(self) -> None:
        self.at = 100.0
        self.worked = 7.0
        self.busy = 0.9

    def __call__(self) -> float:
        return self.at

    def go_on(self, seconds: float) -> None:
        """So much later."""
        self.at += seconds
        self.worked += seconds * self.busy

    def pause(self, seconds: float) -> BatchPause:
        """One on these clocks."""
        return BatchPause(seconds, self, lambda: self.worked)


@pytest.fixture
def ticking() -> Ticking:
    """The test's clock."""
    return Ticking()


def _come(pause: BatchPause, ticking: Ticking, *, rate: float, seconds: float) -> list[float]:
    """So many a second, one by one; the pauses that they met."""
    met = []
    for _ in range(int(rate * seconds)):
        ticking.go_on(1 / rate)
        pause.came(1)
        met.append(pause.seconds())
    return met


def test_whoever_comes_alone_does_not_wait(ticking: Ticking) -> None:
    pause = ticking.pause(0.01)
    assert pause.seconds() == 0.0
    pause.came(1)
    assert pause.seconds() == 0.0


@pytest.mark.parametrize("rate", [1, 30, 80])
def test_at_a_light_load_nobody_waits(ticking: Ticking, rate: float) -> None:
    assert set(_come(ticking.pause(0.01), ticking, rate=rate, seconds=10)) == {0.0}


@pytest.mark.parametrize("rate", [80, 150, 400])
def test_where_the_machine_keeps_up_nobody_waits(ticking: Ticking, rate: float) -> None:
    ticking.busy = 0.4
    assert set(_come(ticking.pause(0.01), ticking, rate=rate, seconds=10)) == {0.0}


def test_a_machine_that_no_longer_keeps_up_is_seen_soon(ticking: Ticking) -> None:
    ticking.busy = 0.3
    pause = ticking.pause(0.01)
    _come(pause, ticking, rate=200, seconds=5)
    ticking.busy = 1.0
    met = _come(pause, ticking, rate=200, seconds=0.5)
    assert met[-1] == 0.01


def test_work_of_a_quiet_hour_does_not_make_a_moment_busy(ticking: Ticking) -> None:
    """An album that comes after it, all at once."""
    ticking.busy = 0.02
    pause = ticking.pause(0.02)
    ticking.go_on(3600)
    pause.came(20)
    assert pause.seconds() == 0.0


@pytest.mark.parametrize("rate", [250, 1000, 5000])
def test_under_a_crowd_a_pause_is_worth_it_soon_and_always(ticking: Ticking, rate: float) -> None:
    pause = ticking.pause(0.01)
    _come(pause, ticking, rate=rate, seconds=0.5)
    assert set(_come(pause, ticking, rate=rate, seconds=5)) == {0.01}


def test_batches_count_as_many_as_they_hold(ticking: Ticking) -> None:
    pause = ticking.pause(0.01)
    for _ in range(20):
        ticking.go_on(0.02)
        pause.came(10)
    assert pause.seconds() == 0.01


def test_a_few_at_once_are_no_crowd(ticking: Ticking) -> None:
    """An album of ten pictures."""
    pause = ticking.pause(0.01)
    pause.came(10)
    assert pause.seconds() == 0.0


def test_when_the_crowd_has_gone_nobody_waits(ticking: Ticking) -> None:
    pause = ticking.pause(0.01)
    _come(pause, ticking, rate=1000, seconds=2)
    ticking.go_on(1.0)
    pause.came(1)
    assert pause.seconds() == 0.0


def test_a_shorter_pause_takes_a_larger_crowd(ticking: Ticking) -> None:
    pause = ticking.pause(0.006)
    assert set(_come(pause, ticking, rate=120, seconds=5)) == {0.0}
    _come(pause, ticking, rate=250, seconds=0.5)
    assert set(_come(pause, ticking, rate=250, seconds=5)) == {0.006}
