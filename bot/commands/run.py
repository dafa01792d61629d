"""`flagbearer run`: the bot on Telegram, with its web side, until it is told to stop."""

import asyncio
import contextlib
import logging
import os
import socket
import sys

from bot.clock import StartedClock, SystemClock
from bot.process.crash import arm_crash_point
from bot.process.event_loop import forget_the_start, run_serving
from bot.process.http_server import serving
from bot.process.listener import listener, shown
from bot.process.logs import set_up_logs
from bot.process.signals import stop_on_signals
from bot.program import Program, open_program
from bot.settings import Settings
from bot.telegram.identity import Stopped
from campaign.clock import Clock
from campaign.links import WayIn
from campaign.locale.plain_texts import both

log = logging.getLogger(__name__)


def run_bot(settings: Settings) -> None:
    """Run until a signal. Raises BrokenStart."""
    set_up_logs(as_json=settings.log == "json", secrets=settings.secrets())
    arm_crash_point(os.environ)
    run_serving(_run(settings))


def clock_of(settings: Settings) -> Clock:
    """The real time, or the one that the settings start at."""
    return SystemClock() if settings.now is None else StartedClock(settings.now)


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    with contextlib.suppress(Stopped), contextlib.closing(_listener(settings)) as bound:
        async with open_program(settings, clock=clock_of(settings), stop=stop) as program:
            async with serving(program.web, bound=bound) as address:
                log.info("@%s works; health: http://%s/healthz", _name(program), shown(*address))
                _tell_office_code(program)
                forget_the_start()
                await program.run(stop)
            log.info("stopped")


def _listener(settings: Settings) -> socket.socket:
    """Before anything else is tried. Nobody relies on a port that was not named, save Telegram."""
    free_to_move = "listen" not in settings.model_fields_set and settings.webhook_url is None
    return listener(settings.host, settings.port, or_next=free_to_move)


def _name(program: Program) -> str:
    return program.setting.bot_name


def _tell_office_code(program: Program) -> None:
    """For the operator's eyes, not for the logs."""
    if program.office_code is not None:
        way = WayIn(_name(program), program.office_code)
        sys.stdout.write(
            f"{both('start_up.office_link')}:\n"
            f"  {way.link}\n"
            f"{both('start_up.no_t_me')}: {way.app_link}\n"
            f"  @{way.bot_name}: {way.typed}\n"
        )
        sys.stdout.flush()
