"""Promise 3, faults 10 and 11: repetition and disorder change nothing.

    python3 run.py test tests/faults/test_disorder.py --streams 500

Telegram keeps the order within a chat, and no other. Here each update comes one to five times, at
once and much later, two deliveries at the same time, the chats among each other in any order, and
the bot works and dies in between.
"""

import asyncio
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select

from bot.telegram.polling import store
from bot.telegram.updates.arrivals import arrival_of
from storage.database.columns import to_json
from storage.delivery import inbox as inbox_rows
from storage.delivery.inbox import WAITING, Arrival
from storage.tables import check_ins, inbox, talks, tallies, trace
from storage.trace import first_broken_row
from tests.campus import TEXTS, Campus, open_campus
from tests.faults.crowd import Crowd
from tests.faults.town import populate

# Long enough for a machine that does much else.
pytestmark = pytest.mark.timeout(600)

Update = dict[str, Any]
Act = Callable[[], None]

PEOPLE = 6
REPEATS = 5
LATE_REPEATS = 4
# So many rounds that everybody who is answered at all has finished.
LONG_ENOUGH = 500
# In a broken build nobody may ever finish.
TO_BE_FOUND_OUT = 40


class Post:
    """Brings what people sent to the bot, as badly as Telegram may."""

    def __init__(self, campus: Campus, seed: int) -> None:
        self._campus = campus
        self._chance = random.Random(seed)
        self._brought: list[Update] = []

    async def bring_some(self) -> None:
        """The first few of each chat, often, and some that came long ago."""
        chosen = self._shuffled(self._taken())
        late = self._chance.choices(self._brought, k=LATE_REPEATS) if self._brought else []
        self._brought += chosen
        at = self._campus.clock.now()
        await asyncio.gather(
            *[
                store(self._campus.inbox_writer, self._repeated(chosen, late), at=at)
                for _ in range(2)
            ]
        )

    def _taken(self) -> dict[int, list[Update]]:
        """From each chat as many as chance gives, in their order; they count as confirmed."""
        queue, by_chat = self._campus.world.queue, defaultdict(list)
        for update in queue.waiting:
            content = update.get("message") or update["callback_query"]
            by_chat[content["from"]["id"]].append(update)
        taken = {
            chat: updates[: self._chance.randint(0, len(updates))]
            for chat, updates in by_chat.items()
        }
        for updates in taken.values():
            for update in updates:
                queue.confirm(update["update_id"])
        return taken

    def _shuffled(self, taken: dict[int, list[Update]]) -> list[Update]:
        """Any order that keeps that of each chat."""
        turns = [chat for chat, updates in taken.items() for _ in updates]
        self._chance.shuffle(turns)
        rest = {chat: iter(updates) for chat, updates in taken.items()}
        return [next(rest[chat]) for chat in turns]

    def _repeated(self, first: list[Update], late: list[Update]) -> list[Update]:
        """Each one to five times, the repeats anywhere after the first."""
        delivered = list(first)
        for update in first:
            for _ in range(self._chance.randrange(REPEATS)):
                place = self._chance.randint(delivered.index(update) + 1, len(delivered))
                delivered.insert(place, update)
        for update in late:
            delivered.insert(self._chance.randint(0, len(delivered)), update)
        return delivered


async def play(campus: Campus, seed: int, *, badly: bool, rounds: int = LONG_ENOUGH) -> None:
    """A few people check in; their acts and the bot's work in any order."""
    chance = random.Random(seed)
    ids = [campus.world.add_user(f"U{n}", language_code="zh-hans").id for n in range(PEOPLE)]
    async with campus.database.write() as session:
        await populate(session, ids, at=campus.clock.now())
    due: list[Act] = []
    crowd = Crowd(campus.world, ids, TEXTS, at_once=PEOPLE, seed=seed, soon=due.append)
    post = Post(campus, seed)
    crowd.gather()
    crowd.close()
    for _ in range(rounds):
        if not crowd.active:
            break
        if badly:
            await post.bring_some()
            await work_a_little(campus, chance)
        else:
            await campus.settle()
        while due and (not badly or chance.random() < 0.7):
            due.pop(chance.randrange(len(due)) if badly else 0)()
    campus.world.changes.pages.clear()
    await campus.settle()


