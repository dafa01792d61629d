"""Unfinished stories: offered by their titles before a new one begins, kept until they are told."""

from datetime import timedelta

from tests.campus import Campus
from tests.handlers.stories_told import stories
from tests.handlers.walks import STORY


async def test_an_unfinished_story_is_offered_by_its_title(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    await wang.presses("✕")
    await wang.says("/story")
    wang.hears("submit_story.unfinished")
    assert wang.card.labels == ["▶ 《雪夜》（6月23日）", "＋ 另写一篇"]

    await wang.presses("▶ 《雪夜》")
    STORY.asks(wang, "body")
    assert wang.live_cards == 1
    await STORY.on(wang, "body")
    assert len(await stories(campus, wang)) == 1
    await wang.says("/story")
    STORY.asks(wang, "kind")


async def test_another_one_can_be_begun_and_the_draft_stays(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "title")
    await wang.presses("✕")
    await wang.says("/story")
    assert wang.card.labels[0] == "▶ 每月一党员（6月23日）"
    await wang.presses("＋ 另写一篇")
    STORY.asks(wang, "kind")
    await STORY.on(wang, "kind")
    await wang.says("/drafts")
    assert wang.card.labels[0] == "写故事：每月一党员（6月23日 09:00）"


async def test_the_open_story_is_offered_too(campus: Campus) -> None:
    """`/story` in the middle of one: go on with it, or begin another and keep it as a draft."""
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    await wang.says("/story")
    wang.hears("submit_story.unfinished")
    await wang.presses("▶ 《雪夜》")
    STORY.asks(wang, "body")
    assert await campus.open_talks() == ["submit_story"]
    assert wang.live_cards == 1

    await wang.says("/story")
    await wang.presses("＋ 另写一篇")
    STORY.asks(wang, "kind")
    await wang.says("/drafts")
    assert "《雪夜》" in wang.card.labels[0]


async def test_no_more_drafts_are_offered_than_one_can_choose_from(campus: Campus) -> None:
    wang = await campus.member("王芳")
    for number in range(5):
        await wang.says("/story")
        if number:
            await wang.presses("＋ 另写一篇")
        await wang.presses("感动医专的故事")
        await wang.says(f"第{number}个故事")
        campus.clock.advance(timedelta(minutes=1))
        await wang.presses("✕")
    await wang.says("/story")
    assert wang.card.labels == [
        "▶ 《第4个故事》（6月23日）",
        "▶ 《第3个故事》（6月23日）",
        "▶ 《第2个故事》（6月23日）",
        "＋ 另写一篇",
    ]
