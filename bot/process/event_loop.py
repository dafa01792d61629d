"""How a program that serves is run: on uvloop where there is one, its start out of the way.

What that is worth: docs/decisions/0013-loop.md.
"""

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any

# When the garbage collector runs: objects made, then runs of the generation before.
THRESHOLDS = (5_000, 20, 50)


def run_serving(work: Coroutine[Any, Any, None]) -> None:
    """Run the program to its end."""
    try:
        import uvloop  # noqa: PLC0415 - not on Windows
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


def forget_the_start() -> None:
    """What is there by now stays to the end: the collector need not look at it again and again.

    Nor so often at what is new: an update makes some hundred things, and drops them by itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
