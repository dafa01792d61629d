"""The wire to Telegram: python-telegram-bot's request class on aiohttp, through a proxy if need be.

Its own, on httpx, is the bottleneck of the whole way (measured: a quarter of the updates a second).
The errors stay its own; two are added, for it matters whether a call may have been carried out.
"""

import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.process.retry import told_to_wait

# The longest waits for a connection and for an answer, in seconds.
CONNECT_WITHIN = 10.0
ANSWER_WITHIN = 30.0
# For all calls that may be under way: the courier's, those that take buttons off, the poll, files.
CONNECTIONS = 400
CHUNK = 256 * 1024
# Below the five seconds after which many servers close: a call on a connection that is just being
# closed has an unknown outcome.
IDLE_CONNECTION = 4.0
# Telegram gives files as bytes of no kind; a page in their stead is a portal's.
PAGES = (".html", ".htm")
SOCKS = {"socks5h": "socks5", "socks4a": "socks4"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class NotReached(NetworkError):
    """The call did not leave: no connection could be made."""


class AnswerLost(TimedOut):
    """The call may have been carried out: it was sent, and no answer came."""

    def __init__(self, words: str) -> None:
        super().__init__(words)


class TooLarge(BadRequest):
    """A download is larger than what is taken."""


class Wire(BaseRequest):
    """Makes HTTP calls. `async with Wire(proxy=...) as wire`."""

    def __init__(self, *, proxy: str | None = None, answer_within: float = ANSWER_WITHIN) -> None:
        self._socks = proxy if proxy and proxy.startswith("socks") else None
        self._proxy = proxy if proxy and not self._socks else None
        self._answer_within = answer_within
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take."""
        return self._answer_within

    async def initialize(self) -> None:
        """Open the pool of connections; nothing is called yet."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=self._connector(), trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _connector(self) -> aiohttp.BaseConnector:
        if self._socks is None:
            return aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE_CONNECTION)
        from aiohttp_socks import ProxyConnector  # noqa: PLC0415 - few have such a proxy

        # The names with h and a say that the proxy looks hosts up, which it always does here.
        scheme, _, place = self._socks.partition("://")
        return ProxyConnector.from_url(
            f"{SOCKS.get(scheme, scheme)}://{place}",
            rdns=True,
            limit=CONNECTIONS,
            keepalive_timeout=IDLE_CONNECTION,
        )

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body. Raises NotReached or AnswerLost."""
        within = read_timeout if isinstance(read_timeout, int | float) else self._answer_within
        body, headers = _body(request_data)
        session = self._open()
        try:
            async with session.request(
                method,
                url,
                data=body,
                headers=headers,
                proxy=self._proxy,
                timeout=_timeout(within),
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read()
        except Exception as fault:  # noqa: BLE001 - proxies raise their own kinds
            raise _told(fault) from None

    async def stream(self, url: str, *, limit: int) -> AsyncIterator[bytes]:
        """A file in pieces. Raises TooLarge beyond `limit` bytes, BadRequest where it is gone,
        RetryAfter, NetworkError."""
        try:
            async with self._open().get(
                url, proxy=self._proxy, timeout=_timeout(None), allow_redirects=False
            ) as answer:
                _check_download(answer, limit)
                received = 0
                async for piece in answer.content.iter_chunked(CHUNK):
                    received += len(piece)
                    if received > limit:
                        raise TooLarge("file is too big")
                    yield piece
        except (aiohttp.ClientError, OSError) as fault:
            raise _told(fault) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the wire is not open")
        return self._session


def _body(data: RequestData | None) -> tuple[Any, dict[str, str]]:
    if data is None:
        return None, {}
    if not data.contains_files:
        encoded = _encode(data.parameters).encode("utf-8", "replace")
        return encoded, {"Content-Type": "application/json"}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, {}


@cache
def _timeout(within: float | None) -> aiohttp.ClientTimeout:
    """For a whole call; for a download (None) only silence is limited."""
    silence = ANSWER_WITHIN if within is None else None
    return aiohttp.ClientTimeout(total=within, sock_connect=CONNECT_WITHIN, sock_read=silence)


def _check_download(answer: aiohttp.ClientResponse, limit: int) -> None:
    if answer.status == 429:
        raise RetryAfter(told_to_wait(answer.headers.get("Retry-After")))
    if answer.status >= 500:
        raise NetworkError(f"the file server answered {answer.status}")
    if answer.status != 200:
        raise BadRequest(f"the file is not there ({answer.status})")
    if answer.content_type == "text/html" and not answer.url.path.endswith(PAGES):
        raise NetworkError("a page came instead of the file")
    if answer.content_length is not None and answer.content_length > limit:
        raise TooLarge("file is too big")


# A SOCKS proxy that does not let us through raises its own kinds.
_PROXIES = ("aiohttp_socks", "python_socks")
# A connection that could not be made; everything else may have happened after the call was sent.
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


def _told(fault: Exception) -> NetworkError:
    """The fault without the address that was called: the token is part of it."""
    name = type(fault).__name__
    if isinstance(fault, _NOT_SENT) or type(fault).__module__.startswith(_PROXIES):
        return NotReached(name)
    return AnswerLost(name)
