"""Just send: what is written or shown without being asked becomes a check-in in two taps."""

from functools import partial

import pytest

from bot.demo.fake_telegram.world.world import World
from tests.campus import Actor, Campus
from tests.demo.pictures import png
from tests.handlers.evidence.test_attach import part_of_album
from tests.handlers.walks import CHECK_IN, STORY, acts_of, contents

DEED = "今天上午和三位同学在社区义诊，量了五十多人的血压。"
LONG = "那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。" * 6


def taps_of(actor: Actor) -> int:
    """How many buttons the person has pressed."""
    return sum(press.user_id == actor.user.id for press in actor.campus.world.presses)


def messages_of(actor: Actor) -> int:
    """How many messages the person has written."""
    written = actor.campus.world.messages(actor.user)
    return sum(message.sender == actor.user.id for message in written)


async def test_the_common_check_in_takes_two_taps_and_one_message(campus_on_both: Campus) -> None:
    """A photo with words → one tap → ✓; what nobody was asked can be changed from the preview."""
    campus = campus_on_both
    wang = await campus.member("王芳")
    await wang.sends_photo(png(8, 6), DEED)
    wang.sees("check_in.offer")
    assert DEED[:10] in wang.card.text
    await wang.presses("打造精品课程")
    wang.sees("check_in.confirm.ask")
    await wang.presses("✓ 提交")
    (content,) = await contents(campus, CHECK_IN)
    assert isinstance(content, dict)
    assert (content["done"], content["activity"]) == (DEED, "fine-course")
    assert len(content["evidence"]) == 1
    assert content["themes"]
    assert (taps_of(wang), messages_of(wang)) == (2, 1)
    assert await acts_of(campus) == ["check-in made"]
    assert wang.live_cards == 1


def send(world: World, actor: Actor, name: str) -> None:
    """One of the ways in which people tell something."""
    if name == "text":
        world.say(actor.user, None, DEED)
    elif name == "voice":
        world.speech.send_voice(actor.user, None, b"OggS voice")
    elif name == "picture":
        world.speech.send_photo(actor.user, None, png(8, 6))
    else:
        for number in range(3):
            part_of_album(world, actor, number)


@pytest.mark.parametrize("name", ["text", "voice", "album", "picture"])
async def test_whatever_tells_something_is_offered(campus: Campus, name: str) -> None:
    wang = await campus.member("王芳")
    await wang.does(lambda world: send(world, wang, name))
    wang.sees("check_in.offer")
    assert await campus.open_talks() == ["check_in"]
    await wang.presses("打造精品课程")
    if name != "text":
        CHECK_IN.asks(wang, "done")
        await wang.says(DEED)
    await wang.presses("✓ 提交")
    (content,) = await contents(campus, CHECK_IN)
    assert isinstance(content, dict)
    files = {"text": 0, "voice": 1, "album": 3, "picture": 1}
    assert (content["done"], len(content["evidence"])) == (DEED, files[name])


@pytest.mark.parametrize("stop", [0, 1, 2])
async def test_a_restart_between_the_steps_loses_and_doubles_nothing(
    campus_on_both: Campus, stop: int
) -> None:
    """The process dies after the message, after the tap, after ✓: one check-in with one file."""
    campus = campus_on_both
    wang = await campus.member("王芳")
    acts = (
        partial(wang.sends_photo, png(8, 6), DEED),
        partial(wang.presses, "打造精品课程"),
        partial(wang.presses, "✓ 提交"),
    )
    for number, act in enumerate(acts):
        await act()
        if number == stop:
            campus.restart()
            await campus.settle()
    (content,) = await contents(campus, CHECK_IN)
    assert isinstance(content, dict)
    assert (content["done"], len(content["evidence"])) == (DEED, 1)
    assert await campus.open_talks() == []


@pytest.mark.parametrize("words", ["你好", "谢谢！", "这个月的故事什么时候截止，几号？", "👍"])
async def test_greetings_and_questions_are_no_check_in(campus: Campus, words: str) -> None:
    wang = await campus.member("王芳")
    await wang.says(words)
    wang.hears("hint.nothing_open")
    assert await campus.open_talks() == []


