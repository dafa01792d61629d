"""A story from its kind to its place in the month: problems, drafts, pictures, and who may."""

from datetime import date

import pytest
from sqlalchemy import select

from campaign.definition import Month
from campaign.people import Role
from campaign.stories import Consent
from storage.tables import trace
from tests.campus import FIRST_BRANCH, Campus
from tests.demo.pictures import png
from tests.handlers.stories_told import counted, stories
from tests.handlers.walks import BODY, STORY, acts_of, contents

MARCH_31, APRIL_1 = "2008-03-31 20:00", date(2008, 4, 1)


async def test_a_story_of_somebody_of_the_branch(campus: Campus) -> None:
    """Kind, name, title, text, picture, consent, preview: kept, counted, traced."""
    wang, li = await campus.member("王芳"), await campus.member("李明")
    await STORY.up_to(wang, "pictures")
    await wang.sends_photo(png(8, 6))
    wang.sees("flow.attached", n=1, most=9)
    await wang.presses("✓ 发完了")
    await wang.presses("可以发表，署我的名字")
    for key, params in (
        ("story.titled", {"title": "雪夜"}),
        ("story.shown_about_member", {"name": "李明"}),
        ("story.shown_pictures", {"n": 1}),
        ("story.consent_named", {}),
    ):
        wang.sees(key, **params)
    assert BODY in wang.card.text

    await wang.presses("✓ 提交")

    wang.hears("submit_story.saved", title="雪夜", kind="每月一党员", month="2008年6月")
    (story,) = await stories(campus, wang)
    content = story.content
    assert (content.kind, content.title, content.body) == ("member", "雪夜", BODY)
    assert (content.about, content.about_person) == ("李明", li.person)
    assert (content.consent, len(content.pictures)) == (Consent.NAMED, 1)
    assert await counted(campus, wang) == {"member": 1}
    assert await acts_of(campus) == ["story submitted"]


async def test_the_trace_holds_no_word_of_the_story(campus: Campus) -> None:
    """What can be erased elsewhere must not stand in the chain."""
    wang = await campus.member("王芳")
    await wang.says("/story")
    await STORY.on(wang, "kind")
    async with campus.reading() as session:
        (row,) = await session.rows(select(trace))
    written = str(row._mapping)
    for word in ("雪夜", "李明", BODY[:12]):
        assert word not in written


@pytest.mark.parametrize("who", ["nobody", "two", "other branch"])
async def test_a_name_that_is_not_one_persons_is_kept_as_a_name(campus: Campus, who: str) -> None:
    wang = await campus.member("王芳")
    for _ in range({"nobody": 0, "two": 2, "other branch": 0}[who]):
        await campus.member("李明")
    if who == "other branch":
        await campus.member("李明", branch="检验系党支部")
    await STORY.up_to(wang, "confirm")
    wang.sees("story.shown_about", name="李明")
    await wang.presses("✓ 提交")
    (story,) = await stories(campus, wang)
    assert (story.content.about, story.content.about_person) == ("李明", None)


async def test_a_person_with_two_roles_is_still_one_person(campus: Campus) -> None:
    wang, li = await campus.member("王芳"), await campus.secretary("李明")
    await STORY.up_to(wang, "confirm")
    await wang.presses("✓ 提交")
    (story,) = await stories(campus, wang)
    assert story.content.about_person == li.person


