"""The demo's page in a real browser, with a bot that plays a fixed part."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.room import Room, open_chat
from tests.demo.pictures import png

HOSTILE = "<img src=x onerror=alert(1)><b>x</b>"


async def test_buttons_answers_and_edits_are_live(room: Room, open_page: OpenPage) -> None:
    page = await open_page()
    await room.enter(page, "王芳")
    await page.click("#start")
    await room.hears(1)
    rows = [[{"text": "好", "callback_data": "ok"}, {"text": "问", "callback_data": "ask"}]]
    markup = {"inline_keyboard": rows}
    card = await room.bot(
        "sendMessage",
        chat_id=101,
        text="<b>你好</b>",
        parse_mode="HTML",
        reply_markup=markup,
    )
    bubble = page.locator(f"[data-message='{card['message_id']}']")
    await expect(bubble.locator("b")).to_have_text("你好")

    await bubble.get_by_role("button", name="好").click()
    press = (await room.hears(2))[-1]["callback_query"]
    assert press["data"] == "ok"
    await room.bot("answerCallbackQuery", callback_query_id=press["id"], text="记下了")
    await expect(page.locator(".toast")).to_have_text("记下了")
    await bubble.get_by_role("button", name="问").click()
    press = (await room.hears(3))[-1]["callback_query"]
    await room.bot(
        "answerCallbackQuery", callback_query_id=press["id"], text="真的？", show_alert=True
    )
    await expect(page.locator(".dialog p")).to_have_text("真的？")
    await page.locator(".dialog button").click()
    await room.bot("editMessageText", chat_id=101, message_id=card["message_id"], text="改过了")
    await expect(bubble.locator(".text")).to_have_text("改过了")
    await expect(bubble.locator(".keys")).to_have_count(0)
    await room.bot("deleteMessage", chat_id=101, message_id=card["message_id"])
    await expect(bubble).to_have_count(0)


async def test_hostile_text_is_only_text(room: Room, open_page: OpenPage) -> None:
    room.world.add_user(HOSTILE, id=104, note=HOSTILE)
    page = await open_page()
    await room.enter(page, "王芳")
    await page.click("#start")
    await room.bot("sendMessage", chat_id=101, text=HOSTILE)
    await expect(page.locator(".bubble .text").last).to_have_text(HOSTILE)
    await page.click("#who")
    await page.fill("#search", "onerror")
    await expect(page.locator("#people .person b")).to_have_text(HOSTILE)
    assert await page.locator("#people img, .bubble img").count() == 0


async def test_photos_go_as_an_album_and_a_voice_as_ogg(
    room: Room, open_page: OpenPage, tmp_path: Path
) -> None:
    page = await open_page()
    await room.enter(page, "王芳")
    await page.click("#start")
    paths = [tmp_path / "a.png", tmp_path / "b.png"]
    for path in paths:
        path.write_bytes(png(40, 30))
    await page.click("#attach")
    async with page.expect_file_chooser() as chooser:
        await page.click("#attach-photos")
    await (await chooser.value).set_files(paths)
    await expect(page.locator("#tray img")).to_have_count(2)
    await page.fill("#text", "植树")
    await page.keyboard.press("Enter")
    await expect(page.locator(".photos.many img")).to_have_count(2)
    parts = [update["message"] for update in (await room.hears(3))[1:]]
    assert parts[0]["media_group_id"] == parts[1]["media_group_id"]
    assert [part.get("caption") for part in parts] == ["植树", None]
    await page.click("#attach")
    await page.click("#attach-voice")
    await expect(page.locator("audio")).to_have_count(1)
    assert (await room.hears(4))[-1]["message"]["voice"]["mime_type"] == "audio/ogg"


async def test_two_people_chat_in_one_group(room: Room, open_page: OpenPage) -> None:
    wang, li = await open_page(), await open_page(size=PHONE)
    await room.enter(wang, "王芳")
    await room.enter(li, "李强")
    for page in (wang, li):
        await open_chat(page, room.group.id)
    await li.fill("#text", "三点开会")
    await li.keyboard.press("Enter")
    await expect(wang.locator(".bubble .text")).to_have_text("三点开会")
    await expect(wang.locator(".bubble .author")).to_have_text("李强")
    await wang.fill("#text", "第一行")
    await wang.keyboard.press("Shift+Enter")
    await wang.keyboard.type("第二行")
    await wang.keyboard.press("Enter")
    await expect(li.locator(".bubble .text").last).to_have_text("第一行\n第二行")
    await wang.locator(".mine .meta button").click()
    await wang.get_by_role("button", name="编辑").click()
    await wang.fill("#text", "改一下")
    await wang.keyboard.press("Enter")
    await expect(li.locator(".bubble .text").last).to_have_text("改一下")
    await expect(li.locator(".bubble .meta").last).to_contain_text("已编辑")


async def test_menus_links_and_reply_keyboards(room: Room, open_page: OpenPage) -> None:
    await room.bot("setMyCommands", commands=[{"command": "help", "description": "帮助"}])
    page = await open_page()
    await room.enter(page, "王芳")
    await page.click("#start")
    await page.click("#menu")
    await page.click("[data-command='help']")
    assert [u["message"]["text"] for u in await room.hears(2)] == ["/start", "/help"]
    link = '<a href="https://t.me/flagbearer_bot?start=c0de">加入</a>'
    keyboard = {"keyboard": [["本月", "全部"]], "one_time_keyboard": True}
    await room.bot("sendMessage", chat_id=101, text=link, parse_mode="HTML", reply_markup=keyboard)
    await page.get_by_role("link", name="加入").click()
    assert (await room.hears(3))[-1]["message"]["text"] == "/start c0de"
    await page.locator("#replies").get_by_role("button", name="全部").click()
    assert (await room.hears(4))[-1]["message"]["text"] == "全部"
    await expect(page.locator("#replies")).to_have_count(0)


async def test_the_clock_the_language_and_a_reload(room: Room, open_page: OpenPage) -> None:
    page = await open_page(size=PHONE, locale="en-GB")
    await room.enter(page, "王芳")
    before = room.clock.now()
    await page.click("#day")
    await expect(page.locator("#strip time")).to_contain_text("21/03/08")
    assert (room.clock.now() - before).days == 1
    await expect(page.locator("#start")).to_have_text("Start")
    await page.click("#language")
    await expect(page.locator("#start")).to_have_text("开始")
    await page.click("#start")
    await page.reload()
    await expect(page.locator(".bubble .text")).to_have_text("/start")
    await expect(page.locator("#send")).to_be_visible()


WIDE = """() => [...document.querySelectorAll('body *')]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.className)"""
FACES = """() => [...document.querySelectorAll('.faced .bubble')].map((bubble) =>
  [bubble.querySelector('.avatar'), bubble].map((e) => e.getBoundingClientRect().toJSON()))"""
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE, (320, 568)])
LONG = "长" * 300 + "x" * 300
BUTTONS = {"inline_keyboard": [[{"text": "很长的按键文字" * 4, "callback_data": "a"}] * 3]}


@SIZES
async def test_nothing_is_wider_than_the_screen(
    room: Room, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = await open_page(size=size)
    await room.enter(page, "王芳")
    await page.click("#start")
    await room.bot("sendMessage", chat_id=101, text=LONG, reply_markup=BUTTONS)
    await expect(page.locator(".keys button")).to_have_count(3)
    assert await page.evaluate(WIDE) == []


@SIZES
async def test_a_group_is_no_wider_and_faces_stand_beside_their_words(
    room: Room, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = await open_page(size=size)
    await room.enter(page, "王芳")
    await open_chat(page, room.group.id)
    room.world.say(102, room.group, LONG)
    await room.bot("sendMessage", chat_id=room.group.id, text=LONG, reply_markup=BUTTONS)
    await expect(page.locator(".keys button")).to_have_count(3)
    assert await page.evaluate(WIDE) == []
    pairs = await page.evaluate(FACES)
    assert len(pairs) == 2
    for face, bubble in pairs:
        assert face["left"] >= 0
        assert face["right"] <= bubble["left"]
        assert abs(face["bottom"] - bubble["bottom"]) < 2
