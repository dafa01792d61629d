"""The web side of the running bot: the health page, and the webhook where one is used."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.telegram.webhook import Webhook

Health = Callable[[], Awaitable[tuple[bool, dict[str, Any]]]]


def build_web(health: Health, webhook: Webhook | None) -> Starlette:
    """The app: `/healthz`, and the webhook on its path."""

    async def healthz(_request: Request) -> Response:
        well, facts = await health()
        return JSONResponse(facts, status_code=200 if well else 503)

    routes = [Route("/healthz", healthz, methods=["GET"])]
    if webhook is not None:
        routes.append(Route(webhook.path, webhook.take, methods=["POST"]))
    return Starlette(routes=routes)
