"""Named places at which a test may have the process killed; they cost nothing otherwise.

The program arms at most one of them at its start, and only for a test. Nothing is read from the
environment here.
"""

import os
import signal

POINTS = (
    "after-get",
    "inbox-before-commit",
    "inbox-after-commit",
    "turn-before",
    "turn-after",
    "tx-before-commit",
    "tx-after-commit",
    "out-after-claim",
    "out-before-send",
    "out-after-send",
    "out-before-mark",
    "out-after-mark",
)
# These are passed only when something is due, so not in every run of the program.
TICK_POINTS = ("tick-before-commit", "tick-after-commit")

_passes_left: dict[str, int] = {}


class UnknownPoint(LookupError):
    """A crash point of that name does not exist."""


def arm(name: str, passes: int) -> None:
    """Kill the process when it passes this point for the given time (1: the next)."""
    if name not in (*POINTS, *TICK_POINTS):
        raise UnknownPoint(name)
    _passes_left.clear()
    _passes_left[name] = passes


def disarm() -> None:
    """Kill nothing any more."""
    _passes_left.clear()


def crash_point(name: str) -> None:
    """Die here by SIGKILL, without any cleaning up, if this is the armed point and pass."""
    if name not in _passes_left:
        return
    _passes_left[name] -= 1
    if _passes_left[name] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
