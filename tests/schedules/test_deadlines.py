"""Deadlines of phases in chat: told while there is something to do, and a ✓ when it is done."""

from datetime import date

import pytest

from campaign.people import Role
from campaign.texts import Language
from schedules.rules.phase_deadlines import OVERDUE_TIMES
from storage.membership.people import add_person, take_up_account
from storage.membership.roles import give_role
from storage.tables import groups
from tests.campus import CAMPAIGN, FIRST_BRANCH, Actor, Campus
from tests.schedules.bell import (
    Bell,
    bound_group,
    hand_in,
    heard_in,
    in_english,
    ledger,
    reads,
    with_rules,
)

PHASE = CAMPAIGN.phase("activity")
INSPECTION = next(item.name for item in PHASE.checklist if item.id == "spring-inspection")
DAY = date(2008, 7, 11)


@pytest.fixture
async def bell(campus: Campus) -> Bell:
    """The campaign is under way since the week of the first lead."""
    bell = Bell(campus)
    await bell.rings("2008-07-03 12:00")
    return bell


async def mark_done(actor: Actor, item: str = "spring-inspection") -> None:
    branch = await actor.campus.branch(FIRST_BRANCH)
    await actor.starts(f"go-duty-{item}_{branch}")
    await actor.presses(actor.reads("duty.mark"))


async def test_group_and_secretary_hear_of_it_with_the_days_left(
    campus: Campus, bell: Bell
) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await bound_group(campus, li, wang)
    await bell.rings("2008-07-04 09:00")
    wanted = [
        reads(campus, "reminders.ahead", phase=PHASE.name, day=DAY, n=7),
        reads(campus, "reminders.item", item=INSPECTION),
    ]
    assert [m.text.splitlines() for m in heard_in(campus, chat)] == [wanted]
    assert li.messages[-1].text.splitlines() == [FIRST_BRANCH, *wanted]
    assert wang.messages == []


async def test_today_and_tomorrow_are_called_so(campus: Campus, bell: Bell) -> None:
    chat = await bound_group(campus, await campus.secretary("李娜"))
    for day in ("04", "08", "10", "11"):
        await bell.rings(f"2008-07-{day} 09:00")
    words = {"phase": PHASE.name, "day": DAY}
    assert [m.text.splitlines()[0] for m in heard_in(campus, chat)] == [
        reads(campus, "reminders.ahead", n=7, **words),
        reads(campus, "reminders.ahead", n=3, **words),
        reads(campus, "reminders.due_tomorrow", **words),
        reads(campus, "reminders.due_today", **words),
    ]


async def test_each_is_told_once_however_often_the_bell_rings(campus: Campus, bell: Bell) -> None:
    chat = await bound_group(campus, await campus.secretary("李娜"))
    for minute in range(5):
        await bell.rings(f"2008-07-04 09:{minute:02}")
    await bell.restarts().rings("2008-07-04 09:10")
    assert len(heard_in(campus, chat)) == 1


async def test_the_link_in_the_group_opens_that_very_duty(campus: Campus, bell: Bell) -> None:
    """Whoever presses sees how it stands; the secretary can tick it off."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await bound_group(campus, li, wang)
    await bell.rings("2008-07-04 09:00")
    (button,) = heard_in(campus, chat)[0].buttons
    payload = button["url"].partition("?start=")[2]
    await wang.starts(payload)
    wang.sees("duty.title", item=INSPECTION)
    assert wang.reads("duty.mark") not in wang.card.labels
    await li.starts(payload)
    await li.presses(li.reads("duty.mark"))
    li.sees("duty.is_done", name="李娜", at=campus.clock.now().astimezone(CAMPAIGN.zone))


async def test_done_turns_the_cards_to_a_tick_where_they_stand(campus: Campus, bell: Bell) -> None:
    li, deputy = await campus.secretary("李娜"), await campus.secretary("孙涛")
    chat = await bound_group(campus, li, deputy)
    await bell.rings("2008-07-04 09:00")
    await li.presses(reads(campus, "reminders.open_duty"))
    await li.presses(li.reads("duty.mark"))
    li.sees("duty.is_done", name="李娜", at=campus.clock.now().astimezone(CAMPAIGN.zone))

    await bell.rings("2008-07-04 09:01")

    done = reads(campus, "reminders.done", what=[INSPECTION])
    assert [m.text for m in heard_in(campus, chat)] == [done]
    assert [m.text for m in deputy.messages] == [done]
    li.sees("duty.title", item=INSPECTION)


async def test_whoever_is_done_hears_nothing_more(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    await mark_done(li)
    await bell.rings("2008-07-04 09:00")
    assert heard_in(campus, chat) == []
    assert [row[3] for row in await ledger(campus)] == ["not_needed", "not_needed"]


async def test_a_duty_reopened_is_reminded_of_again(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    await mark_done(li)
    await bell.rings("2008-07-04 09:00")
    await li.presses(li.reads("duty.undo"))
    await bell.rings("2008-07-08 09:00")
    assert len(heard_in(campus, chat)) == 1


async def test_overdue_is_told_a_few_times_and_goes_up_to_the_office(
    campus: Campus, bell: Bell
) -> None:
    """In the secretary's words nobody is shamed; then the office hears which branches."""
    li, zhou = await campus.secretary("李娜"), await campus.office("周宁")
    chat = await bound_group(campus, li)
    await bell.rings("2008-07-11 09:00")
    for day in range(14, 32):
        await bell.rings(f"2008-07-{day} 09:00")
    overdue = reads(campus, "reminders.overdue", phase=PHASE.name, day=DAY)
    heard = [m.text for m in heard_in(campus, chat)]
    assert sum(overdue in text for text in heard) == OVERDUE_TIMES
    assert zhou.messages[0].text.splitlines() == [
        reads(campus, "reminders.ladder", phase=PHASE.name, day=DAY, n=3, branches=1),
        reads(campus, "reminders.branch_behind", branch=FIRST_BRANCH, n=1),
    ]
    assert len(zhou.messages) == OVERDUE_TIMES


