"""A sentence written at the preview is a correction of the answer, or the sentence, it is like."""

from typing import Any

from tests.campus import Campus
from tests.handlers.walks import BODY, CHECK_IN, STORY, contents


async def one(campus: Campus, walk: Any = CHECK_IN) -> dict[str, Any]:
    (content,) = await contents(campus, walk)
    assert isinstance(content, dict)
    return content


async def test_a_corrected_answer_takes_its_place(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await wang.says("给新课程写完了全部教案和试题。")
    wang.sees("flow.corrected", label="做了什么")
    CHECK_IN.asks(wang, "confirm")
    await wang.presses("✓ 提交")
    assert (await one(campus))["done"] == "给新课程写完了全部教案和试题。"


async def test_a_corrected_sentence_leaves_the_others(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    await wang.says(BODY)
    await wang.says("天亮的时候，学生退了烧。")
    await wang.says("她没有告诉任何人。")
    await wang.presses("✓ 写完了")
    await STORY.on(wang, "pictures", "confirm")
    await wang.says("天亮的时候，学生终于退了烧。")
    await wang.presses("✓ 提交")
    body = (await one(campus, STORY))["body"]
    assert body == f"{BODY}\n天亮的时候，学生终于退了烧。\n她没有告诉任何人。"


async def test_what_is_like_nothing_is_asked_about(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await wang.says("受益的是三个班的同学。")
    wang.sees("flow.what_to_correct", text="受益的是三个班的同学。")
    assert not any(label.startswith("主题") for label in wang.card.labels)
    await wang.presses("效果")
    CHECK_IN.asks(wang, "confirm")
    await wang.presses("✓ 提交")
    content = await one(campus)
    assert (content["done"], content["effect"]) == (
        "给新课程写完了全部教案。",
        "受益的是三个班的同学。",
    )


async def test_back_from_that_question_changes_nothing(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await wang.says("受益的是三个班的同学。")
    await wang.presses("‹ 返回")
    CHECK_IN.asks(wang, "confirm")
    await wang.presses("✎")
    wang.sees("flow.what_to_change")


async def test_a_day_at_the_preview_is_the_day(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await wang.says("昨天")
    await wang.presses("✓ 提交")
    assert (await one(campus))["happened_on"] == "2008-06-22"


async def test_a_correction_that_does_not_fit_says_why(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await wang.says("受益的是三个班的同学。" * 60)
    await wang.presses("效果")
    wang.sees("writing.too_long", most=500, n=660)
    await wang.presses("✓ 提交")
    assert (await one(campus))["effect"] == ""
