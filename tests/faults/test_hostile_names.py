"""Threat 8: names of people, branches and groups are words, wherever they are shown.

The roster and the titles of groups come from outside. Each passes every place that shows it;
Telegram's reader must find the words as they are, and no link or tag that the bot did not mean.
"""

import pytest

from tests.campaign.odd_texts import HOSTILE
from tests.campus import Actor, Campus
from tests.handlers.account.test_join import invited
from tests.handlers.groups.test_membership import a_bound_group
from tests.handlers.walks import CHECK_IN

NAME_LIMIT = 80
SHORT = [text for text in HOSTILE if len(text) <= NAME_LIMIT]
# What the bot's own wordings use; a link in text is none of them.
MEANT = {"bold", "italic", "code", "pre", "bot_command", "url", "mention", "hashtag"}


@pytest.mark.parametrize("odd", SHORT)
async def test_a_name_is_only_words_wherever_it_is_shown(campus: Campus, odd: str) -> None:
    campus.server.log = []
    branch = f"{odd} 支部"[:NAME_LIMIT]
    _, code = await invited(campus, odd, branch=branch)
    secretary = await campus.secretary(odd, branch=branch)
    guest = campus.visitor(odd)
    await join(guest, code, odd)
    await CHECK_IN.up_to(guest, "activity")
    await guest.says("/progress")
    for command in ("/help", "/start", "/link", "/progress"):
        await secretary.says(command)
    chat = await a_bound_group(campus, secretary, title=odd)
    for who in (guest, campus.visitor(odd)):
        campus.world.memberships.ask(who.user, chat)
        await campus.settle()
    assert odd in secretary.messages[-1].text
    assert refused(campus) == []
    assert found_in(guest, secretary) <= MEANT


async def join(guest: Actor, code: str, name: str) -> None:
    """The link shows whose it is, and where they belong."""
    await guest.starts(code)
    await guest.presses("中文")
    await guest.presses(guest.card.labels[0])
    assert guest.card.text.count(name) >= 2
    await guest.presses(guest.card.labels[0])


def refused(campus: Campus) -> list[str]:
    """What Telegram could not read."""
    return [
        answer["description"]
        for _, _, (status, answer) in campus.server.log or []
        if status == 400 and "not modified" not in answer["description"]
    ]


def found_in(*actors: Actor) -> set[str]:
    """The kinds of everything marked in what the bot wrote to them."""
    return {
        entity["type"]
        for actor in actors
        for message in actor.messages
        for entity in message.entities
    }
