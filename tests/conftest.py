"""What every test has at hand."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import bot  # noqa: F401 - sets how python-telegram-bot counts time, for tests that import it alone

# How fast a machine draws examples is no property of the program.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

pytest_plugins = ["tests.postgres", "tests.prepared", "tests.faults.options"]

MEMORY = Path("/dev/shm")
ROOM = 4 << 30


def has_room(folder: Path) -> bool:
    """Whether files in memory may take the place of those on disk; programs are started there."""
    if not os.access(folder, os.W_OK | os.X_OK) or shutil.disk_usage(folder).free < ROOM:
        return False
    return not os.statvfs(folder).f_flag & os.ST_NOEXEC


# SQLite waits for the disk at each commit, some 4 ms, and PostgreSQL for the 300 files of each
# database. No test cuts the power, and a killed process's files outlive it in memory as on disk.
if "TMPDIR" not in os.environ and has_room(MEMORY):
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: whoever came to them last would work while the others have nothing."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("crash", "timeout"))))
