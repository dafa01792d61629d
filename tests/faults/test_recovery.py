"""What recovers from faults does not fail itself: parking, apologies, outages, clocks set back."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.demo.fake_telegram.bot_routes import BotRoutes
from bot.demo.fake_telegram.quick_http import quick
from bot.process.http_server import serving
from bot.process.logs import log_context
from bot.program import Program, open_program
from storage.delivery.inbox import PARKED, Arrival, store_arrivals
from storage.tables import inbox, outbox
from tests.bot.desk import Desk, open_desk
from tests.bot.test_program import _settings
from tests.campus import Campus, open_campus
from tests.postgres import tell


@pytest.fixture
async def campus(url_with_tables: str, tmp_path: Path) -> AsyncIterator[Campus]:
    async with open_campus(url_with_tables, tmp_path) as made:
        yield made


def _raises(fault: Exception) -> Any:
    async def broken(*_given: Any, **_how: Any) -> Any:
        raise fault

    return broken


async def _parked(campus: Campus) -> Sequence[Any]:
    async with campus.reading() as session:
        question = select(inbox.c.id, inbox.c.trouble).where(inbox.c.state == PARKED)
        return await session.rows(question)


async def _tries(campus: Campus) -> None:
    """The three tries of a turn that fails."""
    for seconds in (0, 5.1, 25.1):
        campus.clock.advance(timedelta(seconds=seconds))
        await campus.settle()


HELPERS = ("append_trace", "people_by_telegram_id", "people_with_role")


@pytest.mark.parametrize("helper", HELPERS)
async def test_a_row_is_parked_although_nobody_can_be_told(
    campus: Campus, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, helper: str
) -> None:
    """Each of what belongs to parking may fail by itself; the others are done."""
    office = await campus.office("周主任")
    wang, li = await campus.member("王芳"), await campus.member("李伟")
    monkeypatch.setattr("bot.workers.engine.take_turn", _raises(KeyError("ours")))
    campus.world.say(wang.user, None, "/help")
    await campus.settle()
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        campus.clock.advance(timedelta(seconds=5.1))
        await campus.settle()
        fault = OverflowError("int too large to convert to SQLite INTEGER")
        broken.setattr(f"bot.workers.failed_turns.{helper}", _raises(fault))
        campus.clock.advance(timedelta(seconds=25.1))
        await campus.settle()
    assert len(await _parked(campus)) == 1
    assert "nobody could be told" in caplog.text
    assert bool(wang.messages) is (helper != "people_by_telegram_id")
    assert bool(office.messages) is (helper != "people_with_role")
    monkeypatch.undo()
    await li.says("/help")
    assert li.messages


@pytest.mark.parametrize("words", ["\x00", "%s %d {}", "' OR 1=1 --", "长" * 100_000])
async def test_whatever_a_fault_says_it_can_be_written_down(
    campus: Campus, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """A database that takes no such character must not keep the row from being parked."""
    wang = await campus.member("王芳")
    monkeypatch.setattr("bot.workers.engine.take_turn", _raises(ValueError(words)))
    campus.world.say(wang.user, None, "/help")
    await _tries(campus)
    (row,) = await _parked(campus)
    assert row.trouble.startswith("ValueError(")
    assert len(row.trouble) <= 500


async def test_a_row_that_cannot_even_be_read_from_the_database_is_set_aside(
    campus: Campus, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody changed the table by hand: the others go on."""
    wang = await campus.member("王芳")
    async with campus.database.write() as session:
        lost = Arrival("u:1:m1", wang.user.id + 1, {})
        await store_arrivals(session, [lost], at=campus.clock.now())
        await session.change(text("UPDATE inbox SET body = '{broken' WHERE source = 'u:1:m1'"))
    campus.world.say(wang.user, None, "/help")
    with caplog.at_level(logging.ERROR):
        await campus.settle()
    assert len(wang.messages) == 1
    assert "set aside unread" in caplog.text


def _busy() -> DBAPIError:
    """The file is locked, as SQLite says it."""
    told = sqlite3.OperationalError("database is locked")
    told.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError("BEGIN", {}, told)


def _cut_off() -> DBAPIError:
    """The server ends the connection in the middle of a statement."""
    return DBAPIError("SELECT", {}, Exception("terminated"), connection_invalidated=True)


