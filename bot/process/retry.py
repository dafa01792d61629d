"""Waiting: for an event but no longer than that, and longer after each failure."""

import asyncio
import math
import random
from typing import Any

# The pause after the first failure, in seconds.
FIRST = 1.0
# Seconds; a longer wait is a broken server's word, and would rest a chat for ever.
LONGEST_WAIT = 86_400.0
# Where a server says that it is too much, but not for how long.
WAIT_UNTOLD = 1.0


async def until_set(event: asyncio.Event, seconds: float | None) -> bool:
    """Wait for the event, at most so long; whether it is set."""
    if not event.is_set():
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            return False
    return True


def pause_after(failures: int, *, longest: float) -> float:
    """Seconds to wait after so many failures in a row: doubled each time, and spread by chance."""
    whole = min(FIRST * 2.0 ** min(failures - 1, 30), longest)
    return whole * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing


class Backoff:
    """Pauses that grow with each failure in a row."""

    def __init__(self, *, longest: float) -> None:
        self._longest = longest
        self._failures = 0

    def next(self) -> float:
        """The seconds to wait after one more failure."""
        self._failures += 1
        return pause_after(self._failures, longest=self._longest)

    def reset(self) -> None:
        """It worked."""
        self._failures = 0


def told_to_wait(seconds: Any) -> int:
    """For how many whole seconds a server tells us to wait, whatever it writes there."""
    try:
        told = float(seconds)
    except (TypeError, ValueError, OverflowError):
        told = WAIT_UNTOLD
    # In this order not-a-number, too, comes out as the shortest.
    return math.ceil(min(max(WAIT_UNTOLD, told), LONGEST_WAIT))
