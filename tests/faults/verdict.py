"""What an ordeal has done to what people said: lost, doubled, broken; and the copies it cost."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, select, text

from campaign.check_ins import read_content
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.inbox import backlog
from storage.delivery.outbox import State
from storage.recount import wrong_counters
from storage.tables import check_ins, inbox, outbox, people, trace
from storage.trace import first_broken_row
from tests.faults.crowd import Crowd, Said
from tests.faults.ordeal import Ordeal


@dataclass(frozen=True, slots=True)
class Verdict:
    """A good build leaves `faults` empty. `copies`: how many, by the point of the kill."""

    inputs: int
    check_ins: int
    copies: Counter[str]
    faults: tuple[str, ...]


async def judge(ordeal: Ordeal) -> Verdict:
    """Compare the database and the chats with what people remember."""
    async with Database.open(ordeal.url) as database, database.read() as session:
        stored = await stored_check_ins(session)
        faults = [*lost_and_doubled(ordeal.crowd, stored), *await _broken(session, ordeal)]
        copies, strange = _explained(ordeal, await _extra_messages(session, ordeal))
    if ordeal.exit_code != 0:
        faults.append(f"the last life ended with {ordeal.exit_code}")
    return Verdict(
        inputs=sum(member.inputs for member in ordeal.crowd.members.values()),
        check_ins=sum(len(found) for found in stored.values()),
        copies=copies,
        faults=(*faults, *strange),
    )


async def stored_check_ins(session: Session) -> dict[int, list[Said]]:
    """What stands in the database, by Telegram account."""
    found: dict[int, list[Said]] = defaultdict(list)
    question = (
        select(people.c.telegram_id, check_ins.c.content)
        .join(people, people.c.id == check_ins.c.person_id)
        .order_by(check_ins.c.created_at)
    )
    for row in await session.rows(question):
        content = read_content(row.content)
        found[row.telegram_id].append(Said(content.done, content.effect))
    return found


def lost_and_doubled(crowd: Crowd, stored: dict[int, list[Said]]) -> list[str]:
    """Whoever waits in vain, and where the database differs from what people remember."""
    faults = [
        f"lost: {number} waits in vain for “{member.waits_for}”"
        for number, member in crowd.active.items()
    ]
    for number, member in crowd.members.items():
        noted, found = Counter(member.handed_in), Counter(stored.get(number, []))
        faults += [f"lost: {number}: {said} is not stored" for said in (noted - found)]
        faults += [f"doubled or mixed up: {number}: {said}" for said in (found - noted)]
    return faults


async def _broken(session: Session, ordeal: Ordeal) -> list[str]:
    """What does not hold together inside the database."""
    handed_in = sum(len(member.handed_in) for member in ordeal.crowd.members.values())
    inputs = sum(member.inputs for member in ordeal.crowd.members.values())
    waiting = await backlog(session)
    facts: dict[str, tuple[object, object]] = {
        "first broken row of the trace": (await first_broken_row(session), None),
        "check-ins in the trace": (await _count(session, trace, trace.c.act == "check-in made"),
                                   handed_in),
        "updates in the inbox": (await _count(session, inbox, inbox.c.source.startswith("u:")),
                                 inputs),
        "rows left in the inbox": (waiting.waiting, 0),
        "rows parked": (waiting.parked, 0),
        "counters that say something else": (await wrong_counters(session), []),
        "messages without an end": (
            await _count(session, outbox, outbox.c.state != State.SENT.value), 0),
    }  # fmt: skip
    if not session.is_postgresql:
        facts["integrity check"] = (await session.value(text("PRAGMA integrity_check")), "ok")
        facts["foreign keys"] = (await session.value(text("PRAGMA foreign_key_check")), None)
    return [f"{name}: {is_}, not {due}" for name, (is_, due) in facts.items() if is_ != due]


async def _extra_messages(session: Session, ordeal: Ordeal) -> list[tuple[int, int]]:
    """The bot's messages that no outbox row knows as its own: (chat, message)."""
    rows = await session.rows(
        select(outbox.c.lane, outbox.c.message_id).where(outbox.c.message_id.is_not(None))
    )
    known = {(row.lane, row.message_id) for row in rows}
    bot = ordeal.world.bot.id
    return [
        (chat, message.id)
        for chat in ordeal.crowd.members
        for message in ordeal.world.messages(chat)
        if message.sender == bot and (chat, message.id) not in known
    ]


def _explained(ordeal: Ordeal, extra: list[tuple[int, int]]) -> tuple[Counter[str], list[str]]:
    """Copies by the point of the kill, and messages that no kill explains.

    A copy is explained if the first of the two was the last thing said to its chat in a life that
    was killed: it was under way then. So no chat gets more than one a kill.
    """
    copies: Counter[str] = Counter()
    strange = []
    for chat, message in extra:
        life = ordeal.calls.last_of_a_life(chat).get(message)
        point = None if life is None else ordeal.died_at.get(life)
        if point is None:
            strange.append(f"a copy from nowhere: message {message} in chat {chat}")
        else:
            copies[point] += 1
    return copies, strange


async def _count(session: Session, table: Table, *which: ColumnElement[bool]) -> int:
    return int(await session.value(select(func.count()).select_from(table).where(*which)))
