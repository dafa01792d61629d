"""What every test has at hand."""

import os

# python-telegram-bot 22 warns about durations in seconds unless this is set before its import.
os.environ.setdefault("PTB_TIMEDELTA", "1")

pytest_plugins = ["tests.postgres", "tests.faults.options"]
