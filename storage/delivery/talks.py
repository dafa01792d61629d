"""Open and kept conversations, and what is read of them for a batch of turns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select

from storage.database.session import Found, Session
from storage.delivery.cards import Card, cards_by_id
from storage.delivery.marks import NO_MARKS, Marks
from storage.tables import talks


class TalkState(StrEnum):
    """OPEN is being talked about now (one a person); KEPT is a draft; ENDED is over."""

    OPEN = "open"
    KEPT = "kept"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: which flow, at which step, the answers so far, and its own marks."""

    id: str
    telegram_id: int
    flow: str
    version: int
    step: str
    answers: dict[str, Any]
    state: TalkState
    card_id: str | None
    started_at: datetime
    updated_at: datetime
    marks: Marks = NO_MARKS

    def kept(self, *, at: datetime) -> "Talk":
        """The talk as a draft."""
        return replace(self, state=TalkState.KEPT, updated_at=at)

    def ended(self, *, at: datetime, record: str = "") -> "Talk":
        """The talk when it is over: nothing said is kept. `record` names what was made of it."""
        marks = self.marks.left_at_the_end(record)
        return replace(self, state=TalkState.ENDED, answers={}, marks=marks, updated_at=at)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is read for a whole batch of turns."""

    talks: dict[int, Talk] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)


# Built once: every batch of turns runs it.
_open_talks = select(talks).where(
    talks.c.telegram_id.in_(bindparam("wanted", expanding=True)),
    talks.c.state == TalkState.OPEN.value,
)


async def remember(
    session: Session, *, telegram_ids: Iterable[int], card_ids: Iterable[str]
) -> Remembered:
    """The open talk of each person, their cards, and the cards that were pressed: two questions."""
    speakers = {"wanted": sorted(set(telegram_ids))}
    found = {row.telegram_id: _talk(row) for row in await session.rows(_open_talks, speakers)}
    wanted = set(card_ids) | {talk.card_id for talk in found.values() if talk.card_id}
    return Remembered(found, await cards_by_id(session, wanted))


async def kept_talks(
    session: Session, *, telegram_id: int, limit: int, flow: str | None = None
) -> list[Talk]:
    """A person's drafts (of one flow, if given), the last touched first; at most `limit`."""
    question = select(talks).where(
        talks.c.telegram_id == telegram_id, talks.c.state == TalkState.KEPT.value
    )
    if flow is not None:
        question = question.where(talks.c.flow == flow)
    rows = await session.rows(question.order_by(talks.c.updated_at.desc(), talks.c.id).limit(limit))
    return [_talk(row) for row in rows]


async def talks_since(session: Session, moment: datetime, *, telegram_id: int) -> list[Talk]:
    """A person's drafts and ended conversations touched since that moment, the latest first."""
    states = (TalkState.KEPT.value, TalkState.ENDED.value)
    question = select(talks).where(
        talks.c.telegram_id == telegram_id,
        talks.c.state.in_(states),
        talks.c.updated_at >= moment,
    )
    rows = await session.rows(question.order_by(talks.c.updated_at.desc(), talks.c.id))
    return [_talk(row) for row in rows]


async def find_talk(session: Session, talk_id: str, *, telegram_id: int) -> Talk | None:
    """A talk of this person that is not over."""
    row = await session.row(
        select(talks).where(
            talks.c.id == talk_id,
            talks.c.telegram_id == telegram_id,
            talks.c.state != TalkState.ENDED.value,
        )
    )
    return None if row is None else _talk(row)


async def save_talks(session: Session, changed: Sequence[Talk]) -> None:
    """Store talks as they are now."""
    rows = [_row(talk) for talk in changed]
    changed_by_turns = ("version", "step", "answers", "marks", "state", "card_id", "updated_at")
    await session.put_upsert(talks, rows, on=["id"], overwrite=changed_by_turns)


def _talk(row: Found) -> Talk:
    return Talk(
        id=row.id,
        telegram_id=row.telegram_id,
        flow=row.flow,
        version=row.version,
        step=row.step,
        answers=row.answers,
        state=TalkState(row.state),
        card_id=row.card_id,
        started_at=row.started_at,
        updated_at=row.updated_at,
        marks=Marks.from_json(row.marks or {}),
    )


def _row(talk: Talk) -> dict[str, Any]:
    return {
        "id": talk.id,
        "telegram_id": talk.telegram_id,
        "flow": talk.flow,
        "version": talk.version,
        "step": talk.step,
        "answers": talk.answers,
        "marks": talk.marks.to_json(),
        "state": talk.state.value,
        "card_id": talk.card_id,
        "started_at": talk.started_at,
        "updated_at": talk.updated_at,
    }
