"""Recounts everything from the records and the roster, and compares it with the counters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Select,
    String,
    Table,
    and_,
    cast,
    func,
    literal,
    select,
    text,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.selectable import Subquery

from campaign.progress import BRANCHES, BRANCHES_COVERED, CHECK_IN, COVERED, MEMBERS
from storage.database.columns import CounterMonth, CounterMonthColumn
from storage.database.session import Session
from storage.records import still_counts
from storage.tables import check_ins, people, stories, tallies
from storage.tallies import ALWAYS, SCHOOL, Place, in_order, is_member, replace_counters

PLACE = ("scope", "month", "kind")
# Scope, month, kind, number.
Numbers = Select[str, CounterMonth, str, int]


@dataclass(frozen=True, slots=True)
class WrongCounter:
    """A counter that differs from a recount."""

    scope: str
    month: CounterMonth
    kind: str
    kept: int
    true: int

    @property
    def place(self) -> Place:
        """Which counter it is."""
        return self.scope, self.month, self.kind


async def wrong_counters(session: Session, *, limit: int = 5_000) -> list[WrongCounter]:
    """The first `limit` counters that differ from a recount, in the order of their places."""
    found = [
        WrongCounter(row.scope, row.month, row.kind, row.kept, row.n)
        for question in _wrong()
        for row in await session.rows(question.limit(limit))
    ]
    return sorted(found, key=lambda one: in_order(one.place))[:limit]


async def mend_counters(session: Session) -> int:
    """Replace all counters by a recount. Returns how many were wrong."""
    if session.is_postgresql:
        # Whoever counts at this moment has either committed, or waits until we have.
        await session.change(text("LOCK TABLE tallies IN SHARE ROW EXCLUSIVE MODE"))
    wrong = 0
    for question in _wrong():
        wrong += await session.value(select(func.count()).select_from(question.subquery()))
    if wrong:
        await replace_counters(session, _true())
    return wrong


def _wrong() -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """Counters that should say something else, and counters of what is not there at all.

    By set difference: joining two selections without an index would take quadratic time.
    """
    kept = select(*(tallies.c[name] for name in (*PLACE, "n")))
    other = _true().except_(kept).subquery()
    other_kept = func.coalesce(tallies.c.n, 0).label("kept")
    differing = select(other, other_kept).select_from(other.outerjoin(tallies, _same(other)))

    places = select(*(tallies.c[name] for name in PLACE)).where(tallies.c.n != 0)
    true = _true().subquery()
    lost = places.except_(select(*(true.c[name] for name in PLACE))).subquery()
    nothing = literal(0).label("n")
    unfounded = select(lost, tallies.c.n.label("kept"), nothing).join(tallies, _same(lost))
    return differing, unfounded


def _same(other: Subquery) -> ColumnElement[bool]:
    return and_(*(tallies.c[name] == other.c[name] for name in PLACE))


def _true() -> Numbers:
    """What every counter should say; those of nothing are missing."""
    true = union_all(*_truth()).subquery("truth")
    return select(true.c.scope, true.c.month, true.c.kind, true.c.n).where(true.c.n > 0)


def _truth() -> Iterator[Numbers]:
    """Selections of scope, month, kind and number, none of which names a counter twice."""
    standing = still_counts(check_ins)
    yield from _of_records(check_ins.c.person_id, check_ins, literal(CHECK_IN), standing)
    yield from _of_records(stories.c.author_id, stories, stories.c.kind, still_counts(stories))
    members = _members()
    yield from _of_members(members, literal(ALWAYS, CounterMonthColumn), MEMBERS, BRANCHES)
    traced = select(check_ins.c.person_id, check_ins.c.month).where(standing).distinct().subquery()
    covered = (
        select(members.c.branch_id, traced.c.month)
        .join(traced, traced.c.person_id == members.c.id)
        .subquery()
    )
    yield from _of_members(covered, covered.c.month, COVERED, BRANCHES_COVERED)


def _of_records(
    author: ColumnElement[int], table: Table, kind: ColumnElement[str], counts: ColumnElement[bool]
) -> Iterator[Numbers]:
    """Of the author, of the branch where it was made, and of the school."""
    month, branch = table.c.month, table.c.branch_id
    yield _counting(_scope("person", author), month, kind).where(counts).group_by(author)
    in_branch = _counting(_scope("branch", branch), month, kind).group_by(branch)
    yield in_branch.where(counts, branch.is_not(None))
    yield _counting(literal(SCHOOL), month, kind).where(counts)


def _of_members(
    members: Subquery, month: ColumnElement[CounterMonth], kind: str, kind_of_branches: str
) -> Iterator[Numbers]:
    """Of the branch where they are now, of the school, and how many branches have any of them."""
    branch = members.c.branch_id
    in_branch = _counting(_scope("branch", branch), month, literal(kind)).group_by(branch)
    yield in_branch.where(branch.is_not(None))
    yield _counting(literal(SCHOOL), month, literal(kind)).select_from(members)
    each = _counting(
        literal(SCHOOL), month, literal(kind_of_branches), func.count(branch.distinct())
    )
    yield each.select_from(members)


def _members() -> Subquery:
    """Who is on the roster as a member, with the branch."""
    on_roster = (people.c.left_at.is_(None), is_member(people.c.id))
    return select(people.c.id, people.c.branch_id).where(*on_roster).subquery()


def _counting(
    scope: ColumnElement[str],
    month: ColumnElement[CounterMonth],
    kind: ColumnElement[str],
    n: ColumnElement[int] | None = None,
) -> Numbers:
    """Numbers by month and kind, as far as these are columns."""
    number = func.count() if n is None else n
    columns = [column for column in (month, kind) if isinstance(column, ColumnClause)]
    # The first selection of a union says of which type all are.
    named = type_coerce(month, CounterMonthColumn).label("month")
    told = select(scope.label("scope"), named, kind.label("kind"), number.label("n"))
    return told.group_by(*columns)


def _scope(name: str, key: ColumnElement[int]) -> ColumnElement[str]:
    return literal(f"{name}:") + cast(key, String)