async def test_a_kind_about_nobody_asks_for_no_name(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/story")
    await wang.presses("感动医专的故事")
    STORY.asks(wang, "title")
    assert wang.reads("submit_story.ask_them_too") not in wang.card.text


async def test_the_kinds_tell_how_many_the_branch_has(campus: Campus) -> None:
    """Its own branch's of this month, whoever wrote them; written out without the number too."""
    wang, li = await campus.member("王芳"), await campus.member("李明")
    other = await campus.member("赵敏", branch="检验系党支部")
    for author in (li, other):
        await author.says("/story")
        await STORY.on(author, "kind")

    await wang.says("/story")
    assert wang.card.labels[:4] == [
        "每月一人物（0）",
        "每月一党员（1）",
        "感动医专的故事（0）",
        "感受医专的文章（0）",
    ]
    await wang.says("每月一党员")
    STORY.asks(wang, "about")


async def test_an_office_without_a_branch_sees_no_numbers(campus: Campus) -> None:
    zhou = await campus.member("周兰", branch=None, roles=(Role.MEMBER, Role.OFFICE))
    await zhou.says("/story")
    assert zhou.card.labels[0] == "每月一人物"
    assert zhou.reads("submit_story.counts") not in zhou.card.text


async def test_text_and_prompts_guide_the_writing(campus: Campus) -> None:
    """The kind's own prompt and those of the post, in the notice's words."""
    elder = await campus.member("张爷爷", category="retired")
    await STORY.up_to(elder, "body")
    assert "怎样成为旗帜和表率" in elder.card.text
    assert "哪一件事最想讲给年轻人听" in elder.card.text
    assert "哪一堂课" not in elder.card.text


async def test_the_text_grows_over_messages_and_days(campus: Campus) -> None:
    """Each message is a paragraph; a restart and a week lie between; nothing is asked twice."""
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    await wang.says("那天夜里下着大雪。")
    await wang.says("王老师冒雪赶到医院。")
    wang.sees("flow.long_text_so_far", n=20, end="那天夜里下着大雪。 王老师冒雪赶到医院。")
    assert wang.live_cards == 1

    campus.stands_at("2008-06-30 22:00")
    campus.restart()
    await wang.says("他守了学生整整一夜，第二天一早又站上了讲台，像什么也没有发生过一样。")
    await wang.presses("✓ 写完了")
    await STORY.on(wang, "pictures")
    (story,) = await stories(campus, wang)
    assert story.content.body.split("\n") == [
        "那天夜里下着大雪。",
        "王老师冒雪赶到医院。",
        "他守了学生整整一夜，第二天一早又站上了讲台，像什么也没有发生过一样。",
    ]


async def test_a_text_can_be_begun_anew(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    await wang.says("写错了。")
    await wang.presses("↺ 重新写")
    STORY.asks(wang, "body")
    await STORY.on(wang, "body")
    (story,) = await stories(campus, wang)
    assert story.content.body == BODY


async def test_the_longest_text_goes_through_and_is_read_page_by_page(campus: Campus) -> None:
    """20,000 characters in several messages; one more is held, too, until it is taken away."""
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    for number in range(4):
        await wang.says(f"{number}{'医' * 4000}")
    await wang.says("医" * 3992)
    wang.sees("flow.long_text_so_far", n=20_000, end="…" + "医" * 60)
    await wang.says("多")
    wang.sees("flow.long_text_too_long", most=20_000, n=20_002, end="…" + "医" * 58 + " 多")
    await wang.presses("✓ 写完了")
    wang.sees("writing.too_long", most=20_000, n=20_002)
    await wang.presses("↶ 去掉最后一条")
    await wang.presses("✓ 写完了")
    await STORY.on(wang, "pictures", "confirm")
    wang.sees("story.beginning", text="0" + "医" * 599, n=20_000)
    await wang.presses("✓ 提交")

    await wang.presses("查看")
    read = [wang.card.text]
    while "下一页 ›" in wang.card.labels:
        await wang.presses("下一页 ›")
        read.append(wang.card.text)
    assert sum(text.replace(FIRST_BRANCH, "").count("医") for text in read) == 19_992
    wang.sees("story.part", n=len(read), of=len(read))
    await wang.presses("‹ 上一页")
    assert wang.card.text == read[-2]
    assert wang.live_cards == 1


@pytest.mark.parametrize(
    ("step", "text", "key", "params"),
    [
        ("about", "李" * 41, "flow.text_too_long", {"most": 40, "n": 41, "end": "李" * 41}),
        ("title", "雪", "writing.too_short", {"least": 2, "n": 1}),
        ("title", "雪" * 61, "flow.text_too_long", {"most": 60, "n": 61, "end": "…" + "雪" * 60}),
    ],
    ids=["long name", "short title", "long title"],
)
async def test_a_problem_says_what_to_do_and_the_question_stays(
    campus: Campus, step: str, text: str, key: str, params: dict[str, object]
) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, step)
    await wang.says(text)
    wang.sees(key, **params)
    await STORY.on(wang, step)
    assert len(await stories(campus, wang)) == 1


async def test_too_short_a_text_is_told_at_done_and_goes_on(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    await wang.says("太短")
    await wang.presses("✓ 写完了")
    wang.sees("writing.too_short", least=50, n=2)
    wang.sees("flow.long_text_so_far", n=2, end="太短")


@pytest.mark.parametrize("step", ["about", "title", "body"])
async def test_what_cannot_be_seen_is_no_text(campus: Campus, step: str) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, step)
    await wang.does(
        lambda world: world.speech.send(wang.user, None, {"text": "\u200b\u3164\ufe0f"})
    )
    wang.sees("writing.empty")
    STORY.asks(wang, step)


async def test_a_title_over_lines_becomes_one(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "title")
    await wang.says("雪夜\n守护")
    await STORY.on(wang, "body")
    (story,) = await stories(campus, wang)
    assert story.content.title == "雪夜 守护"


async def test_hostile_words_are_only_words(campus: Campus) -> None:
    """Threat 8: in preview, page, list, draft and ending, what was written is what is read."""
    wang = await campus.member("王芳")
    title, body = '<b>&"</b>{title}', "<a href='https://example.org'>领奖</a> & </b> {n} " * 5
    await STORY.up_to(wang, "title")
    await wang.says(title)
    await wang.says(body)
    await wang.presses("✓ 写完了")
    await wang.presses("跳过")
    await wang.presses("不发表")
    assert title in wang.card.text
    assert body.strip() in wang.card.text
    await wang.presses("✕")
    await wang.says("/story")
    assert title in wang.card.labels[0]
    await wang.presses(wang.card.labels[0])
    await wang.presses("✓ 提交")
    assert title in wang.card.text
    await wang.presses("查看")
    assert body.strip() in wang.card.text
    await wang.presses("‹ 当月")
    assert title in wang.card.labels[0]


# ── when stories are taken ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("moment", "key", "day"),
    [
        (MARCH_31, "submit_story.not_open_yet", APRIL_1),
        ("2009-05-02 09:00", "submit_story.closed", date(2009, 4, 30)),
    ],
)
async def test_outside_the_activity_phase_the_day_is_named(
    campus: Campus, moment: str, key: str, day: date
) -> None:
    """A member who is early or late learns the day, and no talk is left open."""
    campus.stands_at(moment)
    wang = await campus.member("王芳")
    await wang.says("/story")
    wang.hears(key, day=day)
    assert await campus.open_talks() == []


