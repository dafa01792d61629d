"""Keeps a second process off the same SQLite file: it would send what the first is sending."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import make_url

from bot.process.start_faults import reason
from bot.settings.broken_start import BrokenStart
from campaign.locale.plain_texts import both

PLACES = "FLAGBEARER_DATABASE, FLAGBEARER_DATA"


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
        raise BrokenStart(both("start_up.database_in_use", file=database)) from None
    except OSError as fault:
        told = both("start_up.no_lock", file=place)
        raise BrokenStart(f"{PLACES}: {told}: {reason(fault)}") from None
