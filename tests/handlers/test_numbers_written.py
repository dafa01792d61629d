"""No number, however large or odd, breaks a conversation at any step that takes typed text."""

from collections.abc import Awaitable, Callable

import pytest

from storage.delivery.inbox import backlog
from tests.campaign.odd_texts import NUMBERS
from tests.campus import Actor, Campus
from tests.handlers.walks import WALKS, Walk

COMMANDS = (
    "/start {}",
    "/start duty-check-ins_{}",
    "/link {}",
    "/broadcast {}",
    "/cancel {}",
    "/progress {}",
    "/checkin {}",
)
# As forged presses carry them.
DATA = (
    "{card}.99999999999999999999.0",
    "{card}.1.99999999999999999999",
    "{card}.²³.0",
    "{card}.-1.0",
    "{card}.1.999",
    "{card}.٣.٣",
    "{card}.1e308.nan",
)


async def nothing_was_parked(campus: Campus) -> None:
    async with campus.reading() as session:
        left = await backlog(session)
    assert (left.waiting, left.parked) == (0, 0)


@pytest.mark.parametrize(
    ("walk", "step"),
    [(walk, step) for walk in WALKS for step in walk.steps],
    ids=lambda value: value if isinstance(value, str) else value.flow,
)
async def test_each_step_answers_every_number(campus: Campus, walk: Walk, step: str) -> None:
    wang = await campus.member("王芳")
    await walk.up_to(wang, step)
    for number in NUMBERS:
        before = len(wang.messages)
        await wang.says(number)
        assert len(wang.messages) > before, number[:30]
    await nothing_was_parked(campus)


async def test_the_day_of_a_check_in_answers_every_number(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await WALKS[0].up_to(wang, "confirm")
    await wang.presses("✎")
    await wang.presses("日期")
    for number in NUMBERS:
        await wang.says(number)
    await nothing_was_parked(campus)


async def to_content(office: Actor) -> None:
    await office.says("/broadcast")


async def to_moment(office: Actor) -> None:
    await office.says("/broadcast")
    await office.says("通知")
    await office.presses("发完了")
    await office.presses("全体党员")
    await office.presses("✓ 选好了")


@pytest.mark.parametrize("to_step", [to_content, to_moment])
async def test_a_notice_answers_every_number(
    campus: Campus, to_step: Callable[[Actor], Awaitable[None]]
) -> None:
    await campus.member("王芳")
    office = await campus.office("周洁")
    await to_step(office)
    for number in NUMBERS:
        await office.says(number)
    await nothing_was_parked(campus)


async def test_so_many_days_from_now_is_too_far(campus: Campus) -> None:
    await campus.member("王芳")
    office = await campus.office("周洁")
    await to_moment(office)
    await office.says("99999999999天后")
    office.sees("broadcast.moment_is_far")
    office.sees("broadcast.at.ask")


async def test_commands_and_links_answer_every_number(campus: Campus) -> None:
    secretary, visitor = await campus.secretary("孙梅"), campus.visitor("路人")
    for form in COMMANDS:
        for number in (*NUMBERS, "9" * 18, str(2**63)):
            await secretary.says(form.format(number)[:4096])
    for number in NUMBERS:
        await visitor.says(f"/start {number}"[:4096])
    await nothing_was_parked(campus)


async def test_forged_numbers_in_a_button_are_stale(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/checkin")
    for data in DATA:
        await wang.forges(data.format(card="A" * 16))
    await nothing_was_parked(campus)
