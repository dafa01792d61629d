"""Somebody who taps fast at Telegram's pace: the last tap counts, and none stays unanswered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.workers.courier import Courier
from storage.tables import cards
from tests.campus import Actor, Campus
from tests.handlers.walks import CHECK_IN

TAPS = 8


def at_a_pace(campus: Campus) -> None:
    """The courier keeps Telegram's limits, on the clock of the campus."""
    began = campus.clock.now()
    campus.restart()
    campus.courier = Courier(
        campus.database,
        campus.clock,
        campus.api,
        campus.files,
        rate=28.5,
        wake_engine=lambda: None,
        elapsed=lambda: 100 + (campus.clock.now() - began).total_seconds(),
    )


async def pass_by(campus: Campus, seconds: float) -> None:
    for _ in range(int(seconds * 4)):
        campus.clock.advance(timedelta(seconds=0.25))
        await campus.settle()


async def on_themes(campus: Campus) -> Actor:
    """Somebody who may tick as many themes as there are, and has not been written to lately."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "themes")
    await pass_by(campus, 4)
    return wang


@pytest.mark.parametrize("killed", [False, True])
async def test_the_last_of_eight_taps_in_two_seconds_is_shown_and_all_are_answered(
    campus: Campus, *, killed: bool
) -> None:
    wang = await on_themes(campus)
    at_a_pace(campus)
    campus.server.log = []
    before = len(campus.world.presses)
    for tap in range(TAPS):
        await wang.presses(wang.card.labels[tap % 3])
        await pass_by(campus, 0.25)
        if killed and tap == TAPS // 2:
            at_a_pace(campus)
            await campus.courier.start()
    await pass_by(campus, 4)
    calls = [name for name, _, _ in campus.server.log]
    answered = [query for query in campus.world.presses if query.answer is not None]
    assert len(answered) - before == TAPS
    # A new process knows nothing of what the old one sent.
    assert calls.count("editMessageText") <= (6 if killed else 5)
    assert "sendMessage" not in calls
    async with campus.reading() as session:
        version = await session.value(select(cards.c.version).order_by(cards.c.version.desc()))
    assert {button["callback_data"].split(".")[1] for button in wang.card.buttons} == {str(version)}
    CHECK_IN.asks(wang, "themes")
