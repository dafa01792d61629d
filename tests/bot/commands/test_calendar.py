"""`flagbearer calendar`: a list to read, on the database of the settings; nothing is sent."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import Settings, read_settings
from campaign.people import Role
from campaign.texts import Language
from storage.database.engine import Database
from storage.database.migrate import migrate
from storage.membership.branches import add_branch
from storage.membership.people import add_person, take_up_account
from storage.membership.roles import give_role

run = CliRunner()
NOW = datetime(2008, 7, 3, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder, and a clock that stands on 3 July 2008."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FLAGBEARER_{name.upper()}", raising=False)
    monkeypatch.setenv("FLAGBEARER_NOW", NOW.isoformat())
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def a_secretary(url: str) -> None:
    await migrate(url)
    async with Database.open(url) as database, database.write() as session:
        branch = await add_branch(session, "第一党支部")
        person = await add_person(session, name="李娜", at=NOW, branch=branch)
        await give_role(session, person, Role.SECRETARY, branch=branch, at=NOW)
        await take_up_account(
            session, person, telegram_id=7, language=Language.ZH, consent="1", at=NOW
        )


@pytest.mark.parametrize(
    ("language", "when", "whom"),
    [
        (
            "zh",
            "2008-07-04 周五 09:00 · 接受春季学期末检查：7月11日截止，提前 7 天",
            "发给：支部书记 1 位",
        ),
        (
            "en",
            (
                "2008-07-04 Fri 09:00 · Inspection at the end of the spring term: due by 11 July, "
                "7 days ahead"
            ),
            "to: secretaries (1)",
        ),
    ],
)
def test_it_says_when_what_to_whom_and_why(language: str, when: str, whom: str) -> None:
    asyncio.run(a_secretary(read_settings().database_url))
    done = run.invoke(app, ["calendar", "--days", "2", "--language", language])
    assert done.exit_code == 0
    tables, lines = done.output.splitlines()[:2], done.output.splitlines()[2:]
    assert [year in line for year, line in zip(("2008", "2009"), tables, strict=True)] == [True] * 2
    assert lines[:2] == [when, f"    {whom}"]
    assert len(lines) == 3


def test_nothing_ahead_is_said_in_a_line() -> None:
    done = run.invoke(app, ["calendar", "--days", "1", "--language", "en"])
    assert "07-04" in done.output
    assert "nobody" in done.output


def test_no_days_are_refused() -> None:
    assert run.invoke(app, ["calendar", "--days", "0"]).exit_code == 2
