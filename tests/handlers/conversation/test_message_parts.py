"""What a message gives to a conversation: captions, rich messages, several at once, long ones."""

from typing import Any

import pytest

from bot.demo.fake_telegram.world.files import Upload
from bot.demo.fake_telegram.world.world import World
from tests.campus import Actor, Campus
from tests.demo.pictures import png
from tests.handlers.evidence.test_attach import PDF, part_of_album
from tests.handlers.notices_told import got
from tests.handlers.walks import BODY, CHECK_IN, STORY, contents

DEED = "今天和同事把样例楼前的花坛清理干净了。"
MORE = "下午又去敬老院打扫了院子。"


def rich(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"rich_message": {"blocks": list(blocks)}}


def paragraph(text: Any) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def says_all(actor: Actor, *texts: str) -> Any:
    """All of them are there before the bot sees the first."""

    def say(world: World) -> None:
        for text in texts:
            world.speech.send(actor.user, None, {"text": text})

    return say


async def handed_in(campus: Campus, walk: Any = CHECK_IN) -> dict[str, Any]:
    (content,) = await contents(campus, walk)
    assert isinstance(content, dict)
    return content


@pytest.mark.parametrize("step", ["activity", "themes", "done", "effect", "evidence", "confirm"])
async def test_a_caption_is_words_and_its_file_evidence_at_every_step(
    campus_on_both: Campus, step: str
) -> None:
    """Nothing of it is lost, wherever in the conversation it comes."""
    campus = campus_on_both
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, step)
    await wang.sends_photo(png(8, 6), DEED)
    for _ in range(8):
        if "✓ 提交" in wang.card.labels:
            break
        label = next(
            one
            for one in ("打造精品课程", "✓ 选好了（2）›", "跳过 ›", "✓ 发完了 ›")
            if one in wang.card.labels
        )
        await wang.presses(label)
    await wang.presses("✓ 提交")
    content = await handed_in(campus)
    assert DEED in content["done"] + content["effect"]
    assert len(content["evidence"]) == 1


@pytest.mark.parametrize("step", ["kind", "about", "title", "body", "pictures", "consent"])
async def test_a_story_takes_pictures_at_every_step(campus: Campus, step: str) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, step)
    await wang.sends_photo(png(8, 6))
    if step in ("body", "consent"):
        wang.sees("flow.file_went_to", label=wang.reads("submit_story.pictures.label"))
    if step == "pictures":
        await wang.presses("✓ 发完了")
        await STORY.on(wang, "consent")
    else:
        stops = STORY.steps[STORY.steps.index(step) :]
        for stop in stops:
            if stop == "pictures":
                await wang.presses("✓ 发完了")
            else:
                await dict(STORY.stops)[stop](wang)
    content = await handed_in(campus, STORY)
    assert (len(content["pictures"]), content["body"]) == (1, BODY)


async def test_a_document_is_no_picture_of_a_story_and_its_words_stay(campus: Campus) -> None:
    """The file is refused with the reason; what is written beside it goes on."""
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")

    def send(world: World) -> None:
        content = world.media_content("document", Upload("计划.pdf", PDF))
        world.speech.send(wang.user, None, {**content, "caption": BODY})

    await wang.does(send)
    wang.sees("flow.wants_picture")
    wang.sees("flow.long_text_so_far", n=len(BODY), end="…" + BODY[-60:])


