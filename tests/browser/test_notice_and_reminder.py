"""A notice by the consent of two, then the clock to the next reminder, and from there to the ✓.

The college of the demo as it is: teaching and research are so many that nobody may write to them
alone, and one branch lacks a single member's trace. The bot is the real one, at work beside it.
"""

from __future__ import annotations

from playwright.async_api import Locator, expect

from bot.commands.demo import Demo
from bot.demo.college.college import Branch, Someone, make_college
from campaign.check_ins import forms_for
from campaign.definition import Month
from campaign.notice_audiences import ALONE_UP_TO
from campaign.people import Role
from campaign.texts import Language
from storage.audiences import find_audiences
from storage.coverage import names_without_check_in
from tests.browser.college import ANSWERED_WITHIN, Somebody, words
from tests.browser.conftest import PHONE
from tests.browser.demo_campus import Campus, campus
from tests.campus import CAMPAIGN

__all__ = ["campus"]

COLLEGE = make_college()
OFFICE = [one for one in COLLEGE.people if Role.OFFICE in one.roles]
AUTHOR, SECOND = OFFICE[:2]
CATEGORY = CAMPAIGN.category("teaching")
TEACHERS = [one for one in COLLEGE.people if one.joined and one.category == CATEGORY.id]
TEACHER = next(one for one in TEACHERS if one.language is Language.ZH)
NOTICE = "周五下午三点在报告厅交流「教书育人」，请每个支部推荐一位同志发言。"
DONE = "给低年级同学讲了一次药品安全，帮三位同学补完了实验报告。"
MONTH = Month(2008, 6)


async def branch_that_lacks_one(demo: Demo) -> tuple[Branch, Someone]:
    """A branch with a group in which one member, who has joined, has no trace of the month."""
    async with demo.program.database.read() as session:
        known = (await find_audiences(session)).branches
        missing = await names_without_check_in(session, known, month=MONTH, limit=2)
    alone = {known[key]: names[0] for key, names in missing.items() if len(names) == 1}
    return next(
        (branch, one)
        for branch in COLLEGE.branches
        if branch.bound and branch.name in alone
        for one in COLLEGE.joined(branch.name)
        if one.name == alone[branch.name]
    )


async def test_a_notice_by_two_and_a_reminder_until_it_is_done(campus: Campus) -> None:
    """The office writes to one category; the month's end comes; the last trace makes the ✓."""
    branch, last = await branch_that_lacks_one(campus.demo)
    author, second = await campus.enter(AUTHOR), await campus.enter(SECOND)
    teacher = await campus.enter(TEACHER)
    member = await campus.enter(last, size=PHONE)

    await hand_in(author)
    asking = bubble(author, words("broadcast.state_asking"))
    await expect(asking).to_be_visible(timeout=ANSWERED_WITHIN)
    await consent(second)
    await author.reads(f"{SECOND.name} 同意了这份通知")
    office = {one.account for one in OFFICE}
    assert campus.readers(NOTICE) == office
    await author.page.click("#hour")
    await teacher.reads(NOTICE)
    done = bubble(author, words("broadcast.state_done"))
    told = f"已送达 {len(TEACHERS)} / {len(TEACHERS)}"
    await expect(done).to_contain_text(told, timeout=ANSWERED_WITHIN)
    assert campus.readers(NOTICE) == office | {one.account for one in TEACHERS}

    await member.opens(branch.group or 0)
    await to_the_next_reminder(member)
    await member.reads("还没有记录的党员：1 名")
    assert last.name not in await newest(member).inner_text()
    await member.presses(words("reminders.check_in"))
    await check_in(member, last)
    await member.page.click("#hour")
    await member.page.click("button.back")
    await member.opens(branch.group or 0)
    await member.reads("✅ 2008年6月：都完成了")
    await expect(newest(member).locator(".keys")).to_have_count(0)


async def hand_in(author: Somebody) -> None:
    """Write to one category; how many they are is seen first, and that a second must consent."""
    await author.says("/broadcast")
    await author.sees("broadcast.content.ask")
    await author.says(NOTICE)
    await author.presses("发完了")
    await author.sees("broadcast.to.ask")
    await author.presses(words("broadcast.to_category"))
    await author.presses("选好了（1）")
    await author.sees("broadcast.categories.ask")
    await author.presses(CATEGORY.name.zh)
    await author.presses("选好了（1）")
    await author.sees("broadcast.at.ask")
    await author.presses(words("broadcast.now"))
    await author.sees("broadcast.preview_above")
    assert len(TEACHERS) > ALONE_UP_TO
    await author.reads(f"{len(TEACHERS)} 人")
    await author.sees("broadcast.second_needed")
    await author.presses(words("broadcast.confirm.button"))


async def consent(second: Somebody) -> None:
    """The second person sees the notice itself, who wrote it, and agrees."""
    await second.reads(f"{AUTHOR.name} 要发上面这份通知")
    await expect(bubble(second, NOTICE)).to_be_visible()
    await second.presses(words("broadcast.consent"))
    await second.sees("broadcast.starts_soon", seconds=60)


async def to_the_next_reminder(somebody: Somebody) -> None:
    """By the bell in the strip: what will be said, to whom and why; a button goes there."""
    page = somebody.page
    before = await page.inner_text("#strip time")
    await page.click("#look-ahead")
    await expect(page.locator("#ahead li").first).to_contain_text("支部群")
    await page.get_by_role("button", name="到下一次提醒").click()
    await expect(page.locator("#strip time")).not_to_have_text(before)


async def check_in(member: Somebody, one: Someone) -> None:
    """The shortest way through it."""
    await member.sees("check_in.activity.ask")
    await member.presses(forms_for(CAMPAIGN, one.category)[0].name.zh)
    await member.sees("check_in.themes.ask")
    await member.presses("选好了")
    await member.sees("check_in.done.ask")
    await member.says(DONE)
    await member.sees("check_in.effect.ask")
    await member.presses("跳过")
    await member.sees("check_in.evidence.ask")
    await member.presses("跳过")
    await member.sees("check_in.confirm.ask")
    await member.presses("提交")
    await member.sees("check_in.saved")


def newest(somebody: Somebody) -> Locator:
    return somebody.page.locator(".block:not(.mine)").last


def bubble(somebody: Somebody, text: str) -> Locator:
    """The newest message of the bot that holds this."""
    return somebody.page.locator(".block:not(.mine) .bubble").filter(has_text=text).last
