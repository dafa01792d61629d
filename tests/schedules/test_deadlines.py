"""Deadlines of phases in chat: told while there is something to do, and a ✓ when it is done."""

from datetime import date, datetime, timedelta

import pytest

from campaign.people import Role
from schedules.rules.phase_deadlines import LISTED_TIMES
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


def ahead(campus: Campus, n: int) -> str:
    return reads(campus, "reminders.ahead_one", item=INSPECTION, day=DAY, n=n)


async def test_the_secretary_hears_of_the_thing_and_its_day_and_the_group_does_not(
    campus: Campus, bell: Bell
) -> None:
    """An inspection is nothing that members can do."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await bound_group(campus, li, wang)
    await bell.rings("2008-07-04 09:00")
    assert [m.text.splitlines() for m in li.messages] == [[FIRST_BRANCH, ahead(campus, 7)]]
    assert "接受春季学期末检查" in li.messages[0].text
    assert "7月11日前" in li.messages[0].text
    assert (heard_in(campus, chat), wang.messages) == ([], [])


async def test_today_is_called_so_and_nobody_is_told_on_two_days_in_a_row(
    campus: Campus, bell: Bell
) -> None:
    li = await campus.secretary("李娜")
    for day in ("04", "07", "08", "09", "10", "11"):
        await bell.rings(f"2008-07-{day} 09:00")
    assert [m.text.splitlines()[-1] for m in li.messages] == [
        ahead(campus, 7),
        ahead(campus, 3),
        reads(campus, "reminders.due_today_one", item=INSPECTION, day=DAY),
    ]


async def test_what_members_can_do_goes_to_the_group_and_not_twice(campus: Campus) -> None:
    """Reading the notice is theirs; four other lines of that day are the secretary's."""
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    bell = Bell(campus)
    await bell.rings("2008-03-23 12:00")
    await bell.rings("2008-03-24 09:00")
    (in_group,), (private,) = heard_in(campus, chat), li.messages
    assert "党员知悉" in in_group.text
    assert "党员知悉" not in private.text
    assert private.text.count("·") == 4
    assert "方案" in private.text


