"""What happens in the world, streamed to every open page as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from bot.demo.fake_telegram.world.changes import PageEvent
from bot.demo.fake_telegram.world.world import World

# Seconds of silence after which a page is pinged.
PING_AFTER = 20.0
# The most events that wait for one page; a slower page is dropped.
MOST_WAITING = 2000
END = None


class Live:
    """One queue per open page; a page that does not read is let go and will come again."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._pages: dict[asyncio.Queue[PageEvent | None], int] = {}
        world.changes.pages.append(self._tell)

    def _tell(self, event: PageEvent) -> None:
        for page, person in tuple(self._pages.items()):
            if not self._sees(person, event):
                continue
            if page.qsize() >= MOST_WAITING:
                del self._pages[page]
                page.put_nowait(END)
            else:
                page.put_nowait(event)

    def _sees(self, person: int, event: PageEvent) -> bool:
        if event.only_for is not None:
            return event.only_for == person
        chat = self._world.chats.get(event.chat_id)
        return chat is None or chat.has(person)

    async def stream(self, person: int) -> AsyncIterator[str]:
        """Events for one person as the text of a server-sent event stream."""
        page: asyncio.Queue[PageEvent | None] = asyncio.Queue()
        self._pages[page] = person
        try:
            yield "retry: 1000\n" + _written(PageEvent("listening", 0, {}))
            while True:
                try:
                    event = await asyncio.wait_for(page.get(), PING_AFTER)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is END:
                    return
                yield _written(event)
        finally:
            self._pages.pop(page, None)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        for page in self._pages:
            page.put_nowait(END)
        self._pages = {}


def _written(event: PageEvent) -> str:
    body = {"kind": event.kind, "chat": event.chat_id, "body": event.body}
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"
