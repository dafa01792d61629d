"""What every test has at hand."""

from hypothesis import HealthCheck, settings

import bot  # noqa: F401 - sets how python-telegram-bot counts time, for tests that import it alone

# How fast a machine draws examples is no property of the program.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

pytest_plugins = ["tests.postgres", "tests.prepared", "tests.faults.options"]
