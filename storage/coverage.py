"""How far a month is done, branch by branch: what was counted, and who has no trace yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select

from campaign.people import BranchId, PersonId, Role
from campaign.progress import CHECK_IN, COVERED, MEMBERS, members_covered
from storage.session import Session
from storage.tables import branches, people, roles, tallies
from storage.tallies import ALWAYS, branch_scope

# A list of who has no trace looks at so many of the roster at a time, however many have one.
PART = 500


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page of such a list begins: in which part of the roster, after how many of it."""

    part: int = 0
    skip: int = 0


async def tallies_of_all(
    session: Session, scopes: Sequence[str], *, month: str
) -> dict[str, dict[str, int]]:
    """What was counted for each of these scopes in a month, by kind, with the head counts."""
    found: dict[str, dict[str, int]] = {}
    for start in range(0, len(scopes), 500):
        question = select(tallies.c.scope, tallies.c.kind, tallies.c.n).where(
            tallies.c.scope.in_(scopes[start : start + 500]), tallies.c.month.in_([month, ALWAYS])
        )
        for row in await session.rows(question):
            found.setdefault(row.scope, {})[row.kind] = row.n
    return found


async def count_without_check_in(
    session: Session, wanted: Collection[BranchId], *, month: str
) -> dict[BranchId, int]:
    """How many members of each of these branches have no check-in in the month (like `2008-06`).

    Branches where everybody has one are missing.
    """
    scopes = {branch_scope(branch): branch for branch in sorted(wanted)}
    counts = await tallies_of_all(session, list(scopes), month=month)
    missing = {scopes[scope]: members_covered(one).missing for scope, one in counts.items()}
    return {branch: n for branch, n in missing.items() if n > 0}


async def names_without_check_in(
    session: Session, wanted: Collection[BranchId], *, month: str, limit: int
) -> dict[BranchId, tuple[str, ...]]:
    """The names of the first of them in each branch, by their place on the roster."""
    place = func.row_number().over(partition_by=people.c.branch_id, order_by=people.c.id)
    numbered: Select[tuple[int, str, int]] = select(
        people.c.branch_id, people.c.name, place.label("place")
    ).where(
        people.c.branch_id.in_(sorted(wanted)),
        *_on_the_roster(),
        ~_counted(_person_scope(people.c.id), month, CHECK_IN),
    )
    first = numbered.subquery()
    question = (
        select(first).where(first.c.place <= limit).order_by(first.c.branch_id, first.c.place)
    )
    names: dict[BranchId, tuple[str, ...]] = {}
    for row in await session.rows(question):
        names[row.branch_id] = (*names.get(row.branch_id, ()), row.name)
    return names


async def members_without_trace(
    session: Session, branch: BranchId, *, month: str, spot: Spot, limit: int
) -> list[tuple[PersonId, str]]:
    """Members of a branch without a check-in in the month, of one part of it, as on the roster."""
    part = (
        select(people.c.id, people.c.name)
        .where(people.c.branch_id == branch, *_on_the_roster())
        .order_by(people.c.id)
        .limit(PART)
        .offset(spot.part * PART)
        .subquery()
    )
    question = select(part).where(~_counted(_person_scope(part.c.id), month, CHECK_IN))
    rows = await session.rows(question.order_by(part.c.id).limit(limit).offset(spot.skip))
    return [(row.id, row.name) for row in rows]


async def branches_without_trace(
    session: Session, *, month: str, spot: Spot, limit: int
) -> list[tuple[BranchId, str]]:
    """Branches none of whose members has a check-in in the month, of one part of all branches.

    In the order in which they were founded; branches without members are passed over.
    """
    part = (
        select(branches.c.id, branches.c.name)
        .where(_counted(_branch_scope(branches.c.id), ALWAYS, MEMBERS))
        .order_by(branches.c.id)
        .limit(PART)
        .offset(spot.part * PART)
        .subquery()
    )
    question = select(part).where(~_counted(_branch_scope(part.c.id), month, COVERED))
    rows = await session.rows(question.order_by(part.c.id).limit(limit).offset(spot.skip))
    return [(row.id, row.name) for row in rows]


def _on_the_roster() -> list[ColumnElement[bool]]:
    member = select(roles.c.id).where(
        roles.c.person_id == people.c.id, roles.c.role == Role.MEMBER.value
    )
    return [people.c.left_at.is_(None), member.exists()]


def _counted(scope: ColumnElement[str], month: str, kind: str) -> ColumnElement[bool]:
    """Whether anything of that kind was counted for the scope in the month."""
    return (
        select(tallies.c.n)
        .where(
            tallies.c.scope == scope,
            tallies.c.month == month,
            tallies.c.kind == kind,
            tallies.c.n > 0,
        )
        .exists()
    )


def _person_scope(person: ColumnElement[int]) -> ColumnElement[str]:
    return literal("person:") + cast(person, String)


def _branch_scope(branch: ColumnElement[int]) -> ColumnElement[str]:
    return literal("branch:") + cast(branch, String)
