"""Edits of a card that a newer one replaces: only the newest content is sent.

While a chat has to wait, somebody who presses fast leaves several rows that show one card. The
first that may go takes the content of the last, and the others end without a call. What is sent
anew keeps its place, as parts of a long text may stand before it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update

from campaign.messages import TextMessage
from storage.database.chunks import chunks
from storage.database.session import Found, Session
from storage.delivery.outbox import IS_OPEN, Claimed, OnDoubt, State
from storage.tables import outbox

_WAITS = (IS_OPEN, outbox.c.state == State.WAITING.value)
REPLACED = "not sent: the card shows something newer"
_of_cards = (
    select(outbox.c.id, outbox.c.card_id, outbox.c.fresh, outbox.c.priority, outbox.c.params)
    .where(
        IS_OPEN,
        outbox.c.lane.in_(bindparam("lanes", expanding=True)),
        outbox.c.card_id.in_(bindparam("cards", expanding=True)),
        outbox.c.state == State.WAITING.value,
        outbox.c.method == TextMessage.kind,
        outbox.c.on_doubt == OnDoubt.RESEND.value,
        outbox.c.subject.is_(None),
        outbox.c.delivery_id.is_(None),
        outbox.c.secret.is_not(True),
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")),
    )
    .order_by(outbox.c.id)
)
_take_over = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"))
    .values(params=bindparam("newest", type_=outbox.c.params.type))
)
_replace = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=State.CANCELLED.value, trouble=REPLACED, ended_at=bindparam("at"))
)


@dataclass
class Newest:
    """What is left to be sent of claimed rows, and which rows end without a call."""

    kept: list[Claimed] = field(default_factory=list)
    changed: list[Claimed] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)

    def take(self, row: Claimed, waiting: Sequence[Found]) -> None:
        """A claimed row, and the waiting ones of its card, oldest first."""
        behind = [other for other in waiting if other.id > row.id]
        edits = list(takewhile(lambda other: not other.fresh, behind))
        self.replaced += [other.id for other in waiting if other.id < row.id and not other.fresh]
        self.replaced += [other.id for other in edits]
        anew = behind[len(edits) : len(edits) + 1]
        if anew and not row.fresh and anew[0].priority <= row.priority:
            self.replaced.append(row.id)
            return
        if edits:
            row = replace(row, params=edits[-1].params)
            self.changed.append(row)
        self.kept.append(row)


async def keep_newest(
    session: Session, claimed: Sequence[Claimed], *, at: datetime
) -> list[Claimed]:
    """The claimed rows, each with the newest content that waits for its card.

    One that only edits is missing where the card is sent anew behind it.
    """
    waiting = await _waiting_for(session, [row for row in claimed if _may_change(row)], at)
    if not waiting:
        return list(claimed)
    newest = Newest()
    for row in claimed:
        newest.take(row, waiting.get(row.card_id or "", []) if _may_change(row) else [])
    if newest.changed:
        changes = [{"row_id": row.id, "newest": row.params} for row in newest.changed]
        await session.change(_take_over, changes)
    if newest.replaced:
        await session.change(_replace, {"ids": newest.replaced, "at": at})
    return newest.kept


async def unsent_cards(session: Session, card_ids: Collection[str]) -> set[str]:
    """Those of these cards that are still unsent."""
    question = select(outbox.c.card_id).where(*_WAITS, outbox.c.card_id.in_(sorted(card_ids)))
    return {row.card_id for row in await session.rows(question)}


async def cancel_unsent(
    session: Session, card_ids: Iterable[str], *, why: str, at: datetime
) -> set[str]:
    """Cancel those of these cards that are still unsent. Returns which they were."""
    taken: set[str] = set()
    wanted = sorted(set(card_ids))
    for some in chunks(wanted):
        cancelling = (
            update(outbox)
            .where(*_WAITS, outbox.c.card_id.in_(some))
            .values(state=State.CANCELLED.value, ended_at=at, trouble=why)
            .returning(outbox.c.card_id)
        )
        taken |= {row.card_id for row in await session.rows(cancelling)}
    return taken


def _may_change(row: Claimed) -> bool:
    """Whether it only shows a card: nobody asks for the call itself, and it is never blanked."""
    is_asked_for = row.subject is not None or row.delivery_id is not None or row.secret
    is_plain = row.method == TextMessage.kind and row.on_doubt is OnDoubt.RESEND
    return row.others_wait and is_plain and not is_asked_for


async def _waiting_for(
    session: Session, claimed: Sequence[Claimed], now: datetime
) -> Mapping[str, list[Any]]:
    """The other rows that show these cards, oldest first, by card."""
    if not claimed:
        return {}
    lanes, shown = [row.lane for row in claimed], [row.card_id for row in claimed]
    found: dict[str, list[Any]] = {}
    for row in await session.rows(_of_cards, {"lanes": lanes, "cards": shown, "now": now}):
        found.setdefault(row.card_id, []).append(row)
    return found


async def was_tried_again(session: Session, card_id: str, *, since: datetime) -> bool:
    """Whether the card's message may be there twice: a call that ended since was made again.

    One that a newer call replaced after it had been tried counts, too: the newer one is its repeat.
    """
    again = or_(outbox.c.tries > 1, and_(outbox.c.tries > 0, outbox.c.trouble == REPLACED))
    made_again = select(outbox.c.id).where(
        outbox.c.ended_at >= since, outbox.c.card_id == card_id, again
    )
    return await session.value(made_again.limit(1)) is not None
