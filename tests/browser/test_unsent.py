"""What was written is not lost: it shows on its way, stays where nobody answered, goes again."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page, Route, expect

from bot.demo.fake_telegram.world.chats import Membership
from tests.browser.conftest import OpenPage
from tests.browser.room import Room, open_chat

ACTS = "**/page/act"


async def cut_off(route: Route) -> None:
    await route.abort()


async def write(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.keyboard.press("Enter")


async def started(room: Room, page: Page) -> None:
    room.world.chats[101].started = True
    await room.enter(page, "王芳")
    await expect(page.locator("#text")).to_be_focused()


async def test_offline_a_message_stays_and_goes_when_it_is_tapped(
    room: Room, open_page: OpenPage
) -> None:
    page = await open_page()
    await started(room, page)
    await page.route(ACTS, cut_off)
    await write(page, "今天去了社区义诊")
    failed = page.locator(".unsent.failed")
    await expect(failed.locator(".text")).to_have_text("今天去了社区义诊")
    await expect(failed.locator(".retry")).to_have_text("⚠ 没有发出，点这里重发")
    assert room.world.messages(101) == []
    await page.unroute(ACTS)
    await failed.locator(".retry").click()
    await expect(page.locator(".unsent")).to_have_count(0)
    await expect(page.locator(".mine .text")).to_have_text("今天去了社区义诊")
    assert [message.text for message in room.world.messages(101)] == ["今天去了社区义诊"]


async def test_what_is_unsent_outlives_another_chat_and_a_reload(
    room: Room, open_page: OpenPage
) -> None:
    page = await open_page()
    await started(room, page)
    await page.route(ACTS, cut_off)
    await write(page, "第一条")
    await expect(page.locator(".unsent.failed")).to_have_count(1)
    await open_chat(page, room.group.id)
    await expect(page.locator(".unsent")).to_have_count(0)
    await page.reload()
    await open_chat(page, 101)
    await expect(page.locator(".unsent.failed .text")).to_have_text("第一条")
    await page.click(".unsent .discard")
    await expect(page.locator(".unsent")).to_have_count(0)


async def test_a_slow_message_shows_at_once_that_it_is_on_its_way(
    room: Room, open_page: OpenPage
) -> None:
    page, go_on = await open_page(locale="en-GB"), asyncio.Event()
    await started(room, page)

    async def slow(route: Route) -> None:
        await go_on.wait()
        await route.continue_()

    await page.route(ACTS, slow)
    await write(page, "on a slow line")
    await expect(page.locator(".unsent .meta")).to_have_text("🕓 sending…")
    go_on.set()
    await expect(page.locator(".unsent")).to_have_count(0)
    await expect(page.locator(".mine .text")).to_have_text("on a slow line")


async def test_words_that_are_refused_go_back_to_the_box_with_the_reason(
    room: Room, open_page: OpenPage
) -> None:
    page = await open_page()
    await started(room, page)
    await open_chat(page, room.group.id)
    await expect(page.locator("#text")).to_be_focused()
    room.world.memberships.change(
        room.world.people[102], room.group, room.world.people[101], Membership("restricted")
    )
    await write(page, "我来报名")
    await expect(page.locator(".toast").first).to_have_text(
        "您已不在这个聊天里，或者没有发言的权限。"
    )
    await expect(page.locator("#text")).to_have_value("我来报名")
    await expect(page.locator(".unsent")).to_have_count(0)


async def test_words_begun_in_one_chat_wait_there(room: Room, open_page: OpenPage) -> None:
    page = await open_page()
    await started(room, page)
    await page.fill("#text", "写了一半")
    await open_chat(page, room.group.id)
    await expect(page.locator("#text")).to_have_value("")
    await open_chat(page, 101)
    await expect(page.locator("#text")).to_have_value("写了一半")
