"""What was sent as evidence is seen again in the browser: by its author, and by the secretary.

For the secretary Telegram no longer knows the pictures: they come from the copies that are kept.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.demo.college.college import Someone, make_college
from campaign.check_ins import forms_for
from campaign.people import Role
from campaign.texts import Language
from tests.browser.college import ANSWERED_WITHIN, CollegePage, Somebody, open_college, words
from tests.browser.conftest import OpenPage
from tests.browser.test_two_lives import PHOTOS, send_album
from tests.campus import CAMPAIGN

DONE = "带学生去社区义诊，量了六十人次血压。"


@pytest_asyncio.fixture(loop_scope="session")
async def college(tmp_path: Path) -> AsyncIterator[CollegePage]:
    async with open_college(tmp_path) as opened:
        yield opened


@pytest.mark.timeout(180)
async def test_pictures_are_seen_again_by_whoever_may_read_the_record(
    college: CollegePage, open_page: OpenPage, tmp_path: Path
) -> None:
    author, secretary = an_author_and_the_secretary()
    users = college.world.people
    member = await college.enter(users[author.account or 0], await open_page())
    await college.bot.begin()
    await check_in(member, author, tmp_path)

    await member.presses("查看")
    await member.presses("看附件")
    await pictures_are_seen(member)
    await member.sees("check_in.shown_done", text=DONE)

    shelf = college.world.files
    for stored in list(shelf):
        del shelf._by_id[stored.id]
    reader = await college.enter(users[secretary.account or 0], await open_page())
    await reader.says("/progress")
    await reader.presses(words("progress.scope_branch"))
    await reader.presses("打卡")
    await reader.presses("查找")
    await reader.sees("search_records.word.ask")
    await reader.says("六十人次血压")
    await reader.sees("record.searched", word="六十人次血压")
    await reader.presses(author.name)
    await reader.reads(f"{author.name}（{author.branch}）")
    await reader.presses("看附件")
    await pictures_are_seen(reader)
    await college.bot.stop()


def an_author_and_the_secretary() -> tuple[Someone, Someone]:
    """A plain member, and who leads the same branch; both have joined and read Chinese."""
    people = [one for one in make_college().people if one.joined and one.language is Language.ZH]
    return next(
        (author, other)
        for author in people
        for other in people
        if author.roles == {Role.MEMBER}
        and Role.SECRETARY in other.roles
        and author.branch == other.branch
    )


async def check_in(member: Somebody, one: Someone, folder: Path) -> None:
    """With two photos."""
    await member.says("/checkin")
    await member.sees("check_in.activity.ask")
    await member.presses(forms_for(CAMPAIGN, one.category)[0].name.zh)
    await member.sees("check_in.themes.ask")
    await member.presses("选好了")
    await member.sees("check_in.done.ask")
    await member.says(DONE)
    await member.sees("check_in.effect.ask")
    await member.presses("跳过")
    await member.sees("check_in.evidence.ask")
    await send_album(member, PHOTOS, folder)
    await member.presses("发完了")
    await member.sees("check_in.confirm.ask")
    await member.presses("提交")
    await member.sees("check_in.saved")


async def pictures_are_seen(somebody: Somebody) -> None:
    """The bot's album stands in the chat, and the browser has drawn its pictures."""
    shown = somebody.page.locator(".block:not(.mine) .photos.many img")
    await expect(shown).to_have_count(len(PHOTOS), timeout=ANSWERED_WITHIN)
    for number in range(len(PHOTOS)):
        await expect(shown.nth(number)).to_have_js_property("complete", value=True)
        assert await shown.nth(number).evaluate("one => one.naturalWidth") == 60 + number
