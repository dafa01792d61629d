"""Lists of records in chat: narrowed by kind, branch, person and word, led to other months."""

from dataclasses import replace
from datetime import date

import pytest

from campaign.check_ins import CheckIn, CheckInContent, CheckInState
from campaign.definition import Month
from campaign.stories import Consent, Story, StoryContent, StoryState
from storage import record_lists
from storage.check_ins import add_check_ins
from storage.stories import add_stories
from tests.campus import FIRST_BRANCH, Actor, Campus

OTHER = "检验系党支部"
JUNE, MAY = "2008年6月", "2008年5月"


async def handed_in(
    campus: Campus, author: Actor, *told: str, month: int = 6, kind: str = ""
) -> None:
    """A check-in for each of these texts, or a story of that kind; one a day from the 1st."""
    branch, now, person = await campus.branch_of(author), campus.clock.now(), author.person or 0
    check_ins, stories = [], []
    for at, text in enumerate(told):
        name = f"{kind}{person:04}{month:02}{at:05}"
        content = CheckInContent("fine-course", (), text, "", date(2008, month, 1 + at % 20))
        check_ins.append(CheckIn(name, person, branch, CheckInState.STANDING, 1, content, now, now))
        written = StoryContent(kind, text, "正文" * 60, Consent.NONE)
        of, state = Month(2008, month), StoryState.SUBMITTED
        stories.append(Story(name, person, branch, of, state, 1, written, now, now))
    async with campus.database.write() as session:
        await (add_stories(session, stories) if kind else add_check_ins(session, check_ins))


async def office_at_the_list(campus: Campus, *, number: int) -> Actor:
    zhou = await campus.office("周洁")
    await zhou.says("/progress")
    await zhou.presses(f"打卡 {number} ›")
    return zhou


def rows(actor: Actor) -> list[str]:
    """The lines of the list: those with a day, or a title."""
    return [label for label in actor.card.labels if label[0].isdigit() and "日" in label]


async def test_a_word_is_found_in_texts_and_names(campus: Campus) -> None:
    wang, li = await campus.member("王芳"), await campus.member("李义诊", branch=OTHER)
    await handed_in(campus, wang, "备课", "社区义诊", "听课")
    await handed_in(campus, li, "查房")
    zhou = await office_at_the_list(campus, number=4)
    await zhou.presses("🔍 查找")
    zhou.sees("search_records.word.ask")
    await zhou.says("义诊")
    zhou.sees("record.searched", word="义诊")
    assert [row[:8] for row in rows(zhou)] == ["6月2日　王芳 ", "6月1日　李义诊"]
    assert await campus.open_talks() == []
    await zhou.presses("✕ 看全部")
    assert len(rows(zhou)) == 4


