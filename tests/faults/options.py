"""How long the crash test runs, and what it tells at the end of the whole test run."""

from typing import Any

import pytest

TOLD = "ordeal"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("flagbearer")
    group.addoption(
        "--kills", type=int, help="kills of the crash tests, else what each finds enough"
    )
    group.addoption("--streams", type=int, default=8, help="disordered streams of updates")
    group.addoption("--seed", type=int, default=2008, help="seed of the crash test")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Seeds, counts and points, whichever process ran the tests."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    lines = [
        line
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, line in report.user_properties
        if name == TOLD
    ]
    if lines:
        terminalreporter.section("killed and started again")
        for line in lines:
            terminalreporter.write_line(line)