async def test_the_first_and_the_last_minute_count(campus: Campus) -> None:
    wang = await campus.member("王芳")
    for moment, month in (
        ("2008-04-01 00:00", Month(2008, 4)),
        ("2009-04-30 23:59", Month(2009, 4)),
    ):
        campus.stands_at(moment)
        await wang.says("/story")
        await STORY.on(wang, "kind")
        assert await counted(campus, wang, month) == {"member": 1}


async def test_a_story_counts_for_the_month_it_is_handed_in(campus: Campus) -> None:
    wang = await campus.member("王芳")
    campus.stands_at("2008-06-30 23:58")
    await STORY.up_to(wang, "confirm")
    campus.stands_at("2008-07-01 00:01")
    await wang.presses("✓ 提交")
    assert await counted(campus, wang, Month(2008, 7)) == {"member": 1}
    assert await counted(campus, wang, Month(2008, 6)) == {}


async def test_what_was_not_finished_in_time_is_not_lost(campus: Campus) -> None:
    """The last confirm comes a minute late: refused with the day, and the words are still there."""
    wang = await campus.member("王芳")
    campus.stands_at("2009-04-30 23:58")
    await STORY.up_to(wang, "confirm")
    campus.stands_at("2009-05-01 00:01")
    await wang.presses("✓ 提交")
    wang.sees("submit_story.closed", day=date(2009, 4, 30))
    STORY.asks(wang, "confirm")
    assert await contents(campus, STORY) == []
    await wang.presses("✕")
    wang.hears("flow.kept")


# ── who may ───────────────────────────────────────────────────────────────────────────────


async def test_a_visitor_is_told_how_to_join(campus: Campus) -> None:
    visitor = campus.visitor("路人")
    await visitor.says("/story")
    visitor.hears("people.not_joined")


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
async def test_who_is_no_member_is_refused_with_the_reason(campus: Campus, role: Role) -> None:
    zhou = await campus.member("周兰", roles=(role,))
    await zhou.says("/story")
    zhou.hears("people.only_member")
    assert await campus.open_talks() == []


@pytest.mark.parametrize("step", STORY.steps)
async def test_rights_lost_on_the_way_end_the_conversation(campus: Campus, step: str) -> None:
    """Rights are read in the turn that uses them: the next answer is refused, nothing is kept."""
    wang = await campus.member("王芳")
    await STORY.up_to(wang, step)
    await campus.takes_role(wang, Role.MEMBER)
    act = dict(STORY.stops)[step] if step != "body" else None
    await (act(wang) if act else wang.says(BODY))
    assert wang.reads("people.only_member") in [message.text for message in wang.messages]
    assert await campus.open_talks() == []
    assert await contents(campus, STORY) == []


async def test_in_a_group_one_is_sent_to_the_private_chat(campus: Campus) -> None:
    wang = await campus.member("王芳")
    group = campus.world.add_group("支部群", wang.user, bot=True)
    await wang.says("/story@flagbearer_bot", group)
    said = [message.text for message in campus.world.messages(group)]
    assert wang.reads("hint.only_in_private", bot="flagbearer_bot") in said
