"""What the machine refuses at a start, in one line with its remedy: folders, databases, disks."""

import errno
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.settings.broken_start import BrokenStart
from campaign.locale.plain_texts import both, plain
from campaign.reading import CampaignFaults, Fault
from campaign.texts import Language
from storage.database.engine import UnsafeDatabase
from storage.database.migrate import NewerDatabase

REASONS = {
    errno.EACCES: "start_up.not_permitted",
    errno.EPERM: "start_up.not_permitted",
    errno.EROFS: "start_up.read_only_place",
    errno.EEXIST: "start_up.is_a_file",
    errno.EISDIR: "start_up.is_a_folder",
    errno.ENOTDIR: "start_up.file_in_the_way",
    errno.ENOENT: "start_up.no_folder_there",
    errno.ENOSPC: "start_up.disk_full",
    errno.EDQUOT: "start_up.quota_used_up",
    errno.ENAMETOOLONG: "start_up.path_too_long",
}
# What drivers say, and the text that tells what to do about it.
REMEDIES = (
    ("locked", "start_up.database_locked"),
    ("not a database", "start_up.not_a_database"),
    ("malformed", "start_up.database_damaged"),
    ("readonly", "start_up.database_read_only"),
    ("unable to open", "start_up.database_not_opened"),
    ("is full", "start_up.disk_full"),
    ("No space left", "start_up.disk_full"),
    ("password authentication", "start_up.database_password"),
    ("does not exist", "start_up.database_not_made"),
    ("rejected SSL", "start_up.database_no_ssl"),
    ("Name or service", "start_up.database_host"),
    ("Connect call failed", "start_up.database_no_answer"),
)


def usable_folder(folder: Path) -> None:
    """Make the data folder if need be, and try whether it can be written to. Raises BrokenStart."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder, buffering=0) as trial:
            trial.write(b"0")
    except OSError as fault:
        told = f"FLAGBEARER_DATA: {_printable(folder)}：{reason(fault)}"
        raise BrokenStart(told) from None


def campaign_fault(found: CampaignFaults) -> str:
    """The first fault of a campaign file, and how the others are listed."""
    file, count = _printable(found.source), len(found.faults)
    first = " / ".join(_in_one_line(found.faults[0], language) for language in Language)
    told = f"FLAGBEARER_CAMPAIGN: {file}：{first}"
    if count > 1:
        told += f"（{both('start_up.faults_in_all', count=count)}: flagbearer check {file}）"
    return " ".join(told.split())


def _in_one_line(fault: Fault, language: Language) -> str:
    line = plain("campaign_file.line", language, line=fault.line) if fault.line else ""
    message, remedy = (part.in_language(language) for part in (fault.message, fault.remedy))
    between = "" if language is Language.ZH else " "
    return f"{line} {fault.place} {message}{between}{remedy}"


def reason(fault: OSError) -> str:
    """Why, in both languages; by the system's own words where it is none of the usual ones."""
    known = REASONS.get(fault.errno or 0)
    return both(known) if known else fault.strerror or type(fault).__name__


def openable(url: str) -> None:
    """Try to open a SQLite file. Raises sqlite3.Error, OSError.

    The driver's own thread would tell a failure to an event loop that has ended by it.
    """
    file = make_url(url).database
    if url.startswith("sqlite") and file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        sqlite3.connect(file).close()


@contextmanager
def database_faults(url: str) -> Iterator[None]:
    """What keeps the database from being used becomes one line. Raises BrokenStart."""
    try:
        yield
    except NewerDatabase as newer:
        raise BrokenStart(both("start_up.newer_database", step=newer)) from None
    except _of_database() as fault:
        raise BrokenStart(_unusable(make_url(url), fault)) from None


def _of_database() -> tuple[type[Exception], ...]:
    """A refused connection is told by the driver itself, past SQLAlchemy."""
    known = (UnsafeDatabase, SQLAlchemyError, sqlite3.Error, OSError)
    asyncpg: Any = sys.modules.get("asyncpg")
    return known if asyncpg is None else (*known, asyncpg.PostgresError, asyncpg.InterfaceError)


def _unusable(url: URL, fault: Exception) -> str:
    """Which database and why, without user, password and parameters."""
    told = str(getattr(fault, "orig", None) or fault).partition("\n")[0] or type(fault).__name__
    if isinstance(fault, OSError) and fault.errno in REASONS:
        told = both(REASONS[fault.errno])
    place = f"{url.drivername}://"
    if url.get_backend_name() == "sqlite":
        named, place = "FLAGBEARER_DATABASE, FLAGBEARER_DATA", f"{place}/{url.database}"
    else:
        named, place = "FLAGBEARER_DATABASE", f"{place}{_host(url)}/{url.database}"
    remedy = next((f"：{both(key)}" for words, key in REMEDIES if words in told), "")
    unusable = both("start_up.database")
    return f"{named}: {unusable}: {_printable(place)} ({told[:300]}){remedy}"


def _host(url: URL) -> str:
    return f"{url.host or ''}" if url.port is None else f"{url.host}:{url.port}"


def _printable(path: object) -> str:
    return str(path).encode("utf-8", "replace").decode()
