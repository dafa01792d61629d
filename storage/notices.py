"""Notices of the office: handed in, consented to, planned, sent, paused, ended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import func, select, update

from campaign.definition import Month
from campaign.notice_audiences import Audience, Count
from campaign.notices import (
    GOES_ON,
    OVER,
    DeliveryState,
    Figures,
    Notice,
    NoticeAct,
    NoticePart,
    NoticeState,
    moved,
    new_notice_problem,
)
from campaign.people import Person, PersonId, Role
from campaign.texts import Text
from storage.database.session import Found, Session
from storage.membership.people import people_with_role
from storage.notice_audiences import count_audience
from storage.tables import deliveries, notices
from storage.trace import Act, Personal, append_trace

# The tables to watch for changes after which a notice may go on.
WATCHED = (notices, deliveries)

_PARTS = TypeAdapter(tuple[NoticePart, ...])
_AUDIENCE = TypeAdapter(Audience)


async def hand_in(
    session: Session, new: Notice, *, zone: ZoneInfo, has_channel: bool, salt: bytes
) -> Text | None:
    """Store and trace a new notice, whichever way it comes; or say why it cannot be handed in.

    It stays `NEW` until the notices' worker takes it up. `zone` is the campaign's.
    """
    if problem := (await check_new(session, new, zone=zone, has_channel=has_channel))[1]:
        return problem
    await add_notice(session, new)
    act = Act(new.author, "notice handed in", new.subject, after=_traced(new))
    await append_trace(session, [act], at=new.created_at, salt=salt)
    return None


async def check_new(
    session: Session, new: Notice, *, zone: ZoneInfo, has_channel: bool
) -> tuple[Count, Text | None]:
    """How many recipients a new notice has, and why it cannot be handed in (None: it can)."""
    month = Month.of(new.created_at.astimezone(zone).date())
    count = await count_audience(session, new.audience, month=month, has_channel=has_channel)
    others = len(await others_of_office(session, new.author))
    return count, new_notice_problem(new, count, others=others)


async def others_of_office(session: Session, author: PersonId) -> list[Person]:
    """Who of the office can consent to this author's notice."""
    return [one for one in await people_with_role(session, Role.OFFICE) if one.id != author]


def _traced(notice: Notice) -> dict[str, object]:
    """What the trace keeps of a notice."""
    return {
        "audience": asdict(notice.audience),
        "messages": len(notice.parts),
        "send_at": None if notice.send_at is None else notice.send_at.isoformat(),
        "words": Personal([part.text for part in notice.parts]),
    }


async def add_notice(session: Session, new: Notice) -> None:
    """Store a notice as it is."""
    await session.insert(notices, **_row(new))


async def find_notice(session: Session, notice_id: str, *, lock: bool = False) -> Notice | None:
    """The notice; with `lock`, nobody else changes it until the transaction ends."""
    question = select(notices).where(notices.c.id == notice_id)
    row = await session.row(question.with_for_update() if lock else question)
    return None if row is None else _notice(row)


async def recent_notices(session: Session, *, limit: int) -> list[Notice]:
    """The last `limit` notices handed in, the newest first."""
    question = select(notices).order_by(notices.c.created_at.desc(), notices.c.id).limit(limit)
    return [_notice(row) for row in await session.rows(question)]


async def move_notice(
    session: Session, notice: Notice, act: NoticeAct, *, at: datetime, **changes: Any
) -> Notice | None:
    """Carry out the act, with further changes of the notice's fields.

    None if the act is no longer possible, or somebody else was faster.
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


async def notices_going_on(session: Session) -> list[Notice]:
    """All notices that go on by themselves, the oldest first."""
    live = notices.c.state.in_([state.value for state in GOES_ON])
    question = select(notices).where(live).order_by(notices.c.created_at)
    return [_notice(row) for row in await session.rows(question)]


async def counted(session: Session, notice_id: str) -> Figures:
    """How many deliveries of the notice stand in each state."""
    return (await counted_all(session, [notice_id]))[notice_id]


async def counted_all(session: Session, ids: Sequence[str]) -> dict[str, Figures]:
    """How many deliveries of each of these notices stand in each state, by the notice's id."""
    found: dict[str, Figures] = {notice_id: Counter() for notice_id in ids}
    question = (
        select(deliveries.c.notice_id, deliveries.c.state, func.count())
        .where(deliveries.c.notice_id.in_(ids))
        .group_by(deliveries.c.notice_id, deliveries.c.state)
    )
    for notice_id, state, count in await session.rows(question) if ids else ():
        found[notice_id][DeliveryState(state)] = count
    return found


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "author_id": notice.author,
        "parts": [asdict(part) for part in notice.parts],
        "audience": asdict(notice.audience),
        "state": notice.state.value,
        "send_at": notice.send_at,
        "created_at": notice.created_at,
        "consented_by": notice.consented_by,
        "opened_at": notice.opened_at,
        "ended_at": notice.ended_at,
        "total": notice.total,
        "filled_up_to": notice.filled_up_to,
        "card_id": notice.card_id,
        "asked_cards": list(notice.asked_cards),
        "shown": notice.shown,
        "shown_at": notice.shown_at,
        "rounds": notice.rounds,
    }


def _notice(row: Found) -> Notice:
    return Notice(
        id=row.id,
        author=row.author_id,
        parts=_PARTS.validate_python(row.parts),
        audience=_AUDIENCE.validate_python(row.audience),
        state=NoticeState(row.state),
        send_at=row.send_at,
        created_at=row.created_at,
        consented_by=row.consented_by,
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        total=row.total,
        filled_up_to=row.filled_up_to,
        card_id=row.card_id,
        asked_cards=tuple(row.asked_cards),
        shown=row.shown,
        shown_at=row.shown_at,
        rounds=row.rounds,
    )
