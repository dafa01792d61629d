"""Keeps a second process off the same SQLite file: it would send what the first is sending."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot.settings import BrokenStart

RUNNING = (
    "{} 正被另一个 flagbearer 使用，请先停止它。/ "
    "{} is in use by another flagbearer: stop that one first."
)


@contextmanager
def alone(database_url: str) -> Iterator[None]:
    """Hold the file's lock until the end. PostgreSQL needs none. Raises BrokenStart."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or os.name == "nt":
        yield
        return
    import fcntl  # noqa: PLC0415 - Windows has none

    place = Path(f"{url.database}.lock")
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BrokenStart(RUNNING.format(url.database, url.database)) from None
        yield
