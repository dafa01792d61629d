"""Duties and lists of them: members see how they stand, the secretary ticks them off."""

from datetime import date

import pytest
from sqlalchemy import select

from campaign.people import Role
from storage.membership.roles import give_role, take_role
from storage.tables import duties, people, trace
from tests.campus import CAMPAIGN, FIRST_BRANCH, Actor, Campus

ACTIVITY = CAMPAIGN.phase("activity")
NAMES = {item.id: item.name for phase in CAMPAIGN.stretches for item in phase.checklist}
INSPECTION = "spring-inspection"


async def opens(actor: Actor, item: str = INSPECTION, branch: str = FIRST_BRANCH) -> None:
    """Follow the link of a reminder."""
    await actor.starts(f"go-duty-{item}_{await actor.campus.branch(branch)}")


async def marks(campus: Campus) -> list[tuple[str, str]]:
    async with campus.reading() as session:
        rows = await session.rows(select(duties))
    return [(row.whose, row.item) for row in rows]


async def acts(campus: Campus) -> list[str]:
    async with campus.reading() as session:
        rows = await session.rows(select(trace).where(trace.c.subject.like("duty:%")))
    return [row.act for row in rows]


async def test_a_member_sees_how_it_stands_and_cannot_mark_it(campus: Campus) -> None:
    await campus.secretary("李娜")
    wang = await campus.member("王芳")
    await opens(wang)
    wang.sees("duty.of_branch", branch=FIRST_BRANCH)
    wang.sees("duty.title", item=NAMES[INSPECTION])
    wang.sees("duty.is_open", day=date(2008, 7, 11), n=18)
    assert wang.card.labels == [wang.reads("duty.to_list")]


async def test_the_secretary_marks_it_done_and_takes_it_back(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    await opens(li)
    await li.presses(li.reads("duty.mark"))
    li.is_toasted("duty.marked")
    li.sees("duty.is_done", name="李娜", at=campus.clock.now().astimezone(CAMPAIGN.zone))
    branch = await campus.branch(FIRST_BRANCH)
    assert await marks(campus) == [(f"branch:{branch}", INSPECTION)]
    await li.presses(li.reads("duty.undo"))
    li.is_toasted("duty.unmarked")
    assert await marks(campus) == []
    assert await acts(campus) == ["duty done", "duty reopened"]


async def test_a_double_tap_marks_once(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    await opens(li)
    await li.presses_twice(li.reads("duty.mark"))
    assert len(await marks(campus)) == 1
    assert await acts(campus) == ["duty done"]


async def test_two_who_lead_a_branch_mark_it_once(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    sun = await campus.member("孙涛", roles=(Role.MEMBER, Role.DEPUTY))
    await opens(li)
    await opens(sun)
    await li.presses(li.reads("duty.mark"))
    await sun.presses(sun.reads("duty.mark"))
    sun.sees("duty.is_done", name="李娜", at=campus.clock.now().astimezone(CAMPAIGN.zone))
    assert await acts(campus) == ["duty done"]


async def test_a_button_from_before_the_post_was_lost_does_nothing(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    await opens(li)
    branch = await campus.branch(FIRST_BRANCH)
    async with campus.database.write() as session:
        await take_role(session, li.person or 0, Role.SECRETARY, branch=branch)
    await li.presses(li.reads("duty.mark"))
    li.is_toasted("duty.only_secretary_marks")
    assert await marks(campus) == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SECRETARY, Role.DEPUTY])
async def test_another_branch_s_duties_are_not_shown(campus: Campus, role: Role) -> None:
    await campus.secretary("李娜")
    other = await campus.member("赵强", branch="药学系党支部", roles=(Role.MEMBER, role))
    await opens(other)
    other.hears("duty.not_yours_to_see")


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
async def test_office_and_leaders_see_every_branch_and_mark_nothing(
    campus: Campus, role: Role
) -> None:
    await campus.secretary("李娜")
    zhou = await campus.member("周宁", branch="机关党支部", roles=(role,))
    await opens(zhou)
    zhou.sees("duty.of_branch", branch=FIRST_BRANCH)
    assert zhou.reads("duty.mark") not in zhou.card.labels


async def test_the_office_marks_its_own(campus: Campus) -> None:
    zhou, li = await campus.office("周宁"), await campus.secretary("李娜")
    await zhou.starts("go-duty-showing_0")
    zhou.sees("duty.of_office")
    await zhou.presses(zhou.reads("duty.mark"))
    assert await marks(campus) == [("school", "showing")]
    await li.starts("go-duty-showing_0")
    li.hears("duty.not_yours_to_see")


async def test_a_leader_does_not_mark_the_office_s(campus: Campus) -> None:
    leader = await campus.leader("吴刚")
    await leader.starts("go-duty-showing_0")
    leader.sees("duty.of_office")
    assert leader.reads("duty.mark") not in leader.card.labels


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        ("go-duty-nothing-of-ours_1", "duty.is_gone"),
        ("go-duty-spring-inspection_999", "duty.no_branch"),
    ],
)
async def test_a_link_to_what_is_gone_says_so(campus: Campus, payload: str, key: str) -> None:
    li = await campus.secretary("李娜")
    await li.starts(payload)
    li.hears(key)


@pytest.mark.parametrize("payload", ["go-duty-", "go-duty-x_y", "go-duty-<b>_1", "go-duty-a_-1"])
async def test_a_broken_link_brings_home(campus: Campus, payload: str) -> None:
    li = await campus.secretary("李娜")
    await li.starts(payload)
    li.sees("start.not_for_you")


