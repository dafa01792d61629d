"""One program at a time on a SQLite file, and what is told where its lock cannot be had."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.process.single_instance import alone
from bot.settings import BrokenStart

ROOT = Path(__file__).parents[3]
OTHER = """
import sys
from bot.process.single_instance import alone
with alone(sys.argv[1]):
    print("holds", flush=True)
    sys.stdin.read()
"""


def _url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/flag.sqlite3"


def test_two_at_once_are_refused_and_one_after_the_other_are_not(tmp_path: Path) -> None:
    with alone(_url(tmp_path)):
        with (
            pytest.raises(BrokenStart, match="another flagbearer") as refusal,
            alone(_url(tmp_path)),
        ):
            pytest.fail("two at once")
        assert "flag.sqlite3" in str(refusal.value)
        assert "\n" not in str(refusal.value)
        with alone(_url(tmp_path / "other")):
            pass
    with alone(_url(tmp_path)):
        pass


def test_the_lock_ends_with_a_block_that_raises(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(_url(tmp_path)):
        raise ZeroDivisionError
    with alone(_url(tmp_path)):
        pass


def test_the_lock_of_a_killed_process_ends_with_it(tmp_path: Path) -> None:
    """A power cut or `kill -9` leaves the file behind, but nothing that keeps the next out."""
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, _url(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"holds\n"
        with pytest.raises(BrokenStart, match="another flagbearer"), alone(_url(tmp_path)):
            pytest.fail("two at once")
        other.kill()
    with alone(_url(tmp_path)):
        pass
    assert (tmp_path / "flag.sqlite3.lock").exists() or os.name == "nt"


def test_what_lies_in_the_locks_place_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "flag.sqlite3.lock").mkdir()
    with pytest.raises(BrokenStart, match=r"flag\.sqlite3\.lock") as refusal, alone(_url(tmp_path)):
        pytest.fail("held a folder")
    assert "\n" not in str(refusal.value)


def test_a_file_in_the_way_of_the_folder_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(BrokenStart, match="cannot be used"), alone(_url(tmp_path / "data")):
        pytest.fail("held a file in a file")


@pytest.mark.skipif(os.name == "nt", reason="folders there are closed otherwise")
def test_a_lock_that_may_not_be_opened_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may open everything, so the system's refusal is put in its way."""
    monkeypatch.setattr("os.open", _refused)
    with pytest.raises(BrokenStart, match="cannot be used"), alone(_url(tmp_path)):
        pytest.fail("held what may not be opened")


def _refused(*_: object, **__: object) -> int:
    raise PermissionError(13, "Permission denied")


def test_a_server_needs_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with alone("postgresql+asyncpg://me@host/flag"), alone("postgresql+asyncpg://me@host/flag"):
        assert list(tmp_path.iterdir()) == []
