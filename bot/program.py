"""The composition root: everything is opened here, once, and closed in reverse.

The running bot, the demo, the rehearsal and the tests come by this one way, with another clock,
database or address.
"""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from starlette.applications import Starlette

from bot.clock import MovableClock
from bot.health import HealthReport
from bot.process.single_instance import alone
from bot.process.start_faults import campaign_fault, database_faults, openable, usable_folder
from bot.roster.chat_files import RosterFiles
from bot.settings import BrokenStart, Settings
from bot.telegram.client import Api, TelegramApi
from bot.telegram.flood_guard import Floods
from bot.telegram.identity import Secrets, bot_name, kept_secrets
from bot.telegram.polling import Receiver
from bot.telegram.transport import Wire
from bot.telegram.webhook import Webhook
from bot.web import build_web
from bot.workers.courier import Courier
from bot.workers.engine import Engine
from bot.workers.housekeeping import Housekeeping
from bot.workers.inbox_writer import InboxWriter
from bot.workers.made_files import made_beside
from bot.workers.notices import Noticing
from bot.workers.part import Part
from bot.workers.reports import Workshop
from bot.workers.roster_imports import RosterImports
from bot.workers.scheduler import Ticking
from campaign.calendar import Calendar
from campaign.clock import Clock
from campaign.definition import Campaign
from campaign.reading import CampaignFaults, load_campaign_file, shipped_campaign
from campaign.texts import read_texts
from handlers.account.menus import refresh_menus
from handlers.routes import ROUTES
from handlers.routing import Routes
from handlers.turn import Setting
from storage.database.engine import Database
from storage.database.migrate import migrate
from storage.database.session import Session
from storage.evidence.copies import EvidenceFiles
from storage.invitations import ensure_office_code

log = logging.getLogger(__name__)

AtStart = Callable[[Session, Setting, datetime], Awaitable[None]]
SomePart = TypeVar("SomePart", bound=Part)


@dataclass
class Program:
    """The bot, opened and ready. `office_code` is None once the office has an account."""

    database: Database
    clock: Clock
    api: Api
    setting: Setting
    files: EvidenceFiles
    parts: tuple[Part, ...]
    office_code: str | None
    web: Starlette = field(init=False)

    def __post_init__(self) -> None:
        health = HealthReport(self.database, self.clock, self.parts)
        webhook = next((one for one in self.parts if isinstance(one, Webhook)), None)
        self.web = build_web(health, webhook)

    def part(self, kind: type[SomePart]) -> SomePart:
        """The part of that kind. Raises StopIteration where the program has none."""
        return next(one for one in self.parts if isinstance(one, kind))

    async def run(self, stop: asyncio.Event) -> None:
        """Work until stopped, or until a part ends by a fault, which is raised.

        Nothing is cut off: open transactions are finished, calls under way are marked.
        """
        tasks = [asyncio.create_task(_keep(part, stop), name=part.name) for part in self.parts]
        try:
            await asyncio.wait(tasks)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        for fault in ended:
            if isinstance(fault, Exception):
                raise fault


async def _keep(part: Part, stop: asyncio.Event) -> None:
    """Run a part; when one ends, for whatever reason, the others are told to stop."""
    try:
        await part.run(stop)
    finally:
        stop.set()


