"""The pinned requirements are what pyproject.toml asks for, and hold no way to any server.

Renew them with `python3 run.py lock`.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NAMES = ("run", "test", "uv")


def pins(name: str) -> dict[str, Version]:
    """The one version of each package in requirements/NAME.txt."""
    found: dict[str, Version] = {}
    for line in lock_text(name).splitlines():
        if pinned := re.match(r"([a-z0-9-]+)(?:\[.*\])?==([^ ;]+)", line):
            assert pinned[1] not in found
            found[pinned[1]] = Version(pinned[2])
    return found


def lock_text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")


def asked(name: str) -> list[Requirement]:
    """What pyproject.toml asks for in that set, as run.py puts it together."""
    groups = PROJECT["dependency-groups"]
    running = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["postgres"],
        *groups["build"],
    ]
    texts = {
        "run": running,
        "test": [*running, *groups["test"], *groups["lint"]],
        "uv": groups["installer"],
    }
    return [Requirement(text) for text in texts[name]]


@pytest.mark.parametrize("name", NAMES)
def test_each_requirement_is_pinned_within_its_bounds(name: str) -> None:
    pinned = pins(name)
    for requirement in asked(name):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not pinned: python3 run.py lock"
        assert version in requirement.specifier


@pytest.mark.parametrize("name", NAMES)
def test_each_pin_has_hashes_and_no_address(name: str) -> None:
    text = lock_text(name)
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) == len(pins(name))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"\w+://|--(?:extra-)?index-url|--find-links| @ ", text) == []


def test_the_tests_run_on_what_is_delivered() -> None:
    delivered, tested = pins("run"), pins("test")
    assert delivered.items() <= tested.items()
    assert len(tested) > len(delivered)
