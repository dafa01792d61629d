"""Threat 22: a stolen office account alone reaches no crowd and no channel."""

from datetime import timedelta
from typing import Any

import pytest

from bot.demo.fake_telegram.faults import InjectedFault
from bot.demo.fake_telegram.world.messages import Message
from campaign.people import Role
from storage.delivery.cards import find_card
from tests.campus import Actor, Campus
from tests.handlers.notices_told import (
    broadcasts,
    crowd,
    got,
    is_notice,
    notice_state,
    states,
    up_to_audience,
    up_to_preview,
)
from tests.handlers.walks import acts_of


async def asked(campus: Campus, *, more: int = 200) -> tuple[Actor, Actor, Actor]:
    """A notice to 201 people; its author, the other of the office, and one who would get it."""
    wang = await campus.member("王芳")
    await crowd(campus, more)
    office, other = await campus.office("周洁"), await campus.office("吴桐")
    await broadcasts(office)
    return office, other, wang


async def test_two_hundred_need_nobody_else(campus: Campus) -> None:
    await crowd(campus, 200)
    office = await campus.office("周洁")
    await up_to_preview(office)
    assert "另一位" not in office.card.text
    await office.presses("✓ 发送")
    assert await states(campus) == {"sent": 200}


async def test_above_that_another_of_the_office_consents_and_a_minute_passes(
    campus: Campus,
) -> None:
    office, other, wang = await asked(campus)
    assert await notice_state(campus) == "asking"
    assert office.card.text.startswith("📣 等另一位同志同意")
    # What is asked about stands above the question.
    assert is_notice(other.messages[-2].text)
    assert "周洁" in other.card.text
    campus.stands_at("2008-06-23 18:00")
    await campus.settle()
    assert await states(campus) == {}
    await other.presses("✓ 同意发送")
    assert await notice_state(campus) == "planned"
    assert "60 秒后" in other.card.text
    assert office.reads("broadcast.consented", name="吴桐") in [m.text for m in office.messages]
    campus.clock.advance(seconds(59))
    await campus.settle()
    assert (got(wang), await states(campus)) == (0, {})
    campus.clock.advance(seconds(1))
    await campus.settle()
    assert (got(wang), await states(campus)) == (1, {"sent": 201})
    assert "notice consented to" in await acts_of(campus)


def seconds(n: int) -> timedelta:
    return timedelta(seconds=n)


@pytest.mark.parametrize("who", ["author", "second"])
async def test_within_the_minute_either_can_stop_it(campus: Campus, who: str) -> None:
    office, other, wang = await asked(campus)
    await other.presses("✓ 同意发送")
    await (office if who == "author" else other).presses("✕ 取消发送")
    campus.clock.advance(seconds(120))
    await campus.settle()
    assert (got(wang), await notice_state(campus)) == (0, "cancelled")


async def test_declined_it_is_over(campus: Campus) -> None:
    office, other, wang = await asked(campus)
    await other.presses("✕ 不同意")
    assert await notice_state(campus) == "declined"
    assert office.reads("broadcast.declined", name="吴桐") in [m.text for m in office.messages]
    campus.clock.advance(seconds(120))
    await campus.settle()
    assert got(wang) == 0


async def test_the_first_press_decides(campus: Campus) -> None:
    third = await campus.office("郑爽")
    _, other, _ = await asked(campus)
    late, stolen = third.card, _data(third.card, "同意发送")
    await other.presses("✕ 不同意")
    assert third.messages[-1].text == third.reads("broadcast.declined", name="吴桐")
    await third.forges(stolen, on=late)
    assert await notice_state(campus) == "declined"


async def test_both_press_at_once(campus: Campus) -> None:
    third = await campus.office("郑爽")
    _, other, _ = await asked(campus)
    for actor, label in ((other, "✓ 同意发送"), (third, "✕ 不同意")):
        card = actor.card
        campus.world.press(actor.user, card.chat_id, card.id, actor._button(card, label))
    await campus.settle()
    assert await notice_state(campus) == "planned"
    third.is_toasted("broadcast.too_late_for_that")