async def test_each_is_told_once_however_often_the_bell_rings(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    for minute in range(5):
        await bell.rings(f"2008-07-04 09:{minute:02}")
    await bell.restarts().rings("2008-07-04 09:10")
    assert len(li.messages) == 1


async def test_the_link_in_the_group_opens_that_very_duty(campus: Campus) -> None:
    """Whoever presses sees how it stands; the secretary can tick it off."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await bound_group(campus, li, wang)
    bell = Bell(campus)
    await bell.rings("2008-03-23 12:00")
    await bell.rings("2008-03-24 09:00")
    (button,) = heard_in(campus, chat)[0].buttons
    payload = button["url"].partition("?start=")[2]
    item = CAMPAIGN.phase("mobilisation").checklist[0].name
    await wang.starts(payload)
    wang.sees("duty.title", item=item)
    assert wang.reads("duty.mark") not in wang.card.labels
    await li.starts(payload)
    await li.presses(li.reads("duty.mark"))
    li.sees("duty.is_done", name="李娜", at=campus.clock.now().astimezone(CAMPAIGN.zone))


async def test_done_turns_the_cards_to_a_tick_where_they_stand(campus: Campus, bell: Bell) -> None:
    li, deputy = await campus.secretary("李娜"), await campus.secretary("孙涛")
    await bell.rings("2008-07-04 09:00")
    await li.presses(reads(campus, "reminders.open_duty"))
    await li.presses(li.reads("duty.mark"))
    li.sees("duty.is_done", name="李娜", at=campus.clock.now().astimezone(CAMPAIGN.zone))

    await bell.rings("2008-07-04 09:01")

    done = reads(campus, "reminders.done", what=[INSPECTION])
    assert [m.text for m in deputy.messages] == [done]
    li.sees("duty.title", item=INSPECTION)


async def test_a_card_turns_to_a_tick_however_old_it_is(campus: Campus, bell: Bell) -> None:
    li, deputy = await campus.secretary("李娜"), await campus.secretary("孙涛")
    await bell.rings("2008-07-04 09:00")
    campus.stands_at("2009-03-20 09:00")
    await mark_done(li)
    await bell.rings("2009-03-20 22:00")
    assert deputy.messages[0].text == reads(campus, "reminders.done", what=[INSPECTION])


async def test_whoever_is_done_hears_nothing_more(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    await mark_done(li)
    n = len(li.messages)
    await bell.rings("2008-07-04 09:00")
    assert len(li.messages) == n
    assert [row[3] for row in await ledger(campus)] == ["not_needed"]


async def test_a_duty_reopened_is_reminded_of_again(campus: Campus, bell: Bell) -> None:
    li, deputy = await campus.secretary("李娜"), await campus.secretary("孙涛")
    await mark_done(li)
    await bell.rings("2008-07-04 09:00")
    await li.presses(li.reads("duty.undo"))
    await bell.rings("2008-07-08 09:00")
    assert len(deputy.messages) == 1


async def test_overdue_is_listed_each_week_goes_up_to_the_office_and_ends_with_a_word(
    campus: Campus, bell: Bell
) -> None:
    """Not in the vacation; in the secretary's words nobody is shamed."""
    li, zhou = await campus.secretary("李娜"), await campus.office("周宁")
    chat = await bound_group(campus, li)
    await bell.rings("2008-07-11 09:00")
    await rings_each_day(campus, bell, date(2008, 7, 12), date(2008, 10, 31))
    heading = reads(campus, "reminders.overdue")
    listed = [m.text for m in li.messages if heading in m.text]
    assert len(listed) == LISTED_TIMES
    words = reads(campus, "reminders.last_time")
    assert [words in text for text in listed] == [False] * (LISTED_TIMES - 1) + [True]
    assert reads(campus, "reminders.item_with_day", item=INSPECTION, day=DAY) in listed[0]
    ladder = reads(campus, "reminders.ladder", items=[INSPECTION], day=DAY, branches=1)
    told = [m.text.splitlines() for m in zhou.messages]
    assert [lines[:2] for lines in told] == [
        [ladder, reads(campus, "reminders.item", item=FIRST_BRANCH)]
    ] * LISTED_TIMES
    assert told[-1][-1] == reads(campus, "reminders.last_to_office")
    assert not any("检查" in m.text for m in heard_in(campus, chat))


async def rings_each_day(campus: Campus, bell: Bell, first: date, last: date) -> None:
    while first <= last:
        await bell.rings(f"{first} 09:00")
        first += timedelta(days=1)


async def test_a_vacation_is_silent_with_a_digest_before_and_one_after(
    campus: Campus, bell: Bell
) -> None:
    """Weekends and days before it and after it count as ever."""
    li, zhou = await campus.secretary("李娜"), await campus.office("周宁")
    chat = await bound_group(campus, li)
    for day in ("04", "08"):
        await bell.rings(f"2008-07-{day} 09:00")
    n = len(li.messages)
    await rings_each_day(campus, bell, date(2008, 7, 9), date(2008, 9, 1))
    days = {"first": date(2008, 7, 12), "last": date(2008, 8, 31)}
    before = reads(campus, "reminders.before_vacation", **days)
    after = reads(campus, "reminders.after_vacation", **days)
    for said in ([m.text for m in heard_in(campus, chat)], [m.text for m in li.messages[n:]]):
        assert [before in said[0], after in said[1], len(said)] == [True, True, 2]
    sent = {message.date for message in (*heard_in(campus, chat), *li.messages[n:], *zhou.messages)}
    told_on = {datetime.fromtimestamp(one, CAMPAIGN.zone).date() for one in sent}
    assert told_on == {date(2008, 7, 11), date(2008, 9, 1)}
    assert reads(campus, "reminders.without_trace", n=1) in heard_in(campus, chat)[0].text


async def test_the_office_opens_the_branches_from_its_card(campus: Campus, bell: Bell) -> None:
    await campus.secretary("李娜")
    zhou = await campus.office("周宁")
    await bell.rings("2008-08-31 12:00")
    await bell.rings("2008-09-01 09:00")
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
    assert "总结表彰大会" in zhou.messages[-1].text
    await zhou.starts("go-duty-conference_0")
    await zhou.presses(zhou.reads("duty.mark"))
    zhou.sees("duty.of_office")
    n = len(zhou.messages)
    await bell.rings("2009-06-19 09:00")
    await bell.rings("2009-06-23 09:00")
    told = (*heard_in(campus, chat), *zhou.messages[n:])
    assert len(told) > 1
    assert not any("总结表彰大会" in m.text for m in told)


async def test_several_at_one_moment_are_one_message_with_one_button(campus: Campus) -> None:
    """27 April 2009: three days before both the phase and its last month end."""
    li = await campus.secretary("李娜")
    bell = Bell(campus)
    await bell.rings("2009-04-26 12:00")
    await bell.rings("2009-04-27 09:00")
    (said,) = li.messages
    assert reads(campus, "reminders.ahead", day=date(2009, 4, 30), n=3) in said.text
    assert reads(campus, "reminders.month_closes", month="2009年4月", n=3) in said.text
    assert len(said.buttons) == 1
    await li.presses(reads(campus, "reminders.open_todo"))
    li.sees("todo.title", branch=FIRST_BRANCH)


async def test_a_deadline_of_several_lines_opens_the_list_and_of_one_left_that_one(
    campus: Campus,
) -> None:
    li, deputy = await campus.secretary("李娜"), await campus.secretary("孙涛")
    bell = Bell(campus)
    await bell.rings("2008-03-23 12:00")
    await bell.rings("2008-03-24 09:00")
    assert deputy.messages[0].text.count("·") == 4
    await deputy.presses(reads(campus, "reminders.open_todo"))
    for item in ("read-notice", "study", "measures", "branch-launch"):
        await mark_done(li, item)
    await bell.rings("2008-03-28 09:00")
    assert "·" not in deputy.messages[-1].text
    await deputy.presses(reads(campus, "reminders.open_duty"))
    name = CAMPAIGN.phase("mobilisation").checklist[-1].name
    deputy.sees("duty.title", item=name)


async def test_a_card_of_several_turns_when_all_of_them_are_done(campus: Campus) -> None:
    li, deputy = await campus.secretary("李娜"), await campus.secretary("孙涛")
    bell = Bell(campus)
    await bell.rings("2009-04-26 12:00")
    await bell.rings("2009-04-27 09:00")
    for item in ("plan-items", "themed-activities"):
        before = deputy.messages[0].text
        await mark_done(li, item)
        await bell.rings()
        assert deputy.messages[0].text == before
    await hand_in(campus, li, "check_in", "person")
    await hand_in(campus, deputy, "check_in")
    await bell.rings()
    names = {item.id: item.name for item in PHASE.checklist}
    what = [names["plan-items"], names["themed-activities"], "2009年4月"]
    assert deputy.messages[0].text == reads(campus, "reminders.done", what=what)


async def test_a_rule_that_leaves_out_the_office_does(campus: Campus) -> None:
    await campus.secretary("李娜")
    zhou = await campus.office("周宁")
    bell = Bell(campus, with_rules(CAMPAIGN, ladder=("member", "branch")))
    await bell.rings("2008-08-31 12:00")
    await rings_each_day(campus, bell, date(2008, 9, 1), date(2008, 9, 30))
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
    assert lines.count(ahead(campus, 7)) == 2


async def test_english(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("Li Na", language="en")
    await bell.rings("2008-07-04 09:00")
    assert "7 days left" in li.messages[-1].text
    words = {"item": INSPECTION, "day": DAY, "n": 7}
    assert in_english(campus, "reminders.ahead_one", **words) in li.messages[-1].text


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
    await bell.rings("2008-07-11 09:00")
    said = heard_in(campus, chat)[-1]
    assert said.frame.get("message_thread_id") == (None if closed else 7)
    await hand_in(campus, li, "check_in", "person")
    await bell.rings("2008-07-11 09:05")
    done = reads(campus, "reminders.done", what=["2008年7月"])
    assert heard_in(campus, chat)[-1].text == done
