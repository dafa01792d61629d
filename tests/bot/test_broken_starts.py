"""A start that cannot succeed: one line on stderr, in both languages, exit code 2, no traceback.

Real processes, as an operator starts them, with no Telegram to be reached.
"""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.process.start_faults import usable_folder
from bot.program import open_database
from bot.settings import BrokenStart

ROOT = Path(__file__).parents[2]
NOWHERE = {"FLAGBEARER_TOKEN": "1:" + "A" * 35, "FLAGBEARER_API_URL": "http://127.0.0.1:1"}
SQLITE = "sqlite+aiosqlite:///{}"


def started(folder: Path, *words: str, **settings: str) -> str:
    """The one line that the start ends with."""
    bare = {name: value for name, value in os.environ.items() if "FLAGBEARER" not in name}
    given = {f"FLAGBEARER_{name.upper()}": value for name, value in settings.items()}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**bare, **NOWHERE, "PYTHONPATH": str(ROOT), **given},
        timeout=60,
        check=False,
    )
    *log, told = done.stderr.splitlines()
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert [line for line in log if "[info" not in line] == []
    assert told.startswith("flagbearer: ")
    return told


@pytest.mark.parametrize(
    ("data", "words"),
    [("file", "it is a file"), ("file/x", "a file is in the way"), ("/proc/x", "/proc/x"),
     ("x" * 300, "too long")],
)  # fmt: skip
def test_a_data_folder_that_cannot_be(tmp_path: Path, data: str, words: str) -> None:
    tmp_path.joinpath("file").write_text("somebody's")
    told = started(tmp_path, "run", data=data, listen="127.0.0.1:0")
    assert told.startswith("flagbearer: FLAGBEARER_DATA: ")
    assert words in told


@pytest.mark.parametrize("command", [["migrate"], ["parked", "list"], ["recount"], ["calendar"]])
def test_every_command_tells_it_in_one_line(tmp_path: Path, command: list[str]) -> None:
    tmp_path.joinpath("file").write_text("somebody's")
    assert "FLAGBEARER_DATA" in started(tmp_path, *command, data="file")


def test_a_wrong_setting_ends_any_command(tmp_path: Path) -> None:
    assert "FLAGBEARER_PROXY: " in started(tmp_path, "calendar", proxy="127.0.0.1:7890")


def test_a_campaign_file_that_is_not_there(tmp_path: Path) -> None:
    told = started(tmp_path, "run", campaign="none.toml", listen="127.0.0.1:0")
    assert "FLAGBEARER_CAMPAIGN: none.toml" in told
    assert "there is no such file" in told


def test_the_first_fault_of_a_campaign_file_and_how_to_see_all(tmp_path: Path) -> None:
    tmp_path.joinpath("c.toml").write_text('opens = "soon"\nzone = 5\n', "utf-8")
    told = started(tmp_path, "calendar", campaign="c.toml")
    assert "FLAGBEARER_CAMPAIGN: c.toml" in told
    assert "flagbearer check c.toml" in told


def test_a_port_that_is_taken_and_was_named_ends_the_start(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = started(tmp_path, "run", listen=f"127.0.0.1:{port}")
    assert f"FLAGBEARER_LISTEN=127.0.0.1:{port}: " in told
    assert "127.0.0.1:0 takes any free port" in told


def test_an_address_of_another_machine_ends_it_before_telegram_is_asked(tmp_path: Path) -> None:
    assert "no such address" in started(tmp_path, "run", listen="192.0.2.1:8080")


async def refusal(url: str) -> str:
    with pytest.raises(BrokenStart) as refused:
        async with open_database(url):
            pytest.fail("opened")
    assert "\n" not in str(refused.value)
    return str(refused.value)


async def test_a_folder_in_the_place_of_the_database(tmp_path: Path) -> None:
    told = await refusal(SQLITE.format(tmp_path))
    assert "it is a folder" in told
    assert "FLAGBEARER_DATABASE" in told


async def test_a_database_that_another_program_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.db"
    monkeypatch.setattr("storage.database.migrate.BUSY_FOR", 10)
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "another program holds it" in await refusal(SQLITE.format(file))
    other.close()


async def test_a_damaged_database(tmp_path: Path) -> None:
    """The header is whole; what lies behind is not."""
    file = tmp_path / "x.db"
    async with open_database(SQLITE.format(file)):
        pass
    content = bytearray(file.read_bytes())
    content[100:8192] = b"\x55" * (8192 - 100)
    file.write_bytes(content)
    assert "restore a backup" in await refusal(SQLITE.format(file))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
async def test_a_disk_that_is_full() -> None:
    assert "the disk is full" in await refusal(SQLITE.format("/dev/full"))


async def test_a_password_that_the_server_refuses_is_not_repeated(postgres_url: str) -> None:
    from sqlalchemy import make_url  # noqa: PLC0415

    url = make_url(postgres_url).set(username="nobody_here", password="geheim", database="none")
    told = await refusal(url.render_as_string(hide_password=False))
    assert told.startswith("FLAGBEARER_DATABASE: ")
    assert "geheim" not in told


def test_a_folder_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    usable_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


@pytest.mark.parametrize("fault", [13, 28, 30, 122])
def test_a_folder_that_is_read_only_or_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    def refused(*_given: object, **_how: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    with pytest.raises(BrokenStart, match=r"FLAGBEARER_DATA: .* / "):
        usable_folder(tmp_path)
