"""Keeping the demo's world on disk, so that a demo that was killed comes back with its chats.

Changes are noted as they happen and written a moment later, in one transaction, by a thread of
its own. What a kill may cost is that moment; ids are skipped on return so that none is used twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bot.demo.fake_telegram.world.records import NOUNS
from bot.demo.fake_telegram.world.world import World

# Seconds between two writes.
PAUSE = 0.05
# How many ids are left out after a kill, as the last ones may not have been written.
SKIPPED_IDS = 100
Row = tuple[str, str, str | None, bytes]


class Journal:
    """One SQLite file with a row for each user, chat, message, file, press and the rest."""

    def __init__(self, world: World, path: Path) -> None:
        self._world = world
        self._changes: dict[tuple[str, Any], None] = {}
        self._thread = ThreadPoolExecutor(1, "demo-journal")
        self._file = self._thread.submit(_open, path).result()

    def load(self) -> bool:
        """Bring back what the file holds into an empty world; whether it held anything."""
        rows = self._thread.submit(_read, self._file).result()
        for noun, facts, content in rows:
            NOUNS[noun].restore(self._world, json.loads(facts), content)
        if rows:
            self._world.skip_ids(SKIPPED_IDS)
        return bool(rows)

    def note_all(self) -> None:
        """Note everything there is, as after a world was stocked."""
        world = self._world
        for user in world.people:
            self._note("user", user.id)
        for chat in world.chats:
            self._note("chat", chat.id)
            for number in chat.messages:
                self._note("message", (chat.id, number))
        for stored in world.files:
            self._note("file", stored.id)
        for query in world.presses:
            self._note("query", query.id)
        for noun in ("queue", "profile"):
            self._note(noun, "")

    def _note(self, noun: str, key: Any) -> None:
        self._changes[noun, key] = None

    async def flush(self) -> None:
        """Write what has changed, and wait until it is written."""
        if not self._changes:
            return
        changes, self._changes = self._changes, {}
        for noun, key in list(changes):
            if noun == "message":
                changes["chat", key[0]] = None
        rows = [_row(self._world, noun, key) for noun, key in changes]
        await asyncio.wrap_future(self._thread.submit(_write, self._file, rows))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Note every change and write every few moments until the block ends; once more then."""
        self._world.changes.journals.append(self._note)
        writing = asyncio.get_running_loop().create_task(self._write_on())
        try:
            yield
        finally:
            writing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writing
            await self.flush()
            self._world.changes.journals.remove(self._note)
            self.close()

    async def _write_on(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            await self.flush()

    def close(self) -> None:
        self._thread.submit(self._file.close).result()
        self._thread.shutdown()


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(path, isolation_level=None)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=NORMAL")
    file.execute(
        "CREATE TABLE IF NOT EXISTS kept (place INTEGER PRIMARY KEY, noun TEXT NOT NULL,"
        " key TEXT NOT NULL, facts TEXT NOT NULL, content BLOB NOT NULL, UNIQUE (noun, key))"
    )
    return file


def _read(file: sqlite3.Connection) -> list[tuple[str, str, bytes]]:
    """All rows, in an order in which each finds what it needs, older messages first."""
    rows = file.execute("SELECT noun, facts, content FROM kept ORDER BY place").fetchall()
    order = list(NOUNS)
    return sorted(rows, key=lambda row: order.index(row[0]))


def _write(file: sqlite3.Connection, rows: list[Row]) -> None:
    file.execute("BEGIN IMMEDIATE")
    for noun, key, facts, content in rows:
        if facts is None:
            file.execute("DELETE FROM kept WHERE noun = ? AND key = ?", (noun, key))
        else:
            file.execute(
                "INSERT INTO kept (noun, key, facts, content) VALUES (?, ?, ?, ?) ON CONFLICT"
                " (noun, key) DO UPDATE SET facts = excluded.facts, content = excluded.content",
                (noun, key, facts, content),
            )
    file.execute("COMMIT")


def _row(world: World, noun: str, key: Any) -> Row:
    name = ":".join(map(str, key)) if isinstance(key, tuple) else str(key)
    found = NOUNS[noun].find(world, key)
    if found is None:
        return noun, name, None, b""
    return noun, name, json.dumps(found[0]), found[1]
