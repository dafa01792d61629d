"""Which lines of the checklists are ticked off, by branch; the office has its own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, delete, func, literal, select

from campaign.people import BranchId, PersonId
from storage.database.chunks import chunks
from storage.database.session import Session
from storage.tables import branches, duties, people

SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Done:
    """A line that is ticked off: by whom and when."""

    item: str
    by: str
    at: datetime


def whose(branch: BranchId | None) -> str:
    """How the owner of a duty is named: a branch, or with None the office, for the school."""
    return SCHOOL if branch is None else f"branch:{branch}"


def duty_subject(branch: BranchId | None, item: str) -> str:
    """How traces name a duty."""
    return f"duty:{whose(branch)}/{item}"


async def duties_done(session: Session, branch: BranchId | None) -> dict[str, Done]:
    """What the branch (None: the office) has ticked off, by the id of the line."""
    question = (
        select(duties.c.item, people.c.name, duties.c.done_at)
        .join(people, people.c.id == duties.c.done_by)
        .where(duties.c.whose == whose(branch))
    )
    return {row.item: Done(row.item, row.name, row.done_at) for row in await session.rows(question)}


async def done_by(
    session: Session, owners: Collection[BranchId | None], items: Collection[str]
) -> set[tuple[str, str]]:
    """Which of these lines these owners have ticked off, with whose they are (see `whose`)."""
    found: set[tuple[str, str]] = set()
    names, wanted = sorted({whose(owner) for owner in owners}), sorted(items)
    for some in chunks(names if wanted else []):
        question = select(duties.c.whose, duties.c.item).where(
            duties.c.whose.in_(some), duties.c.item.in_(wanted)
        )
        found |= {(row.whose, row.item) for row in await session.rows(question)}
    return found


@dataclass(frozen=True, slots=True)
class Behind:
    """How many branches leave lines open; the first of them, each with how many it leaves."""

    branches: int = 0
    first: tuple[tuple[str, int], ...] = ()


async def branches_behind(session: Session, items: Sequence[str], *, limit: int) -> Behind:
    """The first `limit` branches with any of these lines open, and how many branches there are.

    In the order of their founding. With a limit of 0 they are not counted: 1 says that there are
    any.
    """
    done = (
        select(func.count())
        .select_from(duties)
        .where(
            duties.c.whose == literal("branch:") + cast(branches.c.id, String),
            duties.c.item.in_(items),
        )
        .scalar_subquery()
    )
    behind = select(branches.c.name, done.label("n")).where(done < len(items))
    first = await session.rows(behind.order_by(branches.c.id).limit(limit + 1))
    n = len(first)
    if 0 < limit < n:
        n = int(await session.value(select(func.count()).select_from(behind.subquery())))
    return Behind(n, tuple((row.name, len(items) - row.n) for row in first[:limit]))


async def mark_duty(
    session: Session, branch: BranchId | None, item: str, *, by: PersonId, at: datetime
) -> bool:
    """Tick a line off; False if it was ticked off already."""
    row = {"whose": whose(branch), "item": item, "done_by": by, "done_at": at}
    return await session.upsert(duties, [row], on=["whose", "item"]) == 1


async def mark_duties(
    session: Session, done: Sequence[tuple[BranchId | None, str, PersonId, datetime]]
) -> None:
    """Tick many lines off at once: whose, which, by whom, when; none may be ticked off yet."""
    rows = [
        {"whose": whose(branch), "item": item, "done_by": by, "done_at": at}
        for branch, item, by, at in done
    ]
    for some in chunks(rows):
        await session.upsert(duties, some, on=["whose", "item"])


async def unmark_duty(session: Session, branch: BranchId | None, item: str) -> bool:
    """Take the tick back; False if there was none."""
    mine = (duties.c.whose == whose(branch), duties.c.item == item)
    return await session.change(delete(duties).where(*mine)) == 1


async def branches_by_name(
    session: Session, *, limit: int, skip: int = 0
) -> list[tuple[BranchId, str]]:
    """The branches in the order of their founding: at most `limit`, after `skip` rows."""
    question = select(branches.c.id, branches.c.name).order_by(branches.c.id)
    rows = await session.rows(question.limit(limit).offset(skip))
    return [(row.id, row.name) for row in rows]


async def open_lines_of(
    session: Session, wanted: Sequence[BranchId], items: Collection[str]
) -> dict[BranchId, list[str]]:
    """For each of these branches: which of the lines are not ticked off, in the order given."""
    done = await done_by(session, wanted, items)
    return {
        branch: [item for item in items if (whose(branch), item) not in done] for branch in wanted
    }
