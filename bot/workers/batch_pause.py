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
        self._remembered = 0.0
        self._at = elapsed()
        self._busy = 0.0
        self._looked, self._worked_before = elapsed(), worked()

    def came(self, number: int) -> None:
        """So many came just now."""
        self._remembered = self._left() + number
        self._at = self._elapsed()

    def seconds(self) -> float:
        """How long to wait now: the pause, or 0."""
        self._look_at_work()
        expected = self._left() / MEMORY * self._pause
        return self._pause if expected >= WORTH and self._busy >= BUSY else 0.0

    def _left(self) -> float:
        return self._remembered * _left_after(self._elapsed() - self._at)

    def _look_at_work(self) -> None:
        """What was worked since the last look counts evenly for the time since then."""
        now, worked = self._elapsed(), self._worked()
        since = now - self._looked
        if since > 0:
            share = (worked - self._worked_before) / since
            self._busy = share + (self._busy - share) * _left_after(since)
            self._looked, self._worked_before = now, worked


def _left_after(seconds: float) -> float:
    """The share of what is remembered that so much time leaves."""
    return math.exp(-seconds / MEMORY)
