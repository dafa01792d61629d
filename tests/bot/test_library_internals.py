"""The private names of libraries that we use: one module each, and a sentence when one has moved.

A library may move its private names in any release. Then these tests say what has to be looked at,
before anything else fails in ways that do not tell.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import aiosqlite
import pytest
from telegram.request import RequestData
from uvicorn.protocols.http.h11_impl import H11Protocol

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "campaign", "handlers", "schedules", "storage")


@dataclass(frozen=True)
class Internal:
    """A private name: whose, where it was, the one module that uses it, and what for."""

    library: str
    name: str
    user: str
    purpose: str

    def moved(self, detail: str) -> str:
        """What to tell whoever took a release in which it is not there any more."""
        return (
            f"{self.library} {version(self.library)} has moved {self.name} ({detail}). "
            f"{self.user} needs it {self.purpose}: look there, or stay with the release before."
        )


REQUEST_PARAMETER = Internal(
    "python-telegram-bot",
    "telegram.request._requestparameter.RequestParameter",
    "bot/telegram/client.py",
    "to make the generic call with values and files, without a typed method",
)
CONNECTION_THREAD = Internal(
    "aiosqlite",
    "Connection._thread",
    "storage/database/sqlite_driver.py",
    "to let the program end while a connection was not closed",
)
CONNECTION_EXECUTE = Internal(
    "aiosqlite",
    "Connection._execute",
    "storage/database/sqlite_driver.py",
    "to run a statement and fetch its rows in one hop to the thread",
)
CONNECTION_CONN = Internal(
    "aiosqlite",
    "Connection._conn",
    "storage/database/sqlite_driver.py",
    "to reach sqlite3's own connection on its thread",
)
H11_KEEP_ALIVE = Internal(
    "uvicorn",
    "H11Protocol._unset_keepalive_if_required",
    "bot/demo/fake_telegram/quick_http.py",
    "to keep a connection open while a call is read past the protocol",
)
INTERNALS = (
    REQUEST_PARAMETER,
    CONNECTION_THREAD,
    CONNECTION_EXECUTE,
    CONNECTION_CONN,
    H11_KEEP_ALIVE,
)


def test_the_request_parameter_is_where_it_was() -> None:
    module, _, name = REQUEST_PARAMETER.name.rpartition(".")
    try:
        parameter = getattr(importlib.import_module(module), name)
        data = RequestData([parameter("chat_id", 5, None)])
    except (ImportError, AttributeError, TypeError) as fault:
        pytest.fail(REQUEST_PARAMETER.moved(str(fault)))
    assert data.parameters == {"chat_id": 5}, REQUEST_PARAMETER.moved("its form is another")


async def test_the_connection_has_its_thread_and_its_one_hop() -> None:
    async with aiosqlite.connect(":memory:") as connection:
        for internal in (CONNECTION_THREAD, CONNECTION_EXECUTE, CONNECTION_CONN):
            name = internal.name.rpartition(".")[2]
            assert hasattr(connection, name), internal.moved("no such attribute")
        thread = getattr(connection, "_thread", None)
        assert hasattr(thread, "daemon"), CONNECTION_THREAD.moved("it is no thread any more")


def test_the_demo_s_protocol_keeps_connections_open() -> None:
    name = H11_KEEP_ALIVE.name.rpartition(".")[2]
    assert callable(getattr(H11Protocol, name, None)), H11_KEEP_ALIVE.moved("no such method")


def test_the_sentence_names_the_release_and_the_module() -> None:
    told = CONNECTION_THREAD.moved("no such attribute")
    assert f"aiosqlite {version('aiosqlite')}" in told
    assert "storage/database/sqlite_driver.py" in told


@pytest.mark.parametrize("internal", INTERNALS, ids=lambda internal: internal.name)
def test_one_module_uses_a_private_name(internal: Internal) -> None:
    name = re.escape(internal.name.rpartition(".")[2])
    own = re.compile(rf"\bself\.{name} = |def {name}\(")
    users = {
        path.relative_to(ROOT).as_posix()
        for path, source in _sources()
        if re.search(rf"(?:\.|import ){name}\b", source) and not own.search(source)
    }
    assert users == {internal.user}


def test_no_other_private_module_of_a_library_is_imported() -> None:
    known = {internal.name.rpartition(".")[0] for internal in INTERNALS}
    found = {
        f"{path.relative_to(ROOT).as_posix()}: {module}"
        for path, source in _sources()
        for module in _private_imports(source)
        if module not in known
    }
    assert found == set()


def test_private_imports_are_seen() -> None:
    source = "import a._b\nfrom c import _d\nfrom __future__ import annotations\nfrom e.f import g"
    assert list(_private_imports(source)) == ["a._b", "c._d"]


def _sources() -> Iterator[tuple[Path, str]]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            yield path, path.read_text("utf-8")


def _private_imports(source: str) -> Iterator[str]:
    """Imported modules and names of which a part begins with one underscore."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            private = [f"{module}.{x.name}" for x in node.names if x.name.startswith("_")]
            names = private or [module]
        else:
            continue
        yield from (name for name in names if re.search(r"(?:^|\.)_(?!_)", name))
