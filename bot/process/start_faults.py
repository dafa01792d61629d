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
from campaign.reading import CampaignFaults
from storage.database.engine import UnsafeDatabase
from storage.database.migrate import NewerDatabase

FOLDER = "FLAGBEARER_DATA: {}：{}"
UNUSABLE = "{}: 数据库不能使用 / the database cannot be used: {} ({}){}"
NEWER = (
    "数据库由更新的版本写成（{}），请升级程序。/ "
    "The database was written by a newer release ({}): upgrade the program."
)
REASONS = {
    errno.EACCES: "没有写入的权限 / writing there is not permitted",
    errno.EPERM: "没有写入的权限 / writing there is not permitted",
    errno.EROFS: "这里是只读的，请换一个文件夹 / it is read-only: name another folder",
    errno.EEXIST: "这是一个文件，要写文件夹 / it is a file, and a folder is needed",
    errno.EISDIR: "这是文件夹，要写文件 / it is a folder, and a file is needed",
    errno.ENOTDIR: "路径中间有一个文件 / a file is in the way",
    errno.ENOENT: "这里不能建文件夹，请换一个 / no folder can be made there: name another",
    errno.ENOSPC: "磁盘已满 / the disk is full",
    errno.EDQUOT: "磁盘配额已用完 / the quota of the disk is used up",
    errno.ENAMETOOLONG: "路径太长 / the path is too long",
}
CHECK = "（共 {0} 处，全部见 / {0} in all: flagbearer check {1}）"
# What drivers say, and what to do about it.
REMEDIES = (
    ("locked", "另一个程序占着它，请先停止那个程序 / another program holds it: stop that one"),
    ("not a database", "请指向数据库文件，或放回备份 / name a database file, or restore a backup"),
    ("malformed", "文件已损坏，请放回备份 / the file is damaged: restore a backup"),
    ("readonly", "文件或文件夹是只读的 / the file or its folder is read-only"),
    ("unable to open", "是文件夹，或没有权限 / it is a folder, or not permitted"),
    ("is full", "磁盘已满 / the disk is full"),
    ("No space left", "磁盘已满 / the disk is full"),
    (
        "password authentication",
        "请检查用户名和口令，其中的 @ 写成 %40 / look at user and password; write @ as %40",
    ),
    ("does not exist", "请先建好用户和库 / make the user and the database first"),
    ("rejected SSL", "服务器不用 SSL，请去掉 sslmode / the server has no SSL: take sslmode away"),
    ("Name or service", "请检查主机名 / look at the name of the host"),
    ("Connect call failed", "请检查主机和端口，服务器是否在运行 / look at host and port"),
)  # fmt: skip


def usable_folder(folder: Path) -> None:
    """Make the data folder if need be, and try whether it can be written to. Raises BrokenStart."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder, buffering=0) as trial:
            trial.write(b"0")
    except OSError as fault:
        raise BrokenStart(FOLDER.format(_printable(folder), reason(fault))) from None


def campaign_fault(found: CampaignFaults) -> str:
    """The first fault of a campaign file, and how the others are listed."""
    file, fault, count = _printable(found.source), found.faults[0], len(found.faults)
    line_zh, line_en = (f"第 {fault.line} 行 ", f"line {fault.line} ") if fault.line else ("", "")
    first = (
        f"FLAGBEARER_CAMPAIGN: {file}：{line_zh}{fault.place} {fault.message.zh}"
        f"{fault.remedy.zh} / {line_en}{fault.place} {fault.message.en} {fault.remedy.en}"
    )
    return " ".join((first + (CHECK.format(count, file) if count > 1 else "")).split())


def reason(fault: OSError) -> str:
    """Why, in both languages; by the system's own words where it is none of the usual ones."""
    return REASONS.get(fault.errno or 0) or fault.strerror or type(fault).__name__


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
        raise BrokenStart(NEWER.format(newer, newer)) from None
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
        told = REASONS[fault.errno]
    place = f"{url.drivername}://"
    if url.get_backend_name() == "sqlite":
        named, place = "FLAGBEARER_DATABASE, FLAGBEARER_DATA", f"{place}/{url.database}"
    else:
        named, place = "FLAGBEARER_DATABASE", f"{place}{_host(url)}/{url.database}"
    remedy = next((remedy for words, remedy in REMEDIES if words in told), "")
    return UNUSABLE.format(named, _printable(place), told[:300], remedy and f"：{remedy}")


def _host(url: URL) -> str:
    return f"{url.host or ''}" if url.port is None else f"{url.host}:{url.port}"


def _printable(path: object) -> str:
    return str(path).encode("utf-8", "replace").decode()
