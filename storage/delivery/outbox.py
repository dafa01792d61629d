"""The outbox: calls are stored before they are sent, and each row keeps how it ended."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Self, TypedDict, Unpack

from sqlalchemy import Select, and_, bindparam, or_, select, text, update

from campaign.messages import Menu, NoMenu, Value
from storage.database.session import Found, Session
from storage.tables import cards, outbox


class Priority:
    """Lower goes first: a person who waits for an answer before a notice to all.

    Menus come last, whoever they are for, so that two menus of one person keep their order.
    """

    REPLY = 0
    FILE = 3
    NOTICE = 5
    MENU = 8
    NONE = 100


class OnDoubt(StrEnum):
    """What to do when it is not known whether a call reached Telegram."""

    RESEND = "resend"
    HOLD = "hold"


class State(StrEnum):
    """Where an outbox row stands; all but waiting, sending and paused are ends."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"
    GONE = "gone"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    PAUSED = "paused"


MENUS = frozenset({Menu.kind, NoMenu.kind})
# How `trouble` begins in a row that is sent again though its call may have reached Telegram.
IN_DOUBT = "in doubt"
# The subject of what is said to somebody in a group; its result is not handed back.
REPLY = "reply:"
# How the subject of files begins that are kept and sent again, like `shown:story:<id>`.
SHOWN = "shown:"


class HowSent(TypedDict, total=False):
    """The options of a value that goes out; see `Outgoing`."""

    lane: int | None
    priority: int
    card_id: str | None
    fresh: bool
    subject: str | None
    on_doubt: OnDoubt
    not_before: datetime | None
    delivery_id: int | None
    trouble: str | None
    secret: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A value to be sent: `method` is its kind, `params` its JSON (`campaign.messages`).

    A kind that is none of those is a method of the messenger's own, with its parameters.
    `lane` keeps the order: rows of one lane (a chat) go one after the other; None is free of it.
    `card_id`: the call shows that card; the courier edits its message, or, if `fresh` or if there
    is none, sends it anew and takes the buttons off the old message.
    `subject`: what the result is for, handed back through the inbox (`evidence:…`).
    `delivery_id`: the delivery of a notice that the call is a part of.
    `trouble`: why it is made again, if it has been made before.
    `secret`: it carries a code, and is blanked as soon as it has ended.
    """

    method: str
    params: dict[str, Any]
    lane: int | None = None
    priority: int = Priority.REPLY
    card_id: str | None = None
    fresh: bool = False
    subject: str | None = None
    on_doubt: OnDoubt = OnDoubt.RESEND
    not_before: datetime | None = None
    delivery_id: int | None = None
    trouble: str | None = None
    secret: bool = False

    @classmethod
    def of(cls, value: Value, **how: Unpack[HowSent]) -> Self:
        """The value, to be sent with these options."""
        return cls(value.kind, value.to_json(), **how)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An outbox row that this process now sends; `fence` must still hold at the mark.

    `others_wait`: more rows that show its card wait in its lane (storage/delivery/outbox_cards.py).
    """

    id: int
    lane: int | None
    priority: int
    method: str
    params: dict[str, Any]
    card_id: str | None
    fresh: bool
    subject: str | None
    on_doubt: OnDoubt
    tries: int
    fence: int
    created_at: datetime
    card_message_id: int | None
    delivery_id: int | None = None
    secret: bool = False
    others_wait: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """How a claimed row came out. WAITING means: again, not before `not_before`."""

    row: Claimed
    state: State
    message_id: int | None = None
    trouble: str | None = None
    not_before: datetime | None = None


def put_outgoing(session: Session, calls: Sequence[Outgoing], *, at: datetime) -> None:
    """Store calls, to be sent after the transaction is committed."""
    for call in calls:
        session.add(
            outbox,
            lane=call.lane,
            priority=call.priority,
            method=call.method,
            params=call.params,
            card_id=call.card_id,
            fresh=call.fresh,
            subject=call.subject,
            on_doubt=call.on_doubt.value,
            state=State.WAITING.value,
            not_before=call.not_before,
            created_at=at,
            delivery_id=call.delivery_id,
            trouble=call.trouble,
            secret=call.secret,
        )


# Must match the condition of the partial indexes word for word, or they are not used and every row
# ever sent is read.
IS_OPEN = text("outbox.state IN ('waiting', 'sending')")

