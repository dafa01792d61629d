"""Threat 9: personal links are not guessed, and one that was passed on lets one account in."""

import random
import string
from collections.abc import Iterator

from sqlalchemy import select

from campaign.invitations import WITHIN, WRONG_GUESSES, hashed, refusal_to_join
from storage.invitations import find_invitation, invite_people, new_code
from storage.people import add_person
from storage.tables import people
from tests.campus import Campus

LETTERS = string.ascii_letters + string.digits + "-_"


def near(code: str) -> Iterator[str]:
    """What one would try who has seen the code, but not all of it or not clearly."""
    for at in range(len(code)):
        for letter in random.Random(code).sample(LETTERS, 4):
            if letter != code[at]:
                yield f"{code[:at]}{letter}{code[at + 1 :]}"
    yield from (code.swapcase(), code[:-1], code[1:], f"{code}A", f"{code}=", code[::-1])
    yield from (code.lower(), code.upper(), f"{code[:11]} {code[11:]}", f"\u200b{code}", "", "%")
    yield from (hashed(code), f"office-{code}", f"{code}' OR ''='", code.replace(code[0], "\u041e"))


async def test_nothing_near_a_true_code_is_one(campus: Campus) -> None:
    """Fifty true codes, some five thousand guesses at them."""
    now = campus.clock.now()
    async with campus.database.write() as session:
        invited = [await add_person(session, name=f"党员{n}", at=now) for n in range(50)]
        codes = {person: new_code() for person in invited}
        await invite_people(session, codes, at=now)
    true, tried = set(codes.values()), 0
    async with campus.reading() as session:
        for guess in (guess for code in true for guess in near(code)):
            found = await find_invitation(session, hashed(guess))
            assert guess in true or refusal_to_join(found, account=1, now=now) is not None
            tried += guess not in true
    assert tried > 4000


def test_a_million_accounts_guess_in_vain_for_a_year() -> None:
    """By unit count: 128 bits, a thousand codes open at once, five guesses an hour each."""
    guesses = 1_000_000 * WRONG_GUESSES * (365 * 86_400 / WITHIN.total_seconds())
    assert guesses * 1000 / 2**128 < 1e-20


async def test_a_link_that_was_passed_on_lets_one_in(campus: Campus) -> None:
    """Ten accounts open it at once and go through the questions side by side."""
    now = campus.clock.now()
    async with campus.database.write() as session:
        person = await add_person(session, name="王芳", at=now)
        code = new_code()
        await invite_people(session, {person: code}, at=now)
    guests = [campus.visitor(f"客人{n}") for n in range(10)]
    for guest in guests:
        campus.world.start(guest.user, code)
    await campus.settle()
    for label in ("中文", "同意", "是我"):
        for guest in guests:
            card = guest.card
            (at,) = [
                n for n, found in enumerate(card.labels) if label in found and "不" not in found
            ]
            campus.world.press(guest.user, card.chat_id, card.id, at)
        await campus.settle()
    async with campus.reading() as session:
        accounts = [row.telegram_id for row in await session.rows(select(people.c.telegram_id))]
    assert accounts == [guests[0].user.id]
    late = guests[1].reads("join.used_link")
    assert all(late in guest.messages[-1].text for guest in guests[1:])
