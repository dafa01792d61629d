"""The branches: their names, and how they are founded."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select, update

from campaign.people import BranchId
from storage.audiences import note_new_recipients
from storage.database.session import Session
from storage.tables import branches


async def branch_names(session: Session) -> dict[BranchId, str]:
    """Every branch's name by its id."""
    question = select(branches.c.id, branches.c.name).order_by(branches.c.id)
    return {row.id: row.name for row in await session.rows(question)}


async def branch_name(session: Session, branch: BranchId | None) -> str | None:
    """A branch's name."""
    name: str | None = await session.value(select(branches.c.name).where(branches.c.id == branch))
    return name


async def add_branch(session: Session, name: str) -> BranchId:
    """Found a branch; the name must be new."""
    branch: BranchId = await session.insert(branches, name=name)
    await note_new_recipients(session)
    return branch


async def add_branches(session: Session, names: Sequence[str]) -> list[BranchId]:
    """Found many branches, whose names must be new. Returns their ids, in the same order.

    The caller notes that there are new recipients of reminders.
    """
    found: list[BranchId] = await session.insert_all(branches, [{"name": name} for name in names])
    return found


async def rename_branches(session: Session, names: Mapping[BranchId, str]) -> None:
    """Give branches other names, which must be new; everything of theirs stays."""
    rows = [{"key": key, "new": name} for key, name in names.items()]
    await session.change(
        update(branches).where(branches.c.id == bindparam("key")).values(name=bindparam("new")),
        rows,
    )
