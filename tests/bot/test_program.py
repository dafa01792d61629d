"""The whole program on a real wire: it starts, works, stops cleanly, and says why it cannot."""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError

from bot.demo.fake_telegram.api import DEMO_TOKEN
from bot.demo.fake_telegram.bot_routes import BotRoutes
from bot.demo.fake_telegram.quick_http import quick
from bot.process.http_server import serving
from bot.program import Program, open_program
from bot.settings import BrokenStart, Settings
from bot.telegram.identity import Stopped
from bot.telegram.webhook import Webhook
from tests.bot.desk import Desk

ROOT = Path(__file__).parents[2]
FULL = OperationalError("INSERT", {}, Exception("database or disk is full"))


@pytest.fixture
async def address(desk: Desk) -> AsyncIterator[str]:
    """The demo's Bot API on a real port."""
    app = BotRoutes(desk.server)
    stop = desk.server.poller.close
    async with serving(app, at_stop=stop, http=quick(desk.server)) as (host, port):
        yield f"http://{host}:{port}"


def _settings(desk: Desk, address: str, **more: Any) -> Settings:
    given = {
        "token": SecretStr(DEMO_TOKEN),
        "api_url": address,
        "data": desk.folder / "data",
        "rate": 0,
        **more,
    }
    return Settings(_env_file=None, **given)


@contextlib.asynccontextmanager
async def _running(program: Program) -> AsyncIterator[asyncio.Task[None]]:
    stop = asyncio.Event()
    task = asyncio.create_task(program.run(stop))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def _answered(desk: Desk, who: Any) -> None:
    async def there() -> bool:
        return bool(desk.texts(who))

    await desk.until(there)


async def test_it_answers_and_stops(desk: Desk, address: str, database_url: str) -> None:
    """On SQLite, and on PostgreSQL by one setting."""
    visitor = desk.person("访客")
    settings = _settings(desk, address, database=SecretStr(database_url))
    async with open_program(settings, clock=desk.clock) as program:
        assert program.setting.bot_name == desk.world.bot.username
        assert program.office_code is not None
        async with _running(program):
            desk.world.say(visitor, None, "/start")
            await _answered(desk, visitor)
            assert all(part.running for part in program.parts)
    assert desk.server.unknown == []
    assert not any(part.running for part in program.parts)


async def test_by_webhook_it_answers_too(desk: Desk, address: str) -> None:
    visitor = desk.person("访客")
    settings = _settings(desk, address, webhook_url="http://127.0.0.1:1")
    async with (
        open_program(settings, clock=desk.clock) as program,
        serving(program.web, "127.0.0.1", 0) as (host, port),
    ):
        webhook = program.part(Webhook)
        webhook._url = f"http://{host}:{port}"
        async with _running(program):
            desk.world.say(visitor, None, "/start")
            await _answered(desk, visitor)
            assert desk.world.queue.webhook.secret
    await desk.server.close()


async def test_the_health_page_tells_what_waits_and_what_lives(desk: Desk, address: str) -> None:
    async with open_program(_settings(desk, address), clock=desk.clock) as program:
        transport = httpx.ASGITransport(program.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            async with _running(program):
                visitor = desk.person("访客")
                desk.world.say(visitor, None, "/start")
                await _answered(desk, visitor)
                well = await client.get("/healthz")
            ended = await client.get("/healthz")
    facts = well.json()
    assert well.status_code == 200
    assert facts["database"] == "ok"
    assert facts["inbox"] == {"waiting": 0, "oldest_seconds": 0.0, "parked": 0}
    assert facts["last_receive"] is not None
    assert sum(facts["outbox"].values()) >= 1
    assert len(facts["trace"]["hash"]) == 64
    assert "访客" not in well.text
    assert ended.status_code == 503
    assert not any(ended.json()["parts"].values())


@contextlib.asynccontextmanager
async def _health(program: Program) -> AsyncIterator[Callable[[], Awaitable[httpx.Response]]]:
    """Asks the page of a program that runs, each time with a write of its own."""
    transport = httpx.ASGITransport(program.web)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://bot") as client,
        _running(program),
    ):
        await asyncio.sleep(0.05)
        yield partial(client.get, "/healthz")


