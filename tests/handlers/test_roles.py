"""Every route × every role × what belongs to somebody else: generated from the table.

A route that is added is tested here without a word; one that lets somebody do or see what their
role does not allow fails.
"""

import pytest

from campaign.people import Refusal
from handlers.conversation.flow import Flow
from handlers.routes import ROUTES
from handlers.routing import Route, Where
from storage.tables import people
from tests.campus import Actor, Campus
from tests.handlers.foreign import (
    ACTORS,
    IN_CHECK_IN,
    IN_DRAFT,
    IN_STORY,
    READERS,
    belongings,
    given_buttons,
    owned_by_wang,
    parked,
    person_of,
)

COMMANDS = [route for route in ROUTES.table if route.command is not None]


async def refusal_of(campus: Campus, actor: Actor, route: Route) -> Refusal | None:
    return route.may(await person_of(campus, actor))


async def press_all(campus: Campus, actor: Actor, presses: list[str]) -> None:
    """Send what buttons would send, all at once, from an old message of the actor's chat."""
    old = actor.messages[0]
    for data in presses:
        campus.world.presses.forge(actor.user, old.chat_id, old.id, data)
    await campus.settle()


@pytest.mark.parametrize("who", list(ACTORS))
async def test_a_command_is_refused_with_the_reason_or_answered(campus: Campus, who: str) -> None:
    """Nobody is ignored, and nobody who may not gets further than the reason."""
    actor = await ACTORS[who](campus)
    for route in COMMANDS:
        refusal = await refusal_of(campus, actor, route)
        await actor.says(f"/{route.command}")
        assert actor.messages, route.command
        if refusal is not None:
            actor.hears(refusal.text.key)
            assert await campus.open_talks() == [], route.command
        else:
            assert actor.messages[-1].text != actor.reads("people.not_joined"), route.command
        await actor.says("/cancel")
    assert await parked(campus) == 0


@pytest.mark.parametrize("who", list(ACTORS))
async def test_what_is_another_s_is_neither_changed_nor_shown(campus: Campus, who: str) -> None:
    """Every page and flow opened by a button that names the records and the draft of a member."""
    owned = await owned_by_wang(campus)
    actor = await ACTORS[who](campus)
    await actor.says("/help")
    before = await belongings(campus, owned)
    for route in ROUTES.table:
        offers = owned.offers(route.opens.name)
        await press_all(campus, actor, await given_buttons(campus, actor, offers))
        assert await belongings(campus, owned) == before, route.opens.name
    resume = [{"go": "resume", "talk": owned.draft.id}]
    await press_all(campus, actor, await given_buttons(campus, actor, resume))
    assert await belongings(campus, owned) == before
    read = " ".join([message.text for message in actor.messages] + actor.toasts)
    assert IN_DRAFT not in read
    assert (IN_CHECK_IN in read) == (who in READERS)
    assert (IN_STORY in read) == (who in READERS)
    assert await parked(campus) == 0


@pytest.mark.parametrize("who", list(ACTORS))
async def test_another_s_live_buttons_are_of_no_use(campus: Campus, who: str) -> None:
    """The data of every button that the owner was ever shown, sent by somebody else."""
    owned = await owned_by_wang(campus)
    actor = await ACTORS[who](campus)
    await actor.says("/help")
    await owned.owner.says("/drafts")
    await owned.owner.says("/progress")
    await owned.owner.says("/checkin")
    before = await belongings(campus, owned)
    stolen = [
        button["callback_data"]
        for message in owned.owner.messages
        for button in message.buttons
        if "callback_data" in button
    ]
    assert len(stolen) > 10
    await press_all(campus, actor, stolen)
    assert await belongings(campus, owned) == before
    assert await parked(campus) == 0


@pytest.mark.parametrize(
    "who", [who for who in ACTORS if who not in ("visitor", "somebody who left")]
)
async def test_no_button_outlives_the_membership(campus: Campus, who: str) -> None:
    """All that a person was shown, pressed after they left the roster."""
    actor = await ACTORS[who](campus)
    for route in COMMANDS:
        await actor.says(f"/{route.command}")
    shown = [
        (message, place)
        for message in actor.messages
        for place, button in enumerate(message.buttons)
        if "callback_data" in button
    ]
    assert shown
    async with campus.database.write() as session:
        gone = people.update().values(left_at=campus.clock.now())
        await session.change(gone.where(people.c.id == actor.person))
    for message, place in shown:
        if place >= len(message.buttons):
            continue
        campus.world.press(actor.user, message.chat_id, message.id, place)
        await campus.settle()
    assert await campus.open_talks() == []
    await actor.says("/progress")
    actor.hears("people.not_joined")
    assert await parked(campus) == 0


@pytest.mark.parametrize("who", list(ACTORS))
async def test_in_a_group_nothing_private_is_opened(campus: Campus, who: str) -> None:
    """Commands of the private chat are only pointed to; nothing of anybody's is shown."""
    owned = await owned_by_wang(campus)
    actor = await ACTORS[who](campus)
    chat = campus.world.add_group("群", actor.user, owned.owner.user, supergroup=True, bot=True)
    before = await belongings(campus, owned)
    hint = actor.reads("hint.only_in_private", bot=campus.world.bot.username)
    for route in COMMANDS:
        seen = campus.world.last(chat).id if campus.world.messages(chat) else 0
        await actor.says(f"/{route.command}", chat)
        news = [
            m.text
            for m in campus.world.messages(chat)
            if m.id > seen and m.sender == campus.world.bot.id
        ]
        assert len(news) == 1, route.command
        assert (news == [hint]) == (route.where is Where.PRIVATE), route.command
    assert await belongings(campus, owned) == before
    assert await campus.open_talks() == []
    assert actor.messages == []


def test_every_route_says_who_may() -> None:
    """A page for anybody is a choice, and there are few of them."""
    open_to_all = {route.opens.name for route in ROUTES.table if route.may(None) is None}
    assert open_to_all == {"start", "help", "privacy", "language", "cancel", "join"}


def test_every_flow_is_listed_by_its_name() -> None:
    for route in ROUTES.table:
        if isinstance(route.opens, Flow):
            assert ROUTES.flow(route.opens.name) is route.opens
