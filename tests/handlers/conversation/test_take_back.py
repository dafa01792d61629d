"""↺ can be undone, and the last piece can be taken back alone; of texts and of files."""

from typing import Any

from tests.campus import Campus
from tests.demo.pictures import png
from tests.handlers.walks import BODY, CHECK_IN, STORY, contents


async def test_a_text_begun_anew_can_be_brought_back(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    await wang.says(BODY)
    await wang.says("又一段。")
    await wang.presses("↺ 重新写")
    STORY.asks(wang, "body")
    campus.restart()
    await wang.presses("↶ 恢复刚才的内容")
    await wang.presses("↶ 去掉最后一条")
    await wang.presses("✓ 写完了")
    await STORY.on(wang, "pictures")
    (content,) = await contents(campus, STORY)
    assert isinstance(content, dict)
    assert content["body"] == BODY


async def test_the_last_piece_is_taken_back_alone(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    await wang.says(BODY)
    assert "↶ 去掉最后一条" not in wang.card.labels
    await wang.says("发错了。")
    await wang.presses("↶ 去掉最后一条")
    wang.sees("flow.long_text_so_far", n=len(BODY), end="…" + BODY[-60:])


async def test_files_sent_anew_can_be_brought_back(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "evidence")
    await wang.sends_photo(png(8, 6))
    await wang.sends_photo(png(9, 6))
    await wang.presses("↺ 重新发")
    CHECK_IN.asks(wang, "evidence")
    await wang.presses("↶ 恢复刚才的内容")
    await wang.presses("↶ 去掉最后一条")
    wang.sees("flow.attached", n=1, most=10)


async def test_a_notice_begun_anew_can_be_brought_back(campus: Campus) -> None:
    await campus.member("王芳")
    zhou = await campus.office("周洁")
    await zhou.says("/broadcast")
    await zhou.says("周五开会。")
    await zhou.presses("↺ 重新发")
    await zhou.presses("↶ 恢复刚才的内容")
    zhou.sees("broadcast.received", n=1, most=10)


async def test_a_change_without_a_change_says_so_and_is_no_version(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "activity")
    await CHECK_IN.on(wang, "activity")
    await wang.presses("查看")
    await wang.presses("✎ 修改")
    await wang.presses("✓ 提交")
    assert wang.reads("check_in.unchanged") in wang.card.text
    await wang.presses("查看")
    assert wang.reads("check_in.has_versions", n=1) not in wang.card.text


async def test_a_text_too_long_loses_its_last_piece_and_fits(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")

    def say(world: Any) -> None:
        for words in ("一段话。" * 100, "又一段。" * 200):
            world.speech.send(wang.user, None, {"text": words})

    await wang.does(say)
    wang.sees("flow.text_too_long", n=1201, most=1000, end="…" + "又一段。" * 15)
    await wang.presses("↶ 去掉最后一条")
    CHECK_IN.asks(wang, "effect")
