"""Counters that progress is told from, kept current in the transaction of what they count.

A scope is `person:<id>`, `branch:<id>` or `school`.
"""

from collections.abc import Sequence

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
    scopes = [person_scope(person), SCHOOL]
    if branch is not None:
        scopes.append(branch_scope(branch))
    rows = [{"scope": scope, "month": month, "kind": kind, "n": by} for scope in scopes]
    change = {"n": tallies.c.n + session.excluded(tallies)["n"]}
    await session.upsert(tallies, rows, on=["scope", "month", "kind"], change=change)


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