async def test_the_author_cannot_consent(campus: Campus) -> None:
    """Not by the other's button, and not by one of their own making."""
    office, other, _ = await asked(campus)
    await office.forges(_data(other.card, "同意发送"), on=office.card)
    assert await notice_state(campus) == "asking"
    offer = await _offer(campus, other)
    await campus.hands_button(office, **offer)
    await office.presses("试一试")
    office.is_toasted("broadcast.not_your_own")
    assert await notice_state(campus) == "asking"


@pytest.mark.parametrize("role", ["member", "secretary", "leader"])
async def test_nobody_but_the_office_consents(campus: Campus, role: str) -> None:
    _, other, _ = await asked(campus)
    stranger = await getattr(campus, role)("李娜")
    await campus.hands_button(stranger, **await _offer(campus, other))
    await stranger.presses("试一试")
    stranger.sees("people.only_office")
    assert await notice_state(campus) == "asking"


async def test_who_left_the_office_does_not_consent(campus: Campus) -> None:
    _, other, _ = await asked(campus)
    await campus.takes_role(other, Role.OFFICE)
    await other.presses("✓ 同意发送")
    assert await notice_state(campus) == "asking"


async def test_without_a_second_person_it_does_not_go(campus: Campus) -> None:
    await crowd(campus, 201)
    office = await campus.office("周洁")
    await broadcasts(office)
    office.sees("broadcast.no_second_person")
    assert await states(campus) == {}


async def test_taken_back_while_it_is_asked(campus: Campus) -> None:
    office, other, _ = await asked(campus)
    await office.presses("✕ 取消发送")
    assert other.messages[-1].text == other.reads("broadcast.taken_back", name="周洁")
    assert await notice_state(campus) == "cancelled"


async def test_an_audience_that_grows_until_its_moment_is_asked_about(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await crowd(campus, 150)
    office, other = await campus.office("周洁"), await campus.office("吴桐")
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses("✓ 选好了")
    await office.says("2小时后")
    await office.presses("✓ 发送")
    await crowd(campus, 150)
    campus.stands_at("2008-06-23 11:00")
    await campus.settle()
    assert await notice_state(campus) == "asking"
    await other.presses("✓ 同意发送")
    campus.clock.advance(seconds(60))
    await campus.settle()
    assert (got(wang), await states(campus)) == (1, {"sent": 301})


async def test_the_channel_always_needs_two(campus: Campus) -> None:
    office, other = await campus.office("周洁"), await campus.office("吴桐")
    channel = campus.world.memberships.add_channel("党建", office.user)
    campus.channel = channel.id
    campus.restart()
    await up_to_preview(office, "频道")
    assert "另一位" in office.card.text
    await office.presses("✓ 发送")
    await other.presses("✓ 同意发送")
    assert campus.world.messages(channel) == []
    campus.clock.advance(seconds(60))
    await campus.settle()
    (posted,) = campus.world.messages(channel)
    assert is_notice(posted.text)


async def test_a_post_of_unknown_outcome_is_held_and_told(campus: Campus) -> None:
    """In the channel nothing is posted twice: the report says that nobody knows."""
    office, other = await campus.office("周洁"), await campus.office("吴桐")
    channel = campus.world.memberships.add_channel("党建", office.user)
    campus.channel = channel.id
    campus.restart()
    await broadcasts(office, "频道")
    await other.presses("✓ 同意发送")
    campus.server.faults.plan("sendMessage", InjectedFault("drop", chat_id=channel.id))
    campus.clock.advance(seconds(60))
    await campus.settle()
    assert len(campus.world.messages(channel)) == 1
    assert await states(campus) == {"unknown": 1}
    assert await notice_state(campus) == "done"


def _data(card: Message, label: str) -> str:
    return str(next(b["callback_data"] for b in card.buttons if label in b["text"]))


async def _offer(campus: Campus, actor: Actor) -> dict[str, Any]:
    card_id = _data(actor.card, "同意发送").partition(".")[0]
    async with campus.reading() as session:
        card = await find_card(session, card_id)
    assert card is not None
    return dict(card.offers[0])
