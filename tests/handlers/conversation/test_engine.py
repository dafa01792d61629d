"""What every conversation does at every step: back, leave, restart, double tap, stale button …"""

import pytest

from tests.campus import Campus
from tests.handlers.walks import CHECK_IN, STORY, WALKS, Walk, contents

STOPS = [
    pytest.param(walk, step, id=f"{walk.flow}-{step}") for walk in WALKS for step in walk.steps
]
AFTER_FIRST = [
    pytest.param(walk, before, step, id=f"{walk.flow}-{step}")
    for walk in WALKS
    for before, step in zip(walk.steps, walk.steps[1:], strict=False)
]
PRESSED = {
    "activity": "打造", "themes": "选好了", "effect": "跳过", "evidence": "跳过", "confirm": "提交",
    "kind": "每月一党员", "pictures": "跳过", "consent": "不署名",
}  # fmt: skip
BY_PRESS = [
    pytest.param(walk, step, id=f"{walk.flow}-{step}")
    for walk in WALKS
    for step in walk.steps
    if step in PRESSED
]


async def undisturbed(campus: Campus, walk: Walk) -> object:
    """What the walk leaves if nothing comes between."""
    li = await campus.member("赵敏", branch="检验系党支部")
    await walk.up_to(li, walk.steps[0])
    await walk.on(li, walk.steps[0])
    (content,) = await contents(campus, walk)
    return content


@pytest.mark.parametrize(("walk", "step"), STOPS)
async def test_a_restart_at_any_step_changes_nothing(campus: Campus, walk: Walk, step: str) -> None:
    """The process dies while the question stands: the answer still finds it, and once only."""
    wanted = await undisturbed(campus, walk)
    wang = await campus.member("王芳")
    await walk.up_to(wang, step)
    walk.asks(wang, step)

    campus.restart()
    await walk.on(wang, step)

    assert await contents(campus, walk) == [wanted, wanted]
    assert await campus.open_talks() == []


@pytest.mark.parametrize(("walk", "before", "step"), AFTER_FIRST)
async def test_back_leads_to_the_question_before_and_keeps_its_answer(
    campus: Campus, walk: Walk, before: str, step: str
) -> None:
    """‹ Back, then "keep": the same question as before, and nothing is lost on the way."""
    wang = await campus.member("王芳")
    await walk.up_to(wang, step)

    await wang.presses("‹ 返回")
    if before != "body":
        walk.asks(wang, before)
    await wang.presses("不改")

    walk.asks(wang, step)
    await walk.on(wang, step)
    assert len(await contents(campus, walk)) == 1


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.flow)
async def test_the_first_question_has_no_way_back(campus: Campus, walk: Walk) -> None:
    wang = await campus.member("王芳")
    await wang.says(walk.command)
    assert "‹ 返回" not in wang.card.labels


@pytest.mark.parametrize(("walk", "step"), STOPS[1:6] + STOPS[7:])
@pytest.mark.parametrize("way", ["press", "command"])
async def test_leaving_keeps_a_draft_that_goes_on_where_it_was(
    campus: Campus, walk: Walk, step: str, way: str
) -> None:
    """✕ and /cancel alike; it is taken up on another day, by the button or from /drafts."""
    wanted = await undisturbed(campus, walk)
    wang = await campus.member("王芳")
    await walk.up_to(wang, step)

    if way == "press":
        await wang.presses("✕ 先不写了")
    else:
        await wang.says("/cancel")
    wang.hears("flow.kept")
    assert await campus.open_talks() == []
    assert wang.live_cards == 1

    campus.stands_at("2008-06-23 21:30")
    campus.restart()
    if way == "press":
        await wang.presses("▶ 接着写")
    else:
        await wang.says("/drafts")
        await wang.presses(wang.card.labels[0])
    walk.asks(wang, step)
    assert wang.live_cards == 1
    await walk.on(wang, step)
    assert await contents(campus, walk) == [wanted, wanted]


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.flow)
async def test_leaving_before_anything_was_said_keeps_nothing(campus: Campus, walk: Walk) -> None:
    wang = await campus.member("王芳")
    await wang.says(walk.command)
    await wang.presses("✕ 先不写了")
    wang.hears("flow.left")
    await wang.says("/drafts")
    wang.hears("drafts.none")


