"""People for the tests of rules."""

from datetime import UTC, datetime

from campaign.people import BranchId, HeldRole, Person, PersonId, Role, Standing
from campaign.texts import Language

JOINED = datetime(2008, 3, 20, 1, 0, tzinfo=UTC)
MINE: BranchId = 1
OTHER: BranchId = 2


def person(
    number: PersonId = 1,
    *roles: Role,
    branch: BranchId | None = MINE,
    category: str | None = "teaching",
    joined: bool = True,
) -> Person:
    """Somebody with these roles; those of one branch are held for their own."""
    held = frozenset(
        HeldRole(role, branch if role in (Role.SECRETARY, Role.DEPUTY) else None)
        for role in roles or (Role.MEMBER,)
    )
    return Person(
        id=number,
        name="王芳",
        telegram_id=1000 + number if joined else None,
        branch=branch,
        category=category,
        standing=Standing.FULL,
        language=Language.ZH,
        joined_at=JOINED if joined else None,
        roles=held,
    )
