"""The branches one by one, for office and leaders: in the order of the roster, no ranking."""

import pytest

from campaign.people import Role
from tests.campus import FIRST_BRANCH, Actor, Campus
from tests.handlers.progress.test_figures import OTHER, a_branch_at_work, checks_in

JUNE = "2008年6月"


async def an_office(campus: Campus) -> Actor:
    return await campus.office("周宁", branch=None)


async def test_each_branch_is_a_line_in_the_order_of_the_roster(campus: Campus) -> None:
    """However far each is."""
    await a_branch_at_work(campus)
    await checks_in(await campus.member("孙立", branch=OTHER))
    await campus.branch("刚成立的支部")
    zhou = await an_office(campus)
    await zhou.says("/progress")
    await zhou.presses("各支部 ›")
    zhou.sees("progress.branches", month=JUNE)
    assert zhou.card.labels == [
        f"{FIRST_BRANCH} 1/4 · 25%",
        f"{OTHER} 1/1 · 100%",
        "刚成立的支部 0/0 · 0%",
        "‹ 返回",
    ]
    await zhou.presses(FIRST_BRANCH)
    zhou.sees("progress.of_branch", branch=FIRST_BRANCH, month=JUNE)
    zhou.sees("progress.coverage", of=4, covered=1)
    assert zhou.card.labels == ["打卡 2 ›", "故事 1 ›", "‹ 各支部", "‹ 2008年5月"]
    await zhou.presses("‹ 各支部")
    await zhou.presses("‹ 返回")
    zhou.sees("progress.of_school", month=JUNE)


async def test_many_branches_are_leafed_through(campus: Campus) -> None:
    names = [f"第{number:02}党支部" for number in range(1, 11)]
    for name in names:
        await campus.branch(name)
    zhou = await an_office(campus)
    await zhou.says("/progress")
    await zhou.presses("各支部 ›")
    assert zhou.card.labels[7:] == ["第08党支部 0/0 · 0%", "下一页 ›", "‹ 返回"]
    await zhou.presses("下一页 ›")
    assert [label[:6] for label in zhou.card.labels[:2]] == names[8:]
    assert zhou.card.labels[2:] == ["‹ 上一页", "‹ 返回"]


async def test_branches_without_a_trace_are_found_and_opened(campus: Campus) -> None:
    await a_branch_at_work(campus)
    silent = await campus.member("孙立", branch=OTHER)
    await campus.branch("没有党员的支部")
    zhou = await an_office(campus)
    await zhou.says("/progress")
    await zhou.presses("还没有记录的支部 1 ›")
    zhou.sees("progress.silent", month=JUNE, n=1)
    assert zhou.card.labels == [OTHER, "‹ 返回"]
    await zhou.presses(OTHER)
    zhou.sees("progress.coverage", of=1, covered=0)
    await checks_in(silent)
    await campus.hands_button(zhou, go="silent_branches", month="2008-06")
    await zhou.presses("试一试")
    zhou.hears("progress.none_silent", month=JUNE)


async def test_many_silent_branches_are_leafed_through(campus: Campus) -> None:
    for number in range(1, 11):
        await campus.member(f"党员{number}", branch=f"第{number:02}党支部")
    zhou = await an_office(campus)
    await zhou.says("/progress")
    await zhou.presses("还没有记录的支部 10 ›")
    assert zhou.card.labels[7:] == ["第08党支部", "下一页 ›", "‹ 返回"]
    await zhou.presses("下一页 ›")
    assert zhou.card.labels == ["第09党支部", "第10党支部", "‹ 上一页", "‹ 返回"]


@pytest.mark.parametrize("go", ["branch_board", "silent_branches"])
@pytest.mark.parametrize("roles", [(Role.MEMBER,), (Role.MEMBER, Role.SECRETARY)])
async def test_it_is_for_the_office_and_the_leaders(
    campus: Campus, go: str, roles: tuple[Role, ...]
) -> None:
    li = await campus.member("李娜", roles=roles)
    await campus.hands_button(li, go=go, month="2008-06")
    await li.presses("试一试")
    li.hears("people.only_office")
