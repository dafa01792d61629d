"""Notices of the office: handed in, consented to, planned, sent, paused, ended."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import and_, func, or_, select, update

from campaign.notices import (
    AT_WORK,
    OVER,
    Audience,
    DeliveryState,
    Notice,
    NoticeAct,
    NoticePart,
    NoticeState,
    moved,
)
from storage.database.session import Found, Session
from storage.tables import deliveries, notices

# Less than Telegram minds, more often than people look.
SHOWN_EVERY = timedelta(seconds=3)
# So many deliveries of a notice lie in the outbox at most; below half of it, more are put there.
MOST_QUEUED = 1000

_PARTS = TypeAdapter(tuple[NoticePart, ...])
_AUDIENCE = TypeAdapter(Audience)


async def add_notice(session: Session, new: Notice) -> None:
    """Write a notice down as it stands."""
    await session.insert(notices, **_row(new))


async def find_notice(session: Session, notice_id: str, *, lock: bool = False) -> Notice | None:
    """The notice; with `lock`, nobody else changes it until the transaction ends."""
    question = select(notices).where(notices.c.id == notice_id)
    row = await session.row(question.with_for_update() if lock else question)
    return None if row is None else _notice(row)


async def recent_notices(session: Session, *, limit: int) -> list[Notice]:
    """The notices handed in last, the newest first."""
    question = select(notices).order_by(notices.c.created_at.desc(), notices.c.id).limit(limit)
    return [_notice(row) for row in await session.rows(question)]


async def move_notice(
    session: Session, notice: Notice, act: NoticeAct, *, at: datetime, **changes: Any
) -> Notice | None:
    """Carry out the act, with further changes of the notice's fields.

    None where it cannot be done, or somebody was quicker.
    """
    state = moved(notice.state, act)
    if state is None:
        return None
    if state in OVER:
        changes["ended_at"] = at
    new = replace(notice, state=state, **changes)
    touched = await session.change(
        update(notices)
        .where(notices.c.id == notice.id, notices.c.state == notice.state.value)
        .values(**_row(new))
    )
    return new if touched == 1 else None


async def note_of_notice(session: Session, notice: Notice, **changes: Any) -> Notice:
    """Change fields other than the state: counts, cards, what was shown last."""
    new = replace(notice, **changes)
    row = _row(new)
    values = {name: row[name] for name in changes}
    await session.change(update(notices).where(notices.c.id == notice.id).values(**values))
    return new


async def notices_to_go_on(session: Session, *, now: datetime) -> list[Notice]:
    """The notices with which something is to be done now, the oldest first: however many wait.

    New ones; those whose moment has come; those whose recipients are not all written down or
    queued; those whose shown figures may be out of date; and those that are all sent.
    """
    due = and_(
        notices.c.state == NoticeState.PLANNED.value,
        or_(notices.c.send_at.is_(None), notices.c.send_at <= now),
    )
    live = notices.c.state.in_(
        [NoticeState.NEW.value, NoticeState.PAUSED.value, *(state.value for state in AT_WORK)]
    )
    question = select(notices).where(due | live).order_by(notices.c.created_at)
    found = [_notice(row) for row in await session.rows(question)]
    return [one for one in found if await _wants_more(session, one, now)]


async def _wants_more(session: Session, notice: Notice, now: datetime) -> bool:
    match notice.state:
        case NoticeState.NEW:
            return all(part.file_id or not part.upload for part in notice.parts) or (
                notice.card_id is None
            )
        case NoticeState.PLANNED | NoticeState.FILLING:
            return True
        case NoticeState.SENDING:
            open_ones = await counted(session, notice.id)
            left = sum(open_ones.get(state, 0) for state in _LEFT)
            can_feed = open_ones.get(DeliveryState.WAITING, 0) > 0 and (
                open_ones.get(DeliveryState.QUEUED, 0) < MOST_QUEUED // 2
            )
            return left == 0 or can_feed or _may_show(notice, open_ones, now)
        case _:
            return _may_show(notice, await counted(session, notice.id), now)


_LEFT = (DeliveryState.WAITING, DeliveryState.QUEUED)


def _may_show(notice: Notice, figures: dict[DeliveryState, int], now: datetime) -> bool:
    """The card is out of date, and was not changed just now."""
    rested = notice.shown_at is None or now - notice.shown_at >= SHOWN_EVERY
    return rested and shown_figures(notice, figures) != notice.shown


def shown_figures(notice: Notice, figures: dict[DeliveryState, int]) -> str:
    """What the card tells, in a form to compare: state, total and counts."""
    ended = [f"{state}={n}" for state, n in sorted(figures.items()) if state not in _LEFT]
    return f"{notice.state} {notice.total} {' '.join(ended)}"


async def counted(session: Session, notice_id: str) -> dict[DeliveryState, int]:
    """How many deliveries of the notice stand in each state."""
    question = (
        select(deliveries.c.state, func.count())
        .where(deliveries.c.notice_id == notice_id)
        .group_by(deliveries.c.state)
    )
    return {DeliveryState(row[0]): row[1] for row in await session.rows(question)}


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id, "author_id": notice.author,
        "parts": [asdict(part) for part in notice.parts], "audience": asdict(notice.audience),
        "state": notice.state.value, "send_at": notice.send_at, "created_at": notice.created_at,
        "consented_by": notice.consented_by, "opened_at": notice.opened_at,
        "ended_at": notice.ended_at, "total": notice.total, "filled_up_to": notice.filled_up_to,
        "card_id": notice.card_id, "asked_cards": list(notice.asked_cards),
        "shown": notice.shown, "shown_at": notice.shown_at, "rounds": notice.rounds,
    }  # fmt: skip


def _notice(row: Found) -> Notice:
    return Notice(
        id=row.id, author=row.author_id, parts=_PARTS.validate_python(row.parts),
        audience=_AUDIENCE.validate_python(row.audience), state=NoticeState(row.state),
        send_at=row.send_at, created_at=row.created_at, consented_by=row.consented_by,
        opened_at=row.opened_at, ended_at=row.ended_at, total=row.total,
        filled_up_to=row.filled_up_to, card_id=row.card_id, asked_cards=tuple(row.asked_cards),
        shown=row.shown, shown_at=row.shown_at, rounds=row.rounds,
    )  # fmt: skip
