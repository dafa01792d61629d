"""Keeps a second process off the same SQLite file: it would send what the first is sending."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sqlalchemy import make_url

from bot.process.start_faults import reason
from bot.settings.broken_start import BrokenStart

RUNNING = (
    "{} 正被另一个 flagbearer 使用，请先停止它。/ "
    "{} is in use by another flagbearer: stop that one first."
)

NO_LOCK = "FLAGBEARER_DATABASE, FLAGBEARER_DATA: 不能锁住 {} / the lock file cannot be used: {}"


@contextmanager
def alone(database_url: str) -> Iterator[None]:
    """Hold the file's lock until the end. PostgreSQL needs none. Raises BrokenStart."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or os.name == "nt":
        yield
        return
    import fcntl  # noqa: PLC0415 - Windows has none

    place = Path(f"{url.database}.lock")
    with _opened(place) as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BrokenStart(RUNNING.format(url.database, url.database)) from None
        except OSError as fault:
            raise BrokenStart(NO_LOCK.format(place, reason(fault))) from None
        yield


def _opened(place: Path) -> TextIO:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return place.open("w")
    except OSError as fault:
        raise BrokenStart(NO_LOCK.format(place, reason(fault))) from None