@pytest.mark.parametrize("fault", [_busy, _cut_off])
async def test_a_row_is_not_set_aside_because_the_database_was_away(
    campus: Campus, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], DBAPIError]
) -> None:
    """It fails at the batch, at the single turn and at noting the try, and is back at once."""
    wang = await campus.member("王芳")
    campus.world.say(wang.user, None, "/help")
    with monkeypatch.context() as away:
        away.setattr("bot.workers.engine.next_turns", _raises(fault()))
        with pytest.raises(DBAPIError):
            await campus.settle()
    assert await _parked(campus) == []
    await campus.settle()
    assert len(wang.messages) == 1


async def test_a_turn_that_fails_is_logged_with_its_flow_and_step(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, Any]] = []

    def noting(**facts: Any) -> Any:
        told.append(facts)
        return log_context(**facts)

    wang = await campus.member("王芳")
    await wang.says("/story")
    monkeypatch.setattr("bot.workers.engine.log_context", noting)
    monkeypatch.setattr("bot.workers.engine.take_turn", _raises(KeyError("ours")))
    campus.world.say(wang.user, None, "题目")
    await campus.settle()
    assert (told[0]["flow"], told[0]["step"]) == ("submit_story", "kind")
    assert told[0]["inbox_id"]


@pytest.mark.parametrize("back", [timedelta(hours=2), timedelta(days=400)])
async def test_a_clock_set_back_keeps_nobody_waiting_after_a_restart(
    campus: Campus, monkeypatch: pytest.MonkeyPatch, back: timedelta
) -> None:
    """Rows that wait for a retry, for Telegram's leave, or are left behind by a dead process."""
    retried, flooded, failed = [await campus.member(name) for name in ("王芳", "李伟", "赵敏")]
    campus.server.faults.server_error("sendMessage", times=1)
    await retried.says("/help")
    campus.server.faults.flood("sendMessage", 30)
    await flooded.says("/help")
    with monkeypatch.context() as broken:
        broken.setattr("bot.workers.engine.take_turn", _raises(KeyError("ours")))
        await failed.says("/help")
    async with campus.database.write() as session:
        left = outbox.c.state == "waiting"
        lost = campus.clock.now() + timedelta(seconds=15)
        await session.change(
            outbox.update()
            .where(left, outbox.c.lane == retried.user.id)
            .values(state="sending", lease_until=lost)
        )
    assert retried.messages + flooded.messages + failed.messages == []

    campus.clock.advance(-back)
    campus.restart()
    await campus.engine.start()
    await campus.courier.start()
    await campus.settle()
    campus.clock.advance(timedelta(seconds=61))
    await campus.settle()
    assert [len(who.messages) for who in (retried, flooded, failed)] == [1, 1, 1]


async def _cut_everybody_off(url: str) -> None:
    """As a restart of PostgreSQL does, whatever was under way."""
    await tell(
        make_url(url),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()",
    )


async def test_a_restart_of_postgresql_under_load_costs_nobody_an_answer(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every part goes on, and whose call was under way is answered within seconds."""
    monkeypatch.setattr("bot.process.retry.FIRST", 0.02)
    async with open_desk(f"sqlite+aiosqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as desk:
        app, stop = BotRoutes(desk.server), desk.server.poller.close
        desk.server.faults.delay("sendMessage", 0.02)
        async with serving(app, at_stop=stop, http=quick(desk.server)) as (host, port):
            own = _settings(desk, f"http://{host}:{port}", database=SecretStr(postgres_url))
            async with open_program(own, clock=desk.clock) as program:
                await _chat_through_outages(desk, program, postgres_url)


async def _chat_through_outages(desk: Desk, program: Program, url: str) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(program.run(stop))
    visitors = [desk.person(f"访客{number}") for number in range(60)]
    for number, visitor in enumerate(visitors):
        desk.world.say(visitor, None, "/start")
        if number % 10 == 9:
            await asyncio.sleep(0.05)
            await _cut_everybody_off(url)

    async def all_answered() -> bool:
        desk.clock.advance(timedelta(seconds=0.5))
        assert not running.done()
        return all(desk.texts(visitor) for visitor in visitors)

    await desk.until(all_answered)
    stop.set()
    await asyncio.wait_for(running, 20)
    assert not any(part.running for part in program.parts)
    # A call whose mark was lost is made once more.
    assert all(len(desk.texts(visitor)) <= 2 for visitor in visitors)
