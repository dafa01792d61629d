"""The webhook: what Telegram posts is written down and committed, and only then accepted."""

import asyncio
import hmac
import json
import logging
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from telegram.error import BadRequest, InvalidToken

from bot.settings import BrokenStart
from bot.telegram.client import Api
from bot.telegram.flood_guard import Floods
from bot.telegram.polling import LONGEST_PAUSE, store, unknown_bot
from bot.telegram.updates.arrivals import NotAnUpdate
from bot.telegram.updates.update_parser import ALLOWED_UPDATES
from bot.workers.inbox_writer import InboxWriter
from bot.workers.part import Part
from campaign.clock import Clock
from campaign.locale.plain_texts import both

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# The largest update that is read, in bytes.
BODY_LIMIT = 1024 * 1024
# Telegram waits a minute for the answer.
STORE_WITHIN = 40.0


class NotTaken(Exception):
    """A post that is not taken; the status says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Webhook(Part):
    """Takes updates by post, on a path and with a secret that only Telegram knows.

    An update that can be stored is always answered with 200, however odd it is: Telegram sends
    that chat's next one only after this one. 503 only while the database is away.
    """

    name = "receiver"
    longest_pause = LONGEST_PAUSE

    def __init__(
        self,
        clock: Clock,
        api: Api,
        *,
        url: str,
        path: str,
        secret: str,
        inbox_writer: InboxWriter,
        floods: Floods | None = None,
    ) -> None:
        super().__init__()
        self._clock = clock
        self._api = api
        self._url = url
        self._secret = secret
        self._inbox_writer = inbox_writer
        self._floods = floods
        self.path = path
        self.last_receive: datetime | None = None

    async def start(self) -> None:
        """Tell Telegram where to post. Raises BrokenStart where it will never post there."""
        try:
            await self.register()
        except InvalidToken as fault:
            raise unknown_bot(fault) from None
        except BadRequest as fault:
            told = both("start_up.webhook_refused")
            raise BrokenStart(f"FLAGBEARER_WEBHOOK_URL：{told} ({fault})") from None

    async def round(self) -> None:
        """Nothing: Telegram posts by itself."""

    async def register(self) -> None:
        """Tell Telegram where to post."""
        wanted = {
            "url": f"{self._url}{self.path}",
            "secret_token": self._secret,
            "allowed_updates": ALLOWED_UPDATES,
            "drop_pending_updates": False,
        }
        await self._api.call("setWebhook", wanted)

    async def take(self, request: Request) -> Response:
        """One post."""
        try:
            update = await self._checked(request)
            async with asyncio.timeout(STORE_WITHIN):
                await store(self._inbox_writer, [update], at=self._clock.now(), floods=self._floods)
        except NotTaken as reason:
            return Response(status_code=reason.status)
        except NotAnUpdate:
            return Response(status_code=400)
        except (SQLAlchemyError, OSError) as fault:
            log.error("an update was not stored; it will come again: %s", type(fault).__name__)
            return Response(status_code=503, headers={"Retry-After": "2"})
        self.last_receive = self._clock.now()
        return Response(status_code=200)

    async def _checked(self, request: Request) -> Any:
        """The update. Who sends it is checked before anything of it is read."""
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self._secret.encode()):
            raise NotTaken(403)
        kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise NotTaken(415)
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > BODY_LIMIT:
                raise NotTaken(413)
        try:
            return json.loads(body.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise NotTaken(400) from None
