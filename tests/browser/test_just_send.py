"""Just send, in a browser: photos with a few words, one tap, ✓; the bot is killed on the way."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from campaign.check_ins import read_content
from storage.database.engine import Database
from storage.tables import check_ins, people
from tests.browser.college import CollegePage, open_college
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.test_two_lives import PHOTOS, a_teacher, copies_are_on_disk, send_album

DEED = "带学生去社区义诊，量了六十人次的血压。"


@pytest_asyncio.fixture(loop_scope="session")
async def college(tmp_path: Path) -> AsyncIterator[CollegePage]:
    async with open_college(tmp_path) as opened:
        yield opened


@pytest.mark.timeout(180)  # three starts of the bot, on a machine that may be busy
async def test_photos_with_words_are_a_check_in_after_two_taps(
    college: CollegePage, open_page: OpenPage, tmp_path: Path
) -> None:
    bot, teacher = college.bot, a_teacher()
    account = college.world.people[teacher.account or 0]
    member = await college.enter(account, await open_page(size=PHONE))
    await bot.begin()
    await member.page.fill("#text", DEED)
    await send_album(member, PHOTOS, tmp_path)
    await member.sees("check_in.offer")
    await member.reads("📎 2 个文件")

    await bot.kill()  # the offer stands, and is answered by the next life
    await member.presses("做学生的良师益友")
    await bot.begin()
    await member.sees("check_in.confirm.ask")
    await member.presses("提交")
    await bot.kill()  # in the midst of it
    await bot.begin()
    await member.sees("check_in.saved")

    async with Database.open(college.database_url) as database:
        await copies_are_on_disk(database)
        await bot.stop()
        async with database.read() as session:
            of_teacher = check_ins.join(people).select().where(people.c.number == teacher.number)
            rows = await session.rows(of_teacher.with_only_columns(check_ins.c.content))
            made = [read_content(row.content) for row in rows]
            (content,) = [one for one in made if one.done == DEED]
            assert (content.activity, len(content.evidence)) == ("good-teacher", len(PHOTOS))
