"""The records behind the numbers: who, when, what, page by page, each opening its own page."""

from datetime import date, timedelta

import pytest

from campaign.check_ins import CheckIn, CheckInContent, CheckInState
from campaign.definition import Month
from campaign.people import Role
from campaign.stories import Consent, Story, StoryContent, StoryState
from storage.check_ins import add_check_ins
from storage.stories import add_stories
from tests.campus import FIRST_BRANCH, Actor, Campus
from tests.handlers.progress.test_figures import OTHER, a_branch_at_work, checks_in

JUNE = "2008年6月"
# What stands below every list of a branch.
BELOW = ["‹ 2008年5月", "📅 月份", "🗂 种类", "🔍 查找", "‹ 返回"]


async def made(campus: Campus, author: Actor, number: int) -> None:
    """As many check-ins and stories of June, a day after the other from the 1st."""
    branch, now = await campus.branch_of(author), campus.clock.now()
    person = author.person or 0
    check_ins, stories = [], []
    for at in range(number):
        day, moment = date(2008, 6, 1) + timedelta(days=at), now + timedelta(minutes=at)
        content = CheckInContent("fine-course", (), f"第{at}件", "", day)
        check_ins.append(
            CheckIn(
                f"checkin{person:04}{at:05}",
                person,
                branch,
                CheckInState.STANDING,
                1,
                content,
                moment,
                moment,
            )
        )
        told = StoryContent("story", f"标题{at}", "正文" * 60, Consent.NONE)
        stories.append(
            Story(
                f"story{person:06}{at:05}",
                person,
                branch,
                Month(2008, 6),
                StoryState.SUBMITTED,
                1,
                told,
                moment,
                moment,
            )
        )
    async with campus.database.write() as session:
        await add_check_ins(session, check_ins)
        await add_stories(session, stories)


async def opens(actor: Actor, *labels: str) -> None:
    await actor.says("/progress")
    for label in labels:
        await actor.presses(label)


async def test_a_number_of_the_branch_opens_its_check_ins(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    other = await campus.member("孙立", branch=OTHER)
    await made(campus, wang, 10)
    await made(campus, other, 1)
    await opens(li, "支部", "打卡 10 ›")
    li.sees("progress.check_ins_of", whose=FIRST_BRANCH, month=JUNE)
    assert li.card.labels[0] == "6月10日　王芳　打造精品课程"
    assert li.card.labels[7:] == ["6月3日　王芳　打造精品课程", "较早 ›", *BELOW]

    await li.presses("较早 ›")
    assert li.card.labels == [
        "6月2日　王芳　打造精品课程",
        "6月1日　王芳　打造精品课程",
        "‹ 较新",
        *BELOW,
    ]
    await li.presses("6月2日")
    li.sees("check_in.shown_done", text="第1件")
    assert li.card.labels == ["‹ 返回"]
    await li.presses("‹ 返回")
    li.sees("progress.check_ins_of", whose=FIRST_BRANCH, month=JUNE)
    await li.presses("‹ 返回")
    li.sees("progress.of_branch", branch=FIRST_BRANCH, month=JUNE)


async def test_a_number_of_the_branch_opens_its_stories(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    await made(campus, wang, 2)
    await opens(li, "支部", "故事 2 ›")
    li.sees("progress.stories_of", whose=FIRST_BRANCH, month=JUNE)
    assert li.card.labels == [
        "王芳　感动医专的故事：《标题1》",
        "王芳　感动医专的故事：《标题0》",
        *BELOW,
    ]
    await li.presses("标题0")
    li.sees("story.titled", title="标题0")
    await li.presses("‹ 返回")
    li.sees("progress.stories_of", whose=FIRST_BRANCH, month=JUNE)


async def test_the_school_s_numbers_open_the_records_of_all_branches(campus: Campus) -> None:
    """And what is withdrawn is behind no number."""
    wang = await campus.member("王芳")
    other = await campus.member("孙立", branch=OTHER)
    await checks_in(wang)
    await checks_in(other)
    zhou = await campus.office("周宁")
    await opens(zhou, "打卡 2 ›")
    zhou.sees("progress.check_ins_of", whose="全校", month=JUNE)
    assert sorted(zhou.card.labels[:2]) == [
        "6月23日　孙立 · 检验系党支部　打造精品课程",
        "6月23日　王芳 · 基础医学部党支部　打造精品课程",
    ]
    records = zhou.card
    await other.presses("查看")
    await other.presses("撤回")
    await other.presses("是的，撤回")
    await zhou.presses("‹ 返回", on=records)
    await zhou.presses("打卡 1 ›", on=records)
    assert records.labels[:2] == ["6月23日　王芳 · 基础医学部党支部　打造精品课程", "‹ 2008年5月"]


async def test_long_names_and_titles_leave_room_on_the_button(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    author = await campus.member("阿布都热合曼·买买提明·艾合买提江·吐尔逊")
    await made(campus, author, 1)
    await opens(li, "支部", "打卡 1 ›")
    assert li.card.labels[0] == "6月1日　阿布都热合曼·买买提…　打造精品课程"


async def test_an_empty_month_says_so(campus: Campus) -> None:
    """A number that has gone since it was shown."""
    li = await campus.secretary("李娜")
    branch = await campus.branch(FIRST_BRANCH)
    await campus.hands_button(li, go="records", of="stories", branch=branch, month="2008-05")
    await li.presses("试一试")
    li.hears("progress.no_records", whose=FIRST_BRANCH, month="2008年5月")
    assert li.card.labels == ["‹ 2008年4月", "2008年6月 ›", *BELOW[1:]]


@pytest.mark.parametrize("branch", [FIRST_BRANCH, None])
@pytest.mark.parametrize("roles", [(Role.MEMBER,), (Role.MEMBER, Role.SECRETARY), (Role.LEADER,)])
async def test_whoever_does_not_answer_for_them_gets_no_list(
    campus: Campus, roles: tuple[Role, ...], branch: str | None
) -> None:
    """Threats 1 and 4: a member, a secretary of another branch; and leaders, who see figures."""
    await a_branch_at_work(campus)
    sun = await campus.member("孙立", branch=OTHER, roles=roles)
    named = None if branch is None else await campus.branch(branch)
    for of in ("check_ins", "stories"):
        await campus.hands_button(sun, go="records", of=of, branch=named, month="2008-06")
        await sun.presses("试一试")
        sun.hears("progress.records_are_not_shown")


async def test_before_the_campaign_there_are_none(campus: Campus) -> None:
    campus.stands_at("2008-03-01 09:00")
    zhou = await campus.office("周宁")
    for go in ("records", "missing", "branch_board", "silent_branches"):
        await campus.hands_button(zhou, go=go, month="2008-03")
        await zhou.presses("试一试")
        zhou.sees("check_in.not_open_yet", day=date(2008, 3, 19))
