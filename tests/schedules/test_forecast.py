"""The list of what will be told says when, to whom and why; and it comes true."""

from datetime import timedelta

from campaign.calendar import Calendar
from campaign.texts import Language, Text
from schedules.forecast import Upcoming, find_upcoming, next_needed, to_whom, what, why
from schedules.reminder import Hearer, Rule
from tests.campus import CAMPAIGN, Actor, Campus
from tests.schedules.bell import Bell, bound_group, hand_in, heard_in

CALENDAR = Calendar(CAMPAIGN)


async def ahead(campus: Campus, days: int) -> list[Upcoming]:
    now = campus.clock.now()
    async with campus.reading() as session:
        until = now + timedelta(days=days)
        return await find_upcoming(session, CALENDAR, after=now, until=until)


def said(campus: Campus, text: Text) -> str:
    return campus.texts.say(text, Language.ZH).plain()


async def mark(actor: Actor) -> None:
    await actor.starts(f"go-duty-spring-inspection_{await actor.campus.branch('基础医学部党支部')}")
    await actor.presses(actor.reads("duty.mark"))


async def test_it_names_what_when_to_whom_and_why(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    await bound_group(campus, li)
    campus.stands_at("2008-07-03 12:00")
    first, *others = await ahead(campus, 8)
    assert f"{first.at.astimezone(CAMPAIGN.zone):%m-%d %H:%M}" == "07-04 09:00"
    assert said(campus, what(CALENDAR, first)) == "接受春季学期末检查：7月11日截止，提前 7 天"
    assert [said(campus, one) for one in to_whom(first)] == ["支部书记 1 位"]
    assert said(campus, why(CALENDAR, first)).startswith("还没做完：接受春季学期末检查")
    ahead_of_it = [one for one in others if one.reminder.rule is Rule.AHEAD]
    assert len(ahead_of_it) == 2
    assert said(campus, what(CALENDAR, ahead_of_it[-1])) == "接受春季学期末检查：当天截止"
    digest = next(one for one in others if one.reminder.rule is Rule.BEFORE_VACATION)
    assert said(campus, what(CALENDAR, digest)) == "7月12日至8月31日放假：假前一次"


async def test_whoever_is_done_is_spared(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    await campus.secretary("赵强", branch="药学系党支部")
    campus.stands_at("2008-07-03 12:00")
    await mark(li)
    first = (await ahead(campus, 2))[0]
    assert first.hearing == {Hearer.SECRETARY: 1}
    assert (first.spared, first.out_of_reach) == (1, 0)


async def test_what_the_group_hears_is_not_counted_for_its_secretary(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    await campus.secretary("赵强", branch="药学系党支部")
    await bound_group(campus, li)
    campus.stands_at("2008-06-26 12:00")
    first = (await ahead(campus, 2))[0]
    assert first.hearing == {Hearer.GROUP: 1, Hearer.SECRETARY: 1}


async def test_the_next_moment_is_one_at_which_somebody_hears(campus: Campus) -> None:
    """What everybody has done is passed over, also far ahead."""
    li = await campus.secretary("李娜")

    async def next_day() -> str | None:
        async with campus.reading() as session:
            found = await next_needed(session, CALENDAR, after=campus.clock.now())
        return None if found is None else f"{found.astimezone(CAMPAIGN.zone):%Y-%m-%d}"

    assert await next_day() == "2008-06-27"
    await hand_in(campus, li, "check_in", "person")
    assert await next_day() == "2008-07-01"
    campus.stands_at("2009-06-30 12:00")
    assert await next_day() is None


async def test_the_list_comes_true(campus: Campus) -> None:
    """For four months, whenever something is said in the group, the list had said so."""
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    bell = Bell(campus)
    await bell.rings()
    wanted = [one.at for one in await ahead(campus, 120) if one.hearing.get(Hearer.GROUP)]
    for _ in range(120):
        campus.clock.advance(timedelta(days=1))
        await bell.rings()
    told = [message.date for message in heard_in(campus, chat)]
    assert told == sorted({int(moment.timestamp()) for moment in wanted})
