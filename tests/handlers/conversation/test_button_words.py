"""Words that stand on a button, or mean the same, do what the button does."""

import pytest

from tests.campus import Campus
from tests.demo.pictures import png
from tests.handlers.walks import CHECK_IN, STORY, contents


@pytest.mark.parametrize("words", ["跳过", "没有", "没有。", "无", "Skip", " none ", "没有照片"])
async def test_no_is_skip(campus: Campus, words: str) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await wang.says(words)
    CHECK_IN.asks(wang, "evidence")
    await wang.says(words)
    CHECK_IN.asks(wang, "confirm")


@pytest.mark.parametrize("words", ["提交", "✓ 提交", "确认", "submit", "OK"])
async def test_submit_is_submit(campus: Campus, words: str) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await wang.says(words)
    assert len(await contents(campus, CHECK_IN)) == 1
    assert await campus.open_talks() == []


@pytest.mark.parametrize("words", ["返回", "‹ 返回", "上一步", "back"])
async def test_back_is_back(campus: Campus, words: str) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    await wang.says(words)
    CHECK_IN.asks(wang, "themes")


@pytest.mark.parametrize("words", ["选好了", "done", "完成！"])
async def test_done_is_done(campus: Campus, words: str) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "themes")
    await wang.says(words)
    CHECK_IN.asks(wang, "done")


async def test_done_ends_a_long_text_and_is_no_part_of_it(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    await wang.says("那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。" * 3)
    await wang.says("写完了")
    STORY.asks(wang, "pictures")


@pytest.mark.parametrize("words", ["先不写了", "取消", "cancel"])
async def test_leaving_in_words_keeps_the_draft(campus: Campus, words: str) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await wang.says(words)
    wang.hears("flow.kept")


@pytest.mark.parametrize("words", ["没有效果不好说，学生很高兴", "提交了三份教案"])
async def test_words_that_only_begin_so_are_an_answer(campus: Campus, words: str) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await wang.says(words)
    CHECK_IN.asks(wang, "evidence")


async def test_a_word_of_no_button_here_is_what_it_says(campus: Campus) -> None:
    """Nothing can be skipped at the title: a story may be called so."""
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "title")
    await wang.says("跳过")
    STORY.asks(wang, "body")


async def test_no_more_ends_the_files_and_not_the_themes(campus: Campus) -> None:
    """At the themes 没有 would be none of them: it is asked, not guessed."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "themes")
    await wang.says("没有")
    wang.sees("flow.wants_press")
    await CHECK_IN.on(wang, "themes", "evidence")
    await wang.sends_photo(png(8, 6))
    await wang.says("没有了")
    CHECK_IN.asks(wang, "confirm")
