"""The Bot API over HTTP, with no framework in between: some tests call it very often."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.demo.fake_telegram.api import Answer, BotApi
from bot.demo.fake_telegram.faults import ConnectionDropped
from bot.demo.fake_telegram.refusals import METHOD_NOT_FOUND, ApiRefusal, bad_request
from bot.demo.fake_telegram.world.files import UPLOAD_LIMIT, Upload
from bot.demo.request_bodies import WRONG_SHAPE, finite, no_number

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MOST_BYTES = UPLOAD_LIMIT + 1024 * 1024
_JSON = (b"content-type", b"application/json")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class BotRoutes:
    """An ASGI app for `/bot<token>/METHOD` and `/file/bot<token>/PATH`."""

    def __init__(self, api: BotApi) -> None:
        self.api = api

    @staticmethod
    def owns(path: str) -> bool:
        return path.startswith(("/bot", "/file/bot"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        try:
            if path.startswith("/file/bot"):
                await self._download(path.removeprefix("/file/bot"), send)
            else:
                await self._call(path.removeprefix("/bot"), scope, receive, send)
        except ConnectionDropped:
            hang_up(scope)

    async def _call(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, method = path.partition("/")
        if "%" in token:
            token = unquote(token)
        try:
            values, files = await read_call(scope, receive)
            answer = await answer_call(self.api, token, method.rstrip("/"), values, files)
        except ApiRefusal as refused:
            answer = refused.code, refused.as_json()
        await send_answer(send, answer)

    async def _download(self, path: str, send: Send) -> None:
        token, _, rest = path.partition("/")
        stored = self.api.download(token, rest)
        if stored is None:
            await send_answer(send, (404, METHOD_NOT_FOUND.as_json()))
            return
        headers = [
            (b"content-type", b"application/octet-stream"),
            (b"content-length", str(len(stored.content)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": stored.content})


async def answer_call(
    api: BotApi,
    token: str,
    method: str,
    values: dict[str, Any],
    files: dict[str, Upload] | None = None,
) -> Answer:
    """Telegram's answer to a call, also to one whose parameters have shapes that nobody knows."""
    try:
        return await api.call(token, method, values, files)
    except WRONG_SHAPE as fault:
        log.warning("%s: parameters of a wrong shape: %s", method, type(fault).__name__)
        return 400, bad_request("wrong parameters").as_json()


def encode_answer(answer: Answer) -> tuple[bytes, list[str]]:
    """The body of an answer, and the header lines that only some answers have."""
    content = _encode(answer[1]).encode("utf-8", "surrogatepass")
    wait = answer[1].get("parameters", {}).get("retry_after")
    return content, [f"retry-after: {wait}"] if wait else []


async def send_answer(send: Send, answer: Answer) -> None:
    content, extra = encode_answer(answer)
    headers = [_JSON, (b"content-length", str(len(content)).encode())]
    for line in extra:
        name, _, value = line.encode().partition(b": ")
        headers.append((name, value))
    await send({"type": "http.response.start", "status": answer[0], "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def read_call(scope: Scope, receive: Receive) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The parameters and files of a call, from the query string and the body."""
    query = scope.get("query_string", b"")
    values: dict[str, Any] = (
        dict(parse_qsl(query.decode("utf-8", "replace"), True)) if query else {}
    )
    if scope["method"] != "POST":
        return values, {}
    kind = length = b""
    for name, value in scope["headers"]:
        if name == b"content-type":
            kind = value
        elif name == b"content-length":
            length = value
    if length.isdigit() and int(length[:12]) > MOST_BYTES:
        raise ApiRefusal(413, "Request Entity Too Large")
    if kind.startswith(b"multipart/"):
        return await _read_form(values, scope, receive)
    return values | read_values(kind, await _read_body(receive)), {}


def read_values(kind: bytes, body: bytes) -> dict[str, Any]:
    """The parameters in a JSON or form body."""
    if kind.startswith(b"application/json"):
        return _read_json(body)
    return dict(parse_qsl(body.decode("utf-8", "surrogateescape"), True))


async def _read_body(receive: Receive) -> bytes:
    event = await receive()
    body: bytes = event.get("body", b"")
    if not event.get("more_body"):
        return body
    parts, size = [body], len(body)
    while event.get("more_body"):
        event = await receive()
        parts.append(event.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BYTES:
            raise ApiRefusal(413, "Request Entity Too Large")
    return b"".join(parts)


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body, parse_constant=no_number, parse_float=finite) if body else {}
    except (ValueError, RecursionError):
        raise bad_request("can't parse JSON object") from None
    return values if isinstance(values, dict) else {}


async def _read_form(
    values: dict[str, Any], scope: Scope, receive: Receive
) -> tuple[dict[str, Any], dict[str, Upload]]:
    files: dict[str, Upload] = {}
    request = Request(scope, receive)
    async with request.form(max_part_size=MOST_BYTES) as form:
        for name, part in form.multi_items():
            if isinstance(part, UploadFile):
                content = await part.read()
                files[name] = Upload(part.filename or name, content, part.content_type or "")
            else:
                values[name] = part
    return values, files


def hang_up(scope: Scope) -> None:
    """Close the connection without a word; the server put the means into the scope."""
    close = scope.get("state", {}).get("hang_up")
    if close is None:
        raise ConnectionDropped("this server cannot hang up")
    close(scope["client"])
