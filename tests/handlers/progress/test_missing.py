"""Who has no trace yet is told to those who lead the branch, page by page, and to nobody else."""

import pytest

from campaign.people import Role
from tests.campus import FIRST_BRANCH, Campus
from tests.handlers.progress.test_figures import OTHER, a_branch_at_work, checks_in

JUNE = "2008年6月"


async def test_the_secretary_learns_who(campus: Campus) -> None:
    li = await a_branch_at_work(campus)
    await campus.member("别的支部的人", branch=OTHER)
    await li.says("/progress")
    await li.presses("支部")
    await li.presses("还没有记录 3 人 ›")
    li.sees("progress.missing", branch=FIRST_BRANCH, month=JUNE, n=3)
    li.sees("progress.without_trace", names=["李娜", "赵敏", "周兰"])
    assert li.card.labels == ["👋 提醒赵敏", "👋 提醒周兰", "‹ 返回"]
    await li.presses("‹ 返回")
    li.sees("progress.of_branch", branch=FIRST_BRANCH, month=JUNE)


async def test_a_long_list_is_leafed_through(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    for number in range(1, 23):
        await campus.member(f"党员{number:02}")
    await li.says("/progress")
    await li.presses("支部")
    await li.presses("还没有记录 23 人 ›")
    assert "党员19" in li.card.text
    assert "党员20" not in li.card.text
    assert li.card.labels[-2:] == ["下一页 ›", "‹ 返回"]
    await li.presses("下一页 ›")
    li.sees("progress.without_trace", names=["党员20", "党员21", "党员22"])
    assert li.card.labels[-2:] == ["‹ 上一页", "‹ 返回"]
    await li.presses("‹ 上一页")
    assert "党员01" in li.card.text


async def test_the_list_is_of_the_moment_it_is_asked_for(campus: Campus) -> None:
    """Whoever has checked in since is no longer on it."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    await li.says("/progress")
    await li.presses("支部")
    await checks_in(wang)
    await li.presses("还没有记录 2 人 ›")
    li.sees("progress.missing", branch=FIRST_BRANCH, month=JUNE, n=1)
    li.sees("progress.without_trace", names=["李娜"])
    await checks_in(li)
    await campus.hands_button(li, go="missing", branch=await campus.branch(FIRST_BRANCH))
    await li.presses("试一试")
    li.hears("progress.missing", branch=FIRST_BRANCH, month=JUNE, n=0)


@pytest.mark.parametrize(
    ("roles", "branch"),
    [
        ((Role.MEMBER,), FIRST_BRANCH),
        ((Role.MEMBER, Role.SECRETARY), OTHER),
        ((Role.OFFICE,), FIRST_BRANCH),
        ((Role.LEADER,), FIRST_BRANCH),
    ],
)
async def test_nobody_else_learns_who(campus: Campus, roles: tuple[Role, ...], branch: str) -> None:
    await a_branch_at_work(campus)
    other = await campus.member("钱进", roles=roles, branch=branch)
    named = await campus.branch(FIRST_BRANCH)
    await campus.hands_button(other, go="missing", branch=named, month="2008-06", spot=[0, 0])
    await other.presses("试一试")
    other.hears("progress.names_are_not_shown")


@pytest.mark.parametrize("spot", [[10**9, 0], [0, 10**9], [-3, 0], [0], "x", True, [[], {}]])
async def test_a_spot_that_is_not_there_harms_nothing(campus: Campus, spot: object) -> None:
    li = await campus.secretary("李娜")
    named = await campus.branch(FIRST_BRANCH)
    await campus.hands_button(
        li, go="missing", branch=named, month="2008-06", spot=spot, trail=spot
    )
    await li.presses("试一试")
    li.sees("progress.missing", branch=FIRST_BRANCH, month=JUNE, n=1)


async def test_parts_of_a_large_branch_are_leafed_through(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part in which everybody has a trace says so, and leads on."""
    monkeypatch.setattr("storage.coverage.PART", 2)
    li = await campus.secretary("李娜")
    people = [await campus.member(name) for name in ("甲", "乙", "丙", "丁")]
    for one in people[1:3]:
        await checks_in(one)
    await li.says("/progress")
    await li.presses("支部")
    await li.presses("还没有记录 3 人 ›")
    li.sees("progress.without_trace", names=["李娜", "甲"])
    await li.presses("下一页 ›")
    li.sees("progress.nobody_in_this_part")
    await li.presses("下一页 ›")
    li.sees("progress.without_trace", names=["丁"])
    assert li.card.labels[-2:] == ["‹ 上一页", "‹ 返回"]
    await li.presses("‹ 上一页")
    li.sees("progress.nobody_in_this_part")
    await li.presses("‹ 上一页")
    li.sees("progress.without_trace", names=["李娜", "甲"])
    assert li.card.labels[-2:] == ["下一页 ›", "‹ 返回"]
