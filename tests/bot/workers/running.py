"""Parts at work on a campus with SQLite, and what they write, transaction by transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Column, select

from bot.workers.part import Part
from storage.database.session import Session
from tests.campus import Campus


@asynccontextmanager
async def at_work(*parts: Part) -> AsyncIterator[None]:
    """These run meanwhile; begins when each has looked once and rests."""
    stop = asyncio.Event()
    working = []
    try:
        async with asyncio.timeout(20):
            for part in parts:
                looked = _first_look(part)
                working.append(asyncio.create_task(part.run(stop)))
                await looked.wait()
                await asyncio.sleep(0)
            yield
    finally:
        stop.set()
        await asyncio.gather(*working)


def _first_look(part: Part) -> asyncio.Event:
    looked = asyncio.Event()
    honest = part.round

    async def round_() -> float | None:
        rest = await honest()
        looked.set()
        return rest

    part.round = round_  # type: ignore[method-assign]
    return looked


def watch(campus: Campus, monkeypatch: pytest.MonkeyPatch, *states: Column[str]) -> list[str]:
    """How these columns stand at the end of each transaction that finds any rows."""
    ended: list[str] = []
    honest = campus.database.write

    @asynccontextmanager
    async def watched() -> AsyncIterator[Session]:
        async with honest() as session:
            yield session
            found = [row[0] for one in states for row in await session.rows(select(one))]
            if found:
                ended.append(" ".join(found))

    monkeypatch.setattr(campus.database, "write", watched)
    return ended
