"""Counting calls: at most so many within any stretch of time, and so many in the long run.

What a server counts is when a call reaches it, which is some time between its start and its
answer: a call under way counts as if it were reaching the server now.
"""

from bisect import bisect_right, insort
from collections.abc import Iterator

# Seconds after its start by which a call has reached the server, however late its answer is.
LATEST = 0.25


class Window:
    """At most `most` events within any `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._times: list[float] = []
        self._under_way: list[float] = []

    def note(self, now: float) -> None:
        """One event now."""
        self._forget(now)
        insort(self._times, now)

    def begin(self, now: float) -> None:
        """A call starts now; when it is over, `end` says when it has reached the server."""
        self._forget(now)
        self._under_way.append(now)

    def end(self, started: float, arrived: float) -> None:
        """The call that started then has reached the server at that moment."""
        self._under_way.remove(started)
        insort(self._times, arrived)

    def room(self, now: float) -> int:
        """How many more might have followed at that moment: nothing is forgotten by asking."""
        over = len(self._times) - bisect_right(self._times, now - self.seconds)
        return max(0, self.most - over - sum(1 for _ in self._arriving(now)))

    def is_full(self, now: float) -> bool:
        """Whether none might have followed at that moment."""
        noted = len(self._times) + len(self._under_way)
        return noted >= self.most and not self.room(now)

    def free_at(self, now: float) -> float:
        """When the next may follow."""
        if not self.is_full(now):
            return now
        over = self._times[bisect_right(self._times, now - self.seconds) :]
        counted = sorted([*over, *self._arriving(now)])
        return counted[-self.most] + self.seconds

    def _arriving(self, now: float) -> Iterator[float]:
        """When the calls under way may have reached the server, at the latest."""
        moments = (min(now, started + LATEST) for started in self._under_way)
        return (moment for moment in moments if moment > now - self.seconds)

    def _forget(self, now: float) -> None:
        del self._times[: bisect_right(self._times, now - self.seconds)]


class Allowance:
    """`rate` a second in the long run, and up to `most` of them at once after a rest."""

    def __init__(self, rate: float, most: int, now: float) -> None:
        self._rate = rate
        self._most = most
        self._empty_at = now - most / rate

    def take(self, now: float) -> None:
        """One event now."""
        self._empty_at = max(self._empty_at, now - self._most / self._rate) + 1 / self._rate

    def left(self, now: float) -> int:
        """How many more may follow now."""
        # A hair more, for sums of fractions come out a hair short.
        return max(0, min(self._most, int((now - self._empty_at) * self._rate + 1e-6)))

    def has(self, count: int) -> float:
        """When so many may follow at once."""
        return self._empty_at + count / self._rate
