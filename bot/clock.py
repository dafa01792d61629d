"""Clocks: the system's, one that starts at a given moment, and one that can be moved."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


class StartedClock:
    """Stands at `start` when made, and runs on from there with the real time."""

    def __init__(self, start: datetime, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._start = start.astimezone(UTC)
        self._elapsed = elapsed
        self._began = elapsed()

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self._start + timedelta(seconds=self._elapsed() - self._began)


class MovableClock:
    """A clock that is moved by hand; between moves it runs on, or, if not `running`, stands.

    Whoever waits for a moment puts a callable into `watchers`: it is called after every move.
    """

    def __init__(self, start: datetime, *, running: bool = True) -> None:
        self._clock = StartedClock(start, time.monotonic if running else lambda: 0.0)
        self._moved = timedelta()
        self.watchers: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self._clock.now() + self._moved

    def advance(self, by: timedelta) -> datetime:
        """Move on (or, with a negative value, back); the new present moment."""
        self._moved += by
        for watcher in self.watchers:
            watcher()
        return self.now()

    def stand_at(self, moment: datetime) -> None:
        """Move to a moment."""
        self.advance(moment - self.now())