@contextlib.asynccontextmanager
async def open_program(
    settings: Settings,
    *,
    clock: Clock,
    api: Api | None = None,
    stop: asyncio.Event | None = None,
    routes: Routes = ROUTES,
    at_start: Sequence[AtStart] = (),
) -> AsyncIterator[Program]:
    """Migrate and open the database, meet Telegram, put the parts together.

    `api` takes the place of Telegram; `at_start` runs once in a transaction, before anything
    comes in. Raises BrokenStart, Stopped.
    """
    campaign = chosen_campaign(settings)
    async with contextlib.AsyncExitStack() as stack:
        if api is None:
            api = await stack.enter_async_context(open_api(settings))
        usable_folder(settings.data)
        stack.enter_context(alone(settings.database_url))
        database = await stack.enter_async_context(open_database(settings.database_url))
        with database_faults(settings.database_url):
            secrets = await kept_secrets(database, settings)
        name = await bot_name(database, api, stop or asyncio.Event())
        setting = Setting(
            campaign,
            Calendar(campaign),
            read_texts(),
            routes,
            name,
            secrets.salt,
            channel=settings.channel_id,
        )
        with database_faults(settings.database_url):
            async with database.write() as session:
                for prepare in at_start:
                    await prepare(session, setting, clock.now())
                office_code = await _office_code(session, settings, clock.now())
                await refresh_menus(session, setting.texts, routes, clock.now())
        files = EvidenceFiles(settings.data / "evidence")
        parts = _parts(settings, database, clock, api, setting, secrets, files)
        if isinstance(clock, MovableClock):
            clock.watchers += [part.wake for part in parts if part.follows_clock]
        yield Program(database, clock, api, setting, files, parts, office_code)


async def _office_code(session: Session, settings: Settings, now: datetime) -> str | None:
    chosen = settings.office_code
    return await ensure_office_code(session, chosen.get_secret_value() if chosen else None, now)


@contextlib.asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """The database, brought to the newest step. Raises BrokenStart where it cannot be used."""
    async with contextlib.AsyncExitStack() as stack:
        with database_faults(url):
            openable(url)
            if await migrate(url):
                log.info("the database was brought to the newest step")
            database = await stack.enter_async_context(Database.open(url))
        if not database.is_postgresql:
            log.info("SQLite %s", sqlite3.sqlite_version)
        yield database


@contextlib.asynccontextmanager
async def open_api(settings: Settings) -> AsyncIterator[Api]:
    """Telegram, by the address and proxy of the settings. Raises BrokenStart without a token."""
    token = settings.bot_token
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    async with Wire(proxy=proxy) as wire:
        yield TelegramApi(wire, root=settings.api_url, token=token)


def chosen_campaign(settings: Settings) -> Campaign:
    """The campaign of the settings. Raises BrokenStart with its first fault."""
    if settings.campaign is None:
        return shipped_campaign()
    try:
        return load_campaign_file(settings.campaign)
    except CampaignFaults as faults:
        raise BrokenStart(campaign_fault(faults)) from None


def _parts(
    settings: Settings,
    database: Database,
    clock: Clock,
    api: Api,
    setting: Setting,
    secrets: Secrets,
    files: EvidenceFiles,
) -> tuple[Part, ...]:
    """Everything that runs, each wired to those it wakes."""
    # They wake each other, whichever is made first.
    writer = InboxWriter(database, wake_engine=lambda: engine.wake())  # noqa: PLW0108
    courier = Courier(
        database,
        clock,
        api,
        files,
        rate=settings.rate,
        wake_engine=lambda: engine.wake(),  # noqa: PLW0108
        workshop=workshop_of(database, clock, setting, files),
    )
    engine = Engine(database, clock, setting, courier=courier, inbox_writer=writer)
    receiver = _receiver(settings, database, clock, api, secrets, writer)
    return (
        receiver,
        engine,
        courier,
        Housekeeping(database, clock, files),
        Ticking(database, clock, setting, courier.wake),
        Noticing(database, clock, engine.wake),
        RosterImports(database, clock, setting, files, engine.wake),
    )


def _receiver(
    settings: Settings,
    database: Database,
    clock: Clock,
    api: Api,
    secrets: Secrets,
    writer: InboxWriter,
) -> Part:
    """What takes updates in: the webhook where one is set, long polling otherwise."""
    floods = Floods(settings.flood)
    if settings.webhook_url is None:
        return Receiver(database, clock, api, writer, floods)
    return Webhook(
        clock,
        api,
        url=settings.webhook_url,
        path=secrets.webhook_path,
        secret=secrets.webhook,
        inbox_writer=writer,
        floods=floods,
    )


def workshop_of(
    database: Database, clock: Clock, setting: Setting, files: EvidenceFiles
) -> Workshop:
    """Where files are made that people ask for."""
    return Workshop(database, made_beside(files), RosterFiles(database, clock, setting).makers)
