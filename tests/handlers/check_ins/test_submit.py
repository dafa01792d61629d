"""A check-in in a minute: six taps at most, the day, late entries, and what is refused."""

from datetime import date

import pytest
from sqlalchemy import select

from campaign.calendar import month_name
from campaign.check_ins import CheckIn
from campaign.definition import Month
from campaign.people import Role
from campaign.progress import CHECK_IN as KIND
from storage.check_ins import CHECK_INS
from storage.evidence.evidence import EvidenceState, evidence_of
from storage.records import records_of
from storage.tables import trace
from storage.tallies import SCHOOL, branch_scope, person_scope, tallies_of
from tests.campus import Actor, Campus
from tests.demo.pictures import png
from tests.handlers.walks import CHECK_IN, acts_of, contents

JUNE = Month(2008, 6)
MOST_TAPS = 6


async def check_ins(campus: Campus, author: Actor, month: Month = JUNE) -> list[CheckIn]:
    assert author.person is not None
    async with campus.reading() as session:
        return await records_of(session, CHECK_INS, author.person, month=month, limit=99)


async def counted(campus: Campus, author: Actor, month: Month = JUNE) -> set[int]:
    assert author.person is not None
    branch = await campus.branch_of(author)
    assert branch is not None
    async with campus.reading() as session:
        found = [
            await tallies_of(session, scope, month=month)
            for scope in (person_scope(author.person), branch_scope(branch), SCHOOL)
        ]
    return {one.get(KIND, 0) for one in found}


async def test_the_common_check_in_takes_six_taps_at_most(campus: Campus) -> None:
    """With a photo and one sentence; two messages are written, everything else is pressed."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "evidence")
    await wang.sends_photo(png(8, 6))
    await wang.presses("✓ 发完了")
    await wang.presses("✓ 提交")

    wang.sees("check_in.saved", day=date(2008, 6, 23))
    wang.sees("check_in.flag_lit", month=month_name(Month(2008, 6)))
    wang.sees("check_in.branch_so_far", covered=1, of=1)
    assert len(campus.world.presses) <= MOST_TAPS
    assert len(campus.world.presses) == 5
    written = [m for m in campus.world.messages(wang.user) if m.sender == wang.user.id]
    assert len(written) == 3
    assert wang.live_cards == 1


async def test_what_was_said_is_kept_counted_and_traced(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await wang.says("二十名学生受益。")
    await wang.sends_photo(png(8, 6))
    await wang.presses("✓ 发完了")
    await wang.presses("✓ 提交")

    (made,) = await check_ins(campus, wang)
    content = made.content
    assert (content.activity, content.themes) == ("fine-course", ("olympics", "anniversary"))
    assert (content.done, content.effect) == ("给新课程写完了全部教案。", "二十名学生受益。")
    assert (content.happened_on, content.work, content.late_reason) == (date(2008, 6, 23), "", "")
    assert await counted(campus, wang) == {1}
    async with campus.reading() as session:
        (piece,) = await evidence_of(session, made.subject)
        (row,) = await session.rows(select(trace))
    assert piece.state is EvidenceState.STORED
    assert row.act == "check-in made"
    for word in ("教案", "受益"):
        assert word not in str(row._mapping)


async def test_the_season_proposes_themes_and_the_person_decides(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "themes")
    ticked = [label for label in wang.card.labels if label.startswith("☑")]
    assert ticked == ["☑ 迎奥运", "☑ 建党87周年"]
    await wang.presses("☑ 迎奥运")
    await wang.presses("☐ 讲文明、树新风")
    assert "✓ 选好了（2）›" in wang.card.labels
    await CHECK_IN.on(wang, "themes")
    (made,) = await check_ins(campus, wang)
    assert made.content.themes == ("civility", "anniversary")


@pytest.mark.parametrize(
    ("category", "first"),
    [("teaching", "加强师德、学术道德、医风医德"), ("students", "以先进的理论武装头脑"),
     ("retired", "老有所养"), (None, "学习讨论")],
)  # fmt: skip
async def test_activities_are_those_of_the_post(
    campus: Campus, category: str | None, first: str
) -> None:
    wang = await campus.member("王芳", category=category)
    await wang.says("/checkin")
    assert wang.card.labels[0] == first


@pytest.mark.parametrize(
    ("step", "text", "key", "params"),
    [
        ("done", "好", "writing.too_short", {"least": 5, "n": 1}),
        ("effect", "好", "writing.too_short", {"least": 2, "n": 1}),
    ],
    ids=["short", "short effect"],
)
async def test_a_problem_says_what_to_do_and_the_question_stays(
    campus: Campus, step: str, text: str, key: str, params: dict[str, object]
) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, step)
    await wang.says(text)
    wang.sees(key, **params)
    CHECK_IN.asks(wang, step)


@pytest.mark.parametrize(("step", "most"), [("done", 1000), ("effect", 500)])
async def test_a_text_too_long_is_held_until_a_shorter_one_replaces_it(
    campus: Campus, step: str, most: int
) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, step)
    await wang.says("好" * (most + 1))
    wang.sees("flow.text_too_long", n=most + 1, most=most, end="…" + "好" * 60)
    await wang.says("短些的一段话。")
    await CHECK_IN.on(wang, CHECK_IN.steps[CHECK_IN.steps.index(step) + 1])
    (made,) = await check_ins(campus, wang)
    assert getattr(made.content, step) == "短些的一段话。"


@pytest.mark.parametrize("text", ["\u200b\u3164", "\u2800\ufe0f", "\x07\x1b"])
async def test_what_cannot_be_seen_is_no_account(campus: Campus, text: str) -> None:
    """Fault 45: sent by a client of its own, which lets anything through."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    await wang.does(lambda world: world.speech.send(wang.user, None, {"text": text}))
    wang.sees("writing.empty")
    CHECK_IN.asks(wang, "done")


