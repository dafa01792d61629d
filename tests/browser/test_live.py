"""Nothing that happens while a page is still asking is missed, nor undone by an older answer."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.room import Room


class Held:
    """Answers to one address are taken from the server at once, and given to the page later."""

    def __init__(self) -> None:
        self.taken = asyncio.Event()
        self._let_go = asyncio.Event()

    async def hold(self, page: Page, address: str) -> None:
        async def answer(route: Route) -> None:
            found = await route.fetch()
            self.taken.set()
            await self._let_go.wait()
            await route.fulfill(response=found)

        await page.route(address, answer)

    def let_go(self) -> None:
        self._let_go.set()


def texts(page: Page) -> Any:
    return page.locator(".bubble .text")


async def test_what_is_said_while_a_chat_is_being_opened_stays(
    room: Room, open_page: OpenPage
) -> None:
    first = room.world.say(102, room.group, "一")
    second = room.world.say(102, room.group, "二")
    page, held = await open_page(), Held()
    await room.enter(page, "王芳")
    await expect(page.locator("#start")).to_be_visible()
    await held.hold(page, f"**/page/messages?*chat={room.group.id}*")
    await page.click(f"[data-chat='{room.group.id}']")
    await held.taken.wait()
    room.world.speech.edit(102, room.group, first.id, "一，改过")
    room.world.speech.delete(102, room.group, second.id)
    room.world.say(102, room.group, "三")
    await expect(page.locator(".chat.on small")).to_contain_text("三")
    held.let_go()
    await expect(texts(page)).to_have_text(["一，改过", "三"])
    room.world.say(102, room.group, "四")
    await expect(texts(page)).to_have_text(["一，改过", "三", "四"])


async def test_a_page_that_listens_late_asks_only_then(room: Room, open_page: OpenPage) -> None:
    page, asked = await open_page(), asyncio.Event()
    go_on = asyncio.Event()

    async def delay(route: Route) -> None:
        asked.set()
        await go_on.wait()
        await route.continue_()

    await page.route("**/page/events?*", delay)
    await room.enter(page, "李强")
    await asked.wait()
    await expect(page.locator("#who")).to_be_visible()
    assert await page.locator("#chats .chat").count() == 0
    room.world.say(101, room.group, "早")
    go_on.set()
    await expect(page.locator(f"[data-chat='{room.group.id}'] small")).to_contain_text("早")
