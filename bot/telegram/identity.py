"""What the program must know of itself before it can work: the bot's name, its secrets."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.process.retry import Backoff, until_set
from bot.settings import Settings
from bot.telegram.client import Api
from bot.telegram.errors import asked_to_wait
from bot.telegram.polling import LONGEST_PAUSE, unknown_bot
from bot.telegram.responses import Unreadable
from storage.database.engine import Database
from storage.settings import read_setting, secret_setting, write_setting

log = logging.getLogger(__name__)

BOT_NAME = "bot name"
# The longest wait for Telegram's answer, in seconds.
ASK_WITHIN = 10.0


class Stopped(Exception):
    """The program was told to stop before it had started."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Made once and kept in the database."""

    salt: bytes
    webhook: str
    webhook_path: str


async def bot_name(database: Database, api: Api, stop: asyncio.Event) -> str:
    """The bot's username: asked of Telegram, or, where that is out of reach, the one kept.

    Raises BrokenStart for a token that Telegram does not know, Stopped.
    """
    async with database.read() as session:
        kept = await read_setting(session, BOT_NAME)
    backoff = Backoff(longest=LONGEST_PAUSE)
    while True:
        try:
            name = _username(await api.call("getMe", {}, within=ASK_WITHIN))
            break
        except InvalidToken as fault:
            raise unknown_bot(fault) from None
        except TelegramError as fault:
            if kept is not None:
                log.warning("Telegram cannot be reached, the start goes on: %s", fault)
                return kept
            pause = max(backoff.next(), asked_to_wait(fault))
            log.warning("Telegram cannot be reached, again in %.1f s: %s", pause, fault)
            if await until_set(stop, pause):
                raise Stopped from None
    if name != kept:
        async with database.write() as session:
            await write_setting(session, BOT_NAME, name)
    return name


def _username(me: Any) -> str:
    if not isinstance(me, dict) or not isinstance(me.get("username"), str):
        raise Unreadable("a bot without a name")
    return str(me["username"])


async def kept_secrets(database: Database, settings: Settings) -> Secrets:
    """The secrets, made at the first start. The operator's own webhook secret goes first."""
    async with database.write() as session:
        salt = await secret_setting(session, "salt")
        made = await secret_setting(session, "webhook secret")
        path = await secret_setting(session, "webhook path")
    chosen = settings.webhook_secret
    return Secrets(
        salt=salt.encode(),
        webhook=chosen.get_secret_value() if chosen else made,
        webhook_path=f"/webhook/{path}",
    )