async def test_half_characters_and_nul_are_left_out_of_what_is_kept(campus: Campus) -> None:
    """Fault 45: neither breaks the turn; what can be read is kept."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    text = "写完了\0教案\ud83d，e\u0301tude 👩‍🏫。"
    await wang.does(lambda world: world.speech.send(wang.user, None, {"text": text}))
    CHECK_IN.asks(wang, "effect")
    await CHECK_IN.on(wang, "effect")
    (made,) = await check_ins(campus, wang)
    assert made.content.done.startswith("写完了教案")
    assert made.content.done.endswith("，\u00e9tude 👩‍🏫。")


# ── the day ───────────────────────────────────────────────────────────────────────────────


async def change_day(actor: Actor, day: str) -> None:
    await actor.presses("✎ 修改或补充")
    await actor.presses("日期")
    await (actor.presses(day) if day in ("今天", "昨天") else actor.says(day))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("昨天", 22),
        ("今天", 23),
        ("6月20日", 20),
        ("周一", 23),
        ("20 June", 20),
        ("三天前", 20),
        ("今天早上", 23),
        ("周日", 22),
        ("last Friday", 20),
        ("2 days ago", 21),
    ],
)
async def test_another_day_is_pressed_or_written(campus: Campus, said: str, day: int) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await change_day(wang, said)
    CHECK_IN.asks(wang, "confirm")
    await wang.presses("✓ 提交")
    (made,) = await check_ins(campus, wang)
    assert made.content.happened_on == date(2008, 6, day)


@pytest.mark.parametrize(
    ("said", "key", "params"),
    [
        ("2008-06-24", "check_in.in_the_future", {"day": date(2008, 6, 23)}),
        ("2008-03-18", "check_in.before_the_campaign", {"day": date(2008, 3, 19)}),
        ("改天", "flow.no_such_day", {}),
        ("2008-02-30", "flow.no_such_date", {"said": "2008-02-30", "n": 29}),
        ("上周", "flow.which_day", {"said": "上周"}),
        ("明天", "check_in.in_the_future", {"day": date(2008, 6, 23)}),
        ("12月1日", "check_in.in_the_future", {"day": date(2008, 6, 23)}),
    ],
)
async def test_a_wrong_day_is_told_and_asked_again(
    campus: Campus, said: str, key: str, params: dict[str, object]
) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await change_day(wang, said)
    wang.sees(key, **params)
    CHECK_IN.asks(wang, "happened_on")


async def test_a_day_of_another_year_is_shown_with_it(campus: Campus) -> None:
    """Walk 5: in the question why it is late, in the preview, and in the list of records."""
    campus.stands_at("2009-04-10 14:30")
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await change_day(wang, "4月20日")
    assert "2008年4月20日（周日）" in wang.card.text
    await wang.says("当时没有登记。")
    assert "2008年4月20日" in wang.card.text
    await wang.presses("✓ 提交")
    assert "2008年4月20日" in wang.card.text


async def test_a_late_entry_gives_its_reason_and_bears_the_label(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await change_day(wang, "6月1日")
    CHECK_IN.asks(wang, "late_reason")
    await wang.says("那几天在外地出差。")
    await wang.presses("✓ 提交")
    await wang.presses("查看")
    wang.sees("check_in.label_late", entered=date(2008, 6, 23))
    wang.sees("check_in.shown_late_reason", text="那几天在外地出差。")
    (made,) = await check_ins(campus, wang)
    assert made.is_late


async def test_a_day_that_is_not_late_after_all_forgets_the_reason(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await change_day(wang, "6月1日")
    await wang.says("那几天在外地出差。")
    await change_day(wang, "昨天")
    assert "出差" not in wang.card.text
    await wang.presses("✓ 提交")
    (made,) = await check_ins(campus, wang)
    assert not made.is_late


async def test_a_check_in_counts_for_the_month_of_its_day(campus: Campus) -> None:
    wang = await campus.member("王芳")
    campus.stands_at("2008-07-01 00:10")
    await CHECK_IN.up_to(wang, "confirm")
    await change_day(wang, "昨天")
    await wang.presses("✓ 提交")
    assert await counted(campus, wang, JUNE) == {1}
    assert await counted(campus, wang, Month(2008, 7)) == {0}


# ── when and who ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("moment", "key", "day"),
    [
        ("2008-03-18 23:59", "check_in.not_open_yet", date(2008, 3, 19)),
        ("2009-07-02 00:00", "check_in.closed", date(2009, 7, 1)),
    ],
)
async def test_outside_the_campaign_the_day_is_named(
    campus: Campus, moment: str, key: str, day: date
) -> None:
    campus.stands_at(moment)
    wang = await campus.member("王芳")
    await wang.says("/checkin")
    wang.hears(key, day=day)
    assert await campus.open_talks() == []


async def test_a_confirm_after_the_end_is_refused_and_nothing_is_lost(campus: Campus) -> None:
    wang = await campus.member("王芳")
    campus.stands_at("2009-07-01 23:59")
    await CHECK_IN.up_to(wang, "confirm")
    campus.stands_at("2009-07-02 00:01")
    await wang.presses("✓ 提交")
    wang.sees("check_in.closed", day=date(2009, 7, 1))
    CHECK_IN.asks(wang, "confirm")
    assert await contents(campus, CHECK_IN) == []


async def test_a_visitor_is_told_how_to_join(campus: Campus) -> None:
    visitor = campus.visitor("路人", language="en")
    await visitor.says("/checkin")
    visitor.hears("people.not_joined")


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
async def test_who_is_no_member_is_refused_with_the_reason(campus: Campus, role: Role) -> None:
    zhou = await campus.member("周兰", roles=(role,))
    await zhou.says("/checkin")
    zhou.hears("people.only_member")


@pytest.mark.parametrize("step", CHECK_IN.steps)
async def test_rights_lost_on_the_way_end_the_conversation(campus: Campus, step: str) -> None:
    """Threat 3: rights are read in the turn that uses them."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, step)
    await campus.takes_role(wang, Role.MEMBER)
    await dict(CHECK_IN.stops)[step](wang)
    assert wang.reads("people.only_member") in [message.text for message in wang.messages]
    assert await campus.open_talks() == []
    assert await contents(campus, CHECK_IN) == []
    assert await acts_of(campus) == []


async def test_the_same_in_english(campus: Campus) -> None:
    smith = await campus.member("Smith", language="en")
    await smith.says("/checkin")
    smith.sees("check_in.activity.ask")
    await smith.presses("Building a fine course")
    await smith.presses("✓ Done (2) ›")
    await smith.says("Finished all lesson plans.")
    await smith.presses("Skip")
    await smith.presses("Skip")
    await smith.presses("✓ Submit")
    smith.sees("check_in.saved", day=date(2008, 6, 23))
    assert "Your flag for June 2008 is lit." in smith.messages[-1].text
