"""The wire of tests: the program's own client, answered by the demo's Bot API without a socket."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from telegram.error import BadRequest
from telegram.request import BaseRequest, RequestData

from bot.demo.fake_telegram.api import DEMO_TOKEN, BotApi
from bot.demo.fake_telegram.faults import ConnectionDropped
from bot.demo.fake_telegram.world.files import Upload
from bot.telegram.client import TelegramApi
from bot.telegram.transport import AnswerLost, TooLarge


class InProcess(BaseRequest):
    """Calls go straight into a `BotApi`."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float | None:
        """Nothing is waited for."""
        return None

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

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
        """Status and body; a dropped connection is an answer that was lost."""
        token, name = url.rsplit("/bot", 1)[1].split("/", 1)
        params, files = _read(request_data)
        try:
            status, body = await self._api.call(token, name, params, files)
        except ConnectionDropped as fault:
            raise AnswerLost(str(fault)) from None
        return status, json.dumps(body).encode()

    async def stream(self, url: str, *, limit: int) -> AsyncIterator[bytes]:
        """A file, in two pieces."""
        token, path = url.rsplit("/file/bot", 1)[1].split("/", 1)
        stored = self._api.download(token, path)
        if stored is None:
            raise BadRequest("the file is not there (404)")
        if stored.size > limit:
            raise TooLarge("file is too big")
        half = len(stored.content) // 2
        yield stored.content[:half]
        yield stored.content[half:]


def in_process(api: BotApi) -> TelegramApi:
    """The program's client on a demo server in this process."""
    return TelegramApi(InProcess(api), root="http://demo", token=DEMO_TOKEN)


def _read(data: RequestData | None) -> tuple[Mapping[str, Any], dict[str, Upload]]:
    if data is None:
        return {}, {}
    files = {
        name: Upload(filename, content if isinstance(content, bytes) else content.read(), mime)
        for name, (filename, content, mime) in (data.multipart_data or {}).items()
    }
    return data.json_parameters if files else data.parameters, files
