"""Changing a story: the preview first, the old version kept, whoever is slower told."""

from datetime import date

import pytest

from campaign.people import Role
from tests.campus import Actor, Campus
from tests.demo.pictures import png
from tests.handlers.stories_told import counted, stories
from tests.handlers.walks import BODY, STORY, acts_of


async def a_story(campus: Campus, name: str = "王芳") -> Actor:
    """Somebody who has handed in a story and looks at it."""
    author = await campus.member(name)
    await author.says("/story")
    await STORY.on(author, "kind")
    await author.presses("查看")
    return author


async def test_one_answer_is_changed_and_the_version_before_stays(campus: Campus) -> None:
    wang = await a_story(campus)
    await wang.presses("✎ 修改")
    STORY.asks(wang, "confirm")
    await wang.presses("✎ 修改或补充")
    await wang.presses("题目")
    STORY.asks(wang, "title")
    await wang.says("雪夜里的灯")
    await wang.presses("✓ 提交")
    wang.hears("submit_story.changed")

    (story,) = await stories(campus, wang)
    assert (story.version, story.content.title, story.content.body) == (2, "雪夜里的灯", BODY)
    await wang.presses("查看")
    await wang.presses("历史版本（1）")
    wang.hears("story.versions_of", title="雪夜里的灯")
    await wang.presses("第 1 版")
    wang.sees("story.version_shown", n=1)
    wang.sees("story.titled", title="雪夜")
    assert await acts_of(campus) == ["story submitted", "story changed"]


async def test_the_text_goes_on_where_it_ended(campus: Campus) -> None:
    wang = await a_story(campus)
    await wang.presses("✎ 修改")
    await wang.presses("✎ 修改或补充")
    await wang.presses("正文")
    await wang.says("后来，学生也成了医生。")
    await wang.presses("✓ 写完了")
    await wang.presses("✓ 提交")
    (story,) = await stories(campus, wang)
    assert story.content.body == f"{BODY}\n后来，学生也成了医生。"


async def test_a_picture_more_is_added_to_those_there(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "pictures")
    await wang.sends_photo(png(8, 6))
    await wang.presses("✓ 发完了")
    await STORY.on(wang, "consent")
    await wang.presses("查看")
    await wang.presses("✎ 修改")
    await wang.presses("✎ 修改或补充")
    await wang.presses("照片")
    await wang.sends_photo(png(6, 8))
    wang.sees("flow.attached", n=2, most=9)
    await wang.presses("✓ 发完了")
    await wang.presses("✓ 提交")
    (story,) = await stories(campus, wang)
    assert len(story.content.pictures) == 2


async def test_a_kind_about_a_person_asks_for_the_name(campus: Campus) -> None:
    """A story that was about nobody becomes one about somebody: the name is asked for at once."""
    wang = await campus.member("王芳")
    await wang.says("/story")
    await wang.presses("感动医专的故事")
    await STORY.on(wang, "title")
    assert await counted(campus, wang) == {"story": 1}
    await wang.presses("查看")
    await wang.presses("✎ 修改")
    await wang.presses("✎ 修改或补充")
    await wang.presses("种类")
    await wang.presses("每月一人物")
    STORY.asks(wang, "about")
    await wang.says("李明")
    STORY.asks(wang, "confirm")
    await wang.presses("✓ 提交")
    assert await counted(campus, wang) == {"story": 0, "person": 1}


async def test_a_kind_about_nobody_forgets_the_name(campus: Campus) -> None:
    wang = await a_story(campus)
    await wang.presses("✎ 修改")
    await wang.presses("✎ 修改或补充")
    await wang.presses("种类")
    await wang.presses("感受医专的文章")
    assert "李明" not in wang.card.text
    await wang.presses("✓ 提交")
    (story,) = await stories(campus, wang)
    assert (story.content.kind, story.content.about) == ("essay", "")
    assert await counted(campus, wang) == {"member": 0, "essay": 1}


async def test_nothing_changed_makes_no_version(campus: Campus) -> None:
    wang = await a_story(campus)
    await wang.presses("✎ 修改")
    await wang.presses("✓ 提交")
    wang.hears("submit_story.unchanged")
    (story,) = await stories(campus, wang)
    assert story.version == 1
    assert await acts_of(campus) == ["story submitted"]


