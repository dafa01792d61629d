"""Counters that progress is told from, kept current in the transaction of what they count.

A scope is `person:<id>`, `branch:<id>` or `school`. A record counts for good in the branch where
it was made. Who is on the roster, and who of them has a check-in in a month, counts where the
member is now: the flag goes with the member. Head counts stand under ALWAYS instead of a month.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, insert, select

from campaign.definition import Month
from campaign.people import BranchId, PersonId, Role
from campaign.progress import BRANCHES, BRANCHES_COVERED, CHECK_IN, COVERED, MEMBERS
from storage.database.chunks import chunks
from storage.database.columns import Always, CounterMonth
from storage.database.session import Session
from storage.tables import people, roles, tallies

SCHOOL = "school"
ALWAYS = Always.ALWAYS
# What the school counts for each branch that has any of it.
OF_BRANCHES = {MEMBERS: BRANCHES, COVERED: BRANCHES_COVERED}

# Scope, month, kind.
Place = tuple[str, CounterMonth, str]
# The branch of each member on the roster; whoever is no member, or has left, is missing.
Seats = Mapping[PersonId, BranchId | None]


def in_order(place: Place) -> tuple[str, str, str]:
    """The key by which places are sorted: as their columns sort in the table."""
    scope, month, kind = place
    return scope, str(month), kind


def person_scope(person: PersonId) -> str:
    """The scope of one person's counters."""
    return f"person:{person}"


def branch_scope(branch: BranchId) -> str:
    """The scope of a branch's counters."""
    return f"branch:{branch}"


