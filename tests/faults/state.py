"""Everything that the campaign knows, as one value to compare: before and after, this and that."""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

import storage.tables  # noqa: F401 - fills the metadata
from storage.database.columns import metadata
from tests.campus import Campus

# How things come and go, not what is known.
TRAFFIC = frozenset({"settings", "inbox", "outbox", "cards"})


async def tables_of(campus: Campus, *, without: Iterable[str] = ()) -> dict[str, list[str]]:
    """Every row of every table but the traffic's, as text, in no particular order."""
    left_out = TRAFFIC | set(without)
    found: dict[str, list[str]] = {}
    async with campus.reading() as session:
        for table in metadata.sorted_tables:
            if table.name not in left_out:
                rows = await session.rows(select(table))
                found[table.name] = sorted(_shown(dict(row._mapping)) for row in rows)
    return found


async def fingerprint(campus: Campus, *, without: Iterable[str] = ()) -> str:
    """The same as one hash."""
    tables = await tables_of(campus, without=without)
    return hashlib.sha256(repr(sorted(tables.items())).encode()).hexdigest()


def _shown(row: dict[str, Any]) -> str:
    return repr(sorted((name, repr(value)) for name, value in row.items()))
