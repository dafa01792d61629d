"""Taps and messages of the ten commonest duties, as docs/taps.md prints them.

A command that is typed counts as a message; opening a link and choosing a group do not count, for
they happen in the messenger.
"""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.demo.fake_telegram.world.world import World
from tests.campus import Actor, Campus
from tests.demo.pictures import png
from tests.handlers.account.test_join import invited
from tests.handlers.roster.test_import import row, sheet
from tests.handlers.test_just_send import DEED, LONG, messages_of, taps_of

TABLE = Path(__file__).parents[2] / "docs" / "taps.md"
Duty = Callable[[Campus], Awaitable[tuple[Actor, bool]]]


async def joining(campus: Campus) -> tuple[Actor, bool]:
    _, code = await invited(campus, "王芳")
    wang = campus.visitor("小芳")
    await wang.starts(code)
    for label in ("中文", "✓ 我同意", "✓ 是我本人"):
        await wang.presses(label)
    return wang, "欢迎加入" in wang.messages[-1].text


async def a_photo_with_words(campus: Campus) -> tuple[Actor, bool]:
    wang = await campus.member("王芳")
    await wang.sends_photo(png(8, 6), DEED)
    await wang.presses("打造精品课程")
    await wang.presses("✓ 提交")
    return wang, "已记下" in wang.messages[-1].text


async def a_long_text_as_a_story(campus: Campus) -> tuple[Actor, bool]:
    wang = await campus.member("王芳")
    await wang.says(LONG)
    await wang.presses("写成故事")
    await wang.presses("感动医专的故事")
    await wang.says("雪夜")
    await wang.presses("可以发表，不署名")
    await wang.presses("✓ 提交")
    return wang, "已提交" in wang.messages[-1].text


async def my_progress(campus: Campus) -> tuple[Actor, bool]:
    wang = await campus.member("王芳")
    await wang.says("/progress")
    return wang, "打卡" in wang.card.text


async def who_is_missing_and_a_nudge(campus: Campus) -> tuple[Actor, bool]:
    li, _ = await campus.secretary("李娜"), await campus.member("王芳")
    await li.says("/progress")
    await li.presses("支部")
    await li.presses("还没有记录")
    await li.presses("提醒王芳")
    return li, True


async def binding_the_group(campus: Campus) -> tuple[Actor, bool]:
    """The link below the code opens the choice of a group: one tap."""
    li = await campus.secretary("李娜")
    await li.says("/link")
    links = [button.get("url", "") for button in li.messages[-1].buttons]
    return li, any("startgroup=" in link for link in links)


async def a_notice_to_all(campus: Campus) -> tuple[Actor, bool]:
    office, wang = await campus.office("周洁"), await campus.member("王芳")
    await office.says("/broadcast")
    await office.says("明天下午三点在报告厅开会。")
    for label in ("✓ 发完了", "全体党员", "✓ 选好了", "现在", "✓ 发送"):
        await office.presses(label)
    return office, "报告厅" in wang.messages[-1].text


async def a_roster(campus: Campus) -> tuple[Actor, bool]:
    office = await campus.office("周洁", branch=None)
    content = sheet(row(1, "陈伟"))

    def send(world: World) -> None:
        world.speech.send_document(office.user, None, "名册.csv", content)

    await office.does(send)
    await office.presses("✓ 导入")
    return office, "已导入" in office.card.text


async def links_for_those_who_have_not_joined(campus: Campus) -> tuple[Actor, bool]:
    office = await campus.office("周洁")
    await invited(campus, "王芳")
    await office.says("/people")
    await office.presses("🔗 取加入链接")
    return office, any("document" in message.content for message in office.messages)


async def a_duty_done(campus: Campus) -> tuple[Actor, bool]:
    li = await campus.secretary("李娜")
    await li.says("/todo")
    await li.presses(li.card.labels[0])
    await li.presses("已经完成")
    return li, True


DUTIES: dict[str, Duty] = {
    "join": joining,
    "check-in": a_photo_with_words,
    "story": a_long_text_as_a_story,
    "progress": my_progress,
    "missing": who_is_missing_and_a_nudge,
    "bind": binding_the_group,
    "duty": a_duty_done,
    "notice": a_notice_to_all,
    "roster": a_roster,
    "links": links_for_those_who_have_not_joined,
}


def printed() -> dict[str, tuple[int, int]]:
    """Taps and messages of each duty, by the name in the last column of the table."""
    row = r"^\|[^|]+\|[^|]+\| (\d+) \| (\d+) \| `([\w-]+)` \|$"
    rows = re.findall(row, TABLE.read_text("utf-8"), re.MULTILINE)
    return {name: (int(taps), int(messages)) for taps, messages, name in rows}


def test_every_duty_is_printed() -> None:
    assert list(printed()) == list(DUTIES)


@pytest.mark.parametrize("name", DUTIES)
async def test_a_duty_takes_what_is_printed(campus: Campus, name: str) -> None:
    actor, is_done = await DUTIES[name](campus)
    assert is_done, actor.messages[-1].text
    # Telegram's own Start sends the command.
    written = actor.campus.world.messages(actor.user)
    started = sum(message.text.startswith("/start") for message in written)
    assert (taps_of(actor), messages_of(actor) - started) == printed()[name]


def test_what_was_promised_is_kept() -> None:
    """The targets, in taps: joining 3, a check-in 2 and one message, a notice 6, binding 2."""
    counts = printed()
    assert counts["join"][0] <= 3
    assert counts["check-in"] == (2, 1)
    assert counts["notice"][0] <= 6
    assert sum(counts["bind"]) <= 2
