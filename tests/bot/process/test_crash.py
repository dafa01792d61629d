"""Crash points kill for real, only when armed by a test, at the pass that was asked for."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.process.crash import arm_crash_point
from bot.settings import BrokenStart
from storage.crash_points import POINTS, _passes_left, crash_point, disarm

ARMED = "FLAGBEARER_CRASH_AT"


@pytest.fixture(autouse=True)
def harmless() -> Iterator[None]:
    """Nothing stays armed."""
    yield
    disarm()


@pytest.mark.parametrize("passes", [1, 3])
def test_the_process_is_killed_at_that_pass(passes: int) -> None:
    code = (
        "import os, sys\n"
        "from bot.process.crash import arm_crash_point\n"
        "from storage.crash_points import crash_point\n"
        "arm_crash_point(os.environ)\n"
        "for number in range(5):\n"
        "    print(number, flush=True)\n"
        "    crash_point('after-get')\n"
        "    crash_point('out-after-send')\n"
    )
    environment = {ARMED: f"out-after-send:{passes}", "FLAGBEARER_TESTING": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert done.stdout.split() == [str(number) for number in range(passes)]


def test_unarmed_they_do_nothing() -> None:
    for name in POINTS:
        crash_point(name)


@pytest.mark.parametrize("environment", [{}, {ARMED: "after-get:1"}, {"FLAGBEARER_TESTING": "1"}])
def test_a_stray_variable_arms_nothing(environment: dict[str, str]) -> None:
    arm_crash_point(environment)
    assert _passes_left == {}


@pytest.mark.parametrize("wanted", ["nowhere:1", "after-get:soon"])
def test_a_wrong_name_or_count_is_told(wanted: str) -> None:
    with pytest.raises(BrokenStart, match=wanted):
        arm_crash_point({ARMED: wanted, "FLAGBEARER_TESTING": "1"})
