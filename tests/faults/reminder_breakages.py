"""Ticks that are broken on purpose, each in one place: what the ledger's test must notice."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import schedules.decisions
import schedules.due_now
import schedules.ledger
import storage.reminders
from campaign.prompts.sending_days import SendingDays
from schedules.facts import Facts
from schedules.tick import Tick
from schedules.watermark import read_watermark, write_watermark
from storage.database.session import Session
from storage.delivery.outbox import Outgoing, put_outgoing
from storage.reminders import Decision, Key


def trust_the_watermark() -> None:
    """How far one has come is written down first, and believed by the next process."""
    honest = Tick._begin

    async def begin(self: Tick) -> Any:
        async with self._database.read() as session:
            mark = await read_watermark(session, self._clock.now())
        self._life.looked_back = mark.until is not None
        look = await honest(self)
        async with self._database.write() as session:
            far = replace(look.mark, until=look.now, print=look.print)
            await write_watermark(session, far)
        return look

    patch(Tick, "_begin", begin)


def ask_nobody() -> None:
    """The ledger has no key, and nobody looks into it."""

    async def nothing_known(_: Session, __: Collection[Key]) -> set[Key]:
        return set()

    async def write(session: Session, decisions: Sequence[Decision], *, at: datetime) -> set[Key]:
        named = [
            replace(one, stands_for=f"{one.stands_for}#{secrets.token_hex(4)}") for one in decisions
        ]
        await storage.reminders.write_decisions(session, named, at=at)
        return {one.key for one in decisions}

    patch(schedules.due_now, "known_decisions", nothing_known)
    patch(schedules.ledger, "write_decisions", write)


def speak_later() -> None:
    """The decision stands in one transaction, the message in the next."""
    waiting: list[tuple[list[Outgoing], datetime]] = []
    honest = Tick._tell

    def note(_: Session, calls: list[Outgoing], *, at: datetime) -> None:
        waiting.append((calls, at))

    async def tell(self: Tick) -> int:
        told = await honest(self)
        async with self._database.write() as session:
            while waiting:
                calls, at = waiting.pop()
                put_outgoing(session, calls, at=at)
        return told

    patch(schedules.ledger, "put_outgoing", note)
    patch(Tick, "_tell", tell)


def never_be_late() -> None:
    """A reminder of yesterday says "today"."""
    patch_value(schedules.decisions, "LATE_AFTER", timedelta(days=400))


def forget_what_is_done() -> None:
    """Everybody is reminded of everything."""
    patch(Facts, "wants", lambda *_: True)


def wake_people() -> None:
    """No hour is quiet, and no day is off."""
    patch(SendingDays, "is_open_at", lambda *_: True)


def patch(holder: Any, name: str, broken: Callable[..., Any]) -> None:
    """Put the broken one in its place. The process ends soon; nothing is put back."""
    patch_value(holder, name, broken)


def patch_value(holder: Any, name: str, broken: object) -> None:
    getattr(holder, name)
    setattr(holder, name, broken)


BREAKAGES = {
    one.__name__: one
    for one in (
        trust_the_watermark,
        ask_nobody,
        speak_later,
        never_be_late,
        forget_what_is_done,
        wake_people,
    )
}


def break_the_reminders(name: str | None) -> None:
    """Break this process's tick so, if a name is given."""
    if name is not None:
        BREAKAGES[name]()
