"""The release before (commit 7a78a84), killed in the middle of a day and opened by this one.

`release_before.sql` is the database that it left, `telegram_before.sql` what Telegram knew then, as
the demo keeps it. They were made once, by the real routes of that release on a migrated SQLite file
and its demo server, and are never made anew: this release must be able to read them.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from bot.demo.fake_telegram.world.journal import Journal
from bot.demo.fake_telegram.world.messages import Message
from storage.database.engine import Database
from storage.database.migrate import migrate
from storage.tables import cards, outbox, people, talks
from tests.campus import Actor, Campus

HERE = Path(__file__).parent
DATABASE, TELEGRAM = HERE / "release_before.sql", HERE / "telegram_before.sql"
# A minute after its last act.
OPENED_AT = "2008-07-08 09:02"
# Two chats rest so long, for Telegram told the release before to wait.
REST = timedelta(days=8)


@cache
def old_database() -> sqlite3.Connection:
    """What the release before wrote, untouched, in the tables that it had. To be read only."""
    return _restored(DATABASE, ":memory:")


@cache
def old_telegram() -> sqlite3.Connection:
    """What Telegram knew then, as the demo keeps it. To be read only."""
    return _restored(TELEGRAM, ":memory:")


class OldCall(NamedTuple):
    """An outbox row of the release before."""

    id: int
    method: str
    state: str
    card: str | None


def open_now() -> list[OldCall]:
    """Every outbox row that the release before left unended."""
    rows = old_database().execute("SELECT id, method, state, card_id FROM outbox ORDER BY id")
    return [OldCall(*row) for row in rows]


def _restored(dump: Path, place: Path | str) -> sqlite3.Connection:
    file = sqlite3.connect(place)
    file.executescript(dump.read_text("utf-8"))
    file.commit()
    return file


@asynccontextmanager
async def open_release_before(folder: Path) -> AsyncIterator[Campus]:
    """This release at work on what the release before left: nothing is sent or answered yet."""
    path = folder / "bot.sqlite3"
    _restored(DATABASE, path).close()
    url = f"sqlite+aiosqlite:///{path}"
    await migrate(url)
    async with Database.open(url) as database:
        campus = Campus(database, folder)
        campus.stands_at(OPENED_AT)
        _bring_back_telegram(campus, folder / "telegram.sqlite3")
        campus.channel = next(c.id for c in campus.world.chats if c.kind == "channel")
        _lay_down_made_files(folder / "made")
        await starts(campus)
        yield campus


async def starts(campus: Campus) -> None:
    """A process of this release starts."""
    campus.restart()
    await campus.courier.start()


async def works_through_the_rest(campus: Campus) -> None:
    """Until nothing is left at all."""
    await campus.settle()
    campus.clock.advance(REST)
    await starts(campus)
    await campus.settle()


async def who(campus: Campus, name: str) -> Actor:
    """Somebody by the name of the account."""
    user = next(user for user in campus.world.people if user.first_name == name)
    async with campus.reading() as session:
        person = await session.value(select(people.c.id).where(people.c.telegram_id == user.id))
    return Actor(campus, user, person)


async def present(actor: Actor) -> Message:
    """The message on which the actor's open conversation stands, wherever in the chat it is."""
    mine = select(cards.c.message_id).join(talks, talks.c.card_id == cards.c.id)
    question = mine.where(talks.c.telegram_id == actor.user.id, talks.c.state == "open")
    async with actor.campus.reading() as session:
        number = await session.value(question)
    return actor.campus.world.chats[actor.user.id].messages[number]


async def goes_on(actor: Actor, *acts: str) -> None:
    """Press what is on the open conversation's card, and write what is not."""
    for act in acts:
        card = await present(actor)
        if any(act in label for label in card.labels):
            await actor.presses(act, on=card)
        else:
            await actor.says(act)


async def states_of_calls(campus: Campus) -> dict[int, str]:
    """How each outbox row stands, by its number."""
    async with campus.reading() as session:
        return {
            row.id: row.state for row in await session.rows(select(outbox.c.id, outbox.c.state))
        }


def _bring_back_telegram(campus: Campus, path: Path) -> None:
    _restored(TELEGRAM, path).close()
    journal = Journal(campus.world, path)
    with closing(journal):
        assert journal.load()


def _lay_down_made_files(folder: Path) -> None:
    """The files that waiting calls send: on disk beside the database, whatever is in them."""
    find = """SELECT tree.value FROM outbox, json_tree(outbox.params) AS tree
              WHERE tree.key = 'made'"""
    for (path,) in old_database().execute(find):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_bytes(b"%PDF-1.4 made by the release before")
