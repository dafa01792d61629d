"""Threat 9: personal links are not guessed, one that was passed on lets one account in, and codes
are kept nowhere in plain text."""

import random
import string
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.telegram.updates.carried_codes import carries_code, codes_in
from bot.workers.housekeeping import Housekeeping
from campaign.invitations import WITHIN, WRONG_GUESSES, hashed, refusal_to_join
from storage.database.columns import metadata
from storage.delivery.inbox import Arrival, next_turns, park_turn, parked_turns, store_arrivals
from storage.evidence.copies import EvidenceFiles
from storage.invitations import ensure_office_code, find_invitation, invite_people, new_code
from storage.membership.people import add_person
from storage.tables import outbox, people
from tests.campus import Campus, open_campus
from tests.handlers.groups.test_link import a_code, a_group

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


async def everything_kept(campus: Campus) -> str:
    """Every row of every table, as text."""
    found = []
    async with campus.reading() as session:
        for table in metadata.sorted_tables:
            found += [repr(tuple(row)) for row in await session.rows(select(table))]
    return "\n".join(found)


async def test_the_code_of_a_group_is_kept_nowhere_once_it_is_sent_and_used(
    campus: Campus,
) -> None:
    """Neither where it was shown, nor where it was sent, quoted, pasted or guessed at."""
    li = await campus.secretary("李娜")
    chat = await a_group(campus, li)
    code = await a_code(li)
    assert code not in await everything_kept(campus)
    await li.says(f"/link {code}")
    assert code not in await everything_kept(campus)
    await li.says(f"/link@{campus.world.bot.username} {code}", chat)
    assert code not in await everything_kept(campus)
    for said in (f"绑定码是{code}，用过了", f"／link {code}", f"/LINK {code}"):
        await li.says(said)
        assert code not in await everything_kept(campus)


async def test_a_personal_code_is_kept_nowhere_once_its_turn_has_ended(campus: Campus) -> None:
    """Opened, pasted as a link or behind words, and used."""
    now, code = campus.clock.now(), new_code()
    async with campus.database.write() as session:
        person = await add_person(session, name="王芳", at=now)
        await invite_people(session, {person: code}, at=now)
    wang = campus.visitor("王芳")
    await wang.starts(code)
    assert code not in await everything_kept(campus)
    for label in ("中文", "同意", "是我"):
        found = [one for one in wang.card.labels if label in one and "不" not in one]
        await wang.presses(found[0])
        assert code not in await everything_kept(campus)
    link = f"https://t.me/{campus.world.bot.username}?start={code}"
    await wang.says(f"我的链接 {link} 还能用吗")
    await wang.starts(code)
    assert code not in await everything_kept(campus)


async def test_the_office_s_code_is_kept_nowhere(campus: Campus) -> None:
    """Whatever the operator chose."""
    code = "dangwei"
    async with campus.database.write() as session:
        assert await ensure_office_code(session, code, campus.clock.now()) == code
    await campus.visitor("赵敏").starts(code)
    assert code not in await everything_kept(campus)


async def test_a_code_that_could_not_be_shown_is_not_kept_either(campus: Campus) -> None:
    """Refused, or the secretary blocked the bot: that call is never made again."""
    li = await campus.secretary("李娜")
    for words in ("Bad Request: something new", "Forbidden: bot was blocked by the user"):
        code = 403 if "Forbidden" in words else 400
        campus.server.faults.refuse("sendMessage", code, words)
        await li.says("/link")
        async with campus.reading() as session:
            rows = await session.rows(select(outbox).where(outbox.c.secret))
        assert rows
        assert all(row.params == {} for row in rows)


async def test_a_parked_code_is_kept_as_long_as_it_may_be_used(
    campus: Campus, tmp_path: Path
) -> None:
    """The row may get its turn again; once the code is used or has ended, it is blanked."""
    now, code, other = campus.clock.now(), new_code(), new_code()
    async with campus.database.write() as session:
        person = await add_person(session, name="王芳", at=now)
        await invite_people(session, {person: code}, at=now)
        for number, said in enumerate((code, other)):
            body = {"message": {"text": f"/start {said}"}}
            await store_arrivals(session, [Arrival(f"x:{number}", number, body)], at=now)
        for row in (await next_turns(session, limit=9, now=now)).rows:
            await park_turn(session, row, trouble="?", at=now)
    files = EvidenceFiles(tmp_path / "evidence")
    for day, kept in ((0, True), (31, False)):
        campus.clock.advance(timedelta(days=day))
        await Housekeeping(campus.database, campus.clock, files).round()
        told = await everything_kept(campus)
        assert other not in told
        assert (code in told) is kept
    async with campus.reading() as session:
        assert len([row async for row in parked_turns(session)]) == 2


def test_what_may_be_a_code_is_found_wherever_it_stands() -> None:
    code = new_code()
    link = f"https://t.me/x_bot?start={code}"
    carrying: list[dict[str, object]] = [
        {"message": {"text": f"/start {code}"}},
        {"message": {"text": f"/link@x_bot   {code}"}},
        {"edited_message": {"text": f"请看 {link}"}},
        {"message": {"text": f"/start@x_bot {code}"}},
        {"message": {"text": f"https://t.me/x_bot?startgroup={code}&admin=x"}},
        {"message": {"caption": f"码：{code}。"}},
        {"message": {"text": "好", "reply_to_message": {"text": f"/link@x_bot {code}"}}},
        {"message": {"text": "这里", "entities": [{"type": "text_link", "url": link}]}},
        {"message": {"text": "好", "quote": {"text": code}}},
        {"callback_query": {"message": {"text": f"/link@x_bot {code}"}}},
    ]
    for body in carrying:
        assert code in codes_in(body), body
    plain: list[dict[str, object]] = [
        {"message": {"text": "今天去敬老院，写了心得。"}},
        {"message": {"text": "/checkin"}},
        {"message": {"text": "/start"}},
        {"message": {"sticker": {}}},
        {"callback_query": {"data": "abc.1.0"}},
        {"event": "fetched"},
        {"message": "broken"},
    ]
    assert [body for body in plain if carries_code(body)] == []


async def test_not_even_the_file_keeps_a_code(tmp_path: Path) -> None:
    """Blanked content is wiped from the database's pages, not only out of its rows."""
    file = tmp_path / "campus.db"
    async with open_campus(f"sqlite+aiosqlite:///{file}", tmp_path) as campus:
        li = await campus.secretary("李娜")
        chat = await a_group(campus, li)
        code = await a_code(li)
        await li.says(f"/link {code}", chat)
    files = {one.name: one.read_bytes() for one in sorted(tmp_path.glob("campus.db*"))}  # noqa: ASYNC240 - a test's own folder
    assert [name for name, content in files.items() if code.encode() in content] == []
