"""One live card: edited in place, or sent anew while the old one loses its buttons."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.demo.fake_telegram.world.people import User
from storage.delivery.card_messages import Worn, keep_places, worn_messages
from storage.delivery.outbox import Outgoing
from storage.tables import cards
from tests.bot.desk import Desk, message

BUTTONS = {"reply_markup": {"inline_keyboard": [[{"text": "好", "callback_data": "c.1.0"}]]}}


def _shows(user: User, text: str, *, fresh: bool = False, **extra: Any) -> Outgoing:
    return message(user, text, card_id="c", fresh=fresh, extra=BUTTONS | extra)


async def _place(desk: Desk) -> int | None:
    async with desk.database.read() as session:
        found: int | None = await session.value(select(cards.c.message_id))
    return found


async def _worn(desk: Desk) -> list[int]:
    async with desk.database.read() as session:
        return [one.message_id for one in await worn_messages(session, limit=9)]


async def _live(desk: Desk, user: User) -> list[str]:
    return [m.text for m in desk.world.messages(user) if m.buttons]


@pytest.fixture
async def wang(desk: Desk) -> User:
    """A person whose card has not been shown yet."""
    user = desk.person()
    await desk.card("c", user.id)
    return user


async def test_a_card_is_sent_once_and_edited_after(desk: Desk, wang: User) -> None:
    await desk.send(_shows(wang, "第一步", fresh=True))
    await desk.send(_shows(wang, "第二步"))
    assert desk.texts(wang) == ["第二步"]
    assert await _live(desk, wang) == ["第二步"]
    assert [name for name, _, _ in desk.server.log or []] == ["sendMessage", "editMessageText"]
    assert await _place(desk) == desk.world.last(wang).id


async def test_a_fresh_card_goes_to_the_bottom_and_the_old_one_loses_its_buttons(
    desk: Desk, wang: User
) -> None:
    await desk.send(_shows(wang, "第一步"))
    desk.world.say(wang, None, "我的回答")
    await desk.send(_shows(wang, "第二步", fresh=True))
    assert desk.texts(wang) == ["第一步", "第二步"]
    assert await _live(desk, wang) == ["第二步"]
    assert await _place(desk) == desk.world.last(wang).id


async def test_taking_the_buttons_off_waits_behind_replies(desk: Desk, wang: User) -> None:
    await desk.send(_shows(wang, "第一步"))
    await desk.send(_shows(wang, "第二步", fresh=True), message(wang, "还有"))
    methods = [name for name, _, _ in desk.server.log or []][1:]
    assert methods == ["sendMessage", "sendMessage", "editMessageReplyMarkup"]


async def test_an_edit_that_changes_nothing_is_success(desk: Desk, wang: User) -> None:
    """Fault 24: not modified; a repeated edit is harmless."""
    await desk.send(_shows(wang, "第一步"), _shows(wang, "第一步"))
    assert await desk.states() == ["sent", "sent"]
    assert desk.texts(wang) == ["第一步"]


async def test_a_card_whose_message_was_deleted_is_sent_anew(desk: Desk, wang: User) -> None:
    """Fault 24: message to edit not found."""
    await desk.send(_shows(wang, "第一步"))
    desk.world.speech.delete(wang, None, desk.world.last(wang).id)
    await desk.send(_shows(wang, "第二步"))
    assert await _live(desk, wang) == ["第二步"]
    assert await _place(desk) == desk.world.last(wang).id
    await desk.send(_shows(wang, "第三步"))
    assert desk.texts(wang) == ["第三步"]


async def test_an_old_message_that_is_gone_needs_no_buttons_off(desk: Desk, wang: User) -> None:
    await desk.send(_shows(wang, "第一步"))
    desk.world.speech.delete(wang, None, desk.world.last(wang).id)
    await desk.send(_shows(wang, "第二步", fresh=True))
    assert await desk.states() == ["sent", "sent"]
    assert await _worn(desk) == []


async def test_a_card_repeated_after_a_lost_answer_stays_one_live_card(
    desk: Desk, wang: User
) -> None:
    """Fault 20 on a card that is edited: the copy is the same message."""
    await desk.send(_shows(wang, "第一步"))
    desk.server.faults.drop("editMessageText")
    await desk.send(_shows(wang, "第二步"))
    await desk.later(seconds=2)
    assert await desk.states() == ["sent", "sent"]
    assert desk.texts(wang) == ["第二步"]


async def test_the_buttons_come_off_in_the_end_although_telegram_floods(
    desk: Desk, wang: User
) -> None:
    await desk.send(_shows(wang, "第一步"))
    desk.server.faults.flood("editMessageReplyMarkup", 20, chat_id=wang.id)
    await desk.send(_shows(wang, "第二步", fresh=True))
    assert len(await _live(desk, wang)) == 2
    desk.restart()
    desk.clock.advance(timedelta(seconds=20))
    await desk.courier.start()
    await desk.courier.drain_once()
    assert await _live(desk, wang) == ["第二步"]
    assert await _worn(desk) == []


async def test_a_chat_that_was_told_to_wait_over_its_buttons_rests_through_a_restart(
    desk: Desk, wang: User
) -> None:
    await desk.send(_shows(wang, "第一步"))
    desk.server.faults.flood("editMessageReplyMarkup", 20, chat_id=wang.id)
    await desk.send(_shows(wang, "第二步", fresh=True))
    desk.restart()
    await desk.courier.start()
    await desk.send(message(wang, "还有"))
    assert desk.texts(wang) == ["第一步", "第二步"]


@pytest.mark.parametrize("done", [False, True])
async def test_a_kill_before_the_buttons_are_off_leaves_them_to_the_next_start(
    desk_on_both: Desk, *, done: bool
) -> None:
    desk = desk_on_both
    wang = desk.person()
    await desk.card("c", wang.id)
    await desk.send(_shows(wang, "第一步"))
    first = desk.world.last(wang).id
    (desk.server.faults.drop if done else desk.server.faults.lose)("editMessageReplyMarkup")
    await desk.send(_shows(wang, "第二步", fresh=True))
    assert await _worn(desk) == [first]
    desk.restart()
    await desk.courier.start()
    await desk.courier.drain_once()
    assert await _live(desk, wang) == ["第二步"]
    assert await _worn(desk) == []


async def test_where_telegram_is_away_the_buttons_wait_for_it(desk: Desk, wang: User) -> None:
    await desk.send(_shows(wang, "第一步"))
    words = "Internal Server Error"
    desk.server.faults.refuse("editMessageReplyMarkup", 500, words, times=1)
    await desk.send(_shows(wang, "第二步", fresh=True))
    calls = [name for name, _, _ in desk.server.log or []]
    assert calls.count("editMessageReplyMarkup") == 1
    await desk.later(seconds=1)
    assert [name for name, _, _ in desk.server.log or []] == calls
    assert len(await _worn(desk)) == 1


async def test_what_a_slow_hand_takes_off_is_not_what_was_worn_since(
    desk: Desk, wang: User
) -> None:
    """The first message is done with only after the second one is worn as well."""
    await desk.send(_shows(wang, "第一步"), _shows(wang, "第二步", fresh=True))
    second = desk.world.last(wang).id
    async with desk.database.write() as session:
        await session.change(cards.update().values(worn_id=second))
        await keep_places(session, [], [Worn("c", wang.id, second - 1)])
    assert await _worn(desk) == [second]


async def test_broken_html_is_sent_as_plain_text_with_an_alert(
    desk: Desk, wang: User, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 24: once, and somebody is told."""
    await desk.send(message(wang, "<b>痕迹 &amp; <i>旗</b>"))
    assert desk.texts(wang) == ["痕迹 & 旗"]
    assert await desk.states() == ["sent"]
    assert [record.levelname for record in caplog.records if "another way" in record.message] == [
        "ERROR"
    ]


