"""A story's pages: how it reads, its consent, taking it back, the month's list, and who may."""

import pytest

from campaign.people import Role
from campaign.stories import Consent
from storage.tables import trace
from tests.campus import Campus
from tests.demo.pictures import png
from tests.handlers.stories.test_change import a_story
from tests.handlers.stories_told import counted, stories
from tests.handlers.walks import BODY, STORY, acts_of


async def test_a_story_is_read_with_what_its_author_may_do(campus: Campus) -> None:
    wang = await a_story(campus)
    assert BODY in wang.card.text
    assert wang.card.labels == ["✎ 修改", "🗑 撤回", "改发表意见", "‹ 当月的故事"]


async def test_consent_is_revoked_by_two_presses_and_traced(campus: Campus) -> None:
    """As easy as it was given; asked the same again, nothing is written."""
    wang = await a_story(campus)
    await wang.presses("改发表意见")
    assert [label[0] for label in wang.card.labels] == ["☐", "☑", "☐", "‹"]
    await wang.presses("不发表，只存档")
    wang.is_toasted("story.consent_is", consent=wang.reads("story.consent_none"))
    wang.sees("story.shown_consent", consent=wang.reads("story.consent_none"))
    (story,) = await stories(campus, wang)
    assert (story.version, story.content.consent) == (2, Consent.NONE)
    assert await acts_of(campus) == ["story submitted", "story consent changed"]
    assert await counted(campus, wang) == {"member": 1}

    await wang.presses("改发表意见")
    await wang.presses("不发表，只存档")
    (story,) = await stories(campus, wang)
    assert story.version == 2
    async with campus.reading() as session:
        changed = (await session.rows(trace.select().order_by(trace.c.number)))[-1]
    assert (changed.before, changed.after) == ({"consent": "unnamed"}, {"consent": "none"})


async def test_it_is_taken_back_after_one_question(campus: Campus) -> None:
    wang = await a_story(campus)
    await wang.presses("撤回")
    wang.sees("story.withdraw_ask")
    await wang.presses("‹ 返回")
    await wang.presses("撤回")
    await wang.presses("是的，撤回")
    wang.hears("story.withdrawn", title="雪夜")
    assert await stories(campus, wang) == []
    assert await counted(campus, wang) == {"member": 0}
    assert await acts_of(campus) == ["story submitted", "story withdrawn"]


async def test_taking_it_back_twice_counts_once(campus: Campus) -> None:
    wang = await a_story(campus)
    await wang.presses("撤回")
    await wang.presses_twice("是的，撤回")
    wang.is_toasted("hint.stale_button_closed")
    assert await counted(campus, wang) == {"member": 0}
    assert await acts_of(campus) == ["story submitted", "story withdrawn"]


async def test_a_withdrawn_one_is_still_read_but_no_more_acted_upon(campus: Campus) -> None:
    """Two cards show it; after it is taken back on one, the other answers each act with why."""
    wang = await a_story(campus)
    first = wang.card
    await wang.says("/progress")
    await wang.presses("故事 1")
    await wang.presses("雪夜")
    await wang.presses("撤回")
    await wang.presses("是的，撤回")

    await wang.presses("改发表意见", on=first)
    wang.hears("story.is_withdrawn")
    await wang.presses("✎ 修改", on=first)
    wang.hears("story.is_withdrawn")
    await wang.presses("撤回", on=first)
    wang.hears("story.is_withdrawn")
    assert await campus.open_talks() == []


async def test_a_picture_on_its_way_is_told(campus: Campus) -> None:
    """Saved before its picture is: the page says so, and later no more."""
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "pictures")
    campus.server.faults.server_error("getFile", times=99)
    await wang.sends_photo(png(8, 6))
    await wang.presses("✓ 发完了")
    await STORY.on(wang, "consent")
    await wang.presses("查看")
    wang.sees("evidence.still_fetching", n=1)


async def test_the_months_list_goes_page_by_page(campus: Campus) -> None:
    wang = await campus.member("王芳")
    for number in range(8):
        await wang.says("/story")
        await wang.presses("感动医专的故事")
        await wang.says(f"第{number}个故事")
        await STORY.on(wang, "body")
        campus.stands_at(f"2008-06-23 1{number}:00")
    await wang.says("/progress")
    await wang.presses("故事 8")
    wang.hears("story.list", month="2008年6月")
    assert wang.card.labels[:2] == [
        "感动医专的故事：《第7个故事》",
        "感动医专的故事：《第6个故事》",
    ]
    assert wang.card.labels[6:8] == ["较早 ›", "‹ 2008年5月"]
    await wang.presses("较早 ›")
    assert wang.card.labels[:3] == [
        "感动医专的故事：《第1个故事》",
        "感动医专的故事：《第0个故事》",
        "‹ 较新",
    ]
    await wang.presses("第0个故事")
    wang.sees("story.titled", title="第0个故事")
    await wang.presses("‹ 当月的故事")
    await wang.presses("‹ 返回")
    wang.sees("progress.stories", kind="感动医专的故事", n=8)


@pytest.mark.parametrize(
    ("role", "branch", "sees"),
    [
        (Role.MEMBER, "基础医学部党支部", False),
        (Role.SECRETARY, "基础医学部党支部", True),
        (Role.SECRETARY, "检验系党支部", False),
        (Role.OFFICE, "机关党支部", True),
        (Role.LEADER, "机关党支部", False),
    ],
)
async def test_who_may_read_a_story_of_somebody_else(
    campus: Campus, role: Role, branch: str, sees: bool
) -> None:
    """Whoever comes to hold a button of it: the story is loaded through their own rights."""
    wang = await a_story(campus)
    other = await campus.member("李明", branch=branch, roles=(role,))
    (story,) = await stories(campus, wang)
    await campus.hands_button(other, go="show_story", id=story.id)
    await other.presses("试一试")
    if sees:
        other.sees("story.titled", title="雪夜")
        assert other.card.labels == ["‹ 返回"]
    else:
        other.hears("story.is_gone")


@pytest.mark.parametrize(
    "go", ["change_story", "withdraw_story", "story_consent", "story_versions", "show_story"]
)
async def test_a_story_that_is_not_there_is_told(campus: Campus, go: str) -> None:
    wang = await campus.member("王芳")
    await campus.hands_button(wang, go=go, id="A" * 16, sure=True, to="none")
    await wang.presses("试一试")
    wang.hears("story.is_gone")


@pytest.mark.parametrize("go", ["change_story", "withdraw_story", "story_consent"])
@pytest.mark.parametrize("role", [Role.SECRETARY, Role.DEPUTY])
async def test_a_foreign_story_is_read_by_its_secretary_and_changed_by_nobody(
    campus: Campus, go: str, role: Role
) -> None:
    wang = await a_story(campus)
    (story,) = await stories(campus, wang)
    other = await campus.member("李明", roles=(Role.MEMBER, role))
    await campus.hands_button(other, go=go, id=story.id, sure=True, to="none")
    await other.presses("试一试")
    other.hears("story.not_yours")
    assert await stories(campus, wang) == [story]
    assert await campus.open_talks() == []
