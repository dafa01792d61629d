"""Builds that are broken on purpose, each in one place: what the crash test must notice."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import bot.telegram.polling
import bot.workers.courier
import bot.workers.engine
from bot.telegram.polling import Receiver
from bot.telegram.updates.arrivals import arrival_of
from bot.workers.courier import Courier
from bot.workers.engine import Engine
from storage.database.session import Session
from storage.delivery.inbox import Arrival, end_turns
from storage.delivery.outbox import Claimed, End, Outgoing, State, put_outgoing
from storage.delivery.outbox_results import mark_ends


def confirm_before_commit() -> None:
    """The receiver lets Telegram forget updates that are not written down yet."""
    honest = Receiver._store

    async def store(self: Receiver, updates: list[dict[str, Any]], at: datetime) -> None:
        self._offset = updates[-1]["update_id"] + 1
        await self._fetch(0)
        await honest(self, updates, at)

    patch(Receiver, "_store", store)


def know_no_repeats() -> None:
    """The inbox takes an update that comes again for a new one."""

    def strange_arrival(update: Any) -> Arrival:
        arrival = arrival_of(update)
        return replace(arrival, source=f"{arrival.source[:60]}:{secrets.token_hex(8)}")

    patch(bot.telegram.polling, "arrival_of", strange_arrival)


def end_turns_later() -> None:
    """What a turn did and that it is done are written in two transactions."""
    ended: list[tuple[list[int], datetime]] = []
    honest = Engine._take

    async def note(_: Session, ids: list[int], *, at: datetime) -> None:
        ended.append((ids, at))

    async def take(self: Engine, *, limit: int) -> int:
        taken = await honest(self, limit=limit)
        async with self._database.write() as session:
            while ended:
                ids, at = ended.pop()
                await end_turns(session, ids, at=at)
        return taken

    patch(bot.workers.engine, "end_turns", note)
    patch(Engine, "_take", take)


def answer_later() -> None:
    """What a turn did and what it answers are written in two transactions."""
    answers: list[tuple[list[Outgoing], datetime]] = []
    honest = Engine._take

    def note(_: Session, calls: list[Outgoing], *, at: datetime) -> None:
        answers.append((calls, at))

    async def take(self: Engine, *, limit: int) -> int:
        taken = await honest(self, limit=limit)
        async with self._database.write() as session:
            while answers:
                calls, at = answers.pop()
                put_outgoing(session, calls, at=at)
        return taken

    patch(bot.workers.engine, "put_outgoing", note)
    patch(Engine, "_take", take)


def mark_before_sending() -> None:
    """The courier marks a row as sent, and sends it then."""
    honest = Courier._carry_out

    async def carry_out(self: Courier, row: Claimed) -> None:
        async with self._database.write() as session:
            await mark_ends(session, [End(row, State.SENT)], at=self._clock.now())
        await honest(self, row)

    patch(Courier, "_carry_out", carry_out)


def leave_doubt_unsettled() -> None:
    """A row that a dead process was sending is nobody's business."""

    async def settle_doubt(_: Session, *, now: datetime, all_of_them: bool) -> list[int]:
        return []

    patch(bot.workers.courier, "settle_doubt", settle_doubt)


def patch(holder: Any, name: str, broken: Callable[..., Any]) -> None:
    """Put the broken one in its place. The process ends soon; nothing is put back."""
    getattr(holder, name)
    setattr(holder, name, broken)


BREAKAGES = {
    one.__name__: one
    for one in (
        confirm_before_commit,
        know_no_repeats,
        end_turns_later,
        answer_later,
        mark_before_sending,
        leave_doubt_unsettled,
    )
}


def break_the_build(name: str | None) -> None:
    """Break this process's program so, if a name is given."""
    if name is not None:
        BREAKAGES[name]()
