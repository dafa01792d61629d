"""Counters that progress is told from, kept current in the transaction of what they count.

A scope is `person:<id>`, `branch:<id>` or `school`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from campaign.people import BranchId, PersonId
from storage.session import Session
from storage.tables import tallies

SCHOOL = "school"
CHECK_IN = "check_in"


def person_scope(person: PersonId) -> str:
    """The scope of one person's counters."""
    return f"person:{person}"


def branch_scope(branch: BranchId) -> str:
    """The scope of a branch's counters."""
    return f"branch:{branch}"


async def tally(
    session: Session, *, person: PersonId, branch: BranchId | None, month: str, kind: str, by: int
) -> None:
    """Count something of a person, of their branch and of the school, up or down."""
    scopes = _scopes(person, branch)
    await _count(
        session, [{"scope": scope, "month": month, "kind": kind, "n": by} for scope in scopes]
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing to be counted: whose it is, for which month, of which kind."""

    person: PersonId
    branch: BranchId | None
    month: str
    kind: str


async def tally_all(session: Session, things: Sequence[Counted]) -> None:
    """Count many things up at once."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in things:
        for scope in _scopes(one.person, one.branch):
            counts[scope, one.month, one.kind] += 1
    rows = [
        {"scope": scope, "month": month, "kind": kind, "n": n}
        for (scope, month, kind), n in sorted(counts.items())
    ]
    await _count(session, rows)


async def tallies_of(session: Session, scope: str, *, month: str) -> dict[str, int]:
    """What was counted for a scope in a month, by kind; kinds never counted are missing."""
    question = select(tallies.c.kind, tallies.c.n).where(
        tallies.c.scope == scope, tallies.c.month == month
    )
    return {row.kind: row.n for row in await session.rows(question)}


async def tallies_by_month(
    session: Session, scope: str, *, kinds: Sequence[str]
) -> dict[str, dict[str, int]]:
    """What was counted for a scope, by month and kind."""
    question = select(tallies.c.month, tallies.c.kind, tallies.c.n).where(
        tallies.c.scope == scope, tallies.c.kind.in_(kinds)
    )
    found: dict[str, dict[str, int]] = {}
    for row in await session.rows(question.order_by(tallies.c.month)):
        found.setdefault(row.month, {})[row.kind] = row.n
    return found


def _scopes(person: PersonId, branch: BranchId | None) -> list[str]:
    own = [person_scope(person), SCHOOL]
    return own if branch is None else [*own, branch_scope(branch)]


async def _count(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    change = {"n": tallies.c.n + session.excluded(tallies)["n"]}
    await session.upsert(tallies, rows, on=["scope", "month", "kind"], change=change)
