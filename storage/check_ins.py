"""Check-ins: the questions asked of them and the writes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from campaign.check_ins import (
    CHECK_IN_MOVES,
    CheckIn,
    CheckInContent,
    CheckInId,
    CheckInState,
    read_content,
    write_content,
)
from campaign.people import Person
from campaign.progress import CHECK_IN
from storage.database.session import Found, Session
from storage.records import (
    RecordTable,
    add_record,
    add_records,
)
from storage.tables import check_ins


async def add_check_in(
    session: Session,
    check_in_id: CheckInId,
    *,
    person: Person,
    content: CheckInContent,
    at: datetime,
) -> CheckIn:
    """Store a new check-in, attach its evidence, and count its month."""
    new = CheckIn(check_in_id, person.id, person.branch, CheckInState.STANDING, 1, content, at, at)
    return await add_record(session, CHECK_INS, new)


async def add_check_ins(session: Session, new: Sequence[CheckIn]) -> None:
    """Store many check-ins as they are, and count them. None of them has evidence."""
    add_records(session, CHECK_INS, new)


def _own(check_in: CheckIn) -> dict[str, Any]:
    return {
        "person_id": check_in.person,
        "happened_on": check_in.content.happened_on,
        "content": write_content(check_in.content),
    }


def _words(check_in: CheckIn) -> tuple[str, ...]:
    content = check_in.content
    return content.done, content.effect, content.work, content.late_reason


def _check_in(row: Found) -> CheckIn:
    return CheckIn(
        id=row.id,
        person=row.person_id,
        branch=row.branch_id,
        state=CheckInState(row.state),
        version=row.version,
        content=read_content(row.content),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


CHECK_INS = RecordTable(
    table=check_ins,
    author=check_ins.c.person_id,
    order=(check_ins.c.happened_on, check_ins.c.created_at),
    own=_own,
    read=_check_in,
    moves=CHECK_IN_MOVES,
    kind=lambda _: CHECK_IN,
    files=lambda check_in: check_in.content.evidence,
    words=_words,
)
