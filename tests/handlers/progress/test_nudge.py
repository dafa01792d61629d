"""Who is missing: a new link for who has not joined, a nudge within the budget for the others."""

from datetime import date, datetime

import pytest

from campaign.people import Role
from storage.membership.people import add_person
from storage.membership.roles import give_role
from tests.campus import CAMPAIGN, FIRST_BRANCH, Actor, Campus
from tests.handlers.account.test_join import invited
from tests.handlers.progress.test_figures import OTHER, checks_in
from tests.handlers.roster.test_import import files_got

JUNE = "2008年6月"
PRINT = "🖨 打印没加入的人的链接"


async def opens_the_list(li: Actor) -> None:
    await li.says("/progress")
    await li.presses("支部")
    await li.presses("还没有记录")


async def on_the_roster(campus: Campus, name: str) -> int:
    """Somebody of the branch who has not joined."""
    branch = await campus.branch(FIRST_BRANCH)
    async with campus.database.write() as session:
        at = campus.clock.now()
        person = await add_person(session, name=name, at=at, branch=branch, category="teaching")
        await give_role(session, person, Role.MEMBER, branch=None, at=at)
    return person


async def test_those_who_have_not_joined_stand_apart(campus: Campus) -> None:
    li, _ = await campus.secretary("李娜"), await campus.member("王芳")
    await on_the_roster(campus, "赵敏")
    await opens_the_list(li)
    li.sees("progress.not_joined", names=["赵敏"])
    li.sees("progress.without_trace", names=["李娜", "王芳"])
    assert li.card.labels == ["🔗 赵敏：新链接", "👋 提醒王芳", PRINT, "‹ 返回"]


async def test_the_links_of_the_branch_come_as_a_page_to_print(campus: Campus) -> None:
    """Of those who have not joined, and of no other branch."""
    li = await campus.secretary("李娜")
    await on_the_roster(campus, "赵敏")
    await campus.member("陈伟", branch=OTHER)
    await invited(campus, "孙磊", branch=OTHER)
    await opens_the_list(li)
    await li.presses(PRINT)
    ((name, page),) = files_got(li).items()
    assert name.endswith("invitations.html")
    assert "赵敏" in page.decode()
    assert "孙磊" not in page.decode()
    code = page.decode().partition("?start=")[2][:22]
    zhao = campus.visitor("赵敏")
    await zhao.starts(code)
    assert "中文" in zhao.card.labels


async def test_nobody_prints_links_of_a_branch_that_they_do_not_lead(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    _, code = await invited(campus, "孙磊", branch=OTHER)
    await campus.hands_button(li, go="branch_invitations", branch=await campus.branch(OTHER))
    await li.presses("试一试")
    assert files_got(li) == {}
    sun = campus.visitor("孙磊")
    await sun.starts(code)
    assert "中文" in sun.card.labels


async def test_a_new_link_lets_them_in(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    await on_the_roster(campus, "赵敏")
    await opens_the_list(li)
    await li.presses("赵敏：新链接")
    link = next(line for line in li.card.text.splitlines() if line.startswith("https://"))
    zhao = campus.visitor("赵敏")
    await zhao.starts(link.partition("?start=")[2])
    assert "中文" in zhao.card.labels


async def test_a_nudge_is_one_tap_and_opens_the_check_in(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    await opens_the_list(li)
    await li.presses("提醒王芳")
    assert li.toasts[-1] == li.reads("progress.nudged", name="王芳")
    wang.hears("progress.nudge", name="李娜", month=JUNE)
    await wang.presses("打卡")
    wang.sees("check_in.activity.ask")


async def test_a_nudge_that_the_budget_forbids_says_when_it_may_go(campus: Campus) -> None:
    """Monday, then Wednesday, and no third one this week; never two days in a row."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    told = []
    for day in range(23, 31):
        campus.stands_at(f"2008-06-{day} 10:00")
        await opens_the_list(li)
        n = len(wang.messages)
        await li.presses("提醒王芳")
        if len(wang.messages) > n:
            told.append(day)
        else:
            assert "以后才能再提醒王芳" in li.toasts[-1]
    assert told == [23, 25, 30]


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        ("2008-06-23 08:59", "2008-06-23"),
        ("2008-06-23 21:00", "2008-06-24"),
        ("2008-06-28 10:00", "2008-06-30"),
        ("2008-07-12 10:00", "2008-09-01"),
    ],
)
async def test_in_quiet_hours_on_days_off_and_in_vacations_nobody_is_nudged(
    campus: Campus, moment: str, may: str
) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    campus.stands_at(moment)
    await opens_the_list(li)
    await li.presses("提醒王芳")
    assert wang.messages == []
    at = datetime.combine(date.fromisoformat(may), CAMPAIGN.reminders.at, tzinfo=CAMPAIGN.zone)
    assert li.toasts[-1] == li.reads("progress.nudge_later", name="王芳", at=at)


async def test_who_has_a_trace_by_now_is_not_nudged(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    await opens_the_list(li)
    await checks_in(wang)
    n = len(wang.messages)
    await li.presses("提醒王芳")
    assert li.toasts[-1] == li.reads("progress.has_trace", name="王芳")
    assert len(wang.messages) == n


@pytest.mark.parametrize("go", ["nudge", "new_link"])
@pytest.mark.parametrize("roles", [(Role.MEMBER,), (Role.MEMBER, Role.SECRETARY), (Role.OFFICE,)])
async def test_nobody_else_nudges_or_invites(
    campus: Campus, roles: tuple[Role, ...], go: str
) -> None:
    wang = await campus.member("王芳")
    other = await campus.member("钱进", roles=roles, branch=OTHER)
    named = await campus.branch(FIRST_BRANCH)
    await campus.hands_button(other, go=go, person=wang.person, branch=named, month="2008-06")
    await other.presses("试一试")
    other.hears("progress.names_are_not_shown")
    assert wang.messages == []


async def test_leaders_of_the_branch_and_people_of_others_are_left_alone(campus: Campus) -> None:
    li, sun = await campus.secretary("李娜"), await campus.secretary("孙涛")
    wu = await campus.member("吴刚", branch=OTHER)
    branch = await campus.branch(FIRST_BRANCH)
    for person, key in ((sun, "progress.cannot_nudge"), (wu, "progress.not_of_branch")):
        await campus.hands_button(li, go="nudge", person=person.person, branch=branch)
        await li.presses("试一试")
        assert li.toasts[-1] == li.reads(key, name="孙涛")
        assert person.messages == []
