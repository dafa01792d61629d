"""axe finds nothing on the page: in light and dark, on a desktop and a phone, in both languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.room import Room, open_chat
from tests.demo.pictures import png

ROWS = [
    [{"text": "✓ 提交", "callback_data": "a"}, {"text": "✎ 修改", "callback_data": "b"}],
    [
        {"text": "🗑 删除", "callback_data": "c"},
        {"text": "‹ 返回", "callback_data": "d"},
        {"text": "✕ 先不写了", "callback_data": "e"},
    ],
]
RICH = (
    "<b>打卡</b> <code>/link</code> <a href='https://example.edu.cn'>链接</a> /help"
    "<blockquote>引用</blockquote>"
)

LOOKS = pytest.mark.parametrize("scheme", ["light", "dark"])
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE])


async def findings(page: Page) -> list[str]:
    """What axe found, each with the places."""
    found = await Axe().run(page)
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']]}"
        for one in found.response["violations"]
    ]


@SIZES
@LOOKS
async def test_choosing_and_the_list_are_without_findings(
    room: Room, open_page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    page = await open_page(size=size, scheme=scheme)
    await page.goto(f"{room.root}/?key={room.new_key()}")
    await expect(page.locator("#people .person").first).to_be_visible()
    assert await findings(page) == []
    room.world.say(102, room.group, "三点开会")
    await page.click("#people .person")
    await expect(page.locator("#start")).to_be_visible()
    assert await findings(page) == []
    if size == PHONE:
        await page.click(".head-bar .back")
        await expect(page.locator("#chats .badge, #chats .chat").first).to_be_visible()
        assert await findings(page) == []


@SIZES
@LOOKS
async def test_a_chat_with_everything_is_without_findings(
    room: Room, open_page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    page = await open_page(size=size, scheme=scheme, locale="en-GB")
    await room.bot("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await room.enter(page, "王芳")
    await page.click("#start")
    room.world.speech.send_photo(101, None, png(40, 30))
    room.world.speech.send_voice(101, None, b"OggS", seconds=1)
    room.world.speech.send_document(101, None, "方案.pdf", b"%PDF")
    markup = {"inline_keyboard": ROWS}
    await room.bot("sendMessage", chat_id=101, text=RICH, parse_mode="HTML", reply_markup=markup)
    await page.route("**/page/act", lambda route: route.abort())
    await page.fill("#text", "没有网络时写的")
    await page.keyboard.press("Enter")
    await expect(page.locator(".unsent.failed")).to_have_count(1)
    assert await findings(page) == []
    await page.click("#menu")
    await expect(page.locator("#popup button").first).to_be_visible()
    assert await findings(page) == []


@LOOKS
async def test_a_group_and_the_dialogs_are_without_findings(
    room: Room, open_page: OpenPage, scheme: str
) -> None:
    page = await open_page(scheme=scheme)
    await room.enter(page, "王芳")
    room.world.say(102, room.group, "三点开会")
    room.world.say(101, room.group, "好的")
    await open_chat(page, room.group.id)
    await expect(page.locator(".bubble")).to_have_count(2)
    await page.click(".head-bar .more")
    assert await findings(page) == []
    await page.keyboard.press("Escape")
    await page.locator(".mine .meta button").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await findings(page) == []
    await page.keyboard.press("Escape")
    await page.click("#look-ahead")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await findings(page) == []


async def test_the_page_for_a_used_key_is_without_findings(room: Room, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(f"{room.root}/?key=used-up")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert await findings(page) == []
