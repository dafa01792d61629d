"""Takes the pictures of the README: the demo in a folder of its own, real people, a real browser.

    .venv/bin/python -m tests.browser.take_pictures

Run by hand when the page or the bot's words have changed; look at every picture before it is kept.
Chromium and a font with emoji are needed (Debian: chromium, fonts-noto-color-emoji).
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.demo.college import Someone, make_college
from bot.demo.running import Demo, open_demo
from bot.settings import Settings
from campaign.people import Role
from campaign.texts import Language
from tests.browser.conftest import DESKTOP, FLAGS, PHONE, PROGRAMS

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 200 * 1024
COLOURS = 256
# A Friday on which the branch groups are told what the month still lacks.
REMINDED = datetime.fromisoformat("2008-06-27T09:00:00+08:00")
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

SNOWY_NIGHT = (
    "那年腊月，大雪封了山。半夜家长来电话，说孩子高烧不退，王老师披上大衣就出了门。",
    "五里路走了一个多小时。她在病床边守到天亮，八点钟照常站上了讲台，谁也没有告诉。",
)


@dataclass(frozen=True)
class Studio:
    """The demo and a browser that has been let in."""

    demo: Demo
    browser: Browser
    root: str
    let_in: Any

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
        await page.click(f".chat[data-chat='{chat or one.account}']")
        return page

    async def take(self, name: str, one: Someone | None = None, chat: int | None = None) -> None:
        """The picture at both sizes: of the whole page, or of somebody's chat as it stands."""
        for suffix, size in SIZES.items():
            page = await (self.enter(one, size, chat) if one else self.open(size))
            if one:
                await expect(page.locator(".bubble, #empty").last).to_be_visible()
            await page.evaluate(READY)
            keep(await page.screenshot(), name + suffix)
            await page.context.close()


def keep(taken: bytes, name: str) -> None:
    """Write a picture down in few colours."""
    path = FOLDER / f"{name}.png"
    few = Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS)
    few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {size // 1024} KB")
    if size > LARGEST:
        raise SystemExit(f"{path.name} is larger than {LARGEST // 1024} KB")


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


async def take_choosing(studio: Studio) -> None:
    await studio.take("choose")


async def take_check_in(studio: Studio) -> None:
    one = somebody("teaching")
    page = await studio.enter(one)
    await says(page, "/checkin", "做了哪方面的事")
    await presses(page, "做学生的良师益友", "围绕哪些主题")
    await presses(page, "选好了", "做了什么")
    await says(page, "周六带二班学生到社区义诊，量血压六十多人次。", "有什么效果")
    await says(page, "居民约我们下个月再来；学生说比课堂上记得牢。", "有照片")
    await send_samples(page, 2, "已收到 2 个文件")
    await presses(page, "发完了", "都对吗")
    await page.context.close()
    await studio.take("check-in", one)


async def take_story(studio: Studio) -> None:
    one = somebody("retired")
    page = await studio.enter(one)
    await says(page, "/story", "写哪一种")
    await presses(page, "感动医专的故事", "题目是什么")
    await says(page, "雪夜里的五里路", "请写正文")
    for part in SNOWY_NIGHT:
        await says(page, part, f"{part[-9:]} 可以接着发")
    await page.context.close()
    await studio.take("story", one)


async def take_progress(studio: Studio) -> None:
    one = somebody("administration")
    page = await studio.enter(one)
    await says(page, "/progress", "本月")
    await page.context.close()
    await studio.take("progress", one)


async def take_group(studio: Studio) -> None:
    """A reminder comes into the group of a branch, and people talk."""
    one = somebody("teaching")
    branch = make_college().branch(one.branch)
    group, world = branch.group, studio.demo.world
    others = [o.account or 0 for o in make_college().joined(branch.name) if o != one]
    page = await studio.enter(one, chat=group)
    studio.demo.clock.stand_at(REMINDED)
    await hears(page, "还剩 3 天")
    await page.context.close()
    world.say(others[0], group, "各位，月底前请把做过的事记一笔，一分钟就够。")
    world.say(others[2], group, "刚补上了，照片也一起发了。")
    world.say(one.account or 0, group, "我下午义诊结束就记。")
    await studio.take("group", one, group)


async def take_english(studio: Studio) -> None:
    one = next(p for p in make_college().people if p.joined and p.language is Language.EN)
    page = await studio.enter(one)
    await says(page, "/checkin", "What was it about?")
    await presses(page, "A good teacher and friend", "themes")
    await presses(page, "Done", "What did you do?")
    await says(page, "Went over the mid-term paper with six who had failed it.", "What did it")
    await says(page, "Five of them passed at the second try.", "Any photos")
    await send_samples(page, 2, "2 files received")
    await presses(page, "Done", "Is everything right?")
    await page.context.close()
    await studio.take("check-in-en", one)


def somebody(category: str) -> Someone:
    """The first plain member of a category who reads Chinese."""
    return next(
        one
        for one in make_college().people
        if one.joined and one.roles == {Role.MEMBER}
        and (one.category, one.language) == (category, Language.ZH)
    )  # fmt: skip


@contextlib.asynccontextmanager
async def open_studio(folder: Path) -> AsyncIterator[Studio]:
    """A demo at work, and a browser that has shown its key."""
    settings = Settings(_env_file=None, data=folder, listen="127.0.0.1:0")
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
            yield Studio(demo, browser, demo.address.partition("?")[0], let_in)
        finally:
            await browser.close()
            stop.set()
            await work


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with open_studio(Path(folder)) as studio:
            for scene in SCENES:
                await scene(studio)


SCENES = (take_choosing, take_check_in, take_story, take_progress, take_english, take_group)

if __name__ == "__main__":
    asyncio.run(main())
