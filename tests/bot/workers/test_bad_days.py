"""Errors, lost answers and refusals that pass: again, ever more slowly, or held in doubt."""

from datetime import timedelta

import pytest

from bot.workers.results import BUDGET, LONGEST_PAUSE
from storage.delivery.outbox import OnDoubt, Outgoing
from tests.bot.desk import Desk, message

HOLD = OnDoubt.HOLD


@pytest.mark.parametrize("code", [500, 503])
async def test_a_server_error_is_tried_again_ever_more_slowly(desk: Desk, code: int) -> None:
    """Fault 19."""
    wang = desk.person()
    desk.server.faults.server_error("sendMessage", times=12, code=code)
    await desk.send(message(wang, on_doubt=HOLD))
    waits = []
    while (await desk.states()) == ["waiting"]:
        (row,) = await desk.outbox()
        waits.append((row.not_before - desk.clock.now()).total_seconds())
        desk.clock.stand_at(row.not_before)
        await desk.courier.drain_once()
    assert len(waits) == 12
    assert 0.5 <= waits[0] <= 1.0
    assert all(min(2.0**n, LONGEST_PAUSE) / 2 <= wait for n, wait in enumerate(waits))
    assert max(waits) <= LONGEST_PAUSE
    assert desk.texts(wang) == ["痕迹"]


async def test_after_a_day_of_trouble_a_row_is_given_up(desk: Desk) -> None:
    """Fault 19: the budget."""
    desk.server.faults.server_error("sendMessage", times=10_000)
    await desk.send(message(desk.person()))
    tries = 1
    while (await desk.states()) == ["waiting"]:
        (row,) = await desk.outbox()
        desk.clock.stand_at(row.not_before)
        tries += await desk.courier.drain_once()
        assert desk.clock.now() - row.created_at < BUDGET + timedelta(minutes=6)
    assert await desk.states() == ["given_up"]
    assert 24 * 12 < tries < 24 * 60 * 60


async def test_half_the_calls_failing_for_half_an_hour_loses_and_reorders_nothing(
    desk: Desk,
) -> None:
    """Promise 5."""
    people_ = [desk.person(str(number)) for number in range(5)]
    wanted = [f"{number}" for number in range(8)]
    for number in range(60):
        fail = [desk.server.faults.server_error, desk.server.faults.lose][number % 2]
        fail("sendMessage")
    await desk.put(*[message(person, text) for text in wanted for person in people_])
    for _ in range(3600):
        if not await desk.later(seconds=1) and set(await desk.states()) == {"sent"}:
            break
    assert [desk.texts(person) for person in people_] == [wanted] * 5
    assert desk.server.faults.suffered["sendmessage"] == 60


@pytest.mark.parametrize("policy", list(OnDoubt))
async def test_an_answer_that_was_lost(desk: Desk, policy: OnDoubt) -> None:
    """Fault 20: Telegram carried it out and hung up."""
    wang = desk.person()
    desk.server.faults.drop("sendMessage")
    await desk.send(message(wang, on_doubt=policy))
    await desk.later(seconds=2)
    copies, state = (2, "sent") if policy is OnDoubt.RESEND else (1, "unknown")
    assert desk.texts(wang) == ["痕迹"] * copies
    assert await desk.states() == [state]


async def test_a_gateway_that_answers_in_telegrams_stead_leaves_doubt(desk: Desk) -> None:
    desk.server.faults.server_error("sendMessage", code=502)
    await desk.send(message(desk.person(), on_doubt=HOLD))
    assert await desk.states() == ["unknown"]


async def test_a_press_is_not_answered_for_a_whole_day(desk: Desk) -> None:
    desk.server.faults.server_error("answerCallbackQuery", times=100)
    await desk.send(Outgoing("answerCallbackQuery", {"callback_query_id": "1"}))
    for _ in range(20):
        await desk.later(seconds=20)
    assert await desk.states() == ["given_up"]
    assert len(desk.calls("answerCallbackQuery")) < 15


async def test_a_token_that_is_refused_costs_no_message(desk: Desk) -> None:
    wang = desk.person()
    desk.server.faults.refuse("sendMessage", 401, "Unauthorized", times=3)
    await desk.send(message(wang))
    assert await desk.states() == ["waiting"]
    for _ in range(10):
        await desk.later(seconds=10)
    assert desk.texts(wang) == ["痕迹"]
