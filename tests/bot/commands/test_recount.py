"""`flagbearer recount`: what is wrong is listed; it is set right, and traced, only if so asked."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update
from typer.testing import CliRunner

from bot.cli import app
from bot.commands.recount import MOST, recount
from bot.program import open_database
from bot.settings import Settings
from campaign.check_ins import CheckInContent
from campaign.definition import Month
from storage.check_ins import add_check_in
from storage.tables import tallies, trace
from storage.trace import first_broken_row
from tests.storage.records import a_branch, a_member

NOW = datetime(2008, 6, 23, 1, tzinfo=UTC)
CONTENT = CheckInContent("fine-course", (), "备好一堂课", "", date(2008, 6, 20))


@pytest.fixture
async def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a database in which somebody has checked in."""
    made = Settings(
        _env_file=None, data=tmp_path, database=SecretStr(database_url), campaign=None, now=None
    )
    async with open_database(made.database_url) as database, database.write() as session:
        wang = await a_member(session, NOW, branch=await a_branch(session))
        await add_check_in(session, "c1", person=wang, content=CONTENT, at=NOW)
    return made


async def spoil(settings: Settings) -> None:
    """Say of every check-in in the counters that there are seven."""
    async with open_database(settings.database_url) as database, database.write() as session:
        await session.change(update(tallies).where(tallies.c.kind == "check_in").values(n=7))


async def test_where_all_are_right_it_says_so(settings: Settings) -> None:
    assert await recount(settings, mend=True) == (True, ["每个计数都对 / every counter is right"])


async def test_what_is_wrong_is_listed_and_left_alone(settings: Settings) -> None:
    await spoil(settings)
    for _ in range(2):
        good, lines = await recount(settings, mend=False)
        assert not good
        assert [line.partition("\t")[2] for line in lines[:3]] == ["7 → 1"] * 3
        assert lines[2].startswith("school 2008-06 check_in")
        assert "--mend" in lines[3]


async def test_it_is_set_right_and_traced_if_so_asked(settings: Settings) -> None:
    await spoil(settings)
    good, lines = await recount(settings, mend=True)
    assert good
    assert lines[3:] == ["已改正 3 个 / set right: 3"]
    assert (await recount(settings, mend=False))[0]
    async with open_database(settings.database_url) as database, database.read() as session:
        row = await session.row(select(trace).order_by(trace.c.number.desc()))
        assert row is not None
        assert (row.act, row.after, row.person_id) == ("counters mended", {"counters": 3}, None)
        assert await first_broken_row(session) is None


async def test_a_long_list_is_cut(settings: Settings) -> None:
    async with open_database(settings.database_url) as database, database.write() as session:
        for number in range(MOST + 5):
            session.add(
                tallies, scope=f"branch:{number + 9}", month=Month(2008, 6), kind="story", n=1
            )
    _, lines = await recount(settings, mend=True)
    more = "……还有更多 / and there are more"
    assert lines[MOST:] == [more, f"已改正 {MOST + 5} 个 / set right: {MOST + 5}"]


def test_the_command_fails_where_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FLAGBEARER_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    assert run.invoke(app, ["recount"]).exit_code == 0

    async def plant() -> None:
        url = Settings(_env_file=None).database_url
        async with open_database(url) as database, database.write() as session:
            session.add(tallies, scope="school", month=Month(2008, 6), kind="story", n=1)

    asyncio.run(plant())
    done = run.invoke(app, ["recount"])
    assert (done.exit_code, "school 2008-06 story" in done.output) == (1, True)
    assert run.invoke(app, ["recount", "--mend"]).exit_code == 0
    assert run.invoke(app, ["recount"]).exit_code == 0