async def test_a_change_in_a_later_month_moves_no_count(campus: Campus) -> None:
    """And it may be made after the activity phase, while nothing new is taken."""
    wang = await a_story(campus)
    campus.stands_at("2009-05-20 10:00")
    await wang.presses("✎ 修改")
    await wang.presses("✎ 修改或补充")
    await wang.presses("题目")
    await wang.says("雪夜里的灯")
    await wang.presses("✓ 提交")
    wang.hears("submit_story.changed")
    assert await counted(campus, wang) == {"member": 1}
    await wang.says("/story")
    wang.hears("submit_story.closed", day=date(2009, 4, 30))


async def test_an_unfinished_change_is_kept_as_a_draft_and_an_untouched_one_is_not(
    campus: Campus,
) -> None:
    wang = await a_story(campus)
    await wang.presses("✎ 修改")
    await wang.presses("✕")
    wang.hears("flow.left")

    await wang.says("/progress")
    await wang.presses("故事 1")
    await wang.presses("雪夜")
    await wang.presses("✎ 修改")
    await wang.presses("✎ 修改或补充")
    await wang.presses("题目")
    await wang.says("雪夜里的灯")
    await wang.presses("✕")
    wang.hears("flow.kept")
    await wang.says("/drafts")
    assert wang.card.labels[0].startswith("修改故事：《雪夜里的灯》")
    await wang.presses(wang.card.labels[0])
    await wang.presses("✓ 提交")
    (story,) = await stories(campus, wang)
    assert story.content.title == "雪夜里的灯"


async def test_a_change_of_what_was_changed_elsewhere_is_refused_and_kept(campus: Campus) -> None:
    """Two phones: the second submit sees that the story moved on, and its words are not lost."""
    wang = await a_story(campus)
    await wang.presses("✎ 修改")
    await wang.presses("✎ 修改或补充")
    await wang.presses("题目")
    await wang.says("题目甲")
    await wang.presses("✕")
    await wang.says("/progress")
    await wang.presses("故事 1")
    await wang.presses("雪夜")
    await wang.presses("改发表意见")
    await wang.presses("不发表，只存档")

    await wang.says("/drafts")
    await wang.presses(wang.card.labels[0])
    await wang.presses("✓ 提交")
    wang.sees("story.changed_elsewhere")
    wang.sees("story.titled", title="题目甲")
    (story,) = await stories(campus, wang)
    assert (story.version, story.content.title) == (2, "雪夜")


async def test_a_withdrawn_story_cannot_be_changed_any_more(campus: Campus) -> None:
    """The change was open while the story was taken back from an older card."""
    wang = await a_story(campus)
    page = wang.card
    await wang.presses("✎ 修改")
    await wang.presses("撤回", on=page)
    await wang.presses("是的，撤回", on=page)
    await wang.presses("✓ 提交")
    wang.sees("story.is_withdrawn")
    assert await counted(campus, wang) == {"member": 0}


@pytest.mark.parametrize("who", ["member", "secretary", "office"])
async def test_nobody_else_changes_a_story(campus: Campus, who: str) -> None:
    """An offer that was made to the author is not theirs to press: data is bound to the person."""
    wang = await a_story(campus)
    data = next(b["callback_data"] for b in wang.card.buttons if b["text"] == "✎ 修改")
    other = await {
        "member": campus.member,
        "secretary": campus.secretary,
        "office": campus.office,
    }[who]("李明")
    await other.says("/help")
    await other.forges(data, on=other.messages[-1])
    other.is_toasted("hint.stale_button_closed")
    assert await campus.open_talks() == []


async def test_a_right_lost_between_opening_and_submitting_counts(campus: Campus) -> None:
    wang = await a_story(campus)
    await wang.presses("✎ 修改")
    await campus.takes_role(wang, Role.MEMBER)
    await wang.presses("✓ 提交")
    assert wang.reads("people.only_member") in [message.text for message in wang.messages]
    assert await campus.open_talks() == []
