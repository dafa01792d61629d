"""Editing a sent message edits the answer that it gave, as long as the conversation is open."""

from typing import Any

import pytest

from bot.demo.fake_telegram.world.messages import Message
from tests.campus import Actor, Campus
from tests.demo.pictures import png
from tests.handlers.walks import BODY, CHECK_IN, STORY, Walk, contents

SAID = "给新课程写完了全部教案。"


async def edits(actor: Actor, words: str, *, at: int = -1) -> None:
    """Change one of the messages that the person wrote."""
    written = actor.campus.world.messages(actor.user)
    said = [message for message in written if message.sender == actor.user.id][at]
    await actor.does(lambda world: world.speech.edit(actor.user, None, said.id, words))


async def tells_of_edit(actor: Actor, sent: Message, stamp: int = 1, **content: Any) -> None:
    """What Telegram sends when a message of that kind was edited."""
    frame = {
        "message_id": sent.id,
        "date": 1_214_182_800,
        "edit_date": 1_214_182_800 + stamp,
        "chat": {"id": actor.user.id, "type": "private"},
        "from": actor.user.as_json(),
    }
    actor.campus.world.queue.put("edited_message", {**frame, **sent.content, **content})
    await actor.campus.settle()


@pytest.mark.parametrize("step", ["effect", "evidence", "confirm"])
async def test_the_answer_follows_and_the_card_says_so(campus_on_both: Campus, step: str) -> None:
    campus = campus_on_both
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, step)
    before = len(wang.messages)
    await edits(wang, "给新课程写完了教案和试题。")
    wang.sees("flow.edit_taken", label="做了什么")
    CHECK_IN.asks(wang, step)
    assert len(wang.messages) == before
    await CHECK_IN.on(wang, step)
    assert "教案和试题" in str(await contents(campus, CHECK_IN))


async def test_an_edit_without_a_change_is_left_alone(campus: Campus) -> None:
    """Telegram tells of an edit when it adds the preview of a link."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await edits(wang, SAID + " ")
    wang.hears_nothing()


async def test_a_piece_of_a_long_text_is_edited_alone(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "body")
    for words in ("一。", BODY, "三。"):
        await wang.says(words)
    await edits(wang, "壹。", at=-3)
    wang.sees("flow.edit_taken", label="正文")
    await wang.presses("✓ 写完了")
    await STORY.on(wang, "pictures")
    (content,) = await contents(campus, STORY)
    assert isinstance(content, dict)
    assert content["body"] == f"壹。\n{BODY}\n三。"


async def test_a_caption_is_edited_like_a_text(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    await wang.sends_photo(png(8, 6), "在社区义诊，量了血压。")
    sent = [m for m in campus.world.messages(wang.user) if m.sender == wang.user.id][-1]
    await tells_of_edit(wang, sent, caption="在社区义诊，量了五十人的血压。")
    wang.sees("flow.edit_taken", label="做了什么")


async def test_a_refused_text_that_is_edited_is_an_answer(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    await wang.says("太短")
    await edits(wang, SAID)
    CHECK_IN.asks(wang, "effect")


async def test_an_edit_that_does_not_fit_leaves_the_answer_and_says_why(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await edits(wang, "短")
    why = wang.reads("writing.too_short", least=5, n=1)
    wang.sees("flow.edit_not_taken", why=why)
    await CHECK_IN.on(wang, "effect")
    assert SAID in str(await contents(campus, CHECK_IN))


@pytest.mark.parametrize("walk", [CHECK_IN, STORY], ids=lambda walk: walk.flow)
async def test_after_the_end_one_sentence_offers_the_change(campus: Campus, walk: Walk) -> None:
    wang = await campus.member("王芳")
    await walk.up_to(wang, walk.steps[0])
    await walk.on(wang, walk.steps[0])
    kept = await contents(campus, walk)
    await edits(wang, "完全是另外一回事。")
    wang.hears("flow.edit_too_late")
    assert await contents(campus, walk) == kept
    await wang.presses("✎ 修改记录")
    assert await campus.open_talks() == [f"change_{walk.flow.removeprefix('submit_')}"]


async def test_after_the_end_an_edit_without_a_change_is_left_alone(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "activity")
    await CHECK_IN.on(wang, "activity")
    await edits(wang, SAID)
    wang.hears_nothing()


async def test_an_edit_of_a_draft_is_told(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await wang.presses("✕")
    await edits(wang, "给新课程写完了教案和试题。")
    wang.hears("flow.edit_of_draft")
    await wang.presses("▶ 接着写")
    CHECK_IN.asks(wang, "effect")


async def test_a_place_that_moves_is_left_alone(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    sent = campus.world.speech.send_location(wang.user, None, 43.8, 125.3)
    await campus.settle()
    wang.sees("flow.wants_text")
    before = len(wang.messages)
    place = {"latitude": 43.9, "longitude": 125.3, "live_period": 600}
    for stamp in range(3):
        await tells_of_edit(wang, sent, stamp, location=place)
    assert len(wang.messages) == before
    CHECK_IN.asks(wang, "done")


async def test_an_edited_notice_does_not_follow_and_says_so(campus: Campus) -> None:
    await campus.member("王芳")
    zhou = await campus.office("周洁")
    await zhou.says("/broadcast")
    await zhou.says("周五开会。")
    await edits(zhou, "周四开会。")
    zhou.sees("flow.edit_not_followed")
