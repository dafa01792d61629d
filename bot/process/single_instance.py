"""Keeps a second process off the same SQLite file: it would send what the first is sending."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
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
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    with _held(url.database):
        yield


def _held(database: str) -> AbstractContextManager[object]:
    """The lock beside the file. It is the system's, so it ends with the process, however killed."""
    place = Path(f"{database}.lock")
    # Not soft: a lock that only names a process would outlive it, and keep the next from starting.
    lock = FileLock(place, blocking=False, fallback_to_soft=False)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return lock.acquire()
    except Timeout:
        raise BrokenStart(RUNNING.format(database, database)) from None
    except OSError as fault:
        raise BrokenStart(NO_LOCK.format(place, reason(fault))) from None
