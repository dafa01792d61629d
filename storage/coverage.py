"""How far a month is done, branch by branch: what was counted, and who has no trace yet."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, String, cast, func, select

from campaign.people import BranchId, Role
from storage.session import Session
from storage.tables import people, roles, tallies
from storage.tallies import CHECK_IN


async def tallies_of_all(
    session: Session, scopes: Sequence[str], *, month: str
) -> dict[str, dict[str, int]]:
    """What was counted for each of these scopes in a month, by kind."""
    found: dict[str, dict[str, int]] = {}
    for start in range(0, len(scopes), 500):
        question = select(tallies.c.scope, tallies.c.kind, tallies.c.n).where(
            tallies.c.scope.in_(scopes[start : start + 500]), tallies.c.month == month
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
    question = (
        select(people.c.branch_id, func.count().label("n"))
        .where(*_without_check_in(wanted, month))
        .group_by(people.c.branch_id)
    )
    return {row.branch_id: row.n for row in await session.rows(question)}


async def names_without_check_in(
    session: Session, wanted: Collection[BranchId], *, month: str, limit: int
) -> dict[BranchId, tuple[str, ...]]:
    """The names of the first of them in each branch, by their place on the roster."""
    place = func.row_number().over(partition_by=people.c.branch_id, order_by=people.c.id)
    numbered: Select[tuple[int, str, int]] = select(
        people.c.branch_id, people.c.name, place.label("place")
    ).where(*_without_check_in(wanted, month))
    first = numbered.subquery()
    question = (
        select(first).where(first.c.place <= limit).order_by(first.c.branch_id, first.c.place)
    )
    names: dict[BranchId, tuple[str, ...]] = {}
    for row in await session.rows(question):
        names[row.branch_id] = (*names.get(row.branch_id, ()), row.name)
    return names


def _without_check_in(wanted: Collection[BranchId], month: str) -> list[ColumnElement[bool]]:
    scope = "person:" + cast(people.c.id, String)
    has_one = select(tallies.c.n).where(
        tallies.c.scope == scope,
        tallies.c.month == month,
        tallies.c.kind == CHECK_IN,
        tallies.c.n > 0,
    )
    member = select(roles.c.id).where(
        roles.c.person_id == people.c.id, roles.c.role == Role.MEMBER.value
    )
    return [
        people.c.branch_id.in_(sorted(wanted)),
        people.c.left_at.is_(None),
        member.exists(),
        ~has_one.exists(),
    ]
