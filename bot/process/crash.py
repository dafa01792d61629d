"""Arms a crash point for tests: FLAGBEARER_CRASH_AT="out-after-send:3" kills at the third pass.

Only where FLAGBEARER_TESTING is set too, so that a stray variable harms nobody.
"""

from collections.abc import Mapping

from bot.settings import BrokenStart
from storage.crash_points import UnknownPoint, arm


def arm_crash_point(environment: Mapping[str, str]) -> None:
    """Arm what the environment names. Raises BrokenStart for a name or a count that is wrong."""
    wanted = environment.get("FLAGBEARER_CRASH_AT")
    if not wanted or not environment.get("FLAGBEARER_TESTING"):
        return
    name, _, passes = wanted.partition(":")
    try:
        arm(name, int(passes or "1"))
    except (UnknownPoint, ValueError) as fault:
        raise BrokenStart(f"FLAGBEARER_CRASH_AT={wanted}: {fault!r}") from fault
