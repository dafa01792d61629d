"""Check-ins: the questions asked of them and the writes, with their versions and counters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from campaign.check_ins import (
    CheckIn,
    CheckInContent,
    CheckInId,
    CheckInState,
    read_content,
    write_content,
)
from campaign.people import BranchId, Person, PersonId
from campaign.progress import CHECK_IN
from storage.database.session import Found, Session
from storage.evidence.evidence import attach_evidence
from storage.tables import check_ins, people
from storage.tallies import Counted, tally
from storage.versions import Version, keep_version


async def add_check_in(
    session: Session, check_in_id: CheckInId, *, person: Person, content: CheckInContent,
    at: datetime,
) -> CheckIn:  # fmt: skip
    """Write a new check-in down; its evidence is attached, its month counted."""
    new = CheckIn(check_in_id, person.id, person.branch, CheckInState.STANDING, 1, content, at, at)
    session.add(check_ins, **_row(new))
    tally(session, _counted(new))
    if content.evidence:
        await attach_evidence(session, content.evidence, subject=new.subject)
    return new


async def add_check_ins(session: Session, new: Sequence[CheckIn]) -> None:
    """Write many check-ins down as they stand, and count them. None of them has evidence."""
    for one in new:
        session.add(check_ins, **_row(one))
    tally(session, *(_counted(one) for one in new))


async def change_check_in(
    session: Session, old: CheckIn, *, content: CheckInContent, at: datetime
) -> CheckIn | None:
    """Replace the content; the old one is kept as a version. None if somebody was faster."""
    new = replace(old, version=old.version + 1, content=content, updated_at=at)
    if not await _replaced(session, old, new):
        return None
    if new.month != old.month:
        tally(session, _counted(old, by=-1), _counted(new))
    await attach_evidence(session, content.evidence, subject=new.subject)
    return new


async def withdraw_check_in(session: Session, old: CheckIn, *, at: datetime) -> CheckIn | None:
    """Take a check-in back; it no longer counts. None if somebody was faster."""
    new = replace(old, version=old.version + 1, state=CheckInState.WITHDRAWN, updated_at=at)
    if not await _replaced(session, old, new):
        return None
    tally(session, _counted(old, by=-1))
    return new


async def find_check_in(session: Session, check_in_id: CheckInId) -> CheckIn | None:
    """The check-in of that id, withdrawn or not."""
    row = await session.row(select(check_ins).where(check_ins.c.id == check_in_id))
    return None if row is None else _check_in(row)


async def check_ins_of(
    session: Session, person: PersonId, *, month: str, limit: int, skip: int = 0
) -> list[CheckIn]:
    """A person's standing check-ins of a month, the latest day first."""
    question = (
        select(check_ins)
        .where(
            check_ins.c.person_id == person,
            check_ins.c.month == month,
            check_ins.c.state == CheckInState.STANDING.value,
        )
        .order_by(check_ins.c.happened_on.desc(), check_ins.c.created_at.desc())
    )
    return await _found(session, question.limit(limit).offset(skip))


async def check_ins_in(
    session: Session, branch: BranchId | None, *, month: str, limit: int, skip: int = 0
) -> list[tuple[CheckIn, str]]:
    """The standing check-ins made in a branch (None: in the school) in a month, each with who.

    The latest day first.
    """
    question = (
        select(check_ins, people.c.name)
        .join(people, people.c.id == check_ins.c.person_id)
        .where(check_ins.c.month == month, check_ins.c.state == CheckInState.STANDING.value)
        .order_by(check_ins.c.happened_on.desc(), check_ins.c.created_at.desc())
    )
    if branch is not None:
        question = question.where(check_ins.c.branch_id == branch)
    rows = await session.rows(question.limit(limit).offset(skip))
    return [(_check_in(row), row.name) for row in rows]


async def _found(session: Session, question: Select[*tuple[Any, ...]]) -> list[CheckIn]:
    return [_check_in(row) for row in await session.rows(question)]


async def _replaced(session: Session, old: CheckIn, new: CheckIn) -> bool:
    row = _row(new)
    touched = await session.change(
        update(check_ins)
        .where(check_ins.c.id == old.id, check_ins.c.version == old.version)
        .values({name: row[name] for name in row if name not in ("id", "created_at")})
    )
    if touched != 1:
        return False
    content = write_content(old.content)
    keep_version(session, Version(old.subject, old.version, content, old.updated_at))
    return True


def _counted(check_in: CheckIn, *, by: int = 1) -> Counted:
    return Counted(check_in.person, check_in.branch, check_in.month, CHECK_IN, by)


def _row(check_in: CheckIn) -> dict[str, Any]:
    return {
        "id": check_in.id,
        "person_id": check_in.person,
        "branch_id": check_in.branch,
        "month": check_in.month,
        "happened_on": check_in.content.happened_on,
        "state": check_in.state.value,
        "version": check_in.version,
        "content": write_content(check_in.content),
        "created_at": check_in.created_at,
        "updated_at": check_in.updated_at,
    }


def _check_in(row: Found) -> CheckIn:
    return CheckIn(
        id=row.id, person=row.person_id, branch=row.branch_id, state=CheckInState(row.state),
        version=row.version, content=read_content(row.content),
        created_at=row.created_at, updated_at=row.updated_at,
    )  # fmt: skip