async def test_the_office_opens_the_branches_from_its_card(campus: Campus, bell: Bell) -> None:
    await campus.secretary("李娜")
    zhou = await campus.office("周宁")
    await bell.rings("2008-07-13 12:00")
    await bell.rings("2008-07-14 09:00")
    await zhou.presses(reads(campus, "reminders.open_board"))
    zhou.sees("board.of_deadline", phase=PHASE.name, day=DAY)
    await zhou.presses(FIRST_BRANCH)
    zhou.sees("todo.title", branch=FIRST_BRANCH)


async def test_the_office_s_own_duties_go_to_the_office(campus: Campus) -> None:
    li, zhou = await campus.secretary("李娜"), await campus.office("周宁")
    chat = await bound_group(campus, li)
    bell = Bell(campus)
    await bell.rings("2009-06-15 12:00")
    await bell.rings("2009-06-16 09:00")
    zhou.sees(
        "reminders.ahead", phase=CAMPAIGN.phase("commendation").name, day=date(2009, 6, 30), n=14
    )
    await zhou.presses(reads(campus, "reminders.open_duty"))
    await zhou.presses(zhou.reads("duty.mark"))
    zhou.sees("duty.of_office")
    await bell.rings("2009-06-23 09:00")
    assert not any("总结表彰大会" in m.text for m in (*heard_in(campus, chat), *zhou.messages[1:]))


async def test_several_at_one_moment_are_one_message_with_one_button(campus: Campus) -> None:
    """27 April 2009: three days before both the phase and its last month end."""
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    bell = Bell(campus)
    await bell.rings("2009-04-26 12:00")
    await bell.rings("2009-04-27 09:00")
    (said,) = heard_in(campus, chat)
    assert (
        reads(campus, "reminders.ahead", phase=PHASE.name, day=date(2009, 4, 30), n=3) in said.text
    )
    assert reads(campus, "reminders.month_closes", month="2009年4月", n=3) in said.text
    assert [b["url"].partition("?start=")[2] for b in said.buttons] == ["go-todo"]
    assert len(li.messages) == 1
    await li.presses(reads(campus, "reminders.open_todo"))
    li.sees("todo.title", branch=FIRST_BRANCH)


async def test_a_deadline_of_several_lines_opens_the_list_and_of_one_left_that_one(
    campus: Campus,
) -> None:
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    bell = Bell(campus)
    await bell.rings("2008-03-23 12:00")
    await bell.rings("2008-03-24 09:00")
    assert heard_in(campus, chat)[0].text.count("·") == 5
    assert heard_in(campus, chat)[0].buttons[0]["url"].endswith("?start=go-todo")
    for item in ("read-notice", "study", "measures", "branch-launch"):
        await mark_done(li, item)
    await bell.rings("2008-03-28 09:00")
    assert heard_in(campus, chat)[1].text.count("·") == 1
    assert "?start=go-duty-plan_" in heard_in(campus, chat)[1].buttons[0]["url"]


