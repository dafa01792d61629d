"""A chat in which nothing was said yet says so, and offers the first commands."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.room import Room

COMMANDS = {
    "checkin": "打卡",
    "cancel": "先不写了",
    "story": "写故事",
    "drafts": "草稿",
    "progress": "看进展",
    "help": "帮助",
}
MIDDLE = """() => {
  const box = document.getElementById('empty').getBoundingClientRect();
  const thread = document.getElementById('thread').getBoundingClientRect();
  return [box.x + box.width / 2 - thread.x - thread.width / 2,
          box.y + box.height / 2 - thread.y - thread.height / 2];
}"""


async def set_menu(room: Room, **more: Any) -> None:
    menu = [{"command": name, "description": about} for name, about in COMMANDS.items()]
    await room.bot("setMyCommands", commands=menu, **more)


async def starters(page: Page) -> list[str]:
    return await page.locator("#empty [data-starter]").all_inner_texts()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
async def test_a_newcomer_is_shown_start_first_in_the_middle(
    room: Room, open_page: OpenPage, size: tuple[int, int]
) -> None:
    await set_menu(room)
    page = await open_page(size=size)
    await room.enter(page, "王芳")
    await expect(page.locator("#empty")).to_contain_text("这里还没有消息。点“开始”")
    assert await starters(page) == [
        "/start\n开始",
        "/checkin\n打卡",
        "/story\n写故事",
        "/drafts\n草稿",
    ]
    across, down = await page.evaluate(MIDDLE)
    assert abs(across) < 20
    assert abs(down) < 20
    await page.click("#empty [data-starter='start']")
    await expect(page.locator(".bubble .text")).to_have_text("/start")
    await expect(page.locator("#empty")).to_have_count(0)
    await expect(page.locator("#send")).to_be_visible()
    assert [u["message"]["text"] for u in await room.hears(1)] == ["/start"]


async def test_who_has_started_presses_a_command_of_their_own_menu(
    room: Room, open_page: OpenPage
) -> None:
    room.world.chats[101].started = True
    page = await open_page(locale="en-GB")
    await room.enter(page, "王芳")
    await expect(page.locator("#empty")).to_contain_text("Press a command to begin.")
    await expect(page.locator("#empty [data-starter]")).to_have_count(0)
    await set_menu(room, scope={"type": "chat", "chat_id": 101})
    await expect(page.locator("#empty [data-starter]")).to_have_count(4)
    assert [text.split("\n")[0] for text in await starters(page)] == [
        "/checkin",
        "/story",
        "/drafts",
        "/progress",
    ]
    await page.click("#language")
    await expect(page.locator("#empty")).to_contain_text("点一个命令，就可以开始。")
    await page.click("#empty [data-starter='story']")
    await expect(page.locator(".bubble .text")).to_have_text("/story")
    assert [u["message"]["text"] for u in await room.hears(1)] == ["/story"]


async def test_a_blocked_bot_and_an_empty_group_offer_nothing(
    room: Room, open_page: OpenPage
) -> None:
    room.world.memberships.block(102)
    await set_menu(room)
    page = await open_page()
    await room.enter(page, "李强")
    await expect(page.locator("#empty")).to_contain_text("您屏蔽了机器人")
    assert await starters(page) == []
    await page.click("#unblock")
    await expect(page.locator("#empty [data-starter]")).to_have_count(4)
    await page.click(f"[data-chat='{room.group.id}']")
    await expect(page.locator("#empty")).to_have_text("还没有消息")
    assert await starters(page) == []
