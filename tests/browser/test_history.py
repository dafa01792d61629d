"""The browser's back button and the keyboard lead where one expects."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.room import Room, open_chat


async def choose(page: Page, name: str) -> None:
    await page.click("#who")
    await page.fill("#search", name)
    await page.click("#people .person")


async def test_back_changes_the_person_and_the_chat_with_the_address(
    room: Room, open_page: OpenPage
) -> None:
    page = await open_page()
    await room.enter(page, "王芳")
    await open_chat(page, room.group.id)
    await expect(page.locator(".head-bar b")).to_have_text("第一支部")
    await choose(page, "李强")
    await expect(page.locator("#who b")).to_have_text("李强")
    await expect(page.locator("#start")).to_be_visible()
    await page.go_back()
    await expect(page.locator("#who b")).to_have_text("王芳")
    await expect(page.locator(".head-bar b")).to_have_text("第一支部")
    assert page.url.endswith(f"#as=101&chat={room.group.id}")
    await page.go_back()
    await expect(page.locator("#start")).to_be_visible()
    await page.go_back()
    await expect(page.locator("#people .person").first).to_be_visible()
    await page.go_forward()
    await expect(page.locator("#who b")).to_have_text("王芳")


async def test_on_a_phone_one_lands_in_the_chat_and_back_leaves_it(
    room: Room, open_page: OpenPage
) -> None:
    page = await open_page(size=PHONE)
    await room.enter(page, "王芳")
    await expect(page.locator("#start")).to_be_visible()
    await page.go_back()
    await expect(page.locator("#chats .chat").first).to_be_visible()
    await expect(page.locator("#start")).to_be_hidden()
    await page.click(f".chat[data-chat='{room.group.id}']")
    await expect(page.locator("#text")).to_be_visible()
    await page.reload()
    await expect(page.locator("#text")).to_be_visible()
    await page.click(".head-bar .back")
    await expect(page.locator("#chats .chat").first).to_be_visible()
    assert page.url.endswith("#as=101")


async def test_a_group_that_one_has_left_closes(room: Room, open_page: OpenPage) -> None:
    page = await open_page()
    await room.enter(page, "王芳")
    await open_chat(page, room.group.id)
    await page.click(".head-bar .more")
    await page.get_by_role("button", name="退出群").click()
    await expect(page.locator(".toast")).to_have_text("您已不在“第一支部”里。")
    await expect(page.locator("#start")).to_be_visible()
    await expect(page.locator("#chats .chat")).to_have_count(1)


FOCUS = "() => document.activeElement.closest('.veil') !== null"


async def test_tab_stays_in_a_dialog_and_escape_closes_it(room: Room, open_page: OpenPage) -> None:
    page = await open_page()
    room.world.chats[101].started = True
    await room.enter(page, "王芳")
    await expect(page.locator("#text")).to_be_focused()
    await page.focus("#look-ahead")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="接下来的提醒")).to_be_visible()
    for key in ("Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
        await page.keyboard.press(key)
        assert await page.evaluate(FOCUS), key
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("#look-ahead")).to_be_focused()


async def test_the_command_menu_goes_by_keys_alone(room: Room, open_page: OpenPage) -> None:
    menu = [{"command": "help", "description": "帮助"}, {"command": "todo", "description": "待办"}]
    await room.bot("setMyCommands", commands=menu)
    page = await open_page()
    room.world.chats[101].started = True
    await room.enter(page, "王芳")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("/")
    await expect(page.locator("#popup button")).to_have_count(2)
    await page.keyboard.press("Escape")
    await expect(page.locator("#popup")).to_be_hidden()
    await expect(page.locator("#text")).to_be_focused()
    await page.click("#menu")
    await page.focus("#text")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine .text")).to_have_text("/todo")


async def test_one_tab_leads_over_all_older_messages(room: Room, open_page: OpenPage) -> None:
    for number in range(12):
        room.world.say(102, room.group, f"第 {number} 条")
    page = await open_page()
    await room.enter(page, "王芳")
    await open_chat(page, room.group.id)
    await expect(page.locator(".bubble")).to_have_count(12)
    signs = page.locator(".meta button")
    assert await signs.evaluate_all("all => all.map((one) => one.tabIndex)") == [-1] * 11 + [0]
    await signs.last.focus()
    await page.keyboard.press("ArrowUp")
    await expect(signs.nth(10)).to_be_focused()
