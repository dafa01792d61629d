"""How many calls at once: what a way of some length can use, on a clock of the test."""

import pytest

from bot.telegram.concurrency_limit import BEST_OF, ConcurrencyLimit


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


def _talk(
    limit: ConcurrencyLimit, ticking: Ticking, seconds: float, *, way: float, server: float = 1e9
) -> None:
    """All places taken all the time, at a server that works off so many calls a second."""
    end = ticking.at + seconds
    while ticking.at < end:
        places = limit.places
        limit.full = True
        took = max(way, places / server)
        ticking.at += took
        for _ in range(places):
            limit.ended(took)


def test_a_long_way_gets_more_and_never_more_than_the_bound(ticking: Ticking) -> None:
    limit = ConcurrencyLimit(64, 256, ticking)
    assert limit.places == 64
    _talk(limit, ticking, 1.0, way=0.05)
    assert limit.places == 256
    _talk(limit, ticking, 60.0, way=0.05)
    assert limit.places == 256


def test_what_is_not_used_does_not_grow(ticking: Ticking) -> None:
    limit = ConcurrencyLimit(64, 256, ticking)
    for _ in range(1000):
        ticking.at += 0.05
        limit.ended(0.05)
    assert limit.places == 64


def test_at_a_server_that_is_busy_more_calls_would_only_wait(ticking: Ticking) -> None:
    """A lone call takes 2 ms, 64 at once 32: the way is not what they wait for."""
    limit = ConcurrencyLimit(64, 256, ticking)
    limit.ended(0.002)
    _talk(limit, ticking, 5.0, way=0.002, server=2000)
    assert limit.places == 64


def test_it_settles_where_the_server_is_full(ticking: Ticking) -> None:
    """With 50 ms of way and 1,500 calls a second 75 under way are enough, 150 are the most."""
    limit = ConcurrencyLimit(64, 256, ticking)
    _talk(limit, ticking, 20.0, way=0.05, server=1500)
    assert 75 <= limit.places <= 160


def test_when_round_trips_get_longer_it_goes_back(ticking: Ticking) -> None:
    limit = ConcurrencyLimit(64, 256, ticking)
    _talk(limit, ticking, 2.0, way=0.05)
    _talk(limit, ticking, 10.0, way=0.25)
    assert limit.places == 64


def test_a_way_that_became_longer_for_good_is_learnt(ticking: Ticking) -> None:
    limit = ConcurrencyLimit(64, 256, ticking)
    _talk(limit, ticking, 2.0, way=0.05)
    _talk(limit, ticking, 3 * BEST_OF, way=0.25)
    assert limit.places == 256


def test_a_few_calls_that_hang_cost_places_for_a_while_only(ticking: Ticking) -> None:
    limit = ConcurrencyLimit(64, 256, ticking)
    _talk(limit, ticking, 2.0, way=0.05)
    for _ in range(5):
        limit.ended(30.0)
    assert 64 < limit.places < 256
    _talk(limit, ticking, 10.0, way=0.05)
    assert limit.places == 256


def test_where_the_bounds_are_one_it_stays(ticking: Ticking) -> None:
    limit = ConcurrencyLimit(64, 64, ticking)
    _talk(limit, ticking, 5.0, way=0.05)
    assert limit.places == 64
