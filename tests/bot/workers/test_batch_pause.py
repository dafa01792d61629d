"""A pause only where others are to be expected in it, on a clock of the test."""

import pytest

from bot.workers.batch_pause import BatchPause


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


def _come(pause: BatchPause, ticking: Ticking, *, rate: float, seconds: float) -> list[float]:
    """So many a second, one by one; the pauses that they met."""
    met = []
    for _ in range(int(rate * seconds)):
        ticking.at += 1 / rate
        pause.came(1)
        met.append(pause.seconds())
    return met


def test_whoever_comes_alone_does_not_wait(ticking: Ticking) -> None:
    pause = BatchPause(0.01, ticking)
    assert pause.seconds() == 0.0
    pause.came(1)
    assert pause.seconds() == 0.0


@pytest.mark.parametrize("rate", [1, 30, 100, 150])
def test_at_a_light_load_nobody_waits(ticking: Ticking, rate: float) -> None:
    assert set(_come(BatchPause(0.01, ticking), ticking, rate=rate, seconds=10)) == {0.0}


@pytest.mark.parametrize("rate", [250, 1000, 5000])
def test_under_a_crowd_a_pause_is_worth_it_soon_and_always(ticking: Ticking, rate: float) -> None:
    pause = BatchPause(0.01, ticking)
    _come(pause, ticking, rate=rate, seconds=0.5)
    assert set(_come(pause, ticking, rate=rate, seconds=5)) == {0.01}


def test_batches_count_as_many_as_they_hold(ticking: Ticking) -> None:
    pause = BatchPause(0.01, ticking)
    for _ in range(20):
        ticking.at += 0.02
        pause.came(10)
    assert pause.seconds() == 0.01


def test_a_few_at_once_are_no_crowd(ticking: Ticking) -> None:
    """An album of ten pictures."""
    pause = BatchPause(0.01, ticking)
    pause.came(10)
    assert pause.seconds() == 0.0


def test_when_the_crowd_has_gone_nobody_waits(ticking: Ticking) -> None:
    pause = BatchPause(0.01, ticking)
    _come(pause, ticking, rate=1000, seconds=2)
    ticking.at += 0.5
    pause.came(1)
    assert pause.seconds() == 0.0


def test_a_shorter_pause_takes_a_larger_crowd(ticking: Ticking) -> None:
    pause = BatchPause(0.006, ticking)
    assert set(_come(pause, ticking, rate=250, seconds=5)) == {0.0}
    _come(pause, ticking, rate=400, seconds=0.5)
    assert set(_come(pause, ticking, rate=400, seconds=5)) == {0.006}
