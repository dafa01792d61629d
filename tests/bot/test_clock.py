"""Clocks: UTC always; one that starts elsewhere, one that is moved by hand."""

from datetime import UTC, datetime, timedelta, timezone

from bot.clock import MovableClock, StartedClock, SystemClock

START = datetime(2008, 6, 23, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def test_the_systems_clock_is_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= SystemClock().now() <= datetime.now(UTC)
    assert SystemClock().now().tzinfo is UTC


def test_a_started_clock_runs_on_from_its_start() -> None:
    seconds = iter([1000.0, 1000.0, 1090.5])
    clock = StartedClock(START, lambda: next(seconds))
    assert clock.now() == START
    assert clock.now() == START + timedelta(seconds=90.5)


def test_a_moved_clock_tells_whoever_waits() -> None:
    clock, told = MovableClock(START, running=False), []
    clock.watchers.append(lambda: told.append(clock.now()))
    assert clock.advance(timedelta(days=1)) == START + timedelta(days=1)
    clock.stand_at(START - timedelta(hours=3))
    assert told == [START + timedelta(days=1), START - timedelta(hours=3)]
    assert clock.now().tzinfo is UTC


def test_between_moves_it_stands_or_runs() -> None:
    standing, running = MovableClock(START, running=False), MovableClock(START)
    assert standing.now() == standing.now() == START
    first = running.now()
    while running.now() == first:
        pass
    assert running.now() > first
