"""A short way for plain Bot API calls: whole, small, not multipart. All else goes uvicorn's way.

Reading a request with h11 costs four times what carrying it out does, and the demo's server shares
the bot's loop (docs/decisions/0018-own-code.md has the figures, those of httptools too). The short
way understands just enough HTTP/1.1 for `POST /bot<token>/METHOD` with a length and a JSON or form
body, and hands every other byte to the protocol it extends.
"""

from __future__ import annotations

from enum import Enum
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.demo.chat_page.doors import NAMES
from bot.demo.fake_telegram.api import Answer, BotApi
from bot.demo.fake_telegram.bot_routes import answer_call, encode_answer, read_values
from bot.demo.fake_telegram.faults import ConnectionDropped
from bot.demo.fake_telegram.refusals import ApiRefusal

# The largest body that goes the short way, in bytes.
LARGEST = 256 * 1024
_START = b"POST /bot"
_OWN_NAMES = {name.encode() for name in NAMES}
_PHRASES = {status.value: status.phrase for status in HTTPStatus}

Call = tuple[str, bytes, bytes, bool]


class Way(Enum):
    """What to do with bytes that are no whole call: wait for more, or give them away."""

    WAIT = 1
    LONG = 2


class QuickProtocol(H11Protocol):
    """One connection. `api` is set by a subclass made for one server (see `quick`)."""

    api: BotApi | None = None

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._held = b""
        self._calling = False
        self._slow = self.api is None

    def data_received(self, data: bytes) -> None:
        if self._slow:
            super().data_received(data)
            return
        self._unset_keepalive_if_required()
        self._held += data
        if not self._calling:
            self._next()

    def _next(self) -> None:
        """Start the call that is held whole, wait for more of it, or give it to the long way."""
        found = _whole_call(self._held)
        if found is Way.WAIT:
            return
        if isinstance(found, Way) or self.api is None:
            data, self._held, self._slow = self._held, b"", True
            super().data_received(data)
            return
        call, self._held = found
        self._calling = True
        task = self.loop.create_task(self._carry_out(self.api, call))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _carry_out(self, api: BotApi, call: Call) -> None:
        path, kind, body, keep_alive = call
        token, _, method = path.removeprefix("/bot").partition("/")
        try:
            answer = await answer_call(api, token, method, read_values(kind, body))
        except ApiRefusal as refused:
            answer = refused.code, refused.as_json()
        except ConnectionDropped:
            self.transport.abort()
            return
        if self.transport.is_closing():
            return
        self.transport.write(_response(answer, keep_alive=keep_alive))
        if not keep_alive:
            self.transport.close()
        self._calling = False
        if self._held:
            self._next()

    def on_response_complete(self) -> None:
        """The long way is done with its request: the next one may go the short way again."""
        if self.api is not None and not self.conn.trailing_data[0]:
            self._slow = False
        super().on_response_complete()


def _whole_call(data: bytes) -> tuple[Call, bytes] | Way:
    """The first call and what follows it, or how to go on without one."""
    if not data.startswith(_START[: len(data)]):
        return Way.LONG
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return Way.WAIT if len(data) < LARGEST else Way.LONG
    first, *lines = data[:end].split(b"\r\n")
    target = first.split(b" ")[1]
    fields = {name.lower(): value.strip() for name, _, value in (x.partition(b":") for x in lines)}
    kind, length = fields.get(b"content-type", b""), fields.get(b"content-length", b"0")
    if fields.get(b"host", b"").rpartition(b":")[0] not in _OWN_NAMES:
        return Way.LONG
    odd = b"transfer-encoding" in fields or b"expect" in fields or b"%" in target or b"?" in target
    if odd or kind.startswith(b"multipart/") or not length.isdigit() or int(length) > LARGEST:
        return Way.LONG
    stop = end + 4 + int(length)
    if len(data) < stop:
        return Way.WAIT
    keep_alive = fields.get(b"connection", b"").lower() != b"close"
    return (target.decode("latin-1"), kind, data[end + 4 : stop], keep_alive), data[stop:]


def _response(answer: Answer, *, keep_alive: bool) -> bytes:
    content, extra = encode_answer(answer)
    lines = [
        f"HTTP/1.1 {answer[0]} {_PHRASES.get(answer[0], 'Unknown')}",
        "content-type: application/json",
        f"content-length: {len(content)}",
        *extra,
        *([] if keep_alive else ["connection: close"]),
    ]
    return "\r\n".join([*lines, "\r\n"]).encode() + content


def quick(api: BotApi) -> type[QuickProtocol]:
    """The protocol with the short way open to one api: the `http` of `serving`."""
    return type("QuickProtocolOfApi", (QuickProtocol,), {"api": api})