async def work_a_little(campus: Campus, chance: random.Random) -> None:
    """Any part of the work, or a new process."""
    match chance.randrange(5):
        case 0:
            campus.restart()
        case 1:
            await campus.engine.work_once()
        case 2:
            await campus.courier.drain_once()
        case _:
            await campus.engine.work_once()
            await campus.courier.drain_once()


async def outcome(campus: Campus) -> dict[str, object]:
    """All that came of it, without the names that were made on the way."""
    async with campus.reading() as session:
        c, t = check_ins.c, talks.c
        questions = {
            "check-ins": select(c.person_id, c.month, c.happened_on, c.state, c.version, c.content),
            "talks": select(t.telegram_id, t.flow, t.step, t.state, t.answers),
            "tallies": select(tallies),
            "trace": select(trace.c.person_id, trace.c.act, trace.c.before, trace.c.after),
        }
        found: dict[str, object] = {
            name: Counter(
                to_json([str(value) for value in row]) for row in await session.rows(asked)
            )
            for name, asked in questions.items()
        }
        assert await first_broken_row(session) is None
    found["chats"] = {
        who.id: [
            (m.sender == who.id, without_figures(m.text), m.labels)
            for m in campus.world.messages(who)
        ]
        for who in campus.world.people
    }
    return found


def without_figures(text: str) -> str:
    """How many of the branch were there before depends on who came first."""
    return re.sub(r"本支部 \d+ 名党员，\d+ 名有记录了。", "", text)


async def clean_outcome(folder: Path, seeds: range) -> dict[str, object]:
    """Of each update once and in order."""
    async with open_campus(f"sqlite+aiosqlite:///{folder / 'clean.sqlite3'}", folder) as clean:
        for seed in seeds:
            await play(clean, seed, badly=False)
        return await outcome(clean)


async def bad_outcome(
    campus: Campus, seeds: range, *, rounds: int = LONG_ENOUGH
) -> dict[str, object]:
    """Of the same streams, delivered badly."""
    for seed in seeds:
        await play(campus, seed, badly=True, rounds=rounds)
    return await outcome(campus)


async def test_the_outcome_is_that_of_clean_delivery(
    campus_on_both: Campus, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    streams, seed = request.config.getoption("--streams"), request.config.getoption("--seed")
    seeds = range(seed, seed + streams)
    wanted = await clean_outcome(tmp_path / "clean", seeds)
    found = await bad_outcome(campus_on_both, seeds)
    for name, value in wanted.items():
        assert found[name] == value, f"{name}, with seed {seed}"


async def test_an_inbox_that_knows_no_repeats_is_found_out(
    campus: Campus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test of the test."""
    numbers = count()

    def strange(update: Update) -> Arrival:
        arrival = arrival_of(update)
        return replace(arrival, source=f"{arrival.source}:{next(numbers)}")

    wanted = await clean_outcome(tmp_path / "clean", range(1))
    monkeypatch.setattr("bot.telegram.polling.arrival_of", strange)
    found = await bad_outcome(campus, range(1), rounds=TO_BE_FOUND_OUT)
    assert wanted["check-ins"] != found["check-ins"]
    assert wanted["chats"] != found["chats"]


async def test_an_engine_that_forgets_the_order_is_found_out(
    campus: Campus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test of the test: here the last update of a chat is worked off first."""
    newest = select(func.max(inbox.c.id)).where(inbox.c.state == WAITING).group_by(inbox.c.chat_id)
    columns = inbox_rows._next_turns.selected_columns
    disordered = select(*columns).where(inbox.c.id.in_(newest)).limit(bindparam("most"))
    wanted = await clean_outcome(tmp_path / "clean", range(1))
    monkeypatch.setattr("storage.delivery.inbox._next_turns", disordered)
    found = await bad_outcome(campus, range(1), rounds=TO_BE_FOUND_OUT)
    assert wanted["check-ins"] != found["check-ins"]
