"""Monthly reminders in chat: the group hears what is lacking, its secretary hears of whom."""

from campaign.calendar import month_name
from campaign.definition import Month
from tests.campus import FIRST_BRANCH, Campus
from tests.schedules.bell import Bell, bound_group, hand_in, heard_in, in_english, ledger, reads

JUNE = month_name(Month(2008, 6))
ALL_KINDS = ["每月一人物", "每月一党员", "感动医专的故事", "感受医专的文章"]


async def test_nothing_of_the_past_is_told_at_the_very_first_start(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    assert await Bell(campus).rings() == 0
    assert (li.messages, heard_in(campus, chat), await ledger(campus)) == ([], [], [])


async def test_the_group_hears_what_is_lacking_and_never_who(campus: Campus, bell: Bell) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await bound_group(campus, li, wang)

    assert await bell.rings("2008-06-27 09:00") == 1

    (said,) = heard_in(campus, chat)
    assert said.text.splitlines() == [
        reads(campus, "reminders.month_closes", month=JUNE, n=3),
        reads(campus, "reminders.invited", kinds=ALL_KINDS),
        reads(campus, "reminders.without_trace", n=2),
    ]
    assert "王芳" not in said.text
    assert (wang.messages, li.messages) == ([], [])
    assert [row[3] for row in await ledger(campus)] == ["sent", "in_group"]


async def test_without_a_group_the_secretary_hears_the_same_with_names(
    campus: Campus, bell: Bell
) -> None:
    li, _ = await campus.secretary("李娜"), await campus.member("王芳")
    await bell.rings("2008-06-27 09:00")
    assert li.messages[-1].text.splitlines() == [
        FIRST_BRANCH,
        reads(campus, "reminders.month_closes", month=JUNE, n=3),
        reads(campus, "reminders.invited", kinds=ALL_KINDS),
        reads(campus, "reminders.without_trace_are", names=["李娜", "王芳"]),
    ]


async def test_a_long_list_of_names_is_cut_and_counted(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    others = [await campus.member(f"党员{n}") for n in range(11)]
    await hand_in(campus, others[0], "check_in")
    await bell.rings("2008-06-27 09:00")
    first = ["李娜", *(f"党员{n}" for n in range(1, 8))]
    li.sees("reminders.without_trace_and_more", names=first, n=11)


async def test_the_office_people_on_the_roster_owe_no_trace(campus: Campus, bell: Bell) -> None:
    li, _ = await campus.secretary("李娜"), await campus.office("周宁")
    await bell.rings("2008-06-27 09:00")
    li.sees("reminders.without_trace_are", names=["李娜"])


async def test_whoever_has_it_all_hears_nothing(campus: Campus, bell: Bell) -> None:
    """One story is enough: the kinds without a quota are nobody's debt."""
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    await hand_in(campus, li, "check_in", "person")
    assert await bell.rings("2008-06-27 09:00") == 0
    assert (li.messages, heard_in(campus, chat)) == ([], [])
    assert {row[3] for row in await ledger(campus)} == {"not_needed"}


async def test_a_branch_is_not_invited_to_what_the_school_has(campus: Campus, bell: Bell) -> None:
    li = await campus.secretary("李娜")
    other = await campus.member("赵强", branch="药学系党支部")
    await hand_in(campus, other, "person", "member", "story")
    await bell.rings("2008-06-27 09:00")
    li.sees("reminders.invited", kinds=["感受医专的文章"])


async def test_the_group_s_button_opens_the_task_in_private(campus: Campus, bell: Bell) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await bound_group(campus, li, wang)
    await hand_in(campus, li, "check_in")
    await hand_in(campus, wang, "check_in")
    await bell.rings("2008-06-27 09:00")
    (button,) = heard_in(campus, chat)[0].buttons
    assert button["url"].endswith("?start=go-story")
    await wang.starts("go-story")
    wang.sees("submit_story.kind.ask")


async def test_where_traces_lack_the_button_is_the_check_in(campus: Campus, bell: Bell) -> None:
    """Also where stories do: a trace is what everybody can leave."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await bound_group(campus, li, wang)
    await hand_in(campus, li, "check_in")
    await bell.rings("2008-06-27 09:00")
    (button,) = heard_in(campus, chat)[0].buttons
    assert button["url"].endswith("?start=go-checkin")


async def test_the_secretary_s_button_opens_the_story_on_its_card(
    campus: Campus, bell: Bell
) -> None:
    li = await campus.secretary("李娜")
    await hand_in(campus, li, "check_in")
    await bell.rings("2008-06-27 09:00")
    assert len(li.messages[-1].buttons) == 1
    await li.presses(reads(campus, "reminders.write_story"))
    li.sees("submit_story.kind.ask")


async def test_the_month_is_told_three_times(campus: Campus) -> None:
    """At its turn, in its middle, three days before its end; each once."""
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    bell = Bell(campus)
    await bell.rings("2008-09-30 12:00")
    for day in range(1, 32):
        await bell.rings(f"2008-10-{day:02} 09:00")
        await bell.rings(f"2008-10-{day:02} 09:30")
    october = month_name(Month(2008, 10))
    assert [m.text.splitlines()[0] for m in heard_in(campus, chat)] == [
        reads(campus, "reminders.month_opens", month=october),
        reads(campus, "reminders.mid_month", month=october),
        reads(campus, "reminders.month_closes", month=october, n=3),
    ]


async def test_a_month_turns_in_one_message_that_says_what_came_in_and_what_is_new(
    campus: Campus, bell: Bell
) -> None:
    """On the first working day; never who, nor how many, are missing."""
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await bound_group(campus, li, wang)
    await hand_in(campus, li, "check_in", "person")
    for day in ("06-27 09:00", "06-30 09:00", "07-01 09:00", "07-02 09:00"):
        await bell.rings(f"2008-{day}")
    said = heard_in(campus, chat)[-1]
    assert said.text.splitlines() == [
        reads(campus, "reminders.month_opens", month=month_name(Month(2008, 7))),
        reads(campus, "reminders.came_in", month=JUNE, check_ins=1, stories=1),
        reads(campus, "reminders.new_month", kinds=ALL_KINDS),
    ]
    assert said.buttons[0]["url"].endswith("?start=go-checkin")
    assert li.messages == []


async def test_a_theme_that_begins_is_news(campus: Campus, bell: Bell) -> None:
    chat = await bound_group(campus, await campus.secretary("李娜"))
    await bell.rings("2008-11-30 12:00")
    await bell.rings("2008-12-01 09:00")
    themes = ["庆祝改革开放30周年"]
    said = heard_in(campus, chat)[-1].text.splitlines()
    assert reads(campus, "reminders.new_themes", themes=themes) in said


async def test_each_is_spoken_to_in_their_language(campus: Campus, bell: Bell) -> None:
    """A group in its own, whichever its secretary reads."""
    li = await campus.secretary("Li Na", language="en")
    chat = await bound_group(
        campus, await campus.secretary("赵强", branch="药学系党支部"), branch="药学系党支部"
    )
    await campus.secretary("Wu", branch="药学系党支部", language="en")
    await bell.rings("2008-06-27 09:00")
    said = heard_in(campus, chat)[0].text.splitlines()[0]
    assert said == reads(campus, "reminders.month_closes", month=JUNE, n=3)
    li.sees("reminders.month_closes", month=JUNE, n=3)


async def test_those_who_lead_a_branch_choose_the_language_of_its_group(
    campus: Campus, bell: Bell
) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    chat = await bound_group(campus, li, wang)
    await wang.says("/language", chat)
    assert heard_in(campus, chat)[-1].text == reads(campus, "language.not_your_group")
    await li.says("/language", chat)
    await li.presses("English", on=heard_in(campus, chat)[-1])
    assert heard_in(campus, chat)[-1].text == in_english(campus, "language.group_set")
    await bell.rings("2008-06-27 09:00")
    wanted = in_english(campus, "reminders.month_closes", month=JUNE, n=3)
    assert heard_in(campus, chat)[-1].text.splitlines()[0] == wanted


async def test_a_full_month_turns_its_cards_to_a_tick(campus: Campus, bell: Bell) -> None:
    """The last trace and a story are handed in: the next tick says so on the same messages."""
    li = await campus.secretary("李娜")
    chat = await bound_group(campus, li)
    await bell.rings("2008-06-27 09:00")
    await hand_in(campus, li, "check_in", "person")

    assert await bell.rings("2008-06-27 10:00") == 1

    done = reads(campus, "reminders.done", what=[JUNE])
    assert [m.text for m in heard_in(campus, chat)] == [done]
    assert heard_in(campus, chat)[0].buttons == []
    assert await bell.rings("2008-06-27 11:00") == 0
