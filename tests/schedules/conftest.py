"""Reminders are tried on a campus, with a bell that is rung by hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.campus import Campus, open_campus
from tests.schedules.bell import Bell


@pytest.fixture
async def campus(tmp_path: Path) -> AsyncIterator[Campus]:
    """A campus on SQLite, on Monday 23 June 2008 at nine."""
    async with open_campus(f"sqlite+aiosqlite:///{tmp_path / 'campus.sqlite3'}", tmp_path) as made:
        yield made


@pytest.fixture
async def bell(campus: Campus) -> Bell:
    """Rung once already, so that the campaign is under way."""
    bell = Bell(campus)
    await bell.rings()
    return bell
