"""The roles that people hold: given and taken, by themselves or with a roster."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select

from campaign.people import BranchId, HeldRole, PersonId, Role
from storage.audiences import note_new_recipients
from storage.database.session import Session
from storage.tables import roles
from storage.tallies import follow, seats_of

# Whoever holds one of them is reminded.
LED_OR_OFFICE = frozenset({Role.SECRETARY, Role.DEPUTY, Role.OFFICE})


async def give_role(
    session: Session, person_id: PersonId, role: Role, *, branch: BranchId | None, at: datetime
) -> bool:
    """Give a role; False if the person holds it already."""
    same = _of_branch(branch)
    question = select(roles.c.id).where(
        roles.c.person_id == person_id, roles.c.role == role.value, same
    )
    if await session.value(question) is not None:
        return False
    await session.insert(roles, person_id=person_id, role=role.value, branch_id=branch, given_at=at)
    if role in LED_OR_OFFICE:
        await note_new_recipients(session)
    if role is Role.MEMBER:
        await follow(session, [person_id], {})
    return True


async def take_role(
    session: Session, person_id: PersonId, role: Role, *, branch: BranchId | None
) -> bool:
    """Take a role away; False if the person did not hold it."""
    same = _of_branch(branch)
    members = [person_id] if role is Role.MEMBER else []
    before = await seats_of(session, members)
    touched = await session.change(
        roles.delete().where(roles.c.person_id == person_id, roles.c.role == role.value, same)
    )
    await follow(session, members, before)
    return touched > 0


def add_roles(
    session: Session, person_id: PersonId, held: Collection[HeldRole], *, at: datetime
) -> None:
    """Give roles that the person does not hold; the caller counts them."""
    for one in sorted(held, key=lambda one: (one.role, one.branch or 0)):
        session.add(
            roles, person_id=person_id, role=one.role.value, branch_id=one.branch, given_at=at
        )


async def drop_roles(session: Session, person_id: PersonId, held: Collection[HeldRole]) -> None:
    """Take these roles away; the caller counts them."""
    each = [(roles.c.role == one.role.value) & _of_branch(one.branch) for one in held]
    if each:
        mine = roles.c.person_id == person_id
        await session.change(roles.delete().where(mine & or_(false(), *each)))


def _of_branch(branch: BranchId | None) -> ColumnElement[bool]:
    return roles.c.branch_id.is_(None) if branch is None else roles.c.branch_id == branch
