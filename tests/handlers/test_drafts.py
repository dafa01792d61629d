"""`/drafts` and `/cancel`: what was begun is listed, taken up, thrown away, and nobody else's."""

from datetime import timedelta

from sqlalchemy import select

from storage.delivery.talks import TalkState
from storage.tables import talks
from tests.campus import Actor, Campus
from tests.handlers.walks import CHECK_IN, STORY, contents


async def a_draft(campus: Campus, name: str = "王芳") -> Actor:
    author = await campus.member(name)
    await CHECK_IN.up_to(author, "effect")
    await author.presses("✕")
    return author


async def test_without_drafts_it_says_so(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/drafts")
    wang.hears("drafts.none")


async def test_drafts_are_listed_by_what_they_say_the_latest_first(campus: Campus) -> None:
    wang = await a_draft(campus)
    campus.clock.advance(timedelta(hours=1))
    await STORY.up_to(wang, "body")
    await wang.presses("✕")
    await wang.says("/drafts")
    assert wang.card.labels == [
        "写故事：《雪夜》（6月23日 10:00）",
        "🗑 删除",
        "打卡：「给新课程写完了全部教案。」（6月23日 09:00）",
        "🗑 删除",
    ]
    wang.hears("drafts.title")


async def test_what_is_open_is_told_above_the_drafts(campus: Campus) -> None:
    wang = await a_draft(campus)
    await STORY.up_to(wang, "about")
    await wang.says("/drafts")
    wang.sees("drafts.and_open", flow="写故事")
    await wang.presses("打卡")
    CHECK_IN.asks(wang, "effect")
    assert await campus.open_talks() == ["check_in"]
    await wang.says("/drafts")
    assert "写故事：每月一党员（6月23日 09:00）" in wang.card.labels


async def test_a_draft_is_taken_up_on_the_list_itself(campus: Campus) -> None:
    """The list becomes the conversation's card; the old card says where it went on."""
    wang = await a_draft(campus)
    await wang.says("/drafts")
    listed = wang.card
    await wang.presses("打卡")
    assert wang.card.id == listed.id
    assert wang.live_cards == 1
    assert wang.reads("flow.goes_on_below") in [message.text for message in wang.messages]
    await CHECK_IN.on(wang, "effect")
    assert len(await contents(campus, CHECK_IN)) == 1
    await wang.says("/drafts")
    wang.hears("drafts.none")


async def test_a_draft_that_was_finished_elsewhere_is_told(campus: Campus) -> None:
    wang = await a_draft(campus)
    old = wang.card
    await wang.says("/drafts")
    await wang.presses("打卡")
    await CHECK_IN.on(wang, "effect")
    await campus.hands_button(wang, go="resume", talk=await talk_of(campus))
    await wang.presses("试一试")
    wang.hears("flow.draft_is_gone")
    assert old.buttons == []
    assert await campus.open_talks() == []


async def talk_of(campus: Campus) -> str:
    async with campus.reading() as session:
        return str(await session.value(select(talks.c.id)))


async def test_a_draft_is_thrown_away_after_one_question(campus: Campus) -> None:
    """And its words with it: nothing of them stays in the talk."""
    wang = await a_draft(campus)
    await wang.says("/drafts")
    await wang.presses("🗑 删除")
    wang.hears("drafts.drop_ask", flow="打卡")
    await wang.presses("‹ 返回")
    wang.hears("drafts.title")
    await wang.presses("🗑 删除")
    await wang.presses_twice("是的，删除")
    wang.sees("drafts.dropped")
    async with campus.reading() as session:
        (row,) = await session.rows(select(talks))
    assert (row.state, row.answers) == (TalkState.ENDED.value, {})


async def test_a_draft_that_is_gone_is_told_on_the_list(campus: Campus) -> None:
    wang = await a_draft(campus)
    await wang.says("/drafts")
    first = wang.card
    await wang.says("/drafts")
    await wang.presses("🗑 删除")
    await wang.presses("是的，删除")
    await wang.presses("🗑 删除", on=first)
    wang.is_toasted("flow.draft_is_gone")
    await wang.presses("打卡", on=first)
    wang.hears("flow.draft_is_gone")


async def test_anothers_draft_is_not_there(campus: Campus) -> None:
    await a_draft(campus)
    li = await campus.member("李明")
    await li.says("/drafts")
    li.hears("drafts.none")
    await campus.hands_button(li, go="resume", talk=await talk_of(campus))
    await li.presses("试一试")
    li.hears("flow.draft_is_gone")
    await campus.hands_button(li, go="drop_draft", talk=await talk_of(campus), sure=True)
    await li.presses("试一试")
    li.is_toasted("flow.draft_is_gone")
    async with campus.reading() as session:
        (row,) = await session.rows(select(talks))
    assert row.state == TalkState.KEPT.value


async def test_the_list_holds_what_fits(campus: Campus) -> None:
    wang = await campus.member("王芳")
    for number in range(10):
        await CHECK_IN.up_to(wang, "done")
        await wang.says(f"第{number}次备课记录。")
        await wang.presses("✕")
        campus.clock.advance(timedelta(minutes=1))
    await wang.says("/drafts")
    assert len(wang.card.rows) == 8
    assert "第9次" in wang.card.labels[0]


async def test_cancel_with_nothing_open(campus: Campus) -> None:
    wang, visitor = await campus.member("王芳"), campus.visitor("路人")
    for somebody in (wang, visitor):
        await somebody.says("/cancel")
        somebody.hears("drafts.nothing_to_cancel")


async def test_a_visitor_has_no_drafts(campus: Campus) -> None:
    visitor = campus.visitor("路人")
    await visitor.says("/drafts")
    visitor.hears("people.not_joined")
