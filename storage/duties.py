"""Which lines of the checklists are ticked off, by branch; the office has its own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from campaign.people import BranchId, PersonId
from storage.session import Session
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


async def everybodys_done(session: Session, items: Collection[str]) -> set[tuple[str, str]]:
    """Which of these lines are ticked off, with whose they are (see `whose`)."""
    if not items:
        return set()
    question = select(duties.c.whose, duties.c.item).where(duties.c.item.in_(sorted(items)))
    return {(row.whose, row.item) for row in await session.rows(question)}


async def mark_duty(
    session: Session, branch: BranchId | None, item: str, *, by: PersonId, at: datetime
) -> bool:
    """Tick a line off; False if it was so already."""
    row = {"whose": whose(branch), "item": item, "done_by": by, "done_at": at}
    return await session.upsert(duties, [row], on=["whose", "item"]) == 1


async def unmark_duty(session: Session, branch: BranchId | None, item: str) -> bool:
    """Take the tick back; False if there was none."""
    mine = (duties.c.whose == whose(branch), duties.c.item == item)
    return await session.change(delete(duties).where(*mine)) == 1


async def branches_by_name(
    session: Session, *, limit: int, skip: int = 0
) -> list[tuple[BranchId, str]]:
    """A page of the branches in the order in which they were founded."""
    question = select(branches.c.id, branches.c.name).order_by(branches.c.id)
    rows = await session.rows(question.limit(limit).offset(skip))
    return [(row.id, row.name) for row in rows]


async def open_lines_of(
    session: Session, wanted: Sequence[BranchId], items: Collection[str]
) -> dict[BranchId, list[str]]:
    """For each of these branches: which of the lines are not ticked off, in the order given."""
    done = await everybodys_done(session, items)
    return {
        branch: [item for item in items if (whose(branch), item) not in done] for branch in wanted
    }
