"""The command line: each command does what it says, and says what is wrong in one line."""

import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.main import get_group
from typer.testing import CliRunner

from bot.cli import app, parked
from bot.settings import Settings
from campaign.reading import shipped_text
from storage.database.engine import Database
from storage.delivery.inbox import Arrival, next_turns, park_turn, store_arrivals

run = CliRunner()


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder, and no settings but the test's."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FLAGBEARER_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_help_names_the_commands() -> None:
    told = run.invoke(app, ["--help"]).output
    for command in ("run", "demo", "migrate", "check", "new", "import", "invite", "parked"):
        assert command in told


def test_every_command_tells_in_both_languages_what_it_does() -> None:
    """In Chinese first; a docstring alone would be English."""
    commands = {**get_group(app).commands, **get_group(parked).commands}
    for name, command in commands.items():
        assert re.match("[\u4e00-\u9fff].* ?/ [A-Za-z]", command.help or ""), name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_good_campaign_file_passes(here: Path, language: str) -> None:
    here.joinpath("c.toml").write_text(shipped_text(), "utf-8")
    done = run.invoke(app, ["check", "c.toml", "--language", language])
    assert (done.exit_code, "2008-03-19" in done.output) == (0, True)


def test_what_the_office_still_has_to_confirm_is_listed(here: Path) -> None:
    """A good file may hold assumptions: they are named, and are no fault."""
    here.joinpath("c.toml").write_text(shipped_text(), "utf-8")
    told = run.invoke(app, ["check", "c.toml"]).output
    here.joinpath("c.toml").write_text(shipped_text().replace("confirmed = false", ""), "utf-8")
    less = run.invoke(app, ["check", "c.toml"]).output

    assert "2009-06-12" in told
    assert "2009-06-12" not in less


def test_every_fault_of_a_campaign_file_is_listed(here: Path) -> None:
    text = shipped_text().replace("2008-03-19", "2010-03-19").replace('"Asia/Shanghai"', '"Mars"')
    here.joinpath("c.toml").write_text(text, "utf-8")
    done = run.invoke(app, ["check", "c.toml", "--language", "en"])
    assert done.exit_code == 1
    assert done.output.count("→") >= 2
    assert "line " in done.output


def test_next_years_file_is_written_and_passes(here: Path) -> None:
    done = run.invoke(app, ["new", "2009-03-18", "next.toml"])
    assert done.exit_code == 0, done.output
    assert run.invoke(app, ["check", "next.toml"]).exit_code == 0
    again = run.invoke(app, ["new", "2009-03-18", "next.toml"])
    assert again.exit_code == 1
    assert "next.toml" in again.output


def test_a_template_that_is_not_there_is_one_line() -> None:
    done = run.invoke(app, ["new", "2009-03-18", "x.toml", "--template", "none.toml"])
    assert done.exit_code == 1
    assert done.output.count("\n") == 1


def test_the_database_is_made(here: Path) -> None:
    done = run.invoke(app, ["migrate"])
    assert done.exit_code == 0, done.output
    assert here.joinpath("data", "flagbearer.sqlite3").exists()


async def _park() -> None:
    async with Database.open("sqlite+aiosqlite:///data/flagbearer.sqlite3") as database:
        at = datetime(2008, 6, 23, 1, 0, tzinfo=UTC)
        async with database.write() as session:
            arrivals = [Arrival(f"u:{n}", n, {"message": {"text": "私事"}}) for n in (7, 8)]
            await store_arrivals(session, arrivals, at=at)
            for row in (await next_turns(session, limit=9, now=at)).rows:
                await park_turn(session, row, trouble="KeyError('x')", at=at)


async def test_parked_updates_are_listed_without_content_and_retried(here: Path) -> None:
    def command(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
        )
        return done.returncode, done.stdout

    assert command("migrate")[0] == 0
    await _park()
    code, listed = command("parked", "list")
    assert code == 0
    assert "1\t2008-06-23T01:00:00+00:00\tchat 7\t1\tKeyError('x')\n" in listed
    assert "私事" not in listed
    assert command("parked", "retry", "1") == (0, "1 条重新处理 / to be tried again: 1\n")
    assert command("parked", "retry", "1")[0] == 1
    assert command("parked", "retry", "9" * 30) == (1, "0 条重新处理 / to be tried again: 0\n")
    assert command("parked", "retry") == (0, "1 条重新处理 / to be tried again: 1\n")
    assert "none" in command("parked", "list")[1]


OPENED = """
import sys
from pathlib import Path

texts = []
def note(event, given):
    if event == "open" and str(given[0]).endswith(".po"):
        texts.append(Path(given[0]).name)
sys.addaudithook(note)
import bot.cli
print([m for m in sys.modules if m in sys.argv[1:]], texts)
"""


def test_help_is_quick() -> None:
    """Nothing heavy is imported before a command needs it, and no texts but help's are read."""
    heavy = ["telegram", "sqlalchemy", "alembic", "aiohttp", "starlette", "openpyxl"]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", OPENED, *heavy],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[] ['command_line.po', 'command_line.po']\n"
    assert time.monotonic() - began < 10
