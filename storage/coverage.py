"""How far a month is done, branch by branch: what was counted, and who has no trace yet."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, literal, select

from campaign.definition import Month
from campaign.people import BranchId, PersonId
from campaign.progress import CHECK_IN, COVERED, MEMBERS, members_covered
from storage.database.chunks import chunks
from storage.database.columns import CounterMonth, CounterMonthColumn
from storage.database.session import Session
from storage.tables import branches, people, tallies
from storage.tallies import ALWAYS, branch_scope, is_member

# How many rows of the roster one page of a list of who has no trace looks at.
PART = 200

Roll = Select[int, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page of a list of who has no trace begins.

    `after`: the last id before the part of the roster that is looked at; `skip`: how many rows of
    what is found in this part were shown already.
    """

    after: int = 0
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of ids and names, and where the next one begins (None: nothing follows)."""

    found: tuple[tuple[int, str], ...]
    then: Spot | None

    @property
    def names(self) -> list[str]:
        """Only the names."""
        return [name for _, name in self.found]


async def tallies_of_all(
    session: Session, scopes: Sequence[str], *, month: Month
) -> dict[str, dict[str, int]]:
    """What was counted for each of these scopes in a month, by kind, with the head counts."""
    found: dict[str, dict[str, int]] = {}
    for some in chunks(scopes):
        question = select(tallies.c.scope, tallies.c.kind, tallies.c.n).where(
            tallies.c.scope.in_(some), tallies.c.month.in_([month, ALWAYS])
        )
        for row in await session.rows(question):
            found.setdefault(row.scope, {})[row.kind] = row.n
    return found


async def count_without_check_in(
    session: Session, wanted: Collection[BranchId], *, month: Month
) -> dict[BranchId, int]:
    """How many members of each of these branches have no check-in in the month.

    Branches where everybody has one are missing.
    """
    scopes = {branch_scope(branch): branch for branch in sorted(wanted)}
    counts = await tallies_of_all(session, list(scopes), month=month)
    missing = {scopes[scope]: members_covered(one).missing for scope, one in counts.items()}
    return {branch: n for branch, n in missing.items() if n > 0}


async def names_without_check_in(
    session: Session, wanted: Collection[BranchId], *, month: Month, limit: int
) -> dict[BranchId, tuple[str, ...]]:
    """The names of members without a check-in in the month, at most `limit` of each branch.

    One query per branch, in the order of the roster: a branch may have thousands of members.
    """
    names: dict[BranchId, tuple[str, ...]] = {}
    for branch in sorted(wanted):
        asked = {"of_branch": branch, "of_month": month, "most": limit}
        if rows := await session.rows(_FIRST_WITHOUT, asked):
            names[branch] = tuple(row.name for row in rows)
    return names


async def members_without_trace(
    session: Session, branch: BranchId, *, month: Month, spot: Spot, limit: int
) -> Leaf:
    """Members of a branch without a check-in in the month, in the order of the roster.

    At most `limit`, from `spot` on; a page may have fewer though another follows.
    """
    roll = select(people.c.id, people.c.name).where(
        people.c.branch_id == branch, people.c.left_at.is_(None)
    )

    def lacking(one: ColumnElement[int]) -> list[ColumnElement[bool]]:
        return [~_counted(_person_scope(one), month, CHECK_IN), is_member(one)]

    return await _leaf(session, roll, people.c.id, lacking, spot, limit)


async def lacks_trace(session: Session, person: PersonId, *, month: Month) -> bool:
    """Whether somebody is a member without a check-in in the month."""
    lacking = ~_counted(_person_scope(people.c.id), month, CHECK_IN)
    found = select(people.c.id).where(
        people.c.id == person, people.c.left_at.is_(None), lacking, is_member(people.c.id)
    )
    return await session.row(found) is not None


async def branches_without_trace(session: Session, *, month: Month, spot: Spot, limit: int) -> Leaf:
    """Branches that have members, none of whom has a check-in in the month.

    In the order of their founding: at most `limit`, from `spot` on; a page may have fewer though
    another follows.
    """

    def lacking(one: ColumnElement[int]) -> list[ColumnElement[bool]]:
        scope = _branch_scope(one)
        return [~_counted(scope, month, COVERED), _counted(scope, ALWAYS, MEMBERS)]

    roll = select(branches.c.id, branches.c.name)
    return await _leaf(session, roll, branches.c.id, lacking, spot, limit)


async def _leaf(
    session: Session,
    roll: Roll,
    key: ColumnElement[int],
    lacking: Callable[[ColumnElement[int]], list[ColumnElement[bool]]],
    spot: Spot,
    limit: int,
) -> Leaf:
    """A page of those on the roll who lack something, from one part of it."""
    rest = roll.where(key > spot.after).order_by(key)
    part = rest.limit(PART).subquery()
    question = select(part).where(*lacking(part.c.id)).order_by(part.c.id)
    rows = await session.rows(question.limit(limit + 1).offset(spot.skip))
    found = tuple((row.id, row.name) for row in rows[:limit])
    if len(rows) > limit:
        return Leaf(found, Spot(spot.after, spot.skip + limit))
    # The last of this part, and one more if there is another part.
    border = await session.rows(rest.limit(2).offset(PART - 1))
    return Leaf(found, Spot(border[0].id) if len(border) == 2 else None)


def _counted(
    scope: ColumnElement[str], month: CounterMonth | ColumnElement[CounterMonth], kind: str
) -> ColumnElement[bool]:
    """The condition that anything of that kind was counted for the scope in the month."""
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


_OF_MONTH = bindparam("of_month", type_=CounterMonthColumn)
_FIRST_WITHOUT = (
    select(people.c.name)
    .where(
        people.c.branch_id == bindparam("of_branch"),
        people.c.left_at.is_(None),
        is_member(people.c.id),
        ~_counted(_person_scope(people.c.id), _OF_MONTH, CHECK_IN),
    )
    .order_by(people.c.id)
    .limit(bindparam("most"))
)
