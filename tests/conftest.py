"""What every test has at hand."""

import os

from hypothesis import HealthCheck, settings

# python-telegram-bot 22 warns about durations in seconds unless this is set before its import.
os.environ.setdefault("PTB_TIMEDELTA", "1")

# How fast a machine draws examples is no property of the program.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

pytest_plugins = ["tests.postgres", "tests.faults.options"]
