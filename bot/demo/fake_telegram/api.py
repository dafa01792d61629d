"""The Bot API of the demo: one call in, Telegram's answer out."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from typing import Any

from bot.demo.fake_telegram.backend import DEMO_TOKEN, Answer, Backend
from bot.demo.fake_telegram.faults import ConnectionDropped, InjectedFault
from bot.demo.fake_telegram.methods import METHODS
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import METHOD_NOT_FOUND, UNAUTHORIZED, ApiRefusal
from bot.demo.fake_telegram.world.files import DOWNLOAD_LIMIT, StoredFile, Upload

__all__ = ["DEMO_TOKEN", "Answer", "BotApi"]


class BotApi(Backend):
    """Carries out calls on a `World`."""

    async def call(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload] | None = None,
    ) -> Answer:
        """Status and body, as HTTP would carry them; raises `ConnectionDropped` on that fault."""
        values = params or {}
        name = method.lower()
        fault = self.faults.next_for(name, values.get("chat_id"))
        if fault:
            await _suffer(fault)
        answer = await self._answer(token, name, method, Params(values, files), fault)
        if self.log is not None:
            self.log.append((method, dict(values), answer))
        if fault and fault.kind == "drop":
            raise ConnectionDropped(method)
        return answer

    async def _answer(
        self, token: str, name: str, method: str, params: Params, fault: InjectedFault | None
    ) -> Answer:
        try:
            if not hmac.compare_digest(token.encode(), self.token.encode()):
                raise UNAUTHORIZED
            self.calls[name] += 1
            if fault and fault.kind == "refuse":
                raise fault.refusal()
            found = METHODS.get(name)
            if found is None:
                self.unknown.append(method)
                raise METHOD_NOT_FOUND
            result = found(self, params)
            if asyncio.iscoroutine(result):
                result = await result
        except ApiRefusal as refused:
            return refused.code, refused.as_json()
        return 200, {"ok": True, "result": result}

    def download(self, token: str, path: str) -> StoredFile | None:
        """The file of a download link, or None: wrong token, unknown, expired, too big."""
        stored = self.world.files.by_path(path)
        if not hmac.compare_digest(token.encode(), self.token.encode()) or stored is None:
            return None
        return None if stored.gone or stored.size > DOWNLOAD_LIMIT else stored

    def resume(self) -> None:
        """Go on posting to the webhook of a world that came back from disk; within the loop."""
        if self.world.queue.webhook.url:
            self.webhook.run()

    async def close(self) -> None:
        """Let waiting polls go and stop posting to a webhook."""
        self.poller.close()
        await self.webhook.close()


async def _suffer(fault: InjectedFault) -> None:
    if fault.kind == "lose":
        raise ConnectionDropped("before it was carried out")
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