async def test_plain_text_that_is_refused_too_is_not_tried_for_ever(desk: Desk, wang: User) -> None:
    words = "Bad Request: can't parse entities: unsupported start tag"
    desk.server.faults.refuse("sendMessage", 400, words, times=5)
    await desk.send(message(wang, "<x>"))
    assert await desk.states() == ["refused"]
    assert desk.server.faults.suffered["sendmessage"] == 2


async def test_an_answer_to_a_deleted_message_is_sent_without_the_reference(
    desk: Desk, wang: User
) -> None:
    """Fault 24: message to be replied not found."""
    await desk.send(message(wang, "答", extra={"reply_parameters": {"message_id": 999}}))
    assert desk.texts(wang) == ["答"]


async def test_a_message_that_is_gone_already_need_not_be_deleted(desk: Desk, wang: User) -> None:
    call = {"chat_id": wang.id, "message_id": 999}
    await desk.send(Outgoing("deleteMessage", call, lane=wang.id))
    assert await desk.states() == ["sent"]


async def test_two_changes_of_one_card_at_once_end_with_the_last(desk: Desk, wang: User) -> None:
    """Fault 48: a double tap; each row waits for the one before and knows its message."""
    await desk.send(*[_shows(wang, f"第{n}次", fresh=n == 0) for n in range(4)])
    assert desk.texts(wang) == ["第3次"]
