"""Clocks, gaps, quiet hours, moved deadlines: nothing is told twice, nothing is left out."""

from datetime import date, timedelta
from typing import Any

import pytest

from campaign.people import Role
from campaign.texts import Text
from schedules.ledger import tell
from storage.audiences import note_new_recipients
from storage.delivery.outbox import State
from storage.duties import mark_duty
from storage.membership.roles import give_role
from storage.settings import write_setting
from storage.tables import outbox, reminders
from storage.trace import Act, append_trace
from tests.campus import CAMPAIGN, FIRST_BRANCH, Campus
from tests.schedules.bell import (
    Bell,
    bound_group,
    heard_in,
    ledger,
    reads,
    with_day,
)

PHASE = CAMPAIGN.phase("activity")
INSPECTION = next(item.name for item in PHASE.checklist if item.id == "spring-inspection")
OLD, NEW = date(2008, 7, 11), date(2008, 7, 18)
# Days can move into what the shipped file holds for a vacation.
BARE = CAMPAIGN.model_copy(update={"vacations": ()})


@pytest.fixture
async def bell(campus: Campus) -> Bell:
    bell = Bell(campus)
    await bell.rings("2008-07-03 12:00")
    return bell


async def test_an_hour_late_it_says_so(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    await bell.rings("2008-07-04 10:30")
    due = campus.clock.now().astimezone(CAMPAIGN.zone) - timedelta(minutes=90)
    assert li.messages[0].text.splitlines()[0] == reads(campus, "reminders.late", at=due)
    assert {row[3] for row in await ledger(campus)} == {"late"}


async def test_half_an_hour_late_it_does_not(campus: Campus, bell: Bell) -> None:
    await campus.secretary("李娜")
    await bell.rings("2008-07-04 09:59")
    assert [row[3] for row in await ledger(campus)] == ["sent"]


async def test_in_quiet_hours_nothing_is_decided_and_afterwards_it_is(
    campus: Campus, bell: Bell
) -> None:
    """Nor before the hour of sending, nor on a day off: it waits for both."""
    li = await campus.secretary("李娜")
    for moment in ("04 21:00", "05 07:59", "05 08:00", "05 10:00", "06 10:00", "07 08:59"):
        assert await bell.rings(f"2008-07-{moment}") == 0
    assert await ledger(campus) == []
    assert await bell.rings("2008-07-07 09:00") == 1
    assert len(li.messages) == 1


async def test_what_was_missed_before_a_vacation_comes_after_it(campus: Campus, bell: Bell) -> None:
    """The last day's reminder, found the next morning: no call to hurry for what is over."""
    li = await campus.secretary("李娜")
    for day in ("07-08 09:00", "07-12 09:30", "07-14 09:30", "08-29 09:30"):
        await bell.rings(f"2008-{day}")
    assert len(li.messages) == 1
    await bell.rings("2008-09-01 09:00")
    lines = li.messages[-1].text.splitlines()
    assert lines[0] == reads(campus, "reminders.digest")
    assert reads(campus, "reminders.item_with_day", item=INSPECTION, day=OLD) in lines
    assert len(li.messages) == 2


async def test_after_nine_days_there_is_one_digest_each(campus: Campus) -> None:
    """Three reminders of April fell into the gap: what they ask for is named once."""
    li = await campus.secretary("李娜")
    bell = Bell(campus)
    await bell.rings("2009-04-22 12:00")
    await bell.rings("2009-05-04 12:00")
    (said,) = li.messages
    lines = said.text.splitlines()
    assert lines[:2] == [reads(campus, "reminders.digest"), FIRST_BRANCH]
    assert sum("主题实践活动" in line for line in lines) == 1
    assert lines.count(reads(campus, "reminders.month_is_over", month="2009年4月")) == 1
    assert {row[3] for row in await ledger(campus) if row[2].startswith("secretary")} == {
        "digested"
    }


async def test_a_process_that_was_down_says_so_once_to_office_and_groups(
    campus: Campus, bell: Bell
) -> None:
    li, zhou = await campus.secretary("李娜"), await campus.office("周宁")
    chat = await bound_group(campus, li)
    since = campus.clock.now().astimezone(CAMPAIGN.zone)
    campus.stands_at("2008-07-04 18:30")
    until = campus.clock.now().astimezone(CAMPAIGN.zone)
    lives = [bell.restarts(), bell.restarts()]
    for _ in range(3):
        for life in lives:
            await life.rings()
    notice = reads(campus, "reminders.gap", since=since, until=until)
    assert [m.text.splitlines().count(notice) for m in heard_in(campus, chat)] == [1]
    assert [m.text for m in zhou.messages] == [notice]
    assert notice not in li.messages[0].text


async def test_down_for_less_than_a_day_is_no_matter(campus: Campus, bell: Bell) -> None:
    zhou = await campus.office("周宁")
    await bell.restarts().rings("2008-07-04 11:59")
    assert zhou.messages == []


async def test_a_clock_moved_under_a_living_process_is_no_gap(campus: Campus, bell: Bell) -> None:
    """As in the demo, where somebody presses "+1 day" a few times."""
    zhou = await campus.office("周宁")
    await bell.rings("2008-07-06 12:00")
    assert zhou.messages == []


async def test_a_gap_found_at_night_waits_for_a_working_day(campus: Campus, bell: Bell) -> None:
    zhou = await campus.office("周宁")
    await bell.restarts().rings("2008-07-05 23:00")
    assert zhou.messages == []
    await bell.restarts().rings("2008-07-06 09:00")
    assert zhou.messages == []
    await bell.restarts().rings("2008-07-07 09:00")
    assert len(zhou.messages) == 1


async def test_a_gap_in_a_vacation_is_told_and_nothing_else(campus: Campus, bell: Bell) -> None:
    """Messages that may be lost are no reminder; the list of September waits for September."""
    li, zhou = await campus.secretary("李娜"), await campus.office("周宁")
    await bell.rings("2008-07-11 09:00")
    n = len(li.messages)
    for minute in range(3):
        await bell.restarts().rings(f"2008-07-16 09:{minute:02}")
    assert len(zhou.messages) == 1
    assert "7月11日" in zhou.messages[0].text
    assert len(li.messages) == n


@pytest.mark.parametrize("hours", [1, 3, 24])
async def test_a_clock_that_steps_back_repeats_nothing(
    campus: Campus, bell: Bell, hours: int
) -> None:
    li = await campus.secretary("李娜")
    await bell.rings("2008-07-04 09:00")
    campus.clock.advance(-timedelta(hours=hours))
    lives = [bell, bell.restarts()]
    for _ in range(hours + 1):
        for life in lives:
            assert await life.rings() == 0
        campus.clock.advance(timedelta(hours=1))
    assert len(li.messages) == 1


async def test_the_watermark_may_lie(campus: Campus, bell: Bell) -> None:
    """It is not the truth: a process that starts asks the ledger about everything.

    Even with the ledger lost, the card is the same one, and its message is only written anew.
    """
    li = await campus.secretary("李娜")
    await bell.rings("2008-07-04 09:00")
    async with campus.database.write() as session:
        await session.change(reminders.delete())
    assert await bell.rings("2008-07-04 09:01") == 0
    assert await bell.restarts().rings("2008-07-04 09:02") == 1
    assert len(li.messages) == 1


async def test_a_lost_watermark_repeats_nothing(campus: Campus, bell: Bell) -> None:
    await campus.secretary("李娜")
    await bell.rings("2008-07-04 09:00")
    async with campus.database.write() as session:
        await write_setting(
            session,
            "reminders",
            '{"alive":"2008-07-04T00:00:00+00:00",'
            '"gap":null,"print":"","since":"2008-03-19T00:00:00+00:00",'
            '"until":null}',
        )
    told = await bell.rings("2008-07-04 09:01")
    assert told == 0
    rows = await ledger(campus)
    assert len(rows) == len({row[:3] for row in rows})


async def test_a_moved_deadline_is_put_right_once(campus: Campus, bell: Bell) -> None:
    """Also for whoever was told several times; and not for those who were never told.

    It is the office's own news, and no standstill: nobody is told that I could not remind them.
    """
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    await bell.rings("2008-07-04 09:00")
    await bell.rings("2008-07-08 09:00")
    await campus.secretary("赵强", branch="药学系党支部")
    moved = bell.restarts(with_day(BARE, "spring-inspection", "2008-07-18"))

    await moved.rings("2008-07-08 15:00")
    await moved.rings("2008-07-08 15:01")
    await moved.restarts().rings("2008-07-08 15:02")

    wanted = reads(campus, "reminders.moved", item=INSPECTION, old=OLD, new=NEW)
    assert [m.text.splitlines() for m in li.messages][2:] == [[FIRST_BRANCH, wanted]]
    rows = [row for row in await ledger(campus) if row[0] == "moved"]
    assert [row[2].partition(":")[0] for row in rows] == ["secretary"]
    await moved.rings("2008-07-11 09:00")
    ahead = reads(campus, "reminders.ahead_one", item=INSPECTION, day=NEW, n=7)
    assert li.messages[-1].text.splitlines() == [FIRST_BRANCH, ahead]
    assert heard_in(campus, chat) == []


async def test_what_the_budget_forbids_waits_for_a_day_that_allows_it(
    campus: Campus, bell: Bell
) -> None:
    """Told at nine, she takes over a second branch at half past: no second message that day.

    Monday is the next working day, so it waits for Tuesday, and is not called late then. Another
    process may have to tell it.
    """
    li = await campus.secretary("李娜")
    await bell.rings("2008-07-04 09:00")
    campus.stands_at("2008-07-04 08:30")
    other = await campus.branch("药学系党支部")
    async with campus.database.write() as session:
        at = campus.clock.now()
        await give_role(session, li.person or 0, Role.SECRETARY, branch=other, at=at)
        await note_new_recipients(session)
    for moment in ("04 09:30", "07 09:00", "07 15:00"):
        assert await bell.rings(f"2008-07-{moment}") == 0
    assert [row[3] for row in await ledger(campus)] == ["sent"]
    life = bell.restarts()
    assert await life.rings("2008-07-08 09:00") == 1
    assert "药学系党支部" in li.messages[-1].text
    assert "来晚了" not in li.messages[-1].text
    assert sorted(row[3] for row in await ledger(campus)) == ["sent", "sent", "sent", "waited"]


async def test_a_day_that_moves_makes_no_digest(campus: Campus, bell: Bell) -> None:
    """Reminders of the new day that would have been due already are told as they stand now."""
    li = await campus.secretary("李娜")
    await bell.rings("2008-07-04 09:00")
    moved = bell.restarts(with_day(BARE, "spring-inspection", "2008-07-10"))
    for day in ("07", "08", "09", "10"):
        await moved.rings(f"2008-07-{day} 09:00")
    said = [line for message in li.messages for line in message.text.splitlines()]
    assert reads(campus, "reminders.digest") not in said
    assert not any("来晚了" in line for line in said)
    assert sum("今天（7月10日）" in line for line in said) == 1


async def test_to_and_fro_each_move_is_told_once(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    await bell.rings("2008-07-04 09:00")
    days = ["2008-07-18", "2008-07-25", "2008-07-18"]
    for minute, day in enumerate([*days, "2008-07-25"]):
        life = bell.restarts(with_day(BARE, "spring-inspection", day))
        await life.rings(f"2008-07-07 10:{minute:02}")
    assert len(li.messages) == 1 + 4


async def test_a_process_with_the_old_file_does_not_move_it_back(
    campus: Campus, bell: Bell
) -> None:
    """Two replicas during an upgrade."""
    li = await campus.secretary("李娜")
    await bell.rings("2008-07-04 09:00")
    moved = bell.restarts(with_day(BARE, "spring-inspection", "2008-07-18"))
    for minute in range(5):
        await moved.rings(f"2008-07-04 10:{minute:02}")
        await bell.rings(f"2008-07-04 10:{minute:02}")
    assert len(li.messages) == 2


async def test_what_has_not_gone_out_is_taken_back(campus: Campus, bell: Bell) -> None:
    """Telegram was not to be reached: nobody learns of the old day at all."""
    li = await campus.secretary("李娜")
    campus.stands_at("2008-07-11 09:00")
    await Bell(campus, BARE).tick.go()
    moved = bell.restarts(with_day(BARE, "spring-inspection", "2008-07-18"))
    await moved.rings("2008-07-11 09:05")
    (said,) = li.messages
    ahead = reads(campus, "reminders.ahead_one", item=INSPECTION, day=NEW, n=7)
    assert said.text.splitlines() == [FIRST_BRANCH, ahead]
    async with campus.reading() as session:
        rows = await session.rows(outbox.select().where(outbox.c.state == State.CANCELLED.value))
    assert len(rows) == 1


async def test_the_digest_of_a_very_long_gap_fits_into_one_message(campus: Campus) -> None:
    li = await campus.secretary("Li", language="en")
    await Bell(campus).rings("2008-06-23 09:00")
    await Bell(campus).rings("2009-06-24 12:00")
    (said,) = li.messages
    assert len(said.text.encode("utf-16-le")) // 2 <= 4096
    assert campus.texts.say(Text("reminders.digest"), li.language).plain() in said.text


async def test_many_chats_are_told_in_several_transactions(
    campus: Campus, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that fails takes nothing of the others with it, and the next tick goes on there."""
    monkeypatch.setattr("schedules.tick.CHATS_AT_A_TIME", 2)
    people = [await campus.secretary(f"书记{n}", branch=f"第{n}支部") for n in range(5)]
    honest, calls = tell, 0

    async def fails_once(*given: Any) -> int:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise RuntimeError("the power went")
        return await honest(*given)

    monkeypatch.setattr("schedules.tick.tell", fails_once)
    campus.stands_at("2008-07-04 09:00")
    with pytest.raises(RuntimeError):
        await bell.tick.go()
    assert len(await ledger(campus)) == 4
    await bell.rings("2008-07-04 09:01")
    assert len(await ledger(campus)) == 5
    assert [len(one.messages) for one in people] == [1] * 5


async def test_a_card_that_is_done_before_it_went_out_turns_afterwards(
    campus: Campus, bell: Bell
) -> None:
    """The reminder still waits for Telegram; nobody does anything more."""
    li = await campus.secretary("李娜")
    branch = await campus.branch(FIRST_BRANCH)
    campus.stands_at("2008-07-04 09:00")
    await bell.tick.go()
    async with campus.database.write() as session:
        await mark_duty(
            session, branch, "spring-inspection", by=li.person or 0, at=campus.clock.now()
        )
        await append_trace(session, [Act(li.person, "duty done")], at=campus.clock.now(), salt=b"s")
    assert await bell.tick.go() == 0
    await campus.settle()
    await bell.rings("2008-07-04 09:05")
    done = reads(campus, "reminders.done", what=[INSPECTION])
    assert [m.text for m in li.messages] == [done]


async def test_for_a_month_that_is_over_the_list_is_opened_and_no_story(campus: Campus) -> None:
    """A story of today would not count for it."""
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    bell = Bell(campus)
    await bell.rings("2009-04-24 12:00")
    await bell.rings("2009-05-04 12:00")
    (said,) = heard_in(campus, chat)
    assert said.text.splitlines()[1] == reads(campus, "reminders.month_is_over", month="2009年4月")
    assert [b["url"].partition("?start=")[2] for b in said.buttons] == ["go-todo"]


async def test_a_standstill_until_saturday_ends_in_silence_until_monday(
    campus: Campus,
) -> None:
    """Friday's message for the group was missed: it does not ring on a day off."""
    chat = await bound_group(campus, await campus.secretary("李娜"))
    bell = Bell(campus)
    await bell.rings("2008-06-26 09:00")
    for moment in ("28 10:00", "29 10:00", "30 08:30"):
        await bell.restarts().rings(f"2008-06-{moment}")
    assert heard_in(campus, chat) == []
    await bell.rings("2008-06-30 09:00")
    assert len(heard_in(campus, chat)) == 1
