"""Where pictures are taken: a demo at work, a browser that was let in, small acts on its page."""

from __future__ import annotations

import asyncio
import contextlib
import io
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.commands.demo import Demo, open_demo
from bot.demo.college.college import Someone
from bot.settings import Settings
from campaign.texts import Language
from tests.browser.conftest import DESKTOP, FLAGS, PHONE, PROGRAMS
from tests.browser.room import open_chat

LARGEST = 200 * 1024
COLOURS = 256
SIZES = {"": DESKTOP, "-phone": PHONE}
LOCALES = {Language.ZH: "zh-CN", Language.EN: "en-GB"}
# The page's sample photos are drawn by chance: the same chance each time.
SAME_CHANCE = """(() => { let seed = 20080623;
  Math.random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648; })()"""
READY = """async () => {
  document.activeElement.blur();
  await document.fonts.ready;
  await Promise.all([...document.images].map((one) => one.decode().catch(() => null)));
}"""


@dataclass(frozen=True)
class Studio:
    """The demo and a browser that has shown its key. Pictures are kept in `folder`."""

    demo: Demo
    browser: Browser
    root: str
    let_in: Any
    folder: Path

    async def open(self, size: tuple[int, int], language: Language = Language.ZH) -> Page:
        """The page, with nobody chosen yet."""
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=LOCALES[language],
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            has_touch=size == PHONE,
            storage_state=self.let_in,
        )
        await context.add_init_script(SAME_CHANCE)
        page = await context.new_page()
        await page.goto(self.root)
        await page.wait_for_selector("#people .person")
        return page

    async def enter(
        self, one: Someone, size: tuple[int, int] = DESKTOP, chat: int | None = None
    ) -> Page:
        """The page as this person, in one of their chats, or in the one with the bot."""
        page = await self.open(size, one.language)
        await page.fill("#search", one.name)
        await page.click(f"[data-person='{one.account}']")
        await expect(page.locator(".head-bar")).to_be_visible()
        if chat is not None:
            await open_chat(page, chat)
        return page

    async def take(
        self,
        name: str,
        one: Someone | None = None,
        chat: int | None = None,
        *,
        first: Callable[[Page], Awaitable[None]] | None = None,
    ) -> None:
        """The picture at both sizes: of the whole page, or of somebody's chat as it stands.

        `first` is done on the page before.
        """
        for suffix, size in SIZES.items():
            page = await (self.enter(one, size, chat) if one else self.open(size))
            if one:
                await expect(page.locator(".bubble, #empty").last).to_be_visible()
            if first:
                await first(page)
            await page.evaluate(READY)
            self._keep(await page.screenshot(), f"{name}{suffix}.png")
            await page.context.close()

    def _keep(self, taken: bytes, name: str) -> None:
        """Write a picture down in few colours."""
        path = self.folder / name
        few = Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS)
        few.save(path, optimize=True)
        size = path.stat().st_size
        print(f"{name}: {size // 1024} KB")
        if size > LARGEST:
            raise SystemExit(f"{name} is larger than {LARGEST // 1024} KB")


@contextlib.asynccontextmanager
async def open_studio(pictures: Path, data: Path) -> AsyncIterator[Studio]:
    """A demo at work in the folder `data`, and a browser that has shown its key."""
    settings = Settings(_env_file=None, data=data, listen="127.0.0.1:0")
    program = next(found for name in PROGRAMS if (found := shutil.which(name)))
    stop = asyncio.Event()
    async with open_demo(settings, stop=stop) as demo, async_playwright() as playwright:
        work = asyncio.create_task(demo.program.run(stop))
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = await browser.new_page()
        await page.goto(demo.address)
        await page.wait_for_selector("#people .person")
        let_in = await page.context.storage_state()
        try:
            yield Studio(demo, browser, demo.address.partition("?")[0], let_in, pictures)
        finally:
            await browser.close()
            stop.set()
            await work


async def says(page: Page, text: str, answer: str) -> None:
    """Write, and see the bot's answer."""
    await page.fill("#text", text)
    await page.keyboard.press("Enter")
    await hears(page, answer)


async def presses(page: Page, label: str, answer: str) -> None:
    """Press a button, and see the bot's answer."""
    await page.locator(".keys button").filter(has_text=label).last.click()
    await hears(page, answer)


async def hears(page: Page, words: str) -> None:
    """The newest message that is not one's own says this."""
    newest = page.locator(".block:not(.mine) .bubble").last
    await expect(newest).to_contain_text(words, timeout=15_000)


async def send_samples(page: Page, count: int, answer: str) -> None:
    """So many of the page's own sample photos, as one album."""
    for number in range(1, count + 1):
        await page.click("#attach")
        await page.click("#attach-sample")
        await expect(page.locator("#tray img")).to_have_count(number)
    await page.click("#send")
    await hears(page, answer)
