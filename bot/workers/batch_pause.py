"""Whether to wait a moment so that others join a transaction: only where others are to be expected.

A pause costs everybody who is served after it. It is worth that where so many come that several
will share what follows; alone, or at a light load, it would be time lost.
"""

import math
import time
from collections.abc import Callable

# So many must be expected within a pause: then it saves more work than it costs time.
WORTH = 2.0
# Seconds over which arrivals are remembered, each a little less with time.
MEMORY = 0.2


class BatchPause:
    """A pause of so many seconds, or none. `elapsed`: a clock that never jumps."""

    def __init__(self, seconds: float, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._pause = seconds
        self._elapsed = elapsed
        self._remembered = 0.0
        self._at = elapsed()

    def came(self, number: int) -> None:
        """So many came just now."""
        self._remembered = self._left() + number
        self._at = self._elapsed()

    def seconds(self) -> float:
        """How long to wait now: the pause, or 0."""
        expected = self._left() / MEMORY * self._pause
        return self._pause if expected >= WORTH else 0.0

    def _left(self) -> float:
        return self._remembered * math.exp((self._at - self._elapsed()) / MEMORY)