@dataclass(frozen=True, slots=True)
class Turned:
    """A count that rose from zero (`by` is 1) or fell to zero (-1)."""

    scope: str
    month: CounterMonth
    kind: str
    by: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Something to count up or down: whose it is, in which month, of which kind."""

    person: PersonId
    branch: BranchId | None
    month: Month
    kind: str
    by: int = 1


def is_member(person: ColumnElement[PersonId]) -> ColumnElement[bool]:
    """The condition that the person of this id is a member; one who left may still be."""
    held = roles.c.person_id == person, roles.c.role == Role.MEMBER.value
    return select(roles.c.id).where(*held).exists()


def tally(session: Session, *things: Counted) -> None:
    """Count things for people, their branches and the school, before anybody reads.

    Whatever is noted until then, by however many turns, is counted at once.
    """
    for one in things:
        session.later(_tally, one)


async def tallies_of(session: Session, scope: str, *, month: Month) -> dict[str, int]:
    """What was counted for a scope in a month, by kind; kinds never counted are missing."""
    question = select(tallies.c.kind, tallies.c.n).where(
        tallies.c.scope == scope, tallies.c.month == month
    )
    return {row.kind: row.n for row in await session.rows(question)}


async def tallies_by_month(
    session: Session, scope: str, *, kinds: Sequence[str]
) -> dict[CounterMonth, dict[str, int]]:
    """What was counted for a scope, by month and kind."""
    question = select(tallies.c.month, tallies.c.kind, tallies.c.n).where(
        tallies.c.scope == scope, tallies.c.kind.in_(kinds)
    )
    found: dict[CounterMonth, dict[str, int]] = {}
    for row in await session.rows(question.order_by(tallies.c.month)):
        found.setdefault(row.month, {})[row.kind] = row.n
    return found


async def seats_of(session: Session, wanted: Collection[PersonId]) -> Seats:
    """Where these people are members now; nobody moves them until the transaction ends."""
    seats: dict[PersonId, BranchId | None] = {}
    for some in chunks(sorted(wanted)):
        question = select(people.c.id, people.c.branch_id).where(
            people.c.id.in_(some), people.c.left_at.is_(None), is_member(people.c.id)
        )
        rows = await session.rows(question.order_by(people.c.id).with_for_update(of=people))
        seats |= {row.id: row.branch_id for row in rows}
    return seats


async def follow(session: Session, wanted: Collection[PersonId], before: Seats) -> None:
    """Move counters along with people who came, moved or left since they sat as in `before`."""
    now = await seats_of(session, wanted)
    moved = [one for one in wanted if _seat(before, one) != _seat(now, one)]
    months = await _months_with_trace(session, moved)
    changes: Counter[Place] = Counter()
    for one in moved:
        counted: list[tuple[CounterMonth, str]] = [(ALWAYS, MEMBERS)]
        counted += [(month, COVERED) for month in months.get(one, ())]
        for month, kind in counted:
            for scope in _seat(before, one):
                changes[scope, month, kind] -= 1
            for scope in _seat(now, one):
                changes[scope, month, kind] += 1
    await _count_branches(session, await _count(session, changes))


async def replace_counters(session: Session, true: Select[str, CounterMonth, str, int]) -> None:
    """Replace all counters by this selection of scope, month, kind and number."""
    await session.change(delete(tallies))
    by_place = true.order_by(*true.selected_columns[:3])
    names = [column.name for column in tallies.columns]
    await session.change(insert(tallies).from_select(names, by_place))


async def _tally(session: Session, things: Sequence[Counted]) -> None:
    changes: Counter[Place] = Counter()
    for one in things:
        for scope in (person_scope(one.person), *_scopes(one.branch)):
            changes[scope, one.month, one.kind] += one.by
    turned = await _count(session, changes)
    await _count_flags(session, turned, {one.person for one in things})


async def _count_flags(
    session: Session, turned: Sequence[Turned], wanted: Collection[PersonId]
) -> None:
    """Update COVERED for members whose month got its first check-in, or lost its last one."""
    by_scope = {person_scope(one): one for one in wanted}
    flags = [one for one in turned if one.kind == CHECK_IN and one.scope in by_scope]
    seats = await seats_of(session, {by_scope[one.scope] for one in flags})
    changes: Counter[Place] = Counter()
    for one in flags:
        for scope in _seat(seats, by_scope[one.scope]):
            changes[scope, one.month, COVERED] += one.by
    await _count_branches(session, await _count(session, changes))


async def _count_branches(session: Session, turned: Sequence[Turned]) -> None:
    changes: Counter[Place] = Counter()
    for one in turned:
        if one.scope != SCHOOL:
            changes[SCHOOL, one.month, OF_BRANCHES[one.kind]] += one.by
    await _count(session, changes)


async def _count(session: Session, changes: Mapping[Place, int]) -> list[Turned]:
    """Add to counters. Returns those that rose from zero or fell to zero."""
    rows = [
        {"scope": scope, "month": month, "kind": kind, "n": by}
        for (scope, month, kind), by in sorted(changes.items(), key=lambda one: in_order(one[0]))
        if by
    ]
    change = {"n": tallies.c.n + session.excluded(tallies)["n"]}
    now = await session.upsert_and_tell(tallies, rows, on=["scope", "month", "kind"], change=change)
    turned = []
    for row in now:
        before = row.n - changes[row.scope, row.month, row.kind]
        if (before > 0) != (row.n > 0):
            turned.append(Turned(row.scope, row.month, row.kind, 1 if row.n > 0 else -1))
    return turned


async def _months_with_trace(
    session: Session, wanted: Sequence[PersonId]
) -> dict[PersonId, list[Month]]:
    by_scope = {person_scope(one): one for one in wanted}
    months: dict[PersonId, list[Month]] = {}
    for some in chunks(sorted(by_scope)):
        question = select(tallies.c.scope, tallies.c.month).where(
            tallies.c.scope.in_(some), tallies.c.kind == CHECK_IN, tallies.c.n > 0
        )
        for row in await session.rows(question):
            months.setdefault(by_scope[row.scope], []).append(row.month)
    return months


def _seat(seats: Seats, one: PersonId) -> tuple[str, ...]:
    """The scopes in which the person is counted as a member."""
    return _scopes(seats[one]) if one in seats else ()


def _scopes(branch: BranchId | None) -> tuple[str, ...]:
    return (SCHOOL,) if branch is None else (SCHOOL, branch_scope(branch))
