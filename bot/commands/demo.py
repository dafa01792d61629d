"""`flagbearer demo`: the real bot, a Telegram of its own, and the page, in one process.

Nothing of the operator's is touched: an own folder, an own database, a token made up at each
start. A demo that is started again goes on where it was, its clock included.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import secrets
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import URL

from bot.clock import MovableClock
from bot.demo.chat_page.doors import opening_address
from bot.demo.chat_page.web import build_demo_app
from bot.demo.college.college import make_college
from bot.demo.college.population import populate
from bot.demo.college.stocking import stock
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.quick_http import quick
from bot.demo.fake_telegram.world.journal import Journal
from bot.demo.fake_telegram.world.world import World, make_world
from bot.process.crash import arm_crash_point
from bot.process.event_loop import forget_the_start, run_serving
from bot.process.http_server import Address, serving
from bot.process.listener import listener, shown
from bot.process.logs import set_up_logs
from bot.process.signals import stop_on_signals
from bot.process.single_instance import alone
from bot.process.start_faults import usable_folder
from bot.program import Program, chosen_campaign, open_program
from bot.settings import BrokenStart, Settings
from bot.settings.database_address import SQLITE
from bot.telegram.identity import Stopped
from campaign.definition import Campaign
from campaign.locale.plain_texts import both, plain
from campaign.texts import Language, read_texts
from handlers.turn import Setting
from storage.database.session import Session

log = logging.getLogger(__name__)

START = "2008-06-23T09:00:00+08:00"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Demo:
    """All of it. `address` opens the page, once."""

    program: Program
    world: World
    api: BotApi
    clock: MovableClock
    address: str


def run_demo(settings: Settings) -> None:
    """Run until a signal. Raises BrokenStart."""
    _refuse_the_real(settings)
    set_up_logs(as_json=settings.log == "json")
    logging.getLogger().setLevel(logging.WARNING)
    arm_crash_point(os.environ)
    run_serving(_run(settings))


def _refuse_the_real(settings: Settings) -> None:
    """Threat 24: neither a production token nor its database, nor anybody else's machine."""
    for name in ("token", "database", "webhook_url"):
        if getattr(settings, name) is not None:
            told = both("start_up.beside_a_real_bot", name=f"FLAGBEARER_{name.upper()}")
            raise BrokenStart(told)
    if settings.host not in LOOPBACK:
        raise BrokenStart(both("start_up.demo_elsewhere"))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    with contextlib.suppress(Stopped):
        async with open_demo(settings, stop=stop) as demo:
            sys.stdout.write(_welcome(demo.address))
            sys.stdout.flush()
            forget_the_start()
            await demo.program.run(stop)
            sys.stdout.write(f"\n  {both('start_up.demo_ended')}\n")


def _welcome(address: str) -> str:
    how = "".join(f"  {plain('start_up.demo_open', language)}\n" for language in Language)
    return f"\n  {both('start_up.demo')}   {address}\n\n{how}"


@contextlib.asynccontextmanager
async def open_demo(
    settings: Settings, *, stop: asyncio.Event | None = None
) -> AsyncIterator[Demo]:
    """The program on a Telegram of its own, and the page. Raises BrokenStart."""
    key, token = secrets.token_urlsafe(24), f"7000000001:{secrets.token_urlsafe(26)}"
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(_folder(settings))
        clock = _clock(folder, settings)
        world = await stack.enter_async_context(_world(folder, clock, chosen_campaign(settings)))
        api = BotApi(world, token)
        door = _Door(build_demo_app(world, api, key=key, clock=clock))
        host, port = await stack.enter_async_context(_serve(door, api, settings))
        stack.push_async_callback(api.close)
        root = f"http://{shown(host, port)}"
        own = settings.model_copy(
            update={"data": folder, "token": SecretStr(token), "api_url": root, "rate": 0.0}
        )
        program = await stack.enter_async_context(
            open_program(own, clock=clock, stop=stop, at_start=[_stock])
        )
        door.follow(program)
        yield Demo(program, world, api, clock, opening_address(root, key))


@contextlib.asynccontextmanager
async def _world(folder: Path, clock: MovableClock, campaign: Campaign) -> AsyncIterator[World]:
    """The Telegram of the demo, as it was left, or peopled by the college."""
    world = make_world(clock.now)
    try:
        journal = Journal(world, folder / "telegram.sqlite3")
        known = journal.load()
    except (sqlite3.Error, OSError, ValueError, KeyError, TypeError) as fault:
        trouble = f"{type(fault).__name__}: {fault}"
        told = both("start_up.demo_folder", folder=folder, trouble=trouble)
        raise BrokenStart(told) from None
    if not known:
        populate(world, make_college(), campaign, read_texts())
        journal.note_all()
    async with journal.running():
        yield world


def _serve(door: _Door, api: BotApi, settings: Settings) -> AbstractAsyncContextManager[Address]:
    """On the port of the settings, or the next one that is free: its address is told anyhow."""
    bound = listener(settings.host, settings.port, or_next=True)
    return serving(door, bound=bound, at_stop=door.page.state.wake, http=quick(api))


@contextlib.contextmanager
def _folder(settings: Settings) -> Iterator[Path]:
    """The folder of the demo, for this process alone. Raises BrokenStart."""
    folder = settings.data / "demo"
    usable_folder(folder)
    with alone(URL.create(SQLITE, database=str(folder / "telegram.sqlite3")).render_as_string()):
        yield folder


class _Door:
    """The page and the Bot API; beside them the bot's own health page, once there is a bot."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.health: Any = None

    def follow(self, program: Program) -> None:
        self.health = program.web
        self.page.state.ahead.follow(program)
        self.page.state.newcomers.follow(program)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        to_health = scope.get("path") == "/healthz" and self.health is not None
        await (self.health if to_health else self.page)(scope, receive, send)


async def _stock(session: Session, setting: Setting, now: datetime) -> None:
    await stock(session, setting.campaign, now)


def _clock(folder: Path, settings: Settings) -> MovableClock:
    """The demo's clock, from where it stood last; where it stands is kept at each move."""
    kept = folder / "clock.json"
    start = settings.now or datetime.fromisoformat(START)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        start = max(start, datetime.fromisoformat(json.loads(kept.read_text("utf-8"))["moment"]))
    clock = MovableClock(start)

    def keep() -> None:
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({"moment": clock.now().isoformat()}), "utf-8")

    clock.watchers.append(keep)
    keep()
    return clock
