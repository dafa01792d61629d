"""Takes the pictures of the README: the demo in a folder of its own, real people, a real browser.

    .venv/bin/python -m tests.browser.take_pictures

Run by hand when the page or the bot's words have changed; look at every picture before it is kept.
Chromium and a font with emoji are needed (Debian: chromium, fonts-noto-color-emoji).
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from playwright.async_api import Page, expect

from bot.demo.college.college import Someone, make_college
from campaign.people import Role
from campaign.texts import Language
from tests.browser.room import open_chat
from tests.browser.studio import Studio, hears, open_studio, presses, says, send_samples
from tests.browser.test_notice_and_reminder import branch_that_lacks_one

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
# A Friday on which the branch groups are told what the month still lacks.
REMINDED = datetime.fromisoformat("2008-06-27T09:00:00+08:00")
# What the groups hear next.
MONTH_OPENS = datetime.fromisoformat("2008-07-01T09:00:00+08:00")
NOTICE = "周五下午三点在报告厅交流「教书育人」，请每个支部推荐一位同志发言。"
TEACHERS = sum(one.joined and one.category == "teaching" for one in make_college().people)
# Seconds that each message takes, so that a picture can be taken while they go out.
SLOW = 5.0
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


async def take_branch(studio: Studio) -> None:
    """How far a branch is, for its secretary."""
    one = secretary_of(somebody("logistics").branch)
    page = await studio.enter(one)
    await says(page, "/progress", "打卡")
    await presses(page, "支部", f"{one.branch} · ")
    await page.context.close()
    await studio.take("branch", one)


async def take_notice(studio: Studio) -> None:
    """The office sees a notice as it will be read, and how many will read it."""
    author = office()[0]
    page = await studio.enter(author)
    await says(page, "/broadcast", "通知写什么")
    await says(page, NOTICE, "已收到 1 条")
    await presses(page, "发完了", "发给谁")
    await presses(page, "按岗位", "还没有选岗位")
    await presses(page, "选好了", "哪些岗位")
    await presses(page, "教学科研", f"{TEACHERS} 人")
    await presses(page, "选好了", "什么时候发")
    await presses(page, "现在", "这样发，可以吗")
    await page.context.close()
    await studio.take("notice", author)


async def take_sending(studio: Studio) -> None:
    """The second person consents; a minute later it goes out, and the card follows."""
    author, second = office()[:2]
    page = await studio.enter(author)
    await presses(page, "发送", "等另一位同志同意")
    other = await studio.enter(second)
    await presses(other, "同意发送", "60 秒后开始发送")
    await hears(page, "同意了这份通知")
    await other.context.close()
    studio.demo.api.faults.delay("sendMessage", SLOW, TEACHERS)
    studio.demo.clock.advance(timedelta(minutes=2))
    card = page.locator(".bubble").filter(has_text="发送中").last
    await expect(card).to_contain_text(re.compile("已送达 [1-9]"), timeout=30_000)
    await page.context.close()
    await studio.take("sending", author)
    studio.demo.api.faults.clear()


async def take_ahead(studio: Studio) -> None:
    """What the bot will say unasked, to whom and why."""

    async def look(page: Page) -> None:
        await page.click("#look-ahead")
        await expect(page.locator("#ahead li").first).to_be_visible()

    await studio.take("ahead", office()[1], first=look)


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


async def take_tick(studio: Studio) -> None:
    """The last of a branch checks in, and the reminder becomes a tick; the next ones follow."""
    branch, one = await branch_that_lacks_one(studio.demo)
    group = branch.group
    page = await studio.enter(one, chat=group)
    await hears(page, "还没有记录的党员：1 名")
    await presses(page, "打卡", "做了哪方面的事")
    await page.locator(".keys button").first.click()
    await hears(page, "围绕哪些主题")
    await presses(page, "选好了", "做了什么")
    await says(page, "给低年级同学讲了一次用药安全。", "有什么效果")
    await presses(page, "跳过", "有照片")
    await presses(page, "跳过", "都对吗")
    await presses(page, "提交", "已记下")
    studio.demo.clock.advance(timedelta(minutes=5))
    await open_chat(page, group or 0)
    await hears(page, "都完成了")
    studio.demo.world.say(one.account or 0, group, "齐了！")
    studio.demo.clock.stand_at(MONTH_OPENS)
    await hears(page, "7月开始了")
    await page.context.close()
    await studio.take("tick", one, group)


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


def office() -> list[Someone]:
    """Who works in the Party office."""
    return [one for one in make_college().people if Role.OFFICE in one.roles]


def secretary_of(branch: str) -> Someone:
    """Who leads a branch."""
    return make_college().joined(branch)[0]


def somebody(category: str) -> Someone:
    """The first plain member of a category who reads Chinese."""
    return next(
        one
        for one in make_college().people
        if one.joined
        and one.roles == {Role.MEMBER}
        and (one.category, one.language) == (category, Language.ZH)
    )


async def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        async with open_studio(PICTURES, Path(data)) as studio:
            for scene in SCENES:
                await scene(studio)


# From the notice that goes out on, each one moves the clock or finds it moved.
SCENES = (
    take_choosing, take_check_in, take_story, take_progress, take_branch, take_english,
    take_notice, take_ahead, take_sending, take_group, take_tick,
)  # fmt: skip

if __name__ == "__main__":
    asyncio.run(main())