async def test_a_rich_message_is_its_words_and_its_files(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    photo = campus.world.media_content("photo", Upload("p.png", png(8, 6)))
    blocks = (
        {"type": "heading", "text": "本周"},
        paragraph(["把", {"type": "bold", "text": "安全制度"}, "重新讲了一遍。"]),
        {"type": "list", "items": [{"blocks": [paragraph("来了九人")]}]},
        {"type": "table", "cells": [[{"text": "甲"}, {"text": "乙"}]]},
        {"type": "photo", **photo, "caption": {"text": "现场"}},
    )
    await wang.does(lambda world: world.speech.send(wang.user, None, rich(*blocks)))
    CHECK_IN.asks(wang, "effect")
    await wang.presses("跳过")
    await wang.presses("✓ 发完了")
    await wang.presses("✓ 提交")
    content = await handed_in(campus)
    assert content["done"] == "本周\n把安全制度重新讲了一遍。\n· 来了九人\n甲 | 乙\n现场"
    assert len(content["evidence"]) == 1


@pytest.mark.parametrize("block", [{}, {"type": "paragraph"}, {"type": "divider"}, {"text": 5}])
async def test_a_rich_message_without_words_is_told(campus: Campus, block: Any) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    await wang.does(lambda world: world.speech.send(wang.user, None, rich(block)))
    wang.sees("flow.wants_text")


async def test_messages_before_the_answer_belong_to_the_question_that_was_seen(
    campus_on_both: Campus,
) -> None:
    """Three in a row at 做了什么: none of them becomes the effect."""
    campus = campus_on_both
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    await wang.does(says_all(wang, DEED, MORE, "一共去了三次。"))
    CHECK_IN.asks(wang, "effect")
    wang.sees("flow.words_went_to", label=wang.reads("check_in.done.label"))
    await wang.says("老人们很高兴。")
    CHECK_IN.asks(wang, "evidence")
    await CHECK_IN.on(wang, "evidence")
    content = await handed_in(campus)
    assert content["done"] == f"{DEED}\n{MORE}\n一共去了三次。"
    assert content["effect"] == "老人们很高兴。"


async def test_messages_before_the_answer_after_a_restart(campus: Campus) -> None:
    """The process dies between the two: they are one answer all the same."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    says_all(wang, DEED, MORE)(campus.world)
    await campus.receiver.receive_once()
    await campus.engine.work_once()
    campus.restart()
    await campus.settle()
    CHECK_IN.asks(wang, "effect")
    await CHECK_IN.on(wang, "effect")
    assert (await handed_in(campus))["done"] == f"{DEED}\n{MORE}"


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("一" * 4096, "二三"), "一" * 4096 + "二三"),
        (("一" * 4060, "二三"), "一" * 4060 + "二三"),
        (("一" * 4059 + "。", "二三"), "一" * 4059 + "。\n二三"),
        (("word " * 815 + "end", "next"), "word " * 815 + "end next"),
        (("短。", "二三"), "短。\n二三"),
    ],
    ids=["at the limit", "before it", "behind a sentence", "at a blank", "short"],
)
async def test_a_text_that_a_phone_cut_is_joined_as_it_was(
    campus: Campus, parts: tuple[str, ...], whole: str
) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    await wang.does(says_all(wang, *parts))
    if len(whole) < 50:
        whole = f"{whole}\n{BODY}"
        await wang.says(BODY)
    await wang.presses("✓ 写完了")
    await STORY.on(wang, "pictures")
    assert (await handed_in(campus, STORY))["body"] == whole


async def test_a_cut_text_too_long_is_held_whole(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    await wang.does(says_all(wang, "一" * 4096, "最后合了影。"))
    wang.sees("flow.text_too_long", n=4102, most=1000, end="…" + "一" * 54 + "最后合了影。")
    await wang.presses("📎 全文存成文件")
    CHECK_IN.asks(wang, "effect")
    await CHECK_IN.on(wang, "effect", "evidence")
    wang.sees("flow.attached", n=1, most=10)
    await wang.presses("✓ 发完了")
    await wang.presses("✓ 提交")
    content = await handed_in(campus)
    assert len(content["done"]) == 1000
    assert len(content["evidence"]) == 1
    (kept,) = campus.files.folder.rglob("*.txt")
    assert kept.read_text("utf-8") == "一" * 4096 + "最后合了影。"


async def test_a_caption_on_the_second_of_an_album_is_words(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")

    def send(world: World) -> None:
        part_of_album(world, wang, 0)
        second = world.media_content("photo", Upload("q.png", png(9, 6)))
        world.speech.send(wang.user, None, {**second, "caption": DEED}, media_group_id="77")

    await wang.does(send)
    CHECK_IN.asks(wang, "effect")
    await wang.presses("跳过")
    wang.sees("flow.attached", n=2, most=10)


@pytest.mark.parametrize(
    "content",
    [
        {"gift": {}},
        {"unique_gift": {}},
        {"chat_background_set": {"type": {}}},
        {"giveaway_created": {}},
        {"giveaway_completed": {"winner_count": 1}},
        {"checklist_tasks_added": {"tasks": []}},
        {"checklist_tasks_done": {}},
        {"boost_added": {"boost_count": 1}},
        {"some_new_thing_changed": {}},
    ],
    ids=lambda content: str(next(iter(content))),
)
async def test_what_nobody_did_is_not_answered(campus: Campus, content: dict[str, Any]) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    await wang.does(lambda world: world.speech.send(wang.user, None, content))
    wang.hears_nothing()
    CHECK_IN.asks(wang, "done")


async def test_words_behind_the_command_are_an_answer(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says(f"/checkin {DEED}")
    CHECK_IN.asks(wang, "activity")
    await CHECK_IN.on(wang, "activity", "done")
    CHECK_IN.asks(wang, "effect")
    await CHECK_IN.on(wang, "effect")
    assert (await handed_in(campus))["done"] == DEED


async def test_an_argument_that_tells_nothing_is_none(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/checkin go")
    wang.sees("check_in.activity.ask")
    assert wang.reads("flow.wants_press") not in wang.card.text


async def test_a_rich_message_is_a_notice_of_its_words_and_files(campus: Campus) -> None:
    wang, zhou = await campus.member("王芳"), await campus.office("周洁")
    await zhou.says("/broadcast")
    photo = campus.world.media_content("photo", Upload("p.png", png(8, 6)))
    blocks = (paragraph("周五开会。"), {"type": "photo", **photo}, paragraph("请准时。"))
    await zhou.does(lambda world: world.speech.send(zhou.user, None, rich(*blocks)))
    zhou.sees("broadcast.received", n=2, most=10)
    for label in ("✓ 发完了", "全体党员", "✓ 选好了", "现在"):
        await zhou.presses(label)
    shown = [message for message in zhou.messages if "photo" in message.content]
    assert got(zhou, "周五开会。\n请准时。") == 1
    assert len(shown) == 1
    assert wang.messages == []


async def test_a_rich_text_longer_than_a_message_is_several(campus: Campus) -> None:
    zhou = await campus.office("周洁")
    await zhou.says("/broadcast")
    long = rich(paragraph("一" * 4000), paragraph("二" * 4000))
    await zhou.does(lambda world: world.speech.send(zhou.user, None, long))
    zhou.sees("broadcast.received", n=2, most=10)


async def test_words_at_the_preview_of_a_notice_are_a_moment_or_told(campus: Campus) -> None:
    await campus.member("王芳")
    zhou = await campus.office("周洁")
    await zhou.says("/broadcast")
    await zhou.says("周五开会。")
    for label in ("✓ 发完了", "全体党员", "✓ 选好了", "现在"):
        await zhou.presses(label)
    await zhou.says("周四才对，请改一下。")
    zhou.sees("flow.wants_press")
    await zhou.says("明天上午9点")
    zhou.sees("flow.corrected", label=zhou.reads("broadcast.at.label"))