_earlier = outbox.alias("earlier")
_lane_is_busy = (
    select(_earlier.c.id)
    .where(
        _earlier.c.lane == outbox.c.lane,
        text("earlier.state IN ('waiting', 'sending')"),
        or_(
            _earlier.c.state == State.SENDING.value,
            and_(
                _earlier.c.state == State.WAITING.value,
                or_(
                    _earlier.c.priority < outbox.c.priority,
                    and_(_earlier.c.priority == outbox.c.priority, _earlier.c.id < outbox.c.id),
                ),
            ),
        ),
    )
    .exists()
)

_other = outbox.alias("other")
_others_wait = (
    select(_other.c.id)
    .where(
        _other.c.lane == outbox.c.lane,
        text("other.state IN ('waiting', 'sending')"),
        _other.c.state == State.WAITING.value,
        _other.c.card_id == outbox.c.card_id,
        _other.c.id != outbox.c.id,
    )
    .exists()
)
_waiting = (
    select(
        outbox.c.id,
        outbox.c.lane,
        outbox.c.priority,
        outbox.c.method,
        outbox.c.params,
        outbox.c.card_id,
        outbox.c.fresh,
        outbox.c.subject,
        outbox.c.on_doubt,
        # As the claim leaves them.
        outbox.c.tries + 1,
        outbox.c.fence + 1,
        outbox.c.created_at,
        cards.c.message_id,
        outbox.c.delivery_id,
        outbox.c.secret,
        _others_wait.label("others_wait"),
    )
    .select_from(outbox.outerjoin(cards, cards.c.id == outbox.c.card_id))
    .where(
        IS_OPEN,
        outbox.c.state == State.WAITING.value,
        outbox.c.priority < bindparam("before"),
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")),
        or_(outbox.c.lane.is_(None), ~_lane_is_busy),
    )
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
)
_method_rests = outbox.c.method.in_(bindparam("resting", expanding=True))
_lane_cools = and_(
    outbox.c.lane.is_not(None), outbox.c.lane.in_(bindparam("cooling", expanding=True))
)
_claim = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=State.SENDING.value,
        lease_until=bindparam("until"),
        fence=outbox.c.fence + 1,
        tries=outbox.c.tries + 1,
    )
)


@cache
def _claimable(*, urgent_only: bool, resting: bool, cooling: bool, locking: bool) -> Select[Any]:
    """The query of a claim, built once: building costs as much as running.

    A condition on a list is there only if the list has anything: in most rounds it is empty.
    """
    wanted = _waiting.where(outbox.c.priority == Priority.REPLY) if urgent_only else _waiting
    wanted = wanted.where(~_method_rests) if resting else wanted
    wanted = wanted.where(~_lane_cools) if cooling else wanted
    return wanted.with_for_update(skip_locked=True, of=outbox) if locking else wanted


async def claim_outgoing(
    session: Session,
    *,
    limit: int,
    now: datetime,
    lease: timedelta,
    cooling: Sequence[int] = (),
    rooms: Mapping[str, int] | None = None,
    urgent_only: bool = False,
) -> list[Claimed]:
    """Claim at most `limit` rows, one a lane, most urgent first: they are marked `sending`.

    Lanes in `cooling` are skipped; so is what goes beyond `rooms`, the number of calls of each
    method that may begin now. `urgent_only` leaves everything but replies. After `lease` the claim
    counts as that of a dead process, unless it is renewed.
    """
    rooms = rooms or {}
    resting = sorted(method for method, room in rooms.items() if not room)
    # Thousands of menus may wait: while they must, none of them is read.
    before = Priority.MENU if any(method in MENUS for method in resting) else Priority.NONE
    question = _claimable(
        urgent_only=urgent_only,
        resting=bool(resting),
        cooling=bool(cooling),
        locking=session.is_postgresql,
    )
    values: dict[str, Any] = {"now": now, "before": before, "most": limit}
    values |= {"resting": resting} if resting else {}
    values |= {"cooling": cooling} if cooling else {}
    found = _within(rooms, await session.rows(question, values))
    if not found:
        return []
    await session.put(_claim, {"ids": [row.id for row in found], "until": now + lease})
    return [_claimed(row) for row in found]


def _within(rooms: Mapping[str, int], found: Sequence[Found]) -> list[Found]:
    """The first rows of each method, as many as may begin."""
    begun: Counter[str] = Counter()
    kept = []
    for row in found:
        begun[row.method] += 1
        if row.method not in rooms or begun[row.method] <= rooms[row.method]:
            kept.append(row)
    return kept


def _claimed(row: Found) -> Claimed:
    """The columns come in the order of its fields."""
    facts: list[Any] = list(row)
    facts[_ON_DOUBT] = OnDoubt(facts[_ON_DOUBT])
    return Claimed(*facts)


_ON_DOUBT = [field.name for field in fields(Claimed)].index("on_doubt")
