"""The progress of a branch and of the school: figures for those who answer for them."""

import pytest

from campaign.people import Role
from storage.membership.roles import give_role, take_role
from tests.campus import FIRST_BRANCH, Actor, Campus
from tests.handlers.walks import CHECK_IN, STORY

OTHER = "检验系党支部"
JUNE = "2008年6月"
KINDS = ("每月一人物", "每月一党员", "感动医专的故事", "感受医专的文章")


async def checks_in(actor: Actor) -> None:
    await actor.says("/checkin")
    await CHECK_IN.on(actor, "activity")


async def tells(actor: Actor) -> None:
    await actor.says("/story")
    await STORY.on(actor, "kind")


async def a_branch_at_work(campus: Campus) -> Actor:
    """Four members of whom one has checked in twice and told a story; her secretary is given."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    await campus.member("赵敏")
    await campus.member("周兰")
    await checks_in(wang)
    await checks_in(wang)
    await tells(wang)
    return li


async def test_a_secretary_sees_the_branch_in_figures(campus: Campus) -> None:
    li = await a_branch_at_work(campus)
    await li.says("/progress")
    assert li.card.labels[-2:] == ["● 我", "支部"]

    await li.presses("支部")

    li.sees("progress.of_branch", branch=FIRST_BRANCH, month=JUNE)
    li.sees("progress.coverage", of=4, covered=1)
    li.sees("progress.percent", percent=25)
    li.sees("progress.check_ins", n=2)
    li.sees("progress.stories", kind="每月一党员", n=1)
    li.sees("progress.stories", kind="每月一人物", n=0)
    assert li.card.labels == [
        "打卡 2 ›",
        "故事 1 ›",
        "还没有记录 3 人 ›",
        "‹ 2008年5月",
        "我",
        "● 支部",
    ]
    assert "王芳" not in li.card.text


async def test_months_are_leafed_through_on_the_same_scope(campus: Campus) -> None:
    li = await a_branch_at_work(campus)
    await li.says("/progress")
    await li.presses("支部")
    await li.presses("‹ 2008年5月")
    li.sees("progress.of_branch", branch=FIRST_BRANCH, month="2008年5月")
    li.sees("progress.coverage", of=4, covered=0)
    li.sees("progress.check_ins", n=0)
    assert li.card.labels == ["还没有记录 4 人 ›", "‹ 2008年4月", "2008年6月 ›", "我", "● 支部"]
    await li.presses("2008年6月 ›")
    li.sees("progress.check_ins", n=2)
    await li.presses("我")
    li.sees("progress.title", name="李娜", month=JUNE)


async def test_the_figures_are_new_whenever_they_are_asked_for(campus: Campus) -> None:
    """The button of the scope that is shown draws it again."""
    li = await campus.secretary("李娜")
    await li.says("/progress")
    await li.presses("支部")
    li.sees("progress.coverage", of=1, covered=0)
    figures = li.card
    await checks_in(li)
    await li.presses("● 支部", on=figures)
    assert li.reads("progress.all_covered") in figures.text
    assert "100%" in figures.text
    assert not any("还没有" in label for label in figures.labels)


async def test_a_deputy_sees_what_the_secretary_sees(campus: Campus) -> None:
    await a_branch_at_work(campus)
    deputy = await campus.member("孙立", roles=(Role.MEMBER, Role.DEPUTY))
    await deputy.says("/progress")
    await deputy.presses("支部")
    deputy.sees("progress.coverage", of=5, covered=1)
    assert "还没有记录 4 人 ›" in deputy.card.labels


async def test_a_secretary_who_is_no_member_begins_with_the_branch(campus: Campus) -> None:
    li = await campus.member("李娜", roles=(Role.SECRETARY,))
    await li.says("/progress")
    li.sees("progress.of_branch", branch=FIRST_BRANCH, month=JUNE)
    li.sees("progress.no_members")
    assert li.card.labels == ["‹ 2008年5月"]


async def test_who_leads_two_branches_chooses_between_them(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    other = await campus.branch(OTHER)
    async with campus.database.write() as session:
        await give_role(session, li.person or 0, Role.DEPUTY, branch=other, at=campus.clock.now())
    await li.says("/progress")
    assert li.card.labels[-3:] == ["● 我", FIRST_BRANCH, OTHER]
    await li.presses(OTHER)
    li.sees("progress.of_branch", branch=OTHER, month=JUNE)
    assert li.card.labels[-3:] == ["我", FIRST_BRANCH, f"● {OTHER}"]


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
async def test_office_and_leaders_see_the_school(campus: Campus, role: Role) -> None:
    await a_branch_at_work(campus)
    await campus.member("孙立", branch=OTHER)
    zhou = await campus.member("周宁", branch=None, roles=(role,))

    await zhou.says("/progress")

    zhou.sees("progress.of_school", month=JUNE)
    zhou.sees("progress.coverage", of=5, covered=1)
    zhou.sees("progress.branches_covered", of=2, covered=1)
    zhou.sees("progress.check_ins", n=2)
    zhou.sees("progress.stories_enough", kind="每月一党员", n=1)
    zhou.sees("progress.stories_short", kind="每月一人物", n=0, left=1)
    records = ["打卡 2 ›", "故事 1 ›"] if role is Role.OFFICE else []
    assert zhou.card.labels == [
        *records,
        "各支部 ›",
        "还没有记录的支部 1 ›",
        "‹ 2008年5月",
    ]


async def test_a_leader_who_is_a_member_has_both(campus: Campus) -> None:
    zhou = await campus.member("周宁", roles=(Role.MEMBER, Role.LEADER))
    await zhou.says("/progress")
    zhou.sees("progress.title", name="周宁", month=JUNE)
    await zhou.presses("全校")
    zhou.sees("progress.of_school", month=JUNE)
    assert zhou.card.labels[-2:] == ["我", "● 全校"]


async def test_an_empty_school_says_so(campus: Campus) -> None:
    zhou = await campus.office("周宁", branch=None)
    await zhou.says("/progress")
    zhou.sees("progress.no_members")
    assert zhou.card.labels == ["各支部 ›", "‹ 2008年5月"]


@pytest.mark.parametrize(
    ("roles", "of", "branch", "sees"),
    [
        ((Role.MEMBER,), "branch", FIRST_BRANCH, False),
        ((Role.MEMBER,), "school", None, False),
        ((Role.MEMBER, Role.SECRETARY), "branch", OTHER, False),
        ((Role.MEMBER, Role.SECRETARY), "school", None, False),
        ((Role.OFFICE,), "branch", OTHER, True),
        ((Role.LEADER,), "branch", OTHER, True),
    ],
)
async def test_a_button_shows_no_more_than_the_role_allows(
    campus: Campus, roles: tuple[Role, ...], of: str, branch: str | None, sees: bool
) -> None:
    """Threat 1: whatever a button asks for, rights are read when it is pressed."""
    named = None if branch is None else await campus.branch(branch)
    await campus.branch(OTHER)
    actor = await campus.member("钱进", roles=roles)
    await campus.hands_button(actor, go="progress", of=of, branch=named, month="2008-06")
    await actor.presses("试一试")
    if sees:
        actor.sees("progress.of_branch", branch=branch or "", month=JUNE)
        assert not any("还没有记录" in label for label in actor.card.labels)
    else:
        actor.hears("progress.not_yours_to_see")


async def test_the_office_s_own_page_of_a_member_is_refused(campus: Campus) -> None:
    zhou = await campus.office("周宁")
    await campus.hands_button(zhou, go="progress", of="me", month="2008-06")
    await zhou.presses("试一试")
    zhou.hears("people.only_member")


@pytest.mark.parametrize("branch", [999, -1, "x", None, True])
async def test_a_branch_that_is_not_there_is_answered(campus: Campus, branch: object) -> None:
    zhou = await campus.office("周宁")
    await campus.hands_button(zhou, go="progress", of="branch", branch=branch, month=7)
    await zhou.presses("试一试")
    zhou.hears("progress.no_branch")


async def test_the_figures_in_english(campus: Campus) -> None:
    li = await campus.secretary("Li Na", language="en")
    await li.says("/progress")
    assert li.card.labels[-2:] == ["● Me", "Branch"]
    await li.presses("Branch")
    li.sees("progress.coverage", of=1, covered=0)
    assert "Members with a record: 0 of 1" in li.card.text
    await li.presses("Without a record 1 ›")
    assert "Only the secretary" in li.card.text


async def test_a_secretary_who_was_relieved_sees_no_more_of_the_branch(campus: Campus) -> None:
    """Threat 3: with the buttons of before."""
    li = await a_branch_at_work(campus)
    await li.says("/progress")
    await li.presses("支部")
    figures = li.card
    branch = await campus.branch(FIRST_BRANCH)
    async with campus.database.write() as session:
        await take_role(session, li.person or 0, Role.SECRETARY, branch=branch)
    for label in ("还没有记录 3 人 ›", "打卡 2 ›", "● 支部"):
        await li.presses(label, on=figures)
        assert "赵敏" not in li.messages[-1].text
        assert li.messages[-1].text in (
            li.reads("progress.not_yours_to_see"),
            li.reads("progress.records_are_not_shown"),
            li.reads("progress.names_are_not_shown"),
        )
