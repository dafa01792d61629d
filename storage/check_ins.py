"""Check-ins: the questions asked of them and the writes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from campaign.check_ins import (
    CHECK_IN_MOVES,
    CheckIn,
    CheckInAct,
    CheckInContent,
    CheckInId,
    CheckInState,
    read_content,
    write_content,
)
from campaign.people import BranchId, Person, PersonId
from campaign.progress import CHECK_IN
from storage.database.session import Found, Session
from storage.records import (
    RecordTable,
    add_record,
    add_records,
    change_record,
    find_record,
    records_in,
    records_of,
)
from storage.tables import check_ins


async def add_check_in(
    session: Session, check_in_id: CheckInId, *, person: Person, content: CheckInContent,
    at: datetime,
) -> CheckIn:  # fmt: skip
    """Write a new check-in down; its evidence is attached, its month counted."""
    new = CheckIn(check_in_id, person.id, person.branch, CheckInState.STANDING, 1, content, at, at)
    return await add_record(session, CHECK_INS, new)


async def add_check_ins(session: Session, new: Sequence[CheckIn]) -> None:
    """Write many check-ins down as they stand, and count them. None of them has evidence."""
    add_records(session, CHECK_INS, new)


async def change_check_in(
    session: Session, old: CheckIn, *, content: CheckInContent, at: datetime
) -> CheckIn | None:
    """Replace the content; the old one is kept as a version. None if somebody was faster."""
    return await change_record(session, CHECK_INS, old, CheckInAct.CHANGE, content=content, at=at)


async def withdraw_check_in(session: Session, old: CheckIn, *, at: datetime) -> CheckIn | None:
    """Take a check-in back; it no longer counts. None if somebody was faster."""
    return await change_record(session, CHECK_INS, old, CheckInAct.WITHDRAW, at=at)


async def find_check_in(session: Session, check_in_id: CheckInId) -> CheckIn | None:
    """The check-in of that id, withdrawn or not."""
    return await find_record(session, CHECK_INS, check_in_id)


async def check_ins_of(
    session: Session, person: PersonId, *, month: str, limit: int, skip: int = 0
) -> list[CheckIn]:
    """A person's standing check-ins of a month, the latest day first."""
    return await records_of(session, CHECK_INS, person, month=month, limit=limit, skip=skip)


async def check_ins_in(
    session: Session, branch: BranchId | None, *, month: str, limit: int, skip: int = 0
) -> list[tuple[CheckIn, str]]:
    """The standing check-ins made in a branch (None: in the school) in a month, each with who.

    The latest day first.
    """
    return await records_in(session, CHECK_INS, branch, month=month, limit=limit, skip=skip)


def _own(check_in: CheckIn) -> dict[str, Any]:
    return {
        "person_id": check_in.person,
        "happened_on": check_in.content.happened_on,
        "content": write_content(check_in.content),
    }


def _check_in(row: Found) -> CheckIn:
    return CheckIn(
        id=row.id, person=row.person_id, branch=row.branch_id, state=CheckInState(row.state),
        version=row.version, content=read_content(row.content),
        created_at=row.created_at, updated_at=row.updated_at,
    )  # fmt: skip


CHECK_INS = RecordTable(
    table=check_ins,
    author=check_ins.c.person_id,
    order=(check_ins.c.happened_on.desc(), check_ins.c.created_at.desc()),
    own=_own,
    read=_check_in,
    moves=CHECK_IN_MOVES,
    kind=lambda _: CHECK_IN,
    files=lambda check_in: check_in.content.evidence,
)