async def test_the_health_page_is_ill_while_the_database_is_locked(
    desk: Desk, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading goes on then, so that only a write tells."""
    monkeypatch.setattr("bot.health.PROBE_EVERY", 0.0)
    monkeypatch.setattr("bot.process.retry.FIRST", 0.01)
    settings = _settings(desk, address)
    async with open_program(settings, clock=desk.clock) as program, _health(program) as ask:
        assert (await ask()).status_code == 200
        file = settings.data / "flagbearer.sqlite3"
        other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        with monkeypatch.context() as soon:
            soon.setattr("bot.health.PROBE_WITHIN", 0.2)
            locked = await ask()
        other.execute("ROLLBACK")
        other.close()
        assert locked.status_code == 503
        assert locked.json()["database"] in ("TimeoutError", "OperationalError")

        async def well_again() -> bool:
            return (await ask()).status_code == 200

        await desk.until(well_again)


@pytest.mark.parametrize("fault", [OSError("No space left on device"), FULL])
async def test_the_health_page_is_ill_while_the_disk_is_full(
    desk: Desk, address: str, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr("bot.health.PROBE_EVERY", 0.0)
    settings = _settings(desk, address)
    async with open_program(settings, clock=desk.clock) as program, _health(program) as ask:
        with monkeypatch.context() as full:
            full.setattr("bot.health.write_setting", _raising(fault))
            answer = await ask()
        assert (answer.status_code, answer.json()["database"]) == (503, type(fault).__name__)
        assert (await ask()).status_code == 200


async def test_the_health_page_tells_a_part_that_fails_again_and_again(
    desk: Desk, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The part goes round, but nothing comes of it. That Telegram is away is said, and no fault."""
    monkeypatch.setattr("bot.process.retry.FIRST", 0.01)
    async with open_program(_settings(desk, address), clock=desk.clock) as program:
        monkeypatch.setattr("bot.workers.engine.next_turns", _raising(KeyError("ours")))
        async with _health(program) as ask:

            async def engine_fails() -> bool:
                return '"engine":false' in (await ask()).text

            await desk.until(engine_fails)
            assert (await ask()).status_code == 503
        monkeypatch.undo()
        desk.server.faults.server_error("getUpdates", times=1000)
        async with _health(program) as ask:

            async def away() -> bool:
                return "NetworkError" in (await ask()).text

            await desk.until(away)
            assert (await ask()).status_code == 200


def _raising(fault: Exception) -> Any:
    async def broken(*_given: Any, **_how: Any) -> Any:
        raise fault

    return broken


async def test_another_receiver_ends_the_program_with_a_sentence(
    desk: Desk, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 14."""
    monkeypatch.setattr("bot.telegram.polling.POLL_SECONDS", 0)
    async with open_program(_settings(desk, address), clock=desk.clock) as program:
        desk.server.faults.refuse("getUpdates", 409, "Conflict: terminated by other", 2)
        with pytest.raises(BrokenStart, match="run only one"):
            await asyncio.wait_for(program.run(asyncio.Event()), 10)


async def test_a_second_program_on_the_same_file_is_refused(desk: Desk, address: str) -> None:
    settings = _settings(desk, address)
    async with open_program(settings, clock=desk.clock):
        with pytest.raises(BrokenStart, match="another flagbearer"):
            async with open_program(settings, clock=desk.clock):
                pytest.fail("opened twice")
    async with open_program(settings, clock=desk.clock):
        pass


async def test_a_token_that_telegram_refuses(desk: Desk, address: str) -> None:
    settings = _settings(desk, address, token=SecretStr("123456789:wrong"))
    with pytest.raises(BrokenStart, match="does not know this token"):
        async with open_program(settings, clock=desk.clock):
            pytest.fail("opened")


async def test_telegram_out_of_reach_does_not_keep_a_known_bot_from_starting(
    desk: Desk, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L4: it starts on the name it knows, and queues. At the very first start it waits."""
    monkeypatch.setattr("bot.process.retry.FIRST", 0.01)
    stop, settings = asyncio.Event(), _settings(desk, address)
    desk.server.faults.server_error("getMe", times=3)
    async with open_program(settings, clock=desk.clock, stop=stop):
        assert len(desk.calls("getMe")) == 4
    desk.server.faults.server_error("getMe", times=1000)
    async with open_program(settings, clock=desk.clock, stop=stop) as program:
        assert program.setting.bot_name == desk.world.bot.username
    stop.set()
    fresh = _settings(desk, address, data=desk.folder / "fresh")
    with pytest.raises(Stopped):
        async with open_program(fresh, clock=desk.clock, stop=stop):
            pytest.fail("opened without a name")


async def test_the_office_code_of_the_operator_is_taken(desk: Desk, address: str) -> None:
    settings = _settings(desk, address, office_code=SecretStr("0123456789abcdef"))
    async with open_program(settings, clock=desk.clock) as program:
        assert program.office_code == "0123456789abcdef"


async def test_a_faulty_campaign_file_is_told_with_all_its_faults(desk: Desk, address: str) -> None:
    file = desk.folder / "campaign.toml"
    file.write_text('opens = "soon"\nzone = 5\n', "utf-8")
    with pytest.raises(BrokenStart, match=r"campaign\.toml"):
        async with open_program(_settings(desk, address, campaign=file), clock=desk.clock):
            pytest.fail("opened")


async def test_a_file_that_is_no_database_is_refused_and_left_alone(
    desk: Desk, address: str
) -> None:
    """Fault 31: nothing is repaired silently."""
    settings = _settings(desk, address)
    file = settings.data / "flagbearer.sqlite3"
    file.parent.mkdir()
    file.write_bytes(b"not a database, but somebody's work" * 100)
    before = file.read_bytes()
    with pytest.raises(BrokenStart, match=r"flagbearer\.sqlite3 .*not a database"):
        async with open_program(settings, clock=desk.clock):
            pytest.fail("opened")
    assert file.read_bytes() == before


async def test_a_database_server_out_of_reach_is_one_line_without_its_password(
    desk: Desk, address: str
) -> None:
    url = SecretStr("postgresql+asyncpg://me:my-password@127.0.0.1:1/flag")
    with pytest.raises(BrokenStart, match=r"127\.0\.0\.1:1/flag") as refusal:
        async with open_program(_settings(desk, address, database=url), clock=desk.clock):
            pytest.fail("opened")
    assert "my-password" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


async def test_what_is_prepared_at_the_start_is_committed_before_anything_comes_in(
    desk: Desk, address: str
) -> None:
    seen: list[Any] = []

    async def prepare(session: Any, setting: Any, now: Any) -> None:
        seen.append((setting.bot_name, now))

    async with open_program(_settings(desk, address), clock=desk.clock, at_start=[prepare]):
        assert seen == [(desk.world.bot.username, desk.clock.now())]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """A Bot API server in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "bot.demo.fake_telegram.server",
        "--users",
        "2",
        "--with-parent",
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.communicate(b"")


def _start(server: dict[str, Any], folder: Path, **more: str) -> subprocess.Popen[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if "FLAGBEARER" not in name},
        "FLAGBEARER_TOKEN": server["token"],
        "FLAGBEARER_API_URL": server["url"],
        "FLAGBEARER_DATA": str(folder / "data"),
        "FLAGBEARER_LISTEN": "127.0.0.1:0",
        "PYTHONPATH": str(ROOT),
        **more,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_cleanly(
    server: dict[str, Any], tmp_path: Path, number: signal.Signals
) -> None:
    """Fault 7: exit code 0 within ten seconds; the token is in no line."""
    with _start(server, tmp_path) as process:
        assert process.stdout is not None
        assert "link for the first office account" in process.stdout.readline()
        link, elsewhere, by_hand = (process.stdout.readline() for _ in range(3))
        name, _, code = link.strip().removeprefix("https://t.me/").partition("?start=")
        assert f"tg://resolve?domain={name}&start={code}" in elsewhere
        assert by_hand.strip() == f"@{name}: /start {code}"
        began = time.monotonic()
        process.send_signal(number)
        out, log = process.communicate(timeout=20)
    assert process.returncode == 0, log
    assert time.monotonic() - began < 10
    assert "works; health: http://127.0.0.1:" in log
    assert "stopped" in log
    assert server["token"].partition(":")[2] not in out + log


def test_a_broken_start_is_one_line_and_a_code(server: dict[str, Any], tmp_path: Path) -> None:
    with _start(server, tmp_path, FLAGBEARER_TOKEN="") as process:
        out, log = process.communicate(timeout=20)
    assert (process.returncode, out) == (2, "")
    assert log.count("\n") == 1
    assert "@BotFather" in log


def test_a_port_that_is_taken_is_one_line_and_a_code(
    server: dict[str, Any], tmp_path: Path
) -> None:
    taken = server["url"].removeprefix("http://")
    with _start(server, tmp_path, FLAGBEARER_LISTEN=taken) as process:
        _, log = process.communicate(timeout=20)
    assert process.returncode == 2
    assert f"flagbearer: FLAGBEARER_LISTEN={taken}: " in log.splitlines()[-1]