async def test_who_may_not_check_in_is_offered_nothing(campus: Campus) -> None:
    """A visitor, somebody of the office, and a member after the campaign."""
    visitor, zhou = campus.visitor("路人"), await campus.office("周洁")
    for somebody, told in ((visitor, "people.not_joined"), (zhou, "hint.nothing_open")):
        await somebody.says(DEED)
        somebody.hears(told)
    wang = await campus.member("王芳")
    campus.stands_at("2009-08-01 09:00")
    await wang.says(DEED)
    wang.hears("hint.nothing_open")


async def test_what_is_not_wanted_leaves_nothing(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says(DEED)
    await wang.presses("✕ 不用记")
    wang.hears("flow.left")
    await wang.says("/drafts")
    wang.hears("drafts.none")


async def test_another_matter_is_another_offer(campus: Campus) -> None:
    """An offer that nobody took up does not swallow what is written days later."""
    wang = await campus.member("王芳")
    await wang.says(DEED)
    campus.stands_at("2008-06-25 09:00")
    await wang.says("下午给新生讲了实验室的安全制度，来了九人。")
    assert wang.live_cards == 1
    await wang.presses("打造精品课程")
    await wang.presses("✓ 提交")
    (content,) = await contents(campus, CHECK_IN)
    assert isinstance(content, dict)
    assert content["done"] == "下午给新生讲了实验室的安全制度，来了九人。"


async def test_a_greeting_leaves_the_offer_open(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says(DEED)
    await wang.says("谢谢")
    wang.hears("hint.nothing_open")
    await wang.presses("打造精品课程")
    assert wang.reads("check_in.confirm.ask") in wang.card.text


async def test_a_typed_answer_to_the_offer_counts(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says(DEED)
    await wang.says("打造精品课程")
    wang.sees("check_in.confirm.ask")


async def test_what_comes_before_the_offer_is_one_check_in(campus: Campus) -> None:
    """Two messages and a picture, all written before the bot could answer."""
    wang = await campus.member("王芳")

    def send_twice(world: World) -> None:
        world.say(wang.user, None, DEED)
        world.say(wang.user, None, "下午又去了一次。")

    await wang.does(send_twice)
    await wang.presses("打造精品课程")
    await wang.presses("✓ 提交")
    (content,) = await contents(campus, CHECK_IN)
    assert isinstance(content, dict)
    assert content["done"] == f"{DEED}\n下午又去了一次。"


async def test_a_long_text_may_be_a_story(campus: Campus) -> None:
    """Its words are the text and its picture goes along; what else a story needs is asked."""
    wang = await campus.member("王芳")
    await wang.sends_photo(png(8, 6), LONG)
    await wang.presses("📝 写成故事")
    assert await campus.open_talks() == ["submit_story"]
    assert wang.live_cards == 1
    await wang.presses("每月一党员")
    await wang.says("李明")
    await wang.says("雪夜")
    await wang.presses("可以发表，不署名")
    await wang.presses("✓ 提交")
    (content,) = await contents(campus, STORY)
    assert isinstance(content, dict)
    assert (content["body"], len(content["pictures"])) == (LONG, 1)
    assert await contents(campus, CHECK_IN) == []


async def test_a_short_text_is_offered_as_no_story(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says(DEED)
    assert "📝 写成故事" not in wang.card.labels


async def test_a_text_too_long_for_a_check_in_is_shortened_or_kept_as_a_file(
    campus: Campus,
) -> None:
    wang = await campus.member("王芳")
    await wang.says("写了很多。" * 300)
    await wang.presses("打造精品课程")
    await wang.presses("📎 全文存成文件")
    await wang.presses("✓ 提交")
    (content,) = await contents(campus, CHECK_IN)
    assert isinstance(content, dict)
    assert content["done"].startswith("写了很多。")
    assert content["done"].endswith(wang.reads("flow.rest_in_file"))
    assert len(content["done"]) == 1000
    assert len(content["evidence"]) == 1


async def test_editing_what_was_sent_edits_the_offer(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says(DEED)
    said = campus.world.messages(wang.user)[0]
    await wang.does(lambda world: world.speech.edit(wang.user, None, said.id, DEED + "很累。"))
    await wang.presses("打造精品课程")
    await wang.presses("✓ 提交")
    (content,) = await contents(campus, CHECK_IN)
    assert isinstance(content, dict)
    assert content["done"] == DEED + "很累。"
