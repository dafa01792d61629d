"""Threat 15: whoever sends without end is not worked for, and nobody else waits because of it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.demo.fake_telegram.world.files import Upload
from bot.telegram.flood_guard import MOST_ACCOUNTS, Floods
from bot.telegram.polling import Receiver
from bot.telegram.updates.arrivals import arrival_of
from storage.delivery.inbox import Arrival
from storage.tables import inbox
from tests.campus import Actor, Campus
from tests.demo.pictures import png

# Long enough for a machine that does much else.
pytestmark = pytest.mark.timeout(600)

FLOODER, OTHER = 500, 501
MEGABYTE = 1024 * 1024
numbers = count(1)


class Seconds:
    """A clock of seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def said(who: int, chat: int | None = None, kind: str = "message", **more: Any) -> Arrival:
    """An update of a kind, unlike any other."""
    number = next(numbers)
    content = {"message_id": number, "from": {"id": who}, "chat": {"id": chat or who}, **more}
    return arrival_of({"update_id": number, kind: content})


def let_in(floods: Floods, *arrivals: Arrival) -> list[Arrival]:
    with floods.sifted(arrivals) as kept:
        return kept


def kinds(kept: list[Arrival]) -> Iterator[str]:
    return (str(one.body.get("event", "update")) for one in kept)


def test_sixty_at_once_and_twenty_a_minute_after(seconds: Seconds) -> None:
    floods = Floods(20, seconds)
    at_once = list(kinds(let_in(floods, *[said(FLOODER) for _ in range(100)])))
    assert (at_once.count("update"), at_once.count("flooded")) == (60, 1)
    seconds.now += 60.0
    after = list(kinds(let_in(floods, *[said(FLOODER) for _ in range(100)])))
    assert (after.count("update"), after.count("flooded")) == (20, 1)
    seconds.now += 1000.0
    rested = list(kinds(let_in(floods, *[said(FLOODER) for _ in range(61)])))
    assert (rested.count("update"), rested.count("flooded")) == (60, 1)


def test_it_is_told_once_a_minute_however_much_comes(seconds: Seconds) -> None:
    """No amplification: an hour of ten thousand updates gives sixty sentences."""
    floods, told, worked = Floods(20, seconds), 0, 0
    for _ in range(10_000):
        seconds.now += 0.36
        for kind in kinds(let_in(floods, said(FLOODER))):
            told += kind == "flooded"
            worked += kind == "update"
    assert told <= 60
    assert worked <= 60 + 20 * 60


def test_only_the_account_itself_is_held_back(seconds: Seconds) -> None:
    """Not its chat: the others of a group go on."""
    floods = Floods(20, seconds)
    let_in(floods, *[said(FLOODER, -100) for _ in range(100)])
    assert list(kinds(let_in(floods, said(OTHER, -100), said(OTHER)))) == ["update", "update"]
    assert let_in(floods, said(FLOODER)) == []


def test_what_people_do_not_send_by_hand_is_never_dropped(seconds: Seconds) -> None:
    floods = Floods(20, seconds)
    let_in(floods, *[said(FLOODER) for _ in range(100)])
    kept = let_in(
        floods,
        said(FLOODER, -100, "my_chat_member"),
        said(FLOODER, -100, "chat_join_request"),
        said(FLOODER, -100, migrate_to_chat_id=-200),
        arrival_of({"update_id": 1, "channel_post": {"message_id": 1, "chat": {"id": -300}}}),
        arrival_of({"update_id": 2, "message": "no message"}),
    )
    assert list(kinds(kept)) == ["update"] * 5
    assert let_in(floods, said(FLOODER, kind="callback_query")) == []


def test_what_was_not_stored_counts_once(seconds: Seconds) -> None:
    """The database is away for an hour, and Telegram brings the same updates again and again."""
    floods = Floods(20, seconds)
    same = [said(FLOODER) for _ in range(50)]
    for _ in range(100):
        with suppress(OSError), floods.sifted(same) as kept:
            assert kept == same
            raise OSError("the database is away")
    assert let_in(floods, *same) == same


def test_zero_is_no_limit(seconds: Seconds) -> None:
    assert len(let_in(Floods(0, seconds), *[said(FLOODER) for _ in range(1000)])) == 1000


def test_accounts_that_were_quiet_are_forgotten(seconds: Seconds) -> None:
    floods = Floods(20, seconds)
    let_in(floods, *[said(who) for who in range(1, MOST_ACCOUNTS + 1)])
    seconds.now += 200.0
    let_in(floods, said(FLOODER))
    assert len(floods._buckets) == 1


