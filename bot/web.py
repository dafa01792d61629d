"""The web side: the webhook that Telegram posts to, and the health page."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.arrivals import NotAnUpdate
from bot.receiver import store
from campaign.clock import Clock
from storage.database import Database

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
BODY_LIMIT = 1024 * 1024
# Telegram waits a minute for the answer, and tries again when told that it may.
STORE_WITHIN = 40.0

Health = Callable[[], Awaitable[tuple[bool, dict[str, Any]]]]


class Refused(Exception):
    """A post that is not taken; the status says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Webhook:
    """Takes updates by post: written down and committed, and only then answered with 200.

    Never anything but 200 for an update that could be stored, however odd it is: Telegram would
    send that person's next one only after this one. 503 only while the database is away.
    """

    def __init__(
        self, database: Database, clock: Clock, *, secret: str, wake_engine: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._secret = secret.encode()
        self._wake_engine = wake_engine
        self.last_receive = clock.now()

    async def take(self, request: Request) -> Response:
        """One post."""
        try:
            update = await self._checked(request)
            async with asyncio.timeout(STORE_WITHIN):
                await store(self._database, [update], at=self._clock.now())
        except Refused as refused:
            return Response(status_code=refused.status)
        except NotAnUpdate:
            return Response(status_code=400)
        except (SQLAlchemyError, OSError, TimeoutError) as fault:
            log.error("an update could not be stored; it will come again: %s", type(fault).__name__)
            return Response(status_code=503, headers={"Retry-After": "2"})
        self.last_receive = self._clock.now()
        self._wake_engine()
        return Response(status_code=200)

    async def _checked(self, request: Request) -> Any:
        """The update. Who sends it is checked before anything is read of it."""
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self._secret):
            raise Refused(403)
        kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refused(415)
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > BODY_LIMIT:
                raise Refused(413)
        try:
            return json.loads(body.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise Refused(400) from None


def build_web(health: Health, *, webhook: Webhook | None, webhook_path: str) -> Starlette:
    """The app: `/healthz`, and the webhook on a path that only Telegram knows."""

    async def healthz(_request: Request) -> Response:
        well, facts = await health()
        return JSONResponse(facts, status_code=200 if well else 503)

    routes = [Route("/healthz", healthz, methods=["GET"])]
    if webhook is not None:
        routes.append(Route(webhook_path, webhook.take, methods=["POST"]))
    return Starlette(routes=routes)
