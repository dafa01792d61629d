"""Fault 50: a release changes a flow while people are in the middle of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from handlers.check_ins.submit import STEPS, done_problem_in, new_check_in
from handlers.conversation.flow import AnyFlow, FaultyFlow
from handlers.conversation.steps import AskText, Step
from handlers.routes import ROUTES
from handlers.routing import FaultyRoutes, Page, Route, Routes
from tests.campus import Actor, Campus
from tests.handlers.check_ins.test_submit import check_ins
from tests.handlers.walks import CHECK_IN, contents

BY_NAME = {step.name: step for step in STEPS}


def without(*names: str) -> Routes:
    """The routes of an older release, whose check-in did not ask these yet."""
    return with_check_in(steps=tuple(step for step in STEPS if step.name not in names))


def with_check_in(*, version: int = 0, steps: tuple[Step, ...] = STEPS) -> Routes:
    changed = replace(new_check_in, version=version, steps=steps)
    return with_routes(lambda route: replace(route, opens=changed))


def with_routes(change: Callable[[Route], Route | None]) -> Routes:
    """The routes with the check-in's changed, or taken out."""
    table = (change(r) if r.opens is new_check_in else r for r in ROUTES.table)
    kept = tuple(route for route in table if route is not None)
    return Routes(kept, events=ROUTES.events, happenings=ROUTES.happenings)


def release(campus: Campus, routes: Routes) -> None:
    campus.routes = routes
    campus.restart()


async def in_the_middle(campus: Campus, routes: Routes, step: str) -> Actor:
    """Somebody who stands at that step when the new release comes."""
    release(campus, routes)
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, step)
    release(campus, ROUTES)
    return wang


@pytest.mark.parametrize("way", ["message", "press"])
async def test_a_new_question_is_asked_and_the_answers_stay(campus: Campus, way: str) -> None:
    """Whatever the person does next, they are told why they are asked again."""
    wang = await in_the_middle(campus, without("effect"), "effect")
    CHECK_IN.asks(wang, "evidence")
    await (wang.says("就这些。") if way == "message" else wang.presses("跳过"))
    wang.sees("flow.upgraded")
    CHECK_IN.asks(wang, "effect")
    await wang.presses("跳过")
    CHECK_IN.asks(wang, "evidence")
    await CHECK_IN.on(wang, "evidence")
    (made,) = await check_ins(campus, wang)
    assert made.content.done == "给新课程写完了全部教案。"


async def test_a_question_that_is_gone_is_left_out(campus: Campus) -> None:
    """Its answer is dropped, and where nothing is left to ask the preview comes."""
    farewell = AskText(name="late_reason", check=done_problem_in)
    before = [step for step in STEPS if step.name not in ("late_reason", "confirm", "work")]
    old = with_check_in(steps=(*before, farewell, BY_NAME["confirm"]))
    release(campus, old)
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "confirm")
    CHECK_IN.asks(wang, "late_reason")

    release(campus, ROUTES)
    await wang.says("没有补录，这一步在新版里没有了。")
    wang.sees("flow.upgraded")
    CHECK_IN.asks(wang, "confirm")
    await wang.presses("✓ 提交")
    (made,) = await check_ins(campus, wang)
    assert (made.content.late_reason, made.content.work) == ("", "")


async def test_an_answer_half_given_is_kept(campus: Campus) -> None:
    wang = await in_the_middle(campus, with_check_in(), "themes")
    await wang.presses("☑ 迎奥运")
    wang.sees("flow.upgraded")
    CHECK_IN.asks(wang, "themes")
    await CHECK_IN.on(wang, "themes")
    assert len(await contents(campus, CHECK_IN)) == 1


async def test_a_draft_of_the_older_release_goes_on(campus: Campus) -> None:
    release(campus, without("effect"))
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    CHECK_IN.asks(wang, "evidence")
    await wang.presses("✕")
    release(campus, ROUTES)
    await wang.presses("▶ 接着写")
    wang.sees("flow.upgraded")
    CHECK_IN.asks(wang, "effect")


async def test_a_flow_that_is_gone_is_told_and_closed(campus: Campus) -> None:
    release(campus, ROUTES)
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "done")
    release(campus, with_routes(lambda _: None))
    await wang.says("给新课程写完了全部教案。")
    assert wang.reads("flow.is_gone") in [message.text for message in wang.messages]
    assert await campus.open_talks() == []
    await wang.says("/checkin")
    wang.hears("hint.unknown_command", command="checkin")


async def test_a_draft_of_a_flow_that_is_gone_can_be_thrown_away(campus: Campus) -> None:
    release(campus, ROUTES)
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await wang.presses("✕")
    release(campus, with_routes(lambda _: None))
    await wang.says("/drafts")
    assert wang.card.labels[0].startswith("以前版本的草稿")
    listed = wang.card
    await wang.presses("以前版本的草稿")
    wang.hears("flow.draft_is_gone")
    await wang.presses("🗑 删除", on=listed)
    await wang.presses("是的，删除", on=listed)
    wang.hears("drafts.dropped")


async def test_back_to_the_older_release_goes_on_too(campus: Campus) -> None:
    """An upgrade that was taken back: the answers of the newer one that it does not know go."""
    release(campus, ROUTES)
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "evidence")
    release(campus, with_check_in(version=0))
    await wang.presses("跳过")
    wang.sees("flow.upgraded")
    CHECK_IN.asks(wang, "evidence")
    await CHECK_IN.on(wang, "evidence")
    assert len(await contents(campus, CHECK_IN)) == 1


# ── faulty declarations fail at start ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "steps",
    [
        (*STEPS[:-1], STEPS[0], STEPS[-1]),
        (AskText(name="nowhere", check=done_problem_in), *STEPS),
        (STEPS[-1], *STEPS[:-1]),
    ],
    ids=["two of one name", "no place in the draft", "a preview in the middle"],
)
def test_a_flow_that_contradicts_itself_is_refused(steps: tuple[Step, ...]) -> None:
    with pytest.raises(FaultyFlow):
        replace(new_check_in, steps=steps)


def test_two_routes_of_one_name_are_refused() -> None:
    twice: list[AnyFlow | Page] = [new_check_in, new_check_in]
    with pytest.raises(FaultyRoutes):
        Routes([Route(one, command) for one, command in zip(twice, ("a", "b"), strict=True)])
    with pytest.raises(FaultyRoutes):
        Routes([Route(ROUTES.table[0].opens, "a"), Route(ROUTES.table[1].opens, "a")])