async def batches_until_answered(campus: Campus, updates: int) -> list[int]:
    """A flood, then five others each ask for help: after how many batches each has the answer."""
    flooder = await campus.member("洪水")
    others = [await campus.member(f"等待{number}") for number in range(5)]
    for number in range(updates):
        campus.world.say(flooder.user, None, f"{number}")
    for other in others:
        campus.world.say(other.user, None, "/help")
    while await campus.receiver.receive_once():
        pass
    waited: dict[int, int] = {}
    for batch in range(1, 20):
        await campus.engine.work_once()
        await campus.courier.drain_once()
        for other in others:
            if other.messages:
                waited.setdefault(other.user.id, batch)
    return list(waited.values())


async def test_ten_thousand_updates_of_one_make_nobody_else_wait(
    campus: Campus, seconds: Seconds
) -> None:
    campus.receiver = Receiver(
        campus.database,
        campus.clock,
        campus.api,
        campus.inbox_writer,
        Floods(20, seconds),
    )
    assert await batches_until_answered(campus, 10_000) == [1] * 5
    async with campus.reading() as session:
        stored = await session.value(select(func.count()).select_from(inbox))
    assert stored == 60 + 1 + 5


async def test_without_the_measure_everybody_would_wait(campus: Campus) -> None:
    """The test of the test."""
    assert await batches_until_answered(campus, 3000) == []


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_flooder_is_told_in_its_language_and_goes_on_later(
    campus: Campus, seconds: Seconds, language: str
) -> None:
    floods = Floods(20, seconds)
    campus.receiver = Receiver(
        campus.database, campus.clock, campus.api, campus.inbox_writer, floods
    )
    wang = await campus.member("王芳", language=language)
    for _ in range(200):
        campus.world.say(wang.user, None, "/checkin")
    await campus.settle()
    told = [message.text for message in wang.messages].count(wang.reads("hint.slow_down"))
    assert told == 1
    seconds.now += 60.0
    await wang.says("/help")
    assert wang.messages[-1].text != wang.reads("hint.slow_down")


async def test_a_visitor_is_told_too_and_a_group_is_not(campus: Campus, seconds: Seconds) -> None:
    floods = Floods(20, seconds)
    campus.receiver = Receiver(
        campus.database, campus.clock, campus.api, campus.inbox_writer, floods
    )
    strange = campus.visitor("Stranger", language="en")
    group = campus.world.add_group("群", strange.user, bot=True, supergroup=True)
    for _ in range(200):
        campus.world.say(strange.user, None, "hello")
    await campus.settle()
    assert [m.text for m in strange.messages].count(strange.reads("hint.slow_down")) == 1
    seconds.now += 61.0
    before = len(campus.world.messages(group))
    for _ in range(30):
        campus.world.say(strange.user, group, "/help@flagbearer_bot")
    await campus.settle()
    bot = campus.world.bot.id
    news = [m.text for m in campus.world.messages(group)[before:] if m.sender == bot]
    assert strange.reads("hint.slow_down") not in news


async def test_the_files_of_a_day_have_a_limit(campus: Campus) -> None:
    """Counted by what Telegram says of their size, before one is fetched."""
    most = campus.campaign.limits.evidence_files
    wang, li = await campus.member("王芳"), await campus.member("李明")
    for who in (wang, li):
        await at_the_files(who)
    for _ in range(5):
        send(wang, 19 * MEGABYTE)
        await campus.receiver.receive_once()
        await campus.engine.work_once()
    send(wang, 10 * MEGABYTE)
    send(li, 10 * MEGABYTE)
    await campus.settle()
    wang.sees("flow.files_too_big_today", most=100)
    li.sees("flow.attached", n=1, most=most)
    campus.clock.advance(timedelta(days=1, seconds=1))
    send(wang, 10 * MEGABYTE)
    await campus.receiver.receive_once()
    await campus.engine.work_once()
    await campus.courier.drain_once()
    # That the others were not as long as announced, and are given up after a day, is told later.
    wang.sees("flow.attached", n=6, most=most)


async def at_the_files(who: Actor) -> None:
    """A check-in as far as the question for files."""
    await who.says("/checkin")
    await who.presses(who.card.labels[0])
    await who.presses("✓ 选好了")
    await who.says("做了一件实事")
    await who.presses("跳过")


def send(who: Actor, size: int) -> None:
    """A file that says it is so large."""
    upload = Upload("证书.png", png(40, 30), "image/png")
    who.campus.world.speech.send_file(who.user, None, "document", upload, size=size)
