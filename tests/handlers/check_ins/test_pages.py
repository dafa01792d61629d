"""A check-in's pages: changing it, its versions, taking it back, the month's list, and who may."""

from datetime import date

import pytest

from campaign.definition import Month
from campaign.people import Role
from tests.campus import Actor, Campus
from tests.handlers.check_ins.test_submit import change_day, check_ins, counted
from tests.handlers.walks import CHECK_IN, acts_of


async def a_check_in(campus: Campus, name: str = "王芳") -> Actor:
    """Somebody who has checked in and looks at it."""
    author = await campus.member(name)
    await author.says("/checkin")
    await CHECK_IN.on(author, "activity")
    await author.presses("查看")
    return author


async def change(actor: Actor, what: str, text: str) -> None:
    await actor.presses("✎ 修改或补充")
    await actor.presses(what)
    await actor.says(text)


async def test_a_change_keeps_the_version_before(campus: Campus) -> None:
    wang = await a_check_in(campus)
    await wang.presses("✎ 修改")
    CHECK_IN.asks(wang, "confirm")
    await change(wang, "做了什么", "写完了教案和试题。")
    await wang.presses("✓ 提交")
    wang.hears("check_in.changed")
    await wang.presses("查看")
    wang.sees("check_in.has_versions", n=1)
    await wang.presses("历史版本")
    wang.sees("check_in.shown_done", text="给新课程写完了全部教案。")
    await wang.presses("‹ 返回")
    wang.sees("check_in.shown_done", text="写完了教案和试题。")
    assert await acts_of(campus) == ["check-in made", "check-in changed"]
    assert await counted(campus, wang) == {1}


async def test_what_was_made_in_time_stays_so_when_it_is_changed_months_later(
    campus: Campus,
) -> None:
    """A slip of the pen mended in autumn makes no late entry, and asks for no reason."""
    wang = await a_check_in(campus)
    campus.stands_at("2008-10-10 10:00")
    await wang.presses("✎ 修改")
    await change(wang, "做了什么", "写完了教案和试题。")
    CHECK_IN.asks(wang, "confirm")
    await wang.presses("✓ 提交")
    (made,) = await check_ins(campus, wang)
    assert not made.is_late


async def test_a_day_moved_back_by_a_change_is_a_late_entry(campus: Campus) -> None:
    """The label cannot be got round by checking in for today and moving the day afterwards."""
    wang = await a_check_in(campus)
    await wang.presses("✎ 修改")
    await change_day(wang, "5月1日")
    CHECK_IN.asks(wang, "late_reason")
    await wang.says("当时没带手机。")
    await wang.presses("✓ 提交")
    (made,) = await check_ins(campus, wang, Month(2008, 5))
    assert made.is_late
    assert await counted(campus, wang, Month(2008, 5)) == {1}
    assert await counted(campus, wang, Month(2008, 6)) == {0}


