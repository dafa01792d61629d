"""python-telegram-bot is set up before anything of the program can import it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COUNTS = "from telegram.error import RetryAfter; print(repr(RetryAfter(3).retry_after))"


@pytest.mark.parametrize("module", ["workers.part", "health", "telegram.errors", "telegram.client"])
def test_durations_are_timedeltas_whatever_is_imported_first(module: str) -> None:
    """Modules that import the library before anything of bot/telegram/ are no exception."""
    surroundings = {n: v for n, v in os.environ.items() if n != "PTB_TIMEDELTA"}
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import bot.{module}; {COUNTS}"],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "datetime.timedelta(seconds=3)"
