"""Whether to wait a moment so that others join a transaction: only where that saves work.

A pause costs everybody who is served after it. It is worth that where several come within it and
the process is busy, for then what is saved would have been waited for anyway. Alone, or on a
machine that keeps up, it would be time lost.
"""

import math
import time
from collections.abc import Callable

# So many must be expected within a pause.
WORTH = 1.0
# This share of a processor must be in use.
BUSY = 0.6
# Seconds over which arrivals and work are remembered, each a little less with time.
MEMORY = 0.2


class Fading:
    """A sum over the last `MEMORY` seconds, in which what is older counts less."""

    def __init__(self, at: float) -> None:
        self._sum = 0.0
        self._at = at

    def add(self, amount: float, at: float) -> None:
        """So much more, at that moment."""
        self._sum = self.rate(at) * MEMORY + amount
        self._at = at

    def rate(self, at: float) -> float:
        """How much a second, at that moment."""
        return self._sum * math.exp((self._at - at) / MEMORY) / MEMORY


class BatchPause:
    """A pause of so many seconds, or none.

    `elapsed`: a clock that never jumps. `worked`: seconds of processor time used so far.
    """

    def __init__(
        self,
        seconds: float,
        elapsed: Callable[[], float] = time.monotonic,
        worked: Callable[[], float] = time.process_time,
    ) -> None:
        self._pause = seconds
        self._elapsed = elapsed
        self._worked = worked
        self._arrivals = Fading(elapsed())
        self._work = Fading(elapsed())
        self._worked_before = worked()

    def came(self, number: int) -> None:
        """So many came just now."""
        self._arrivals.add(number, self._elapsed())

    def seconds(self) -> float:
        """How long to wait now: the pause, or 0."""
        now, worked = self._elapsed(), self._worked()
        self._work.add(worked - self._worked_before, now)
        self._worked_before = worked
        expected = self._arrivals.rate(now) * self._pause
        return self._pause if expected >= WORTH and self._work.rate(now) >= BUSY else 0.0
