"""How many calls may be under way at once: as many as the way to Telegram can use.

Far from the server a call spends its time on the way, and a fixed number of calls under way caps
the rate (64 at 50 ms there and back: 1,280 a second). So the limit grows while it is full and a
round trip takes about what it takes at its best; where round trips get longer, calls wait for the
server or for ourselves, and more of them would only wait longer (TCP Vegas reckons like this).
"""

import time
from collections.abc import Callable

# Places for each call that ends while all are taken: a quarter more in a round trip.
GROWTH = 0.25
SHRINK = 0.9
# A round trip this many times the best one means that half of it was spent waiting.
LONGER = 2.0
# The share of the newest round trip in the usual one.
NEWEST = 1 / 32
# Seconds after which the best round trip is looked for anew: a way may become longer for good.
BEST_OF = 30.0


class ConcurrencyLimit:
    """Places for calls under way, from `least` to `most`. `elapsed`: a clock that never jumps.

    Whoever starts calls tells with `full` whether the places were too few for all that waited.
    """

    def __init__(
        self, least: int, most: int, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._least = least
        self._most = most
        self._elapsed = elapsed
        self._places = float(least)
        self.full = False
        self._usual: float | None = None
        self._best = self._next_best = float("inf")
        self._best_since = self._shrunk_at = elapsed()

    @property
    def places(self) -> int:
        """How many calls may be under way."""
        return int(self._places)

    def ended(self, took: float) -> None:
        """A call came back after so many seconds."""
        self._note(took)
        if self._is_longer():
            self._shrink()
        elif self.full:
            self._places = min(self._most, self._places + GROWTH)

    def _note(self, took: float) -> None:
        now = self._elapsed()
        if now - self._best_since >= BEST_OF:
            self._best, self._next_best = self._next_best, float("inf")
            self._best_since = now
        self._best = min(self._best, took)
        self._next_best = min(self._next_best, took)
        usual = took if self._usual is None else self._usual
        self._usual = usual + (took - usual) * NEWEST

    def _is_longer(self) -> bool:
        return self._usual is not None and self._usual > LONGER * self._best

    def _shrink(self) -> None:
        """Once a round trip: what is under way does not yet show the last step."""
        now = self._elapsed()
        if now - self._shrunk_at >= (self._usual or 0.0):
            self._shrunk_at = now
            self._places = max(self._least, self._places * SHRINK)