@pytest.mark.parametrize(("walk", "step"), BY_PRESS)
async def test_a_double_tap_counts_once(campus: Campus, walk: Walk, step: str) -> None:
    """Both presses are there before the bot sees the first: the second changes nothing."""
    wang = await campus.member("王芳")
    await walk.up_to(wang, step)

    await wang.presses_twice(PRESSED[step])

    if step == "confirm":
        wang.is_toasted("hint.stale_button_closed")
    else:
        wang.is_toasted("hint.stale_button")
        after = walk.steps[walk.steps.index(step) + 1]
        walk.asks(wang, after)
        await walk.on(wang, after)
    assert len(await contents(campus, walk)) == 1


@pytest.mark.parametrize(("walk", "before", "step"), AFTER_FIRST)
async def test_a_button_of_an_older_question_redraws_the_present_one(
    campus: Campus, walk: Walk, before: str, step: str
) -> None:
    """Pressed months later by a client that kept the old card: toast, and the question stands."""
    wang = await campus.member("王芳")
    await walk.up_to(wang, before)
    old = [button["callback_data"] for button in wang.card.buttons]
    await walk.on(wang, before, step)

    campus.stands_at("2008-12-01 09:00")
    for data in old:
        await wang.forges(data)
        wang.is_toasted("hint.stale_button")
        walk.asks(wang, step)
    assert await contents(campus, walk) == []
    assert wang.live_cards == 1


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.flow)
async def test_old_buttons_of_an_ended_conversation_do_nothing(campus: Campus, walk: Walk) -> None:
    wang = await campus.member("王芳")
    old: list[str] = []
    await wang.says(walk.command)
    for _, act in walk.stops:
        old += [button["callback_data"] for button in wang.card.buttons]
        await act(wang)

    for data in old:
        await wang.forges(data)
        wang.is_toasted("hint.stale_button_closed")
        wang.hears_nothing()
    assert len(await contents(campus, walk)) == 1


@pytest.mark.parametrize("data", ["", "x", "A" * 16 + ".1.0", "../..", "talk", "A" * 64])
async def test_a_forged_press_does_nothing(campus: Campus, data: str) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    if data:
        await wang.forges(data)
        wang.is_toasted("hint.stale_button")
    CHECK_IN.asks(wang, "done")


async def test_a_place_beyond_the_buttons_is_stale(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "activity")
    card, version, _ = wang.card.buttons[0]["callback_data"].split(".")
    for place in ("99", "999"):
        await wang.forges(f"{card}.{version}.{place}")
        wang.is_toasted("hint.stale_button")


async def test_nobody_presses_anothers_buttons(campus: Campus) -> None:
    """The card is bound to its owner: the same data from another account is refused."""
    wang, li = await campus.member("王芳"), await campus.member("李明")
    await CHECK_IN.up_to(wang, "confirm")
    data = wang.card.buttons[0]["callback_data"]
    await CHECK_IN.up_to(li, "activity")

    await li.forges(data)

    li.is_toasted("hint.stale_button")
    CHECK_IN.asks(li, "activity")
    CHECK_IN.asks(wang, "confirm")
    assert await contents(campus, CHECK_IN) == []


async def test_a_button_in_a_group_is_its_owners_alone(campus: Campus) -> None:
    """Threat 2: whoever else presses it is told so, and nothing happens."""
    wang, li = await campus.member("王芳"), await campus.member("李明")
    group = campus.world.add_group("支部群", wang.user, li.user, bot=True)
    await campus.hands_button(wang, where=group, go="help")
    card = campus.world.last(group)

    await li.presses("试一试", on=card)
    li.is_toasted("hint.not_your_button")
    assert campus.world.last(group).text == "？"

    await wang.presses("试一试", on=card)
    assert wang.toasts == []
    assert campus.world.last(group).text != "？"


@pytest.mark.parametrize(("walk", "step"), STOPS)
async def test_a_wrong_kind_of_message_is_told_and_the_question_stays(
    campus: Campus, walk: Walk, step: str
) -> None:
    wants = {
        "done": "text",
        "effect": "text",
        "about": "text",
        "title": "text",
        "body": "text",
        "evidence": "file",
        "pictures": "picture",
    }.get(step, "press")
    wang = await campus.member("王芳")
    await walk.up_to(wang, step)

    await wang.does(lambda world: world.speech.send_location(wang.user, None, 43.8, 125.3))

    wang.sees(f"flow.wants_{wants}")
    walk.asks(wang, step)
    assert wang.live_cards == 1


