"""Somebody who presses fast: the newest content is shown, in few calls, and nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.demo.fake_telegram.world.people import User
from bot.workers.courier import Courier
from campaign.messages import TextMessage
from campaign.texts import Html
from storage.database.session import Session
from storage.delivery.outbox import Claimed, Outgoing, Priority
from storage.delivery.outbox_cards import REPLACED, keep_newest
from tests.bot.desk import Desk

RATE = 28.5


def message(user: User, text: str, **how: Any) -> Outgoing:
    """A text for somebody, as a turn writes it down."""
    written = TextMessage(user.id, Html(text)).to_json()
    return Outgoing(TextMessage.kind, written, lane=user.id, **how)


@dataclass
class Paced:
    """A desk whose courier keeps Telegram's pace, on the desk's own clock."""

    desk: Desk
    user: User
    rate: float = RATE

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new process."""
        began = self.desk.clock.now()
        self.desk.restart()
        self.desk.courier = Courier(
            self.desk.database,
            self.desk.clock,
            self.desk.api,
            self.desk.files,
            rate=self.rate,
            wake_engine=lambda: None,
            elapsed=lambda: 100 + (self.desk.clock.now() - began).total_seconds(),
        )

    def shows(self, text: str, **how: Any) -> Outgoing:
        """A call that shows the card so."""
        return message(self.user, text, card_id="c", **how)

    async def seconds(self, count: float) -> None:
        """Time passes, and the courier works all the while."""
        for _ in range(int(count * 4)):
            await self.desk.later(seconds=0.25)

    @property
    def called(self) -> list[str]:
        """The calls about messages, as they read."""
        return [
            f"{name} {params['text']}"
            for name, params, _ in self.desk.server.log or []
            if "text" in params and name != "answerCallbackQuery"
        ]


async def shown(desk: Desk) -> Paced:
    """A person whose card is shown, and whose chat must rest."""
    made = Paced(desk, desk.person())
    await desk.card("c", made.user.id)
    for n in range(3):
        await desk.send(made.shows(f"旧{n}"))
    assert desk.server.log is not None
    desk.server.log.clear()
    return made


@pytest.fixture
async def paced(desk: Desk) -> Paced:
    """The same on SQLite."""
    return await shown(desk)


async def states(paced: Paced) -> Sequence[str]:
    """Of what came after the chat was full."""
    return (await paced.desk.states())[3:]


async def test_of_eight_presses_in_two_seconds_the_last_is_shown_in_few_calls(
    desk_on_both: Desk,
) -> None:
    paced = await shown(desk_on_both)
    for n in range(8):
        query = Outgoing("answerCallbackQuery", {"callback_query_id": f"q{n}"})
        await paced.desk.put(query, paced.shows(f"第{n}次"))
        await paced.seconds(0.25)
    await paced.seconds(2)
    assert paced.called == ["editMessageText 第7次"]
    assert paced.desk.texts(paced.user) == ["第7次"]
    assert len(paced.desk.calls("answerCallbackQuery")) == 8
    assert {row.trouble for row in await paced.desk.outbox() if row.state == "cancelled"} == {
        REPLACED
    }


async def test_what_is_sent_anew_is_sent_once_with_the_newest_content(paced: Paced) -> None:
    calls = [paced.shows("第一步", fresh=True), paced.shows("第二步"), paced.shows("第三步")]
    await paced.desk.put(*calls)
    await paced.seconds(4)
    assert paced.called == ["sendMessage 第三步"]
    assert await states(paced) == ["sent", "cancelled", "cancelled"]


async def test_an_edit_before_a_card_that_is_sent_anew_is_left_out_at_once(paced: Paced) -> None:
    """The parts of a long text before it stay, and so does the order."""
    await paced.desk.put(
        paced.shows("第一步"),
        paced.shows("第二步"),
        message(paced.user, "上半"),
        paced.shows("下半", fresh=True),
        paced.shows("新下半"),
    )
    await paced.seconds(6)
    assert paced.called == ["sendMessage 上半", "sendMessage 新下半"]
    assert await states(paced) == ["cancelled", "cancelled", "sent", "sent", "cancelled"]


