"""`/broadcast` at each step: restarted, left, back, pressed twice; the preview."""

import pytest

from tests.campus import Actor, Campus
from tests.handlers.notices_told import WORDS, got, is_notice, states, up_to_preview

MANY = "✓ 选好了"


async def test_the_preview_is_shown_once_and_stands_above_the_card(campus: Campus) -> None:
    await campus.member("王芳")
    office = await campus.office("周洁")
    await up_to_preview(office)
    old = office.card
    assert is_notice(office.messages[-2].text)
    assert office.messages[-1].id == old.id
    assert office.live_cards == 1
    await office.presses("✎ 修改")
    await office.presses("‹ 返回")
    assert got(office) == 1
    await office.forges("AAAAAAAAAAAAAAAA.1.0", on=old)
    assert got(office) == 1


async def test_a_double_tap_sends_it_once(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to_preview(office)
    await office.presses_twice("✓ 发送")
    assert got(wang) == 1
    assert await states(campus) == {"sent": 1}


STEPS = ["content", "to", "at", "confirm"]


async def up_to(office: Actor, step: str) -> None:
    await office.says("/broadcast")
    if step == "content":
        return
    await office.says(WORDS)
    await office.presses("发完了")
    if step == "to":
        return
    await office.presses("全体党员")
    await office.presses(MANY)
    if step == "confirm":
        await office.presses("现在")


async def finish(office: Actor, step: str) -> None:
    at = STEPS.index(step)
    if at <= 0:
        await office.says(WORDS)
        await office.presses("发完了")
    if at <= 1:
        await office.presses("全体党员")
        await office.presses(MANY)
    if at <= 2:
        await office.presses("现在")
    await office.presses("✓ 发送")


@pytest.mark.parametrize("step", STEPS)
async def test_the_process_restarts_at_each_step(campus: Campus, step: str) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to(office, step)
    campus.restart()
    await finish(office, step)
    assert got(wang) == 1


@pytest.mark.parametrize("step", STEPS)
async def test_one_leaves_at_each_step_and_comes_back(campus: Campus, step: str) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to(office, step)
    await office.says("/cancel")
    assert await campus.open_talks() == []
    assert await states(campus) == {}
    if step == "content":
        return
    await office.says("/drafts")
    await office.presses("发通知")
    await finish(office, step)
    assert got(wang) == 1


@pytest.mark.parametrize("step", STEPS[1:])
async def test_back_leads_to_the_step_before(campus: Campus, step: str) -> None:
    office = await campus.office("周洁")
    await up_to(office, step)
    await office.presses("‹ 返回")
    before = STEPS[STEPS.index(step) - 1]
    if before == "content":
        assert "已收到 1 条" in office.card.text
    else:
        office.sees(f"broadcast.{before}.ask")