@pytest.mark.parametrize(("walk", "step"), [(CHECK_IN, "activity"), (STORY, "consent")])
async def test_words_that_are_no_option_are_told(campus: Campus, walk: Walk, step: str) -> None:
    wang = await campus.member("王芳")
    await walk.up_to(wang, step)
    await wang.says("都行")
    wang.sees("flow.wants_press")
    walk.asks(wang, step)


async def test_a_label_written_out_is_as_good_as_a_press(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "activity")
    await wang.says("打造精品课程")
    CHECK_IN.asks(wang, "themes")


@pytest.mark.parametrize(("walk", "step"), STOPS)
async def test_editing_a_message_that_is_no_answer_changes_nothing(
    campus: Campus, walk: Walk, step: str
) -> None:
    """The command, edited into something else: nobody asked for it, nobody is answered."""
    wang = await campus.member("王芳")
    await walk.up_to(wang, step)
    said = [m.id for m in campus.world.messages(wang.user) if m.sender == wang.user.id]

    await wang.does(lambda world: world.speech.edit(wang.user, None, said[0], "改过的字"))

    wang.hears_nothing()
    walk.asks(wang, step)
    await walk.on(wang, step)
    assert "改过的字" not in str(await contents(campus, walk))


async def test_an_edit_with_nothing_open_is_left_alone(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/progress")
    (said,) = (m for m in campus.world.messages(wang.user) if m.sender == wang.user.id)
    await wang.does(lambda world: world.speech.edit(wang.user, None, said.id, "/checkin"))
    wang.hears_nothing()
    assert await campus.open_talks() == []


async def test_there_is_one_live_card_and_it_stands_last(campus: Campus) -> None:
    """A press edits the card; after a message it is sent anew, the old one without buttons."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    before = len(wang.messages)
    assert before == 1

    await wang.says("太短")
    assert len(wang.messages) == before + 1
    assert wang.messages[-1] is wang.card
    assert wang.live_cards == 1


async def test_a_command_is_never_an_answer(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    await wang.says("/progress")
    await wang.says("/nonsense")
    wang.hears("hint.unknown_command", command="nonsense")
    assert await campus.open_talks() == ["check_in"]
    await wang.says("给新课程写完了全部教案。")
    CHECK_IN.asks(wang, "effect")


async def test_another_conversation_sets_the_open_one_aside(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await wang.says("/story")
    STORY.asks(wang, "kind")
    assert await campus.open_talks() == ["submit_story"]
    assert wang.reads("flow.set_aside") in [message.text for message in wang.messages]
    assert wang.live_cards == 1

    await wang.says("/drafts")
    assert any("给新课程写完" in label for label in wang.card.labels)


async def test_every_answer_can_be_changed_from_the_preview(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await wang.presses("✎")
    wang.hears("flow.what_to_change")
    await wang.presses("做了什么")
    CHECK_IN.asks(wang, "done")
    await wang.says("给新课程写完了全部教案和试题。")
    CHECK_IN.asks(wang, "confirm")
    await wang.presses("✓ 提交")
    (content,) = await contents(campus, CHECK_IN)
    assert "试题" in str(content)


async def test_changing_is_left_by_back_without_a_change(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    for way in (["✎", "‹ 返回"], ["✎", "做了什么", "‹ 返回"], ["✎", "做了什么", "不改"]):
        for label in way:
            await wang.presses(label)
        CHECK_IN.asks(wang, "confirm")


async def test_words_at_the_list_of_answers_are_told(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    await wang.presses("✎")
    await wang.says("做了什么")
    wang.sees("flow.wants_press")
    wang.sees("flow.what_to_change")


async def test_words_with_nothing_open_are_answered(campus: Campus) -> None:
    wang, visitor = await campus.member("王芳"), campus.visitor("路人")
    await wang.says("你好")
    wang.hears("hint.nothing_open")
    await visitor.says("你好")
    visitor.hears("people.not_joined")
