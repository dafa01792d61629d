"""Fault 15, promise 4: an update that always fails harms nobody but its sender, who is told."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from campaign.people import anyone
from handlers.routes import ROUTES, TABLE
from handlers.routing import Asked, Page, Route, Routes
from handlers.turn import Turn
from storage.delivery.inbox import PARKED, retry_parked
from storage.tables import branches, inbox, settings, trace
from tests.campus import FIRST_BRANCH, Actor, Campus, open_campus
from tests.faults.listening import logs
from tests.faults.state import fingerprint


class Broken(Exception):
    """What a faulty handler raises."""


async def raises(turn: Turn, asked: Asked) -> None:
    """At once."""
    raise Broken


async def raises_after_writing(turn: Turn, asked: Asked) -> None:
    """After a row that waits, one that is written, and a trace."""
    turn.session.add(settings, name=f"half {turn.incoming.inbox_id}", value="done")
    await turn.session.insert(branches, name=f"half {turn.incoming.inbox_id}")
    turn.trace("half done")
    raise Broken


async def breaks_the_batch(turn: Turn, asked: Asked) -> None:
    """Nothing is wrong until the rows of the whole batch are written."""
    turn.session.add(branches, name=FIRST_BRANCH)


KINDS = {show.__name__: show for show in (raises, raises_after_writing, breaks_the_batch)}


async def is_mended(turn: Turn, asked: Asked) -> None:
    """A later release knows what to do."""
    turn.trace("worked off after all")


def routes_with(show: Any) -> Routes:
    page = Page("poison", anyone, show)
    return Routes((*TABLE, Route(page, "poison", menu=False)), ROUTES.events, ROUTES.happenings)


@pytest.fixture(params=list(KINDS))
async def campus(
    request: pytest.FixtureRequest, url_with_tables: str, tmp_path: Path
) -> AsyncIterator[Campus]:
    async with open_campus(
        url_with_tables, tmp_path, routes=routes_with(KINDS[request.param])
    ) as made:
        yield made


async def pass_by(campus: Campus, seconds: float) -> None:
    """Let time pass, and the bot work."""
    campus.clock.advance(timedelta(seconds=seconds))
    await campus.settle()


async def parked(campus: Campus) -> list[Any]:
    async with campus.reading() as session:
        return list(
            await session.rows(select(inbox).where(inbox.c.state == PARKED).order_by(inbox.c.id))
        )


async def traced(campus: Campus) -> list[str]:
    async with campus.reading() as session:
        rows = await session.rows(select(trace.c.act).order_by(trace.c.number))
    return [row.act for row in rows]


async def test_it_is_tried_three_times_within_a_minute_and_set_aside(campus: Campus) -> None:
    office, wang = await campus.office("周主任"), await campus.member("王芳")
    before = await fingerprint(campus, without=["trace"])
    await wang.says("/poison")
    for seconds in (4.9, 0.2, 24.9):
        assert (wang.messages, await parked(campus)) == ([], [])
        await pass_by(campus, seconds)
    assert (wang.messages, await parked(campus)) == ([], [])
    await pass_by(campus, 0.2)

    (row,) = await parked(campus)
    assert row.tries == 3
    assert row.body["message"]["text"] == "/poison"
    assert [m.text for m in wang.messages] == [wang.reads("trouble.not_saved", number=row.id)]
    cause = row.trouble.partition("(")[0]
    alert = office.reads("trouble.office_alert", number=row.id, cause=cause)
    assert [m.text for m in office.messages] == [alert]
    assert await fingerprint(campus, without=["trace"]) == before
    assert await traced(campus) == ["turn parked"]


async def test_nobody_else_waits(campus: Campus) -> None:
    """Those of the same batch are answered in that batch, and the sender after the minute."""
    wang = await campus.member("王芳")
    others = [await campus.member(f"同事{n}") for n in range(5)]
    campus.world.say(wang.user, None, "/poison")
    for who in (*others, wang):
        campus.world.say(who.user, None, "/help")
    await campus.receiver.receive_once()
    await campus.engine.work_once()
    await campus.courier.drain_once()
    assert [len(who.messages) for who in others] == [1] * 5
    assert wang.messages == []
    await pass_by(campus, 5.1)
    await pass_by(campus, 25.1)
    assert len(wang.messages) == 2
    assert wang.messages[1].text == others[0].messages[0].text


async def test_the_office_is_alerted_once_an_hour_for_a_cause(campus: Campus) -> None:
    office = await campus.office("周主任")
    senders = [await campus.member(f"党员{n}") for n in range(4)]

    async def fails(who: Actor) -> None:
        await who.says("/poison")
        await pass_by(campus, 5.1)
        await pass_by(campus, 25.1)
        who.sees("trouble.not_saved", number=(await parked(campus))[-1].id)

    for who in senders[:3]:
        await fails(who)
    assert len(office.messages) == 1
    campus.clock.advance(timedelta(hours=1))
    await fails(senders[3])
    assert len(office.messages) == 2


async def test_once_mended_it_is_worked_off_after_all(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/poison")
    await pass_by(campus, 5.1)
    await pass_by(campus, 25.1)
    campus.routes = routes_with(is_mended)
    campus.restart()
    async with campus.database.write() as session:
        assert await retry_parked(session, (await parked(campus))[0].id)
    await campus.settle()
    assert await parked(campus) == []
    assert await traced(campus) == ["turn parked", "worked off after all"]


@pytest.mark.parametrize("as_json", [True, False])
async def test_what_people_wrote_is_in_no_log(campus: Campus, *, as_json: bool) -> None:
    """Nor in the words kept beside the parked row, which `flagbearer parked list` shows."""
    wang = await campus.member("王芳")
    with logs(as_json=as_json) as written:
        await wang.says("/poison 我写的话")
        await pass_by(campus, 5.1)
        await pass_by(campus, 25.1)
    kept = (await parked(campus))[0].trouble
    for said in (FIRST_BRANCH, "我写的话"):
        assert said not in written.getvalue()
        assert said not in kept
    assert kept.partition("(")[0] in written.getvalue()


async def test_an_unreadable_update_is_set_aside_too(campus: Campus) -> None:
    """A chat without a kind: nobody can be told but the office, and the next ones are read."""
    office, wang = await campus.office("周主任"), await campus.member("王芳")
    shapeless = {"message_id": 1, "chat": {"id": wang.user.id}, "text": "/help"}
    campus.world.queue.put("message", shapeless)
    await wang.says("/help")
    await pass_by(campus, 5.1)
    await pass_by(campus, 25.1)
    assert len(await parked(campus)) == 1
    assert len(office.messages) == 1
    assert len(wang.messages) == 1


async def test_a_few_among_many(campus: Campus) -> None:
    """The others need as many batches as without; every poisoned one is parked and told."""
    people = [await campus.member(f"党员{n}") for n in range(40)]
    healthy, poisoned = people[::2], people[1::2]
    for number in range(10):
        for person in healthy:
            campus.world.say(person.user, None, "/help")
        for person in poisoned:
            campus.world.say(person.user, None, "/poison" if number == 5 else "/help")
    while await campus.receiver.receive_once():
        pass
    for _ in range(10):
        await campus.engine.work_once()
    await campus.courier.drain_once()
    assert [len(person.messages) for person in healthy] == [10] * 20
    assert [len(person.messages) for person in poisoned] == [5] * 20
    for seconds in (5.1, 25.1):
        await pass_by(campus, seconds)
    assert len(await parked(campus)) == 20
    for person in poisoned:
        told = [message.text for message in person.messages]
        assert [len(told), sum("（编号 " in text for text in told)] == [10, 1]