async def test_two_that_are_sent_anew_are_both_sent(paced: Paced) -> None:
    """They answer two messages: what stands in the chat is a record."""
    await paced.desk.put(paced.shows("第一步", fresh=True), paced.shows("第二步", fresh=True))
    await paced.seconds(8)
    assert paced.called == ["sendMessage 第一步", "sendMessage 第二步"]


async def test_messages_files_and_other_cards_are_never_left_out(paced: Paced) -> None:
    await paced.desk.card("d", paced.user.id)
    await paced.desk.put(
        paced.shows("一"),
        message(paced.user, "甲"),
        message(paced.user, "别的", card_id="d"),
        message(paced.user, "甲"),
        paced.shows("二"),
        paced.shows("三", subject="x:1"),
        paced.shows("四", delivery_id=7),
        paced.shows("五", secret=True),
    )
    await paced.seconds(20)
    assert await states(paced) == ["sent"] * 4 + ["cancelled"] + ["sent"] * 3
    assert [call.partition(" ")[2] for call in paced.called] == [
        "二",
        "甲",
        "别的",
        "甲",
        "三",
        "四",
        "五",
    ]


async def test_an_older_edit_that_may_wait_longer_does_not_come_after_a_newer_one(
    paced: Paced,
) -> None:
    await paced.desk.put(paced.shows("旧的提醒", priority=Priority.FILE))
    await paced.desk.put(paced.shows("新的回答"))
    await paced.seconds(6)
    assert paced.called == ["editMessageText 新的回答"]


async def test_what_is_to_be_shown_later_is_not_shown_before(paced: Paced) -> None:
    later = paced.desk.clock.now() + timedelta(seconds=30)
    await paced.desk.put(paced.shows("现在"), paced.shows("以后", not_before=later))
    await paced.seconds(10)
    assert paced.desk.texts(paced.user) == ["现在"]
    await paced.seconds(25)
    assert paced.desk.texts(paced.user) == ["以后"]


@pytest.mark.parametrize("done", [False, True])
async def test_a_kill_while_the_newest_is_on_its_way_loses_nothing(
    paced: Paced, *, done: bool
) -> None:
    faults = paced.desk.server.faults
    await paced.desk.put(paced.shows("第一步"), paced.shows("第二步"))
    (faults.drop if done else faults.lose)("editMessageText")
    await paced.seconds(3.5)
    paced.restart()
    await paced.desk.courier.start()
    await paced.desk.put(paced.shows("第三步"))
    await paced.seconds(10)
    assert paced.desk.texts(paced.user) == ["第三步"]
    assert await states(paced) == ["sent", "cancelled", "sent"] or (
        await states(paced) == ["sent", "cancelled", "cancelled"]
    )


async def test_a_claim_that_is_rolled_back_leaves_every_row_as_it_was(
    paced: Paced, monkeypatch: pytest.MonkeyPatch
) -> None:
    await paced.desk.put(paced.shows("第一步"), paced.shows("第二步"))
    paced.desk.clock.advance(timedelta(seconds=4))

    async def fails(session: Session, claimed: Sequence[Claimed], *, at: datetime) -> None:
        assert await keep_newest(session, claimed, at=at) != claimed
        raise OSError("disk full")

    monkeypatch.setattr("bot.workers.courier.keep_newest", fails)
    with pytest.raises(OSError, match="disk full"):
        await paced.desk.courier.drain_once()
    monkeypatch.undo()
    assert await states(paced) == ["waiting", "waiting"]
    await paced.seconds(4)
    assert paced.desk.texts(paced.user) == ["第二步"]


async def test_a_chat_that_telegram_told_to_wait_gets_the_newest_without_a_pace(
    desk: Desk,
) -> None:
    free = Paced(desk, desk.person(), rate=0)
    await desk.card("c", free.user.id)
    await desk.send(free.shows("旧"))
    desk.server.faults.flood("editMessageText", 20, chat_id=free.user.id)
    await desk.send(free.shows("一"))
    await desk.put(*[free.shows(text) for text in ("二", "三", "四")])
    await free.seconds(21)
    assert free.called == ["sendMessage 旧", "editMessageText 一", "editMessageText 四"]
