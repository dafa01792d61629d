"""A broken Bot API server, or a leaked secret: nobody else waits, no batch is rolled back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from storage.delivery.inbox import PARKED
from storage.tables import evidence, inbox
from tests.bot.nasty import NASTY, broken_updates
from tests.campus import Campus
from tests.handlers.walks import CHECK_IN

FEW: tuple[Any, ...] = (2**63, 10**400, -1, True, None, "\0", [], {})


async def test_hundreds_of_broken_updates_roll_no_batch_back(
    campus_on_both: Campus, caplog: pytest.LogCaptureFixture
) -> None:
    """Each of them comes from a chat of its own; what is set aside is set aside alone."""
    campus = campus_on_both
    wang = await campus.member("王芳")
    for update in broken_updates(FEW):
        (kind, content), number = list(update.items())[1], update["update_id"]
        if isinstance(content, dict) and isinstance(content.get("chat"), dict):
            content = {**content, "chat": {**content["chat"], "id": 10_000 + number}}
        campus.world.queue.put(kind, content)
    while await campus.receiver.receive_once():
        pass
    await wang.says("/help")
    assert len(wang.messages) == 1
    for seconds in (6, 26, 26):
        while await campus.engine.work_once():
            pass
        campus.clock.advance(timedelta(seconds=seconds))
    assert "rolled back" not in caplog.text
    async with campus.reading() as session:
        parked = await session.value(select(func.count()).where(inbox.c.state == PARKED))
    assert isinstance(parked, int)


def _photo(**fields: Any) -> dict[str, Any]:
    return {"file_id": "f", "file_unique_id": "u", "file_size": 10, **fields}


@pytest.mark.parametrize("place", ["file_id", "file_unique_id", "file_size", "file_name",
                                   "mime_type", "caption", "media_group_id"])  # fmt: skip
async def test_no_value_in_a_file_breaks_the_step_that_takes_it(
    campus_on_both: Campus, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    campus = campus_on_both
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "evidence")
    for number, value in enumerate(NASTY):
        message: dict[str, Any] = {
            "message_id": 5000 + number, "date": campus.world.history.seconds(),
            "chat": {"id": wang.user.id, "type": "private"},
            "from": {"id": wang.user.id, "is_bot": False, "first_name": "芳"},
            "document": _photo(), "caption": "", "media_group_id": "1",
        }  # fmt: skip
        (message if place in message else message["document"])[place] = value
        campus.world.queue.put("message", message)
    while await campus.receiver.receive_once():
        pass
    while await campus.engine.work_once():
        pass
    assert "turn failed" not in caplog.text
    assert "rolled back" not in caplog.text
    async with campus.reading() as session:
        sizes = [row.size for row in await session.rows(select(evidence.c.size))]
    assert all(size is None or size >= 0 for size in sizes)
