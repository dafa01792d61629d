"""A Bot API server in raw bytes, cheap enough to stay out of the way of what is measured.

True where it matters for the figures: an update is forgotten only when a later getUpdates confirms
it, a poll waits for the first update, a connection is kept. `far` is the time that a call takes to
reach the server, and again its answer to come back.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.demo.fake_telegram.bot_routes import read_values
from bot.demo.fake_telegram.world.changes import Changes
from bot.demo.fake_telegram.world.updates import UpdateQueue

TOKEN = "7000000001:BENCH-local-server-only-not-a-secret"
BOT = {"id": 7_000_000_001, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
QUIETLY_DONE = ("deletewebhook", "setmycommands", "deletemycommands", "answercallbackquery")

Params = dict[str, Any]
Answer = Callable[[Any], None]
Shown = Callable[[int, Params], None]


class LocalServer:
    """Holds the queue of updates and tells `shown` of every message that a person can see."""

    def __init__(self) -> None:
        self.queue = UpdateQueue(lambda: datetime.now(UTC), Changes())
        self.queue.arrivals.add(self._answer_poll)
        self.calls: Counter[str] = Counter()
        self.far = 0.0
        self.last_call = 0.0
        self.first_poll: float | None = None
        self.shown: Shown = lambda chat, message: None
        self._poll: tuple[Params, Answer] | None = None
        self._last_message = 0

    def next_message_id(self) -> int:
        """Numbers run on through all chats."""
        self._last_message += 1
        return self._last_message

    def call(self, method: str, params: Params, answer: Answer) -> None:
        """Carry a call out; the answer to getUpdates may come later."""
        name = method.lower()
        if name == "getupdates":
            self._take_poll(params, answer)
            return
        self.calls[name] += 1
        self.last_call = time.perf_counter()
        answer(self._result(name, params))

    def _result(self, name: str, params: Params) -> Any:
        if name in ("sendmessage", "editmessagetext", "editmessagereplymarkup"):
            message = self._message(name, params)
            if name != "editmessagereplymarkup":
                self.shown(message["chat"]["id"], message)
            return message
        if name in QUIETLY_DONE:
            return True
        if name == "getme":
            return BOT
        raise LookupError(f"a call that no contestant should make: {name}")

    def _message(self, name: str, params: Params) -> Params:
        new = name == "sendmessage"
        markup = params.get("reply_markup")
        return {
            "message_id": self.next_message_id() if new else int(params["message_id"]),
            "from": BOT,
            "chat": {"id": int(params["chat_id"]), "type": "private", "first_name": "U"},
            "date": int(time.time()),
            "text": params.get("text", ""),
            **({"reply_markup": _object(markup)} if markup else {}),
        }

    def _take_poll(self, params: Params, answer: Answer) -> None:
        if self.first_poll is None:
            self.first_poll = time.perf_counter()
        found = self.queue.take(int(params.get("offset", 0)), int(params.get("limit", 100)))
        if found or not int(params.get("timeout", 0)):
            answer(found)
        else:
            self._poll = params, answer

    def _answer_poll(self) -> None:
        if self._poll is not None:
            poll, self._poll = self._poll, None
            self._take_poll(*poll)

    def forget_poll(self) -> None:
        """Whoever polled is gone; what waits is dropped."""
        self._poll = self.first_poll = None
        self.queue.drop_all()
        self.calls.clear()


class _Line(asyncio.Protocol):
    """One connection. Understands a POST with a length, which is all that is ever sent."""

    def __init__(self, server: LocalServer) -> None:
        self._server = server
        self._held = b""
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._held += data
        end = self._held.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._held[:end].lower()
        stop = end + 4 + _length(head)
        if len(self._held) < stop:
            return
        path = self._held.split(b" ", 2)[1].decode()
        kind = b"application/json" if b"application/json" in head else b""
        params = read_values(kind, self._held[end + 4 : stop])
        self._held = self._held[stop:]
        self._later(self._server.call, path.rsplit("/", 1)[1], params, self._answer)

    def _answer(self, result: Any) -> None:
        body = json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        self._later(self._write, f"{head}\r\n\r\n".encode() + body)

    def _later(self, act: Callable[..., None], *values: Any) -> None:
        if self._server.far:
            self._loop.call_later(self._server.far, act, *values)
        else:
            act(*values)

    def _write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)


@asynccontextmanager
async def serving(server: LocalServer) -> AsyncIterator[str]:
    """Serve on a free port; gives the address."""
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: _Line(server), "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()


def _length(head: bytes) -> int:
    _, found, rest = head.partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


def _object(markup: Any) -> Any:
    return json.loads(markup) if isinstance(markup, str) else markup