async def test_a_card_of_several_turns_when_all_of_them_are_done(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    bell = Bell(campus)
    await bell.rings("2009-04-26 12:00")
    await bell.rings("2009-04-27 09:00")
    for item in ("plan-items", "themed-activities"):
        before = heard_in(campus, chat)[0].text
        await mark_done(li, item)
        await bell.rings()
        assert heard_in(campus, chat)[0].text == before
    await hand_in(campus, li, "check_in", "person")
    await bell.rings()
    names = {item.id: item.name for item in PHASE.checklist}
    what = [names["plan-items"], names["themed-activities"], "2009年4月"]
    assert heard_in(campus, chat)[0].text == reads(campus, "reminders.done", what=what)


async def test_a_group_that_is_not_bound_hears_nothing_and_the_secretary_does(
    campus: Campus, bell: Bell
) -> None:
    li = await campus.secretary("李娜")
    chat = campus.world.add_group("闲聊群", li.user, bot=True)
    await bell.rings("2008-07-04 09:00")
    assert heard_in(campus, chat) == []
    assert len(li.messages) == 1
    branch = await campus.branch(FIRST_BRANCH)
    assert [(row[2], row[3]) for row in await ledger(campus)] == [
        (f"group:{branch}", "unreachable"),
        (f"secretary:{branch}:{li.person}", "sent"),
    ]


async def test_whoever_blocked_the_bot_is_out_of_reach(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    campus.world.memberships.block(li.user)
    await campus.settle()
    assert await bell.rings("2008-07-04 09:00") == 0
    assert {row[3] for row in await ledger(campus)} == {"unreachable"}


async def test_a_new_secretary_is_not_told_of_what_was_before(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    await bell.rings("2008-07-08 09:00")
    campus.stands_at("2008-07-08 12:00")
    zhao = await campus.secretary("赵强")
    await bell.rings("2008-07-08 12:01")
    assert zhao.messages == []
    await bell.rings("2008-07-10 09:00")
    assert len(zhao.messages) == 1
    assert len(li.messages) == 2


async def test_whoever_joins_later_hears_nothing_of_before(campus: Campus, bell: Bell) -> None:
    """Their post is older than their account; nobody rang the bell in between."""
    branch = await campus.branch(FIRST_BRANCH)
    user = campus.world.add_user("赵强")
    async with campus.database.write() as session:
        now = campus.clock.now()
        zhao = await add_person(session, name="赵强", at=now, branch=branch)
        await give_role(session, zhao, Role.SECRETARY, branch=branch, at=now)
    campus.stands_at("2008-07-04 12:00")
    async with campus.database.write() as session:
        await take_up_account(
            session,
            zhao,
            telegram_id=user.id,
            language=Language.ZH,
            consent="1",
            at=campus.clock.now(),
        )
    await bell.rings("2008-07-04 12:01")
    assert {row[3] for row in await ledger(campus)} == {"unreachable"}


async def test_the_cap_counts_messages_and_not_what_they_speak_of(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    bell = Bell(campus, with_rules(CAMPAIGN, weekly_cap=2))
    await bell.rings("2009-04-26 12:00")
    await bell.rings("2009-04-27 09:00")
    await bell.rings("2009-04-29 09:00")
    assert len(li.messages) == 2


async def test_the_weekly_cap_holds_for_people_and_not_for_groups(campus: Campus) -> None:
    campaign = with_rules(CAMPAIGN, weekly_cap=2)
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    bell = Bell(campus, campaign)
    await bell.rings("2008-07-06 12:00")
    for day in ("08", "10", "11"):
        await bell.rings(f"2008-07-{day} 09:00")
    assert len(heard_in(campus, chat)) == 3
    assert len(li.messages) == 2
    assert [row[3] for row in await ledger(campus) if row[2].startswith("secretary")] == [
        "sent",
        "sent",
        "capped",
    ]
    await bell.rings("2008-07-14 09:00")
    assert len(li.messages) == 3


async def test_a_rule_that_leaves_out_the_office_does(campus: Campus) -> None:
    await campus.secretary("李娜")
    zhou = await campus.office("周宁")
    bell = Bell(campus, with_rules(CAMPAIGN, ladder=("member", "branch")))
    await bell.rings("2008-07-11 12:00")
    for day in range(14, 32):
        await bell.rings(f"2008-07-{day} 09:00")
    assert zhou.messages == []


async def test_a_secretary_of_two_branches_gets_one_message_on_both(
    campus: Campus, bell: Bell
) -> None:
    li = await campus.secretary("李娜")
    other = await campus.branch("药学系党支部")
    async with campus.database.write() as session:
        await give_role(
            session, li.person or 0, Role.SECRETARY, branch=other, at=campus.clock.now()
        )
    await bell.rings("2008-07-04 09:00")
    (said,) = li.messages
    lines = said.text.splitlines()
    assert (lines.count(FIRST_BRANCH), lines.count("药学系党支部")) == (1, 1)
    assert lines.count(reads(campus, "reminders.item", item=INSPECTION)) == 2


async def test_english(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("Li Na", language="en")
    await bell.rings("2008-07-04 09:00")
    assert "7 days left" in li.messages[-1].text
    assert in_english(campus, "reminders.item", item=INSPECTION) in li.messages[-1].text


@pytest.mark.parametrize("closed", [False, True])
async def test_in_a_forum_it_goes_to_the_bot_s_topic(
    campus: Campus, bell: Bell, closed: bool
) -> None:
    """If the topic is gone, it is told in the group all the same."""
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    chat.topics[7] = "活动"
    async with campus.database.write() as session:
        await session.change(groups.update().values(topic_id=7))
    if closed:
        del chat.topics[7]
    await bell.rings("2008-07-04 09:00")
    (said,) = heard_in(campus, chat)
    assert said.frame.get("message_thread_id") == (None if closed else 7)
    await mark_done(li)
    await bell.rings("2008-07-04 09:05")
    assert [m.text for m in heard_in(campus, chat)] == [
        reads(campus, "reminders.done", what=[INSPECTION])
    ]