async def test_a_late_one_stays_late(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await change_day(wang, "6月1日")
    await wang.says("那几天在外地出差。")
    await wang.presses("✓ 提交")
    await wang.presses("查看")
    await wang.presses("✎ 修改")
    await change(wang, "做了什么", "写完了教案和试题。")
    await wang.presses("✓ 提交")
    (made,) = await check_ins(campus, wang)
    assert made.content.late_reason == "那几天在外地出差。"


async def test_it_is_taken_back_after_one_question(campus: Campus) -> None:
    wang = await a_check_in(campus)
    await wang.presses("撤回")
    wang.sees("check_in.withdraw_ask")
    await wang.presses("‹ 返回")
    await wang.presses("撤回")
    await wang.presses_twice("是的，撤回")
    wang.sees("check_in.withdrawn")
    assert await check_ins(campus, wang) == []
    assert await counted(campus, wang) == {0}
    assert await acts_of(campus) == ["check-in made", "check-in withdrawn"]


async def test_a_withdrawn_one_is_acted_upon_no_more(campus: Campus) -> None:
    """It was taken back on one card while another still showed its buttons."""
    wang = await a_check_in(campus)
    first = wang.card
    await wang.says("/progress")
    await wang.presses("打卡 1")
    await wang.presses("打造精品课程")
    await wang.presses("撤回")
    await wang.presses("是的，撤回")
    for label in ("✎ 修改", "撤回"):
        await wang.presses(label, on=first)
        wang.hears("check_in.is_withdrawn")
    assert await campus.open_talks() == []


async def test_a_change_begun_before_another_change_is_refused(campus: Campus) -> None:
    wang = await a_check_in(campus)
    page = wang.card
    await wang.presses("✎ 修改")
    await change(wang, "做了什么", "写完了教案和试题。")
    await wang.presses("撤回", on=page)
    await wang.presses("是的，撤回", on=page)
    await wang.presses("✓ 提交")
    wang.sees("check_in.is_withdrawn")
    CHECK_IN.asks(wang, "confirm")


async def test_the_months_list_goes_page_by_page(campus: Campus) -> None:
    wang = await campus.member("王芳")
    for day in range(1, 9):
        campus.stands_at(f"2008-06-{day + 10} 10:00")
        await wang.says("/checkin")
        await CHECK_IN.on(wang, "activity")
    await wang.says("/progress")
    await wang.presses("打卡 8")
    wang.hears("check_in.list", month="2008年6月")
    assert [label[:5] for label in wang.card.labels[:2]] == ["6月18日", "6月17日"]
    assert wang.card.labels[6:8] == ["较早 ›", "‹ 2008年5月"]
    await wang.presses("较早 ›")
    assert [label[:5] for label in wang.card.labels[:2]] == ["6月12日", "6月11日"]
    await wang.presses("‹ 较新")
    await wang.presses("6月13日")
    wang.sees("check_in.shown_day", day=date(2008, 6, 13))
    await wang.presses("‹ 本月打卡")
    wang.hears("check_in.list", month="2008年6月")


async def test_an_empty_month_says_so(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await campus.hands_button(wang, go="check_ins", month="2008-05")
    await wang.presses("试一试")
    wang.hears("check_in.list_empty", month="2008年5月")


@pytest.mark.parametrize(
    ("branch", "roles", "sees"),
    [
        ("基础医学部党支部", (Role.MEMBER,), False),
        ("基础医学部党支部", (Role.MEMBER, Role.SECRETARY), True),
        ("检验系党支部", (Role.MEMBER, Role.SECRETARY), False),
        ("机关党支部", (Role.MEMBER, Role.OFFICE), True),
        ("机关党支部", (Role.OFFICE,), True),
        ("机关党支部", (Role.LEADER,), False),
    ],
)
async def test_who_may_read_a_check_in_of_somebody_else(
    campus: Campus, branch: str, roles: tuple[Role, ...], sees: bool
) -> None:
    """Threats 1 and 4: the check-in is loaded through the rights of whoever presses."""
    wang = await a_check_in(campus)
    other = await campus.member("李明", branch=branch, roles=roles)
    (made,) = await check_ins(campus, wang)
    await campus.hands_button(other, go="show_check_in", id=made.id)
    await other.presses("试一试")
    if sees:
        other.sees("check_in.shown_done", text="给新课程写完了全部教案。")
        assert other.card.labels == ["‹ 返回"]
    else:
        other.hears("check_in.is_gone")


@pytest.mark.parametrize("go", ["change_check_in", "withdraw_check_in"])
async def test_a_foreign_check_in_is_changed_by_nobody(campus: Campus, go: str) -> None:
    wang = await a_check_in(campus)
    (made,) = await check_ins(campus, wang)
    other = await campus.secretary("李明")
    await campus.hands_button(other, go=go, id=made.id, sure=True)
    await other.presses("试一试")
    other.hears("check_in.not_yours")
    assert await check_ins(campus, wang) == [made]


@pytest.mark.parametrize(
    "go", ["change_check_in", "withdraw_check_in", "show_check_in", "check_in_versions"]
)
async def test_a_check_in_that_is_not_there_is_told(campus: Campus, go: str) -> None:
    wang = await campus.member("王芳")
    await campus.hands_button(wang, go=go, id="A" * 16, sure=True)
    await wang.presses("试一试")
    wang.hears("check_in.is_gone")