async def test_a_visitor_is_told_to_join(campus: Campus) -> None:
    await campus.secretary("李娜")
    visitor = campus.visitor("陌生人")
    await opens(visitor)
    visitor.hears("people.not_joined")


@pytest.mark.parametrize(
    ("moment", "key", "n"),
    [
        ("2008-04-01 09:00", "duty.is_open", 101),
        ("2008-07-04 09:00", "duty.is_due", 7),
        ("2008-07-11 23:59", "duty.is_due_today", 0),
        ("2008-07-12 00:00", "duty.is_overdue", 1),
        ("2008-03-20 09:00", "duty.is_ahead", 113),
    ],
)
async def test_it_says_how_far_it_is(campus: Campus, moment: str, key: str, n: int) -> None:
    campus.stands_at(moment)
    wang = await campus.member("王芳")
    await opens(wang)
    wang.sees(key, day=date(2008, 7, 11), n=n)


# ── lists ───────────────────────────────────────────────────────────────────────────────────


async def test_the_list_has_what_has_begun_the_most_urgent_first(campus: Campus) -> None:
    """In June: the mobilisation is long over, the summary has not begun; the office's is apart."""
    wang = await campus.member("王芳")
    await wang.says("/todo")
    wang.sees("todo.title", branch=FIRST_BRANCH)
    wang.sees("todo.left", n=9)
    assert wang.card.labels[0].startswith("⏳")
    await wang.presses("下一页")
    labels = wang.card.labels
    assert any(
        "秋季学期末" in label or "春季学期末" in label or "主题" in label for label in labels
    )


async def test_the_list_tells_what_the_month_lacks(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/todo")
    wang.sees("reminders.without_trace", n=1)
    wang.sees("reminders.invited", kinds=[kind.name for kind in CAMPAIGN.story_kinds])


async def test_before_the_months_begin_there_is_no_word_of_them(campus: Campus) -> None:
    campus.stands_at("2008-03-25 09:00")
    wang = await campus.member("王芳")
    await wang.says("/todo")
    assert "2008年3月" not in wang.messages[-1].text


async def test_what_is_done_goes_to_the_end_of_the_list(campus: Campus) -> None:
    campus.stands_at("2008-03-25 09:00")
    li = await campus.secretary("李娜")
    await opens(li, "plan")
    await li.presses(li.reads("duty.mark"))
    await li.presses(li.reads("duty.to_list"))
    li.sees("todo.left", n=4)
    items = [label for label in li.card.labels if label[0] in "○◔⏳✅"]
    assert items[-1].startswith("✅ 制定切实可行")
    assert not any(label.startswith("✅") for label in items[:-1])


async def test_a_line_of_the_list_opens_the_duty_and_back(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/todo")
    first = wang.card.labels[0]
    await wang.presses(first)
    wang.sees("duty.of_branch", branch=FIRST_BRANCH)
    await wang.presses(wang.reads("duty.to_list"))
    wang.sees("todo.title", branch=FIRST_BRANCH)
    assert len(wang.messages) == 1


async def test_a_secretary_elsewhere_sees_the_branch_that_they_lead(campus: Campus) -> None:
    wang = await campus.member("王芳")
    other = await campus.branch("药学系党支部")
    async with campus.database.write() as session:
        await give_role(
            session, wang.person or 0, Role.SECRETARY, branch=other, at=campus.clock.now()
        )
    await wang.says("/todo")
    wang.sees("todo.title", branch="药学系党支部")


async def test_the_office_sees_its_own_and_all_branches_page_by_page(campus: Campus) -> None:
    zhou = await campus.office("周宁", branch="第0支部")
    for n in range(1, 10):
        await campus.branch(f"第{n}支部")
    await zhou.says("/todo")
    zhou.sees("todo.of_office")
    await zhou.presses(zhou.reads("todo.branches"))
    zhou.sees("board.title")
    branches = [label for label in zhou.card.labels if "支部" in label]
    assert len(branches) == 8
    assert branches[0] == zhou.reads("board.overdue", branch="第0支部", n=9, late=5)
    await zhou.presses("下一页")
    assert sum("第" in label for label in zhou.card.labels) == 2
    await zhou.presses("第9支部")
    zhou.sees("todo.title", branch="第9支部")


async def test_the_board_of_one_deadline_counts_only_that(campus: Campus) -> None:
    """Reached by the office's reminder; see tests/schedules."""
    zhou, li = await campus.office("周宁"), await campus.secretary("李娜")
    await opens(li, "plan")
    await li.presses(li.reads("duty.mark"))
    await zhou.says("/todo")
    await zhou.presses(zhou.reads("todo.branches"))
    assert zhou.reads("board.overdue", branch=FIRST_BRANCH, n=8, late=4) in zhou.card.labels


async def test_a_member_without_a_branch_is_told_whom_to_ask(campus: Campus) -> None:
    wang = await campus.member("王芳")
    async with campus.database.write() as session:
        await session.change(people.update().values(branch_id=None))
    await wang.says("/todo")
    wang.hears("duty.no_branch")
    await opens(wang)
    wang.hears("duty.not_yours_to_see")


async def test_english(campus: Campus) -> None:
    wang = await campus.member("Wang Fang", language="en")
    await wang.says("/todo")
    wang.sees("todo.title", branch=FIRST_BRANCH)
    await opens(wang)
    wang.sees("duty.title", item=NAMES[INSPECTION])
