"""Whom a notice goes to: what can be combined, how many that are, and just those get it."""

import pytest

from handlers.notices.audience import empty_choice
from storage.groups import Group, GroupState, save_group
from tests.campus import Actor, Campus
from tests.handlers.notices_told import got, is_notice, states, up_to_audience, up_to_preview

MANY = "✓ 选好了"


@pytest.mark.parametrize(
    ("ticks", "reached"),
    [
        (["全体党员"], "王李陈"),
        (["按支部", MANY, "基础医学部党支部"], "王李"),
        (["按岗位", MANY, "学生"], "陈"),
        (["按角色", MANY, "支部书记", "校党委"], "李校"),
        (["按支部", "按角色", MANY, "基础医学部党支部", MANY, "支部书记"], "李"),
        (["按支部", "按角色", MANY, "药学系党支部", MANY, "支部书记"], ""),
        (["本月还没打卡"], "李陈"),
        (["本月还没打卡", "按支部", MANY, "基础医学部党支部"], "李"),
        (["本月还没写故事"], "王李陈"),
    ],
)
async def test_it_goes_to_just_those_who_were_chosen(
    campus: Campus, ticks: list[str], reached: str
) -> None:
    people = {
        "王": await campus.member("王芳"),
        "李": await campus.secretary("李娜"),
        "陈": await campus.member("陈晨", branch="药学系党支部", category="students"),
        "校": await campus.leader("校长"),
    }
    office = await campus.office("周洁", branch=None)
    await check_in(people["王"])
    await up_to_audience(office)
    for tick in [*ticks, MANY]:
        await office.presses(tick)
    await office.presses("现在")
    n = len(reached)
    assert f"👥 {n} 人" in office.card.text
    await office.presses("✓ 发送")
    assert "".join(key for key, one in people.items() if got(one)) == reached
    if not reached:
        office.sees("broadcast.nobody", n=0)
        assert await states(campus) == {}


async def check_in(member: Actor) -> None:
    await member.says("/checkin")
    await member.presses("打造精品课程")
    await member.presses(MANY)
    await member.says("给新课程写完了全部教案。")
    await member.presses("跳过")
    await member.presses("跳过")
    await member.presses("✓ 提交")


async def test_the_count_is_told_while_one_ticks(campus: Campus) -> None:
    await campus.member("王芳")
    await campus.member("陈晨", branch="药学系党支部")
    office = await campus.office("周洁", branch=None)
    await up_to_audience(office)
    assert "👥 0 人" in office.card.text
    await office.presses("全体党员")
    assert "👥 2 人" in office.card.text
    await office.presses("全体党员")
    await office.presses("按支部")
    office.sees("broadcast.still_to_choose", what="支部")
    await office.presses(MANY)
    await office.presses("药学系党支部")
    assert "👥 1 人" in office.card.text
    await office.presses("药学系党支部")
    office.sees("broadcast.still_to_choose", what="支部")
    assert "人" not in office.card.text.rpartition("👥")[2].partition("，")[0]


async def test_a_condition_with_nothing_in_it_is_never_everybody(campus: Campus) -> None:
    """Walk 21: neither by Done, nor by way of ‹ Back and ✎."""
    wang = await campus.member("王芳")
    office = await campus.office("周洁", branch=None)
    await up_to_audience(office)
    await office.presses("按岗位")
    await office.presses(MANY)
    await office.presses(MANY)
    office.sees("flow.choose_at_least", n=1)
    await office.presses("学生")
    await office.presses(MANY)
    await office.presses("现在")
    assert "👥 0 人" in office.card.text
    await office.presses("✎ 修改")
    await office.presses("对象：")
    await office.presses("按支部")
    office.sees("broadcast.still_to_choose", what="支部")
    await office.presses(MANY)
    await office.presses(MANY)
    office.sees("flow.choose_at_least", n=1)
    assert (got(wang), await states(campus)) == (0, {})


def test_a_draft_of_before_with_nothing_chosen_is_refused() -> None:
    assert empty_choice({"to": ["category", "branch"], "branches": ["1"]}) is not None
    assert empty_choice({"to": ["branch"], "branches": ["1"]}) is None
    assert empty_choice({"to": ["all"]}) is None


async def test_and_or_or_is_said(campus: Campus) -> None:
    for branch in ("基础医学部党支部", "药学系党支部"):
        await campus.member("王芳", branch=branch)
    office = await campus.office("周洁", branch=None)
    await up_to_audience(office)
    for tick in ("按支部", "本月还没打卡", MANY, "基础医学部党支部", "药学系党支部", MANY, "现在"):
        await office.presses(tick)
    assert "基础医学部党支部或药学系党支部，并且本月还没打卡" in office.card.text


async def test_all_and_some_contradict_each_other(campus: Campus) -> None:
    office = await campus.office("周洁")
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses("按支部")
    await office.presses(MANY)
    assert "不能和" in office.card.text
    office.sees("broadcast.to.ask")


async def test_many_branches_are_chosen_page_by_page(campus: Campus) -> None:
    wang = await campus.member("王芳", branch="支部 30")
    for n in range(31):
        await campus.branch(f"支部 {n}")
    office = await campus.office("周洁", branch=None)
    await up_to_audience(office)
    await office.presses("按支部")
    await office.presses(MANY)
    assert "☐ 支部 30" in office.card.labels
    await office.presses("支部 30")
    await office.presses(office.reads("page.older"))
    assert not [label for label in office.card.labels if label.endswith("支部 30")]
    assert len(office.card.labels) == 11 + 4
    await office.presses(office.reads("page.newer"))
    assert "☑ 支部 30" in office.card.labels
    await office.presses(MANY)
    await office.presses("现在")
    await office.presses("✓ 发送")
    assert got(wang) == 1


@pytest.mark.parametrize("forum", [False, True])
async def test_groups_get_it_too(campus: Campus, forum: bool) -> None:
    """In a group with topics, in the one where the bot speaks."""
    wang, li = await campus.member("王芳"), await campus.secretary("李娜")
    chat = campus.world.add_group("基础医学部", li.user, supergroup=True, forum=forum, bot=True)
    topic = 77 if forum else None
    if topic is not None:
        chat.topics[topic] = "通知"
    branch, now = await campus.branch_of(li), campus.clock.now()
    bound = Group(chat.id, "群", "supergroup", branch, GroupState.BOUND, True, now, topic=topic)
    async with campus.database.write() as session:
        await save_group(session, bound)
    office = await campus.office("周洁")
    await up_to_preview(office, "支部群")
    assert "1 个支部群" in office.card.text
    await office.presses("✓ 发送")
    posted = campus.world.last(chat)
    assert is_notice(posted.text)
    assert posted.frame.get("message_thread_id") == topic
    assert got(wang) == 0
    assert await states(campus) == {"sent": 1}


async def test_nobody_in_reach_is_said_before_anything_goes(campus: Campus) -> None:
    office = await campus.office("周洁")
    await up_to_preview(office)
    await office.presses("✓ 发送")
    office.sees("broadcast.nobody", n=0)
    assert await campus.open_talks() == ["broadcast"]
