"""One conversation, many lives: people chat in a browser, and the bot is killed all the while.

A visitor joins by their link on a phone; a member checks in with an album and hands in a story over
several messages and two days. The bot is a process of its own and dies by SIGKILL: between a
question and its answer, with presses, photos and texts on their way, and right after a press.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect
from sqlalchemy import select

from bot.demo.college.college import Someone, make_college
from bot.demo.college.population import FIRST_HANDOVER
from campaign.check_ins import read_content as read_check_in
from campaign.people import Role
from campaign.stories import read_content as read_story
from campaign.texts import Language
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.inbox import backlog
from storage.delivery.outbox import State
from storage.delivery.talks import TalkState
from storage.evidence.evidence import EvidenceState
from storage.tables import check_ins, evidence, outbox, people, stories, talks, trace
from storage.trace import first_broken_row
from tests.browser.college import BotProcess, CollegePage, Somebody, open_college
from tests.browser.conftest import PHONE, OpenPage
from tests.demo.pictures import png

DEATHS = 6
DONE = "带学生去社区义诊，量了六十人次血压。"
TITLE = "雪夜"
BODY = (
    "那天夜里下着大雪，王老师接到学生家长的电话，二话没说就出了门。" * 2,
    "她冒雪走了五里路赶到医院，守了发高烧的学生整整一夜，天亮才合眼。" * 2,
    "第二天早上八点，她照常站上讲台，没有一个人知道这件事。" * 2,
)

PHOTOS = [png(60, 40, (200, 30, 30)), png(61, 40, (30, 120, 60))]


@pytest_asyncio.fixture(loop_scope="session")
async def college(tmp_path: Path) -> AsyncIterator[CollegePage]:
    async with open_college(tmp_path) as opened:
        yield opened


@pytest.mark.timeout(300)  # seven starts of the bot, on a machine that may be busy
async def test_a_conversation_goes_on_through_many_lives_of_the_bot(
    college: CollegePage, open_page: OpenPage, tmp_path: Path
) -> None:
    bot, users = college.bot, college.world.people
    teacher, newcomer = a_teacher(), make_college().visitors[0]
    member = await college.enter(users[teacher.account or 0], await open_page())
    visitor = await college.enter(users[newcomer.account or 0], await open_page(size=PHONE))

    await join_and_begin_a_check_in(bot, visitor, member, newcomer.name)
    await finish_them(bot, visitor, member, newcomer.name, tmp_path)
    await write_a_story(bot, member)
    await visitor.says("/help")
    await visitor.reads("/checkin")

    assert bot.deaths == DEATHS
    async with Database.open(college.database_url) as database:
        await copies_are_on_disk(database)
        await bot.stop()
        async with database.read() as session:
            await check_joined(session, newcomer)
            await check_check_in(session, teacher, PHOTOS, college.data)
            await check_story(session, teacher)
            await check_nothing_is_left(session, [newcomer.account, teacher.account])
            assert await acts_of(session, newcomer, college.traces) == ["joined"]
            told = await acts_of(session, teacher, college.traces)
            assert told == ["check-in made", "story submitted"]


async def join_and_begin_a_check_in(
    bot: BotProcess, visitor: Somebody, member: Somebody, name: str
) -> None:
    """A visitor as far as consent, a member as far as evidence; a death on the way."""
    await bot.begin()
    await open_their_link(visitor)
    await visitor.sees("join.language.ask")
    await member.says("/checkin")
    await member.sees("check_in.activity.ask")

    await bot.kill()  # two answers wait for the next one
    await visitor.presses("中文")
    await member.presses("做学生的良师益友")
    await bot.begin()
    await visitor.sees("join.consent.ask")
    await member.sees("check_in.themes.ask")
    await member.presses("选好了")
    await member.sees("check_in.done.ask")
    await member.says(DONE)
    await member.sees("check_in.effect.ask")
    await member.presses("跳过")
    await member.sees("check_in.evidence.ask")
    await visitor.presses("我同意")
    await visitor.reads(f"您是 {name}")


async def finish_them(
    bot: BotProcess, visitor: Somebody, member: Somebody, name: str, folder: Path
) -> None:
    """To the welcome and to the saved check-in, through three deaths."""
    await bot.kill()  # an album waits, and the last word of a consent
    await visitor.presses("是我本人")
    await send_album(member, PHOTOS, folder)
    await bot.begin()
    await visitor.reads(f"{name}，欢迎加入！")
    await member.reads("已收到 2 个文件")

    await bot.kill()  # what this one asked, the next is answered
    await bot.begin()
    await member.presses("发完了")
    await member.sees("check_in.confirm.ask")
    await member.reads("📎 2 个文件")
    await member.presses("提交")
    await bot.kill()  # in the midst of it: before the press was stored, or after
    await bot.begin()
    await member.sees("check_in.saved")


async def write_a_story(bot: BotProcess, member: Somebody) -> None:
    """Over three messages and two days, through two deaths."""
    await member.says("/story")
    await member.presses("感动医专的故事")
    await member.sees("submit_story.title.ask")
    await member.says(TITLE)
    await member.sees("submit_story.body.ask")
    await member.says(BODY[0])
    await member.reads(f"已收到 {len(BODY[0])} 个字")

    await bot.kill()  # overnight
    await member.page.click("#day")
    await member.says(BODY[1])
    await bot.begin()
    await member.reads(f"已收到 {len(BODY[0] + BODY[1]) + 1} 个字")
    await member.says(BODY[2])
    await bot.kill()  # in the midst of it again
    await bot.begin()
    await member.reads(f"已收到 {len(''.join(BODY)) + 2} 个字")
    await member.presses("写完了")
    await member.sees("submit_story.pictures.ask")
    await member.presses("跳过")
    await member.presses("可以发表，署我的名字")
    await member.sees("submit_story.confirm.ask")
    await member.presses("提交")
    await member.reads(f"《{TITLE}》已提交")


def a_teacher() -> Someone:
    """A plain member who teaches and reads Chinese."""
    return next(
        one
        for one in make_college().people
        if one.joined
        and one.roles == {Role.MEMBER}
        and (one.category, one.language) == ("teaching", Language.ZH)
    )


async def open_their_link(visitor: Somebody) -> None:
    """The branch secretary has sent it, in a chat of their own."""
    await visitor.opens(FIRST_HANDOVER)
    await visitor.page.get_by_role("link", name="start=").click()


async def send_album(member: Somebody, photos: Sequence[bytes], folder: Path) -> None:
    """Choose files as one does, and send them."""
    paths = [folder / f"photo{number}.png" for number in range(len(photos))]
    for path, photo in zip(paths, photos, strict=True):
        path.write_bytes(photo)
    await member.page.click("#attach")
    async with member.page.expect_file_chooser() as chooser:
        await member.page.click("#attach-photos")
    await (await chooser.value).set_files(paths)
    await expect(member.page.locator("#tray img")).to_have_count(len(photos))
    await member.page.click("#send")
    await expect(member.page.locator(".photos.many img")).to_have_count(len(photos))


async def copies_are_on_disk(database: Database) -> None:
    """Files are fetched beside the chat: wait for the last one."""
    open_ones = select(evidence.c.id).where(evidence.c.state == EvidenceState.FETCHING.value)
    async with asyncio.timeout(20):
        while True:
            async with database.read() as session:
                if not await session.rows(open_ones):
                    return
            await asyncio.sleep(0.05)


async def check_joined(session: Session, newcomer: Someone) -> None:
    found = await session.row(select(people).where(people.c.number == newcomer.number))
    assert found is not None
    assert (found.telegram_id, found.name) == (newcomer.account, newcomer.name)
    assert found.consent


async def check_check_in(
    session: Session, teacher: Someone, photos: Sequence[bytes], data: Path
) -> None:
    rows = await session.rows(
        select(check_ins)
        .join(people)
        .where(people.c.number == teacher.number)
        .order_by(check_ins.c.created_at)
    )
    new = [row for row in rows if read_check_in(row.content).done == DONE]
    assert len(new) == 1
    content = read_check_in(new[0].content)
    assert (content.activity, content.effect) == ("good-teacher", "")
    kept = await session.rows(select(evidence).order_by(evidence.c.created_at))
    assert [piece.id for piece in kept] == list(content.evidence)
    for piece, photo in zip(kept, photos, strict=True):
        assert piece.state == EvidenceState.STORED.value
        assert piece.sha256 == hashlib.sha256(photo).hexdigest()
        assert (data / "evidence" / piece.path).read_bytes() == photo
        assert piece.subject == f"check_in:{new[0].id}"


async def check_story(session: Session, teacher: Someone) -> None:
    rows = await session.rows(select(stories).join(people).where(people.c.number == teacher.number))
    told = [read_story(row.content) for row in rows]
    new = [story for story in told if story.title == TITLE]
    assert [story.body for story in new] == ["\n".join(BODY)]


async def acts_of(session: Session, one: Someone, before: int) -> list[str]:
    """What the trace has of somebody, beyond what the college was stocked with."""
    found = await session.rows(
        select(trace.c.act)
        .join(people, people.c.id == trace.c.person_id)
        .where(people.c.number == one.number, trace.c.number > before)
        .order_by(trace.c.number)
    )
    return [row.act for row in found]


async def check_nothing_is_left(session: Session, accounts: Sequence[int | None]) -> None:
    """The chain is whole, what came in was answered, what was answered was sent, talks are over."""
    assert await first_broken_row(session) is None
    waiting = await backlog(session)
    assert (waiting.waiting, waiting.parked) == (0, 0)
    unsent = select(outbox.c.method, outbox.c.state).where(
        outbox.c.lane.in_(accounts),
        outbox.c.state != State.SENT.value,
        outbox.c.method != "toast",
    )
    assert [tuple(row) for row in await session.rows(unsent)] == []
    states = await session.rows(select(talks.c.flow, talks.c.state))
    ended = TalkState.ENDED.value
    assert sorted(tuple(row) for row in states) == [
        ("check_in", ended),
        ("join", ended),
        ("submit_story", ended),
    ]
