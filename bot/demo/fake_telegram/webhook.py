"""Posting updates to a webhook: in order within a chat, again and again until accepted."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.demo.fake_telegram.world.updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# The longest pause between two tries, and the longest wait for an answer, in seconds.
LONGEST_PAUSE = 60.0
ANSWER_WITHIN = 60


class WebhookSender:
    """Runs while a webhook is set. `pause` waits between tries; tests hand in a short one."""

    def __init__(self, queue: UpdateQueue) -> None:
        self._queue = queue
        self.pause: Callable[[float], Awaitable[None]] = asyncio.sleep
        self.tries: list[tuple[int, int]] = []
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._busy: dict[int, asyncio.Task[None]] = {}
        queue.arrivals.add(self._news.set)

    def run(self) -> None:
        """Begin posting; must be called within the loop."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._post_all())

    async def close(self) -> None:
        tasks = [*self._busy.values(), *([self._task] if self._task else [])]
        self._task = None
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._busy.clear()

    async def _post_all(self) -> None:
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            while True:
                self._news.clear()
                self._start_free_chats(session)
                await self._news.wait()

    def _start_free_chats(self, session: aiohttp.ClientSession) -> None:
        """One update under way per chat, the oldest first."""
        for update in self._queue.waiting:
            if len(self._busy) >= self._queue.webhook.max_connections:
                return
            line = _line(update)
            if line not in self._busy:
                posting = self._post(session, line, update)
                self._busy[line] = asyncio.get_running_loop().create_task(posting)

    async def _post(
        self, session: aiohttp.ClientSession, line: int, update: dict[str, Any]
    ) -> None:
        pause = 0.0
        while (wait := await self._try(session, update)) is not None:
            pause = min(max(pause * 2, 1.0), LONGEST_PAUSE)
            await self.pause(wait or pause)
            if not self._queue.holds(update):
                break
        self._queue.confirm(update["update_id"])
        self._busy.pop(line, None)
        self._news.set()

    async def _try(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> float | None:
        """None when accepted, else the seconds that the receiver asked to wait (0: it did not)."""
        hook = self._queue.webhook
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers[SECRET_HEADER] = hook.secret
        body = json.dumps(update, ensure_ascii=False).encode()
        try:
            async with session.post(hook.url, data=body, headers=headers) as answer:
                await answer.read()
                status, wait = answer.status, answer.headers.get("Retry-After", "0")
        except (aiohttp.ClientError, TimeoutError) as fault:
            status, wait = 0, "0"
            self._queue.note_failure(type(fault).__name__)
        self.tries.append((update["update_id"], status))
        if 200 <= status < 300:
            return None
        if status:
            self._queue.note_failure(f"Wrong response from the webhook: {status}")
        return float(wait) if wait.isdigit() else 0.0


def _line(update: dict[str, Any]) -> int:
    """The queue an update stands in: its chat's, or for a press its person's."""
    if press := update.get("callback_query"):
        return int(press["from"]["id"])
    for content in update.values():
        if isinstance(content, dict) and "chat" in content:
            return int(content["chat"]["id"])
    return 0