async def test_a_search_goes_on_in_another_month(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await handed_in(campus, wang, "备课")
    await handed_in(campus, wang, "社区义诊", "听课", month=5)
    zhou = await office_at_the_list(campus, number=1)
    await zhou.presses("🔍 查找")
    await zhou.says("义诊")
    zhou.sees("record.none_further")
    await zhou.presses(f"‹ {MAY}")
    zhou.sees("record.searched", word="义诊")
    assert len(rows(zhou)) == 1


async def test_a_name_leads_to_all_that_the_person_handed_in(campus: Campus) -> None:
    wang = await campus.member("王芳")
    strong = await campus.member("王强", branch=OTHER)
    await handed_in(campus, wang, *["备课"] * 10)
    await handed_in(campus, strong, "查房")
    await handed_in(campus, wang, "听课", month=5)
    zhou = await office_at_the_list(campus, number=11)
    await zhou.presses("🔍 查找")
    await zhou.says("王")
    assert zhou.card.labels[:2] == ["👤 王强 交的 ›", "👤 王芳 交的 ›"]
    await zhou.presses("👤 王芳")
    zhou.sees("record.only_person", name="王芳")
    assert len(rows(zhou)) == 8
    await zhou.presses("较早 ›")
    assert len(rows(zhou)) == 2
    await zhou.presses(f"‹ {MAY}")
    zhou.sees("record.only_person", name="王芳")
    assert len(rows(zhou)) == 1


async def test_more_namesakes_than_are_shown_are_told(campus: Campus) -> None:
    for number in range(7):
        await campus.member(f"王芳{number}")
    await handed_in(campus, await campus.member("李明"), "备课")
    zhou = await office_at_the_list(campus, number=1)
    await zhou.presses("🔍 查找")
    await zhou.says("王芳")
    zhou.sees("record.more_people")
    assert sum(label.startswith("👤") for label in zhou.card.labels) == 5


async def test_kinds_are_chosen_and_stay_with_the_month(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await handed_in(campus, wang, "备课")
    await handed_in(campus, wang, "雪夜", kind="story")
    await handed_in(campus, wang, "我的老师", kind="essay")
    zhou = await office_at_the_list(campus, number=1)
    await zhou.presses("🗂 种类")
    zhou.hears("record.which_kind")
    await zhou.presses("所有文章")
    zhou.sees("progress.stories_of", whose="全校", month=JUNE)
    assert sum("《" in label for label in zhou.card.labels) == 2
    await zhou.presses("🗂 种类")
    await zhou.presses("感受医专的文章")
    zhou.sees("record.only_kind", kind="感受医专的文章")
    assert [label for label in zhou.card.labels if "《" in label] == [
        "王芳 · 基础医学部党支部　感受医专的文章：《我的老师》"
    ]
    await zhou.presses("🗂 种类")
    await zhou.presses("‹ 返回")
    zhou.sees("record.only_kind", kind="感受医专的文章")


async def test_the_office_chooses_a_branch_and_all_of_them(campus: Campus) -> None:
    await handed_in(campus, await campus.member("王芳"), "备课")
    await handed_in(campus, await campus.member("孙立", branch=OTHER), "查房", "带教")
    for number in range(9):
        await campus.branch(f"第{number}党支部")
    zhou = await office_at_the_list(campus, number=3)
    await zhou.presses("🏢 支部")
    await zhou.presses("下一页 ›")
    await zhou.presses("‹ 上一页")
    await zhou.presses(OTHER)
    zhou.sees("progress.check_ins_of", whose=OTHER, month=JUNE)
    assert len(rows(zhou)) == 2
    await zhou.presses("🏢 支部")
    await zhou.presses("全校")
    zhou.sees("progress.check_ins_of", whose="全校", month=JUNE)


async def test_a_month_is_jumped_to_with_its_number(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await handed_in(campus, wang, "备课")
    await handed_in(campus, wang, "听课", "查房", month=4)
    zhou = await office_at_the_list(campus, number=1)
    await zhou.presses("📅 月份")
    assert zhou.card.labels == [
        f"{JUNE}（1）", f"{MAY}（0）", "2008年4月（2）", "2008年3月（0）", "‹ 返回"
    ]  # fmt: skip
    await zhou.presses("2008年4月")
    zhou.sees("progress.check_ins_of", whose="全校", month="2008年4月")
    assert len(rows(zhou)) == 2


async def test_what_is_rare_is_looked_for_part_by_part(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part without it says that there is more; nothing is left out silently."""
    monkeypatch.setattr(record_lists, "PART", 5)
    wang = await campus.member("王芳")
    await handed_in(campus, wang, "社区义诊", *["备课"] * 11)
    zhou = await office_at_the_list(campus, number=12)
    await zhou.presses("🔍 查找")
    await zhou.says("义诊")
    zhou.sees("record.none_in_part")
    await zhou.presses("继续往前找 ›")
    zhou.sees("record.none_in_part")
    await zhou.presses("继续往前找 ›")
    assert len(rows(zhou)) == 1
    assert "继续往前找 ›" not in zhou.card.labels
    await zhou.presses("‹ 较新")
    zhou.sees("record.none_in_part")


async def test_a_record_leads_back_to_the_list_as_it_was_left(campus: Campus) -> None:
    """Its page, and what it was narrowed to; also after the files were looked at."""
    wang = await campus.member("王芳")
    await handed_in(campus, wang, *["社区义诊"] * 10, "备课")
    zhou = await office_at_the_list(campus, number=11)
    await zhou.presses("🔍 查找")
    await zhou.says("义诊")
    await zhou.presses("继续往前找 ›")
    left = zhou.card.labels
    await zhou.presses(rows(zhou)[1])
    zhou.sees("check_in.shown_done", text="社区义诊")
    await zhou.presses("‹ 返回")
    zhou.sees("record.searched", word="义诊")
    assert zhou.card.labels == left


async def test_the_way_back_is_page_by_page(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await handed_in(campus, wang, *["备课"] * 20)
    zhou = await office_at_the_list(campus, number=20)
    first = rows(zhou)
    await zhou.presses("较早 ›")
    second = rows(zhou)
    await zhou.presses("较早 ›")
    assert len(rows(zhou)) == 4
    assert "较早 ›" not in zhou.card.labels
    await zhou.presses("‹ 较新")
    assert rows(zhou) == second
    await zhou.presses("‹ 较新")
    assert rows(zhou) == first
    assert "‹ 较新" not in zhou.card.labels


async def test_a_secretary_searches_the_own_branch_only(campus: Campus) -> None:
    """By every button, and by one that names another branch, another person, or no branch."""
    wang, sun = await campus.member("王芳"), await campus.member("孙立", branch=OTHER)
    await handed_in(campus, wang, "备课")
    await handed_in(campus, sun, "查房")
    li = await campus.secretary("李娜")
    await li.says("/progress")
    await li.presses("支部")
    await li.presses("打卡 1 ›")
    assert "🏢 支部" not in li.card.labels
    await li.presses("🔍 查找")
    await li.says("孙立")
    li.sees("record.none_further")
    assert not [label for label in li.card.labels if "孙立" in label]
    own, other = await campus.branch(FIRST_BRANCH), await campus.branch(OTHER)
    for branch, author, refused in (
        (own, sun.person, False),
        (other, None, True),
        (None, None, True),
    ):
        offer = {"go": "records", "of": "check_ins", "branch": branch, "author": author}
        await campus.hands_button(li, go="search_records", list=offer)
        await li.presses("试一试")
        await li.says("查房")
        assert rows(li) == []
        if refused:
            li.sees("progress.records_are_not_shown")


async def test_a_member_searches_the_own_list(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await handed_in(campus, wang, "社区义诊", *["备课"] * 9)
    await handed_in(campus, await campus.member("李明"), "义诊")
    await wang.says("/progress")
    await wang.presses("打卡 10 ›")
    await wang.presses("🔍 查找")
    await wang.says("义诊")
    assert rows(wang) == ["6月1日　打造精品课程"]
    await wang.presses("✕ 看全部")
    assert len(rows(wang)) == 6


async def test_a_late_entry_is_labelled_in_every_list(campus: Campus) -> None:
    wang = await campus.member("王芳")
    content = CheckInContent("fine-course", (), "备课", "", date(2008, 6, 1))
    now, branch = campus.clock.now(), await campus.branch_of(wang)
    made = CheckIn("a" * 16, wang.person or 0, branch, CheckInState.STANDING, 1, content, now, now)
    late = replace(made, content=replace(content, late_reason="出差"))
    async with campus.database.write() as session:
        await add_check_ins(session, [late])
    zhou = await office_at_the_list(campus, number=1)
    assert zhou.card.labels[0].endswith("（补录）")


async def test_the_search_is_left_without_a_trace(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await handed_in(campus, wang, "备课")
    zhou = await office_at_the_list(campus, number=1)
    await zhou.presses("🔍 查找")
    await zhou.says("/cancel")
    assert await campus.open_talks() == []
    await zhou.says("/drafts")
    zhou.sees("drafts.none")
