"""Rosters that the office sent to the bot, from the sheet's copy to the end."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from campaign.roster.planning.imports import AT_WORK, COMES_FROM, OVER, ImportState, RosterImport
from storage.database.session import Found, Session
from storage.tables import roster_imports


async def add_import(session: Session, new: RosterImport) -> None:
    """Write a new import down."""
    await session.insert(roster_imports, **_row(new))


async def find_import(
    session: Session, import_id: str, *, lock: bool = False
) -> RosterImport | None:
    """The import; with `lock`, nobody else changes it until the transaction ends."""
    question = select(roster_imports).where(roster_imports.c.id == import_id)
    row = await session.row(question.with_for_update() if lock else question)
    return None if row is None else _import(row)


async def move_import(
    session: Session, one: RosterImport, to: ImportState, *, at: datetime, **changes: Any
) -> RosterImport | None:
    """Bring the import to a state, with further changes of its fields.

    None where it cannot come there, or somebody was quicker.
    """
    if one.state not in COMES_FROM.get(to, ()):
        return None
    new = replace(one, state=to, changed_at=at, rounds=one.rounds + 1, **changes)
    touched = await session.change(
        update(roster_imports)
        .where(roster_imports.c.id == one.id, roster_imports.c.rounds == one.rounds)
        .values(**_row(new))
    )
    return new if touched == 1 else None


async def note_of_import(session: Session, one: RosterImport, **changes: Any) -> RosterImport:
    """Change fields other than the state: the card, who was asked."""
    new = replace(one, **changes)
    row = _row(new)
    values = {name: row[name] for name in changes}
    await session.change(
        update(roster_imports).where(roster_imports.c.id == one.id).values(**values)
    )
    return new


async def imports_at_work(session: Session) -> list[RosterImport]:
    """The imports that go on without a press, the oldest first."""
    return await _imports_in(session, AT_WORK)


async def imports_undecided(session: Session, *, before: datetime) -> list[RosterImport]:
    """The imports that were not decided on, last changed before that moment."""
    return await _imports_in(session, frozenset(ImportState) - OVER - AT_WORK, before=before)


async def imports_to_clear(session: Session) -> list[RosterImport]:
    """The imports that are over and still have a copy of their sheet."""
    question = select(roster_imports).where(_in_state(OVER), roster_imports.c.path.is_not(None))
    return [_import(row) for row in await session.rows(question)]


async def forget_told(session: Session, *, before: datetime) -> int:
    """Blank what was told of imports that ended before that moment; how many there were."""
    return await session.change(
        update(roster_imports)
        .where(
            _in_state(OVER),
            roster_imports.c.changed_at < before,
            roster_imports.c.report != "",
        )
        .values(report="", told={})
    )


async def _imports_in(
    session: Session, states: Collection[ImportState], *, before: datetime | None = None
) -> list[RosterImport]:
    question = select(roster_imports).where(_in_state(states))
    if before is not None:
        question = question.where(roster_imports.c.changed_at < before)
    rows = await session.rows(question.order_by(roster_imports.c.changed_at))
    return [_import(row) for row in rows]


def _in_state(states: Collection[ImportState]) -> Any:
    return roster_imports.c.state.in_(sorted(state.value for state in states))


def _row(one: RosterImport) -> dict[str, Any]:
    return {
        "id": one.id,
        "author_id": one.author,
        "name": one.name,
        "state": one.state.value,
        "path": one.path,
        "answers": dict(one.answers),
        "told": dict(one.told),
        "report": one.report,
        "digest": one.digest,
        "card_id": one.card_id,
        "asked_cards": list(one.asked_cards),
        "consented_by": one.consented_by,
        "rounds": one.rounds,
        "created_at": one.created_at,
        "changed_at": one.changed_at,
    }


def _import(row: Found) -> RosterImport:
    return RosterImport(
        id=row.id,
        author=row.author_id,
        name=row.name,
        state=ImportState(row.state),
        path=row.path,
        answers=row.answers,
        told=row.told,
        report=row.report,
        digest=row.digest,
        card_id=row.card_id,
        asked_cards=tuple(row.asked_cards),
        consented_by=row.consented_by,
        rounds=row.rounds,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
