"""Telegram's Bot API as the program sees it: a method and its parameters in, the result out."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import InputFile
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.responses import result_of
from bot.telegram.transport import Wire


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to be sent along with a call."""

    name: str
    content: bytes
    mime: str


class Api(Protocol):
    """The Bot API. Errors are those of telegram.error, with NotReached and AnswerLost."""

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        files: Mapping[str, OutgoingFile] | None = None,
        within: float | None = None,
    ) -> Any:
        """Make a call; what Telegram answers as its result. `within`: seconds for the answer."""
        ...

    def download(self, file_path: str, *, limit: int) -> AsyncIterator[bytes]:
        """The bytes of a file that getFile named, at most `limit` of them."""
        ...


class Streaming(Protocol):
    """A request class that can hand out a file in pieces."""

    def stream(self, url: str, *, limit: int) -> AsyncIterator[bytes]:
        """The pieces of what lies at the address."""
        ...


class TelegramApi:
    """The Bot API behind an address, or, with another request class, within this process."""

    def __init__(self, request: BaseRequest, *, root: str, token: str) -> None:
        self._request = request
        self._calls = f"{root}/bot{token}"
        self._files = f"{root}/file/bot{token}"

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        files: Mapping[str, OutgoingFile] | None = None,
        within: float | None = None,
    ) -> Any:
        """Make a call."""
        wanted = [RequestParameter(name, value, None) for name, value in params.items()]
        wanted += [_uploaded(name, file) for name, file in (files or {}).items()]
        timeout = BaseRequest.DEFAULT_NONE if within is None else within
        status, payload = await self._request.do_request(
            f"{self._calls}/{method}", "POST", RequestData(wanted), read_timeout=timeout
        )
        return result_of(status, payload)

    async def download(self, file_path: str, *, limit: int) -> AsyncIterator[bytes]:
        """The bytes of a file."""
        request: Any = self._request
        streaming: Streaming = request
        async for piece in streaming.stream(f"{self._files}/{file_path}", limit=limit):
            yield piece


def _uploaded(name: str, file: OutgoingFile) -> RequestParameter:
    attached = InputFile(file.content, filename=file.name)
    attached.mimetype = file.mime
    return RequestParameter(name, None, [attached])


__all__ = ["Api", "OutgoingFile", "TelegramApi", "Wire"]
