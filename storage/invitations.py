"""Codes that let people in, kept as hashes only."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update

from campaign.invitations import LIFE, WITHIN, Invitation, Purpose, hashed
from campaign.people import BranchId, PersonId, Role
from storage.database.chunks import chunks
from storage.database.session import Found, Session
from storage.tables import branches, invitations, people, roles
from storage.trace import times_traced

WRONG_CODE = "wrong code"


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody on the roster who has not joined."""

    person: PersonId
    name: str
    number: str | None
    branch: str | None


def new_code() -> str:
    """A code of 128 random bits: 22 characters that a deep link may carry."""
    return secrets.token_urlsafe(16)


async def people_to_invite(session: Session, *, branch: BranchId | None = None) -> list[Invitee]:
    """Who has not joined yet, by branch and in order of the roster."""
    question = (
        select(people.c.id, people.c.name, people.c.number, branches.c.name.label("branch"))
        .select_from(people.outerjoin(branches, branches.c.id == people.c.branch_id))
        .where(people.c.joined_at.is_(None), people.c.left_at.is_(None))
        .order_by(people.c.branch_id, people.c.id)
    )
    if branch is not None:
        question = question.where(people.c.branch_id == branch)
    rows = await session.rows(question)
    return [Invitee(row.id, row.name, row.number, row.branch) for row in rows]


async def anybody_to_invite(session: Session, *, branch: BranchId | None = None) -> bool:
    """Whether anybody on the roster, or of the branch, has not joined."""
    question = select(people.c.id).where(people.c.joined_at.is_(None), people.c.left_at.is_(None))
    if branch is not None:
        question = question.where(people.c.branch_id == branch)
    return await session.value(question.limit(1)) is not None


async def keep_derived(
    session: Session, codes: Mapping[PersonId, str], *, at: datetime
) -> list[PersonId]:
    """Keep the codes of a batch as `invite_people` does, save those that are kept already.

    Whose were kept now.
    """
    new: dict[PersonId, str] = {}
    wanted = sorted(codes)
    for start in range(0, len(wanted), 500):
        some = {hashed(codes[one]): one for one in wanted[start : start + 500]}
        question = select(invitations.c.code_hash).where(invitations.c.code_hash.in_(sorted(some)))
        there = {row.code_hash for row in await session.rows(question)}
        new |= {one: codes[one] for code_hash, one in some.items() if code_hash not in there}
    await invite_people(session, new, at=at)
    return sorted(new)


async def invite_people(
    session: Session, codes: Mapping[PersonId, str], *, at: datetime, life: timedelta = LIFE
) -> datetime:
    """Keep a new code for each person; older ones stop working.

    Returns the moment at which the new ones expire, `life` after `at`.
    """
    wanted = sorted(codes)
    for some in chunks(wanted):
        await _revoke(session, people_in=some, at=at)
    for person in wanted:
        _add(session, codes[person], Purpose.PERSON, at=at, ends=at + life, person=person)
    return at + life


async def add_group_code(
    session: Session, code: str, *, branch: BranchId, at: datetime, life: timedelta
) -> None:
    """Keep a code, valid for `life`, that binds a group to the branch; older ones stop working."""
    await session.change(
        update(invitations)
        .where(
            invitations.c.branch_id == branch,
            invitations.c.purpose == Purpose.GROUP.value,
            _is_open(at),
        )
        .values(expires_at=at)
    )
    _add(session, code, Purpose.GROUP, at=at, ends=at + life, branch=branch)


async def ensure_office_code(session: Session, code: str | None, now: datetime) -> str | None:
    """The code by which the first of the office joins; None once somebody of the office has joined.

    `code` is the one that the operator chose. Without it a new one is made at each call, and
    those made before stop working.
    """
    if await _office_is_there(session):
        return None
    if session.is_postgresql:
        await session.lock("office code")
    chosen = code or new_code()
    await session.change(
        update(invitations)
        .where(invitations.c.purpose == Purpose.OFFICE.value, invitations.c.expires_at > now)
        .values(expires_at=now)
    )
    row = _row(chosen, Purpose.OFFICE, at=now, ends=now + LIFE)
    change = {
        "purpose": row["purpose"],
        "expires_at": row["expires_at"],
        "used_at": None,
        "used_by": None,
    }
    await session.upsert(invitations, [row], on=["code_hash"], change=change)
    return chosen


async def find_invitation(session: Session, code_hash: str) -> Invitation | None:
    """The record of a code, by its hash."""
    row = await session.row(select(invitations).where(invitations.c.code_hash == code_hash))
    return None if row is None else _invitation(row)


async def open_codes(session: Session, hashes: Collection[str], *, now: datetime) -> set[str]:
    """Those of these hashes whose codes can still be used."""
    if not hashes:
        return set()
    question = select(invitations.c.code_hash).where(
        invitations.c.code_hash.in_(sorted(hashes)),
        _is_open(now),
    )
    return {row.code_hash for row in await session.rows(question)}


async def use_invitation(session: Session, code_hash: str, *, by: int, at: datetime) -> bool:
    """Use the code up. False if it was used, or had ended, in the meantime."""
    touched = await session.change(
        update(invitations)
        .where(
            invitations.c.code_hash == code_hash,
            _is_open(at),
        )
        .values(used_at=at, used_by=by)
    )
    return touched == 1


async def wrong_guesses(session: Session, telegram_id: int, *, now: datetime) -> int:
    """How many wrong codes this account tried in the last hour (WITHIN), by the trace."""
    subject = account_subject(telegram_id)
    return await times_traced(session, subject, WRONG_CODE, since=now - WITHIN)


def account_subject(telegram_id: int) -> str:
    """The trace's subject for an account that may be nobody's."""
    return f"account:{telegram_id}"


def _is_open(at: datetime) -> ColumnElement[bool]:
    """The condition that a code can be used: `campaign.invitations` refuses the others."""
    return and_(invitations.c.used_at.is_(None), invitations.c.expires_at > at)


async def _office_is_there(session: Session) -> bool:
    question = (
        select(people.c.id)
        .join(roles, roles.c.person_id == people.c.id)
        .where(
            roles.c.role == Role.OFFICE.value,
            people.c.joined_at.is_not(None),
            people.c.left_at.is_(None),
        )
        .limit(1)
    )
    return await session.value(question) is not None


async def _revoke(session: Session, *, people_in: Sequence[PersonId], at: datetime) -> None:
    await session.change(
        update(invitations)
        .where(
            invitations.c.person_id.in_(people_in),
            _is_open(at),
        )
        .values(expires_at=at)
    )


def _add(
    session: Session,
    code: str,
    purpose: Purpose,
    *,
    at: datetime,
    ends: datetime,
    person: PersonId | None = None,
    branch: BranchId | None = None,
) -> None:
    row = _row(code, purpose, at=at, ends=ends)
    session.add(invitations, **row, person_id=person, branch_id=branch)


def _row(code: str, purpose: Purpose, *, at: datetime, ends: datetime) -> dict[str, object]:
    return {"code_hash": hashed(code), "purpose": purpose.value, "made_at": at, "expires_at": ends}


def _invitation(row: Found) -> Invitation:
    return Invitation(
        code_hash=row.code_hash,
        purpose=Purpose(row.purpose),
        person=row.person_id,
        branch=row.branch_id,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        used_by=row.used_by,
    )
