"""Tests of upgrades have the release before at hand, opened by this one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.campus import Campus
from tests.upgrades.before import open_release_before


@pytest.fixture
async def campus(tmp_path: Path) -> AsyncIterator[Campus]:
    """What the release before left on 8 July 2008, with this release just started on it."""
    async with open_release_before(tmp_path) as opened:
        yield opened
