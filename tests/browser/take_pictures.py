"""Takes the pictures of the README: the demo in a folder of its own, real people, a real browser.

    .venv/bin/python -m tests.browser.take_pictures

Run by hand when the page or the bot's words have changed; look at every picture before it is kept.
Chromium and a font with emoji are needed (Debian: chromium, fonts-noto-color-emoji).
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import datetime
from pathlib import Path

from bot.demo.college import Someone, make_college
from campaign.people import Role
from campaign.texts import Language
from tests.browser.studio import Studio, hears, open_studio, presses, says, send_samples

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
# A Friday on which the branch groups are told what the month still lacks.
REMINDED = datetime.fromisoformat("2008-06-27T09:00:00+08:00")
SNOWY_NIGHT = (
    "那年腊月，大雪封了山。半夜家长来电话，说孩子高烧不退，王老师披上大衣就出了门。",
    "五里路走了一个多小时。她在病床边守到天亮，八点钟照常站上了讲台，谁也没有告诉。",
)


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
    await says(page, "/progress", "打卡")
    await page.context.close()
    await studio.take("progress", one)


async def take_notice(studio: Studio) -> None:
    """The office sees a notice as it will be read, and how many will read it."""
    one = next(one for one in make_college().people if Role.OFFICE in one.roles)
    page = await studio.enter(one)
    await says(page, "/broadcast", "通知写什么")
    await says(page, "六月快过完了。还没打卡的同志，哪怕一件小事，也请记一笔。", "已收到 1 条")
    await presses(page, "发完了", "发给谁")
    await presses(page, "本月还没打卡", "发给谁")
    await presses(page, "选好了", "什么时候发")
    await presses(page, "现在", "这样发，可以吗")
    await page.context.close()
    await studio.take("notice", one)


async def take_group(studio: Studio) -> None:
    """A reminder comes into the group of a branch, and people talk."""
    one = somebody("teaching")
    branch = make_college().branch(one.branch)
    group, world = branch.group, studio.demo.world
    others = [other.account or 0 for other in make_college().joined(branch.name) if other != one]
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


async def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        async with open_studio(PICTURES, Path(data)) as studio:
            for scene in SCENES:
                await scene(studio)


# The last one moves the clock.
SCENES = (
    take_choosing, take_check_in, take_story, take_progress, take_notice, take_english, take_group,
)  # fmt: skip

if __name__ == "__main__":
    asyncio.run(main())
