"""People, branches and evidence for storage tests, put there by the real writes."""

from datetime import datetime

from campaign.people import BranchId, Person, PersonId, Role
from storage.database.session import Session
from storage.evidence.evidence import Evidence, EvidenceState, add_evidence
from storage.membership.branches import add_branch
from storage.membership.people import add_person, find_person
from storage.membership.roles import give_role


async def a_member(
    session: Session, at: datetime, *, name: str = "王芳", branch: BranchId | None = None
) -> Person:
    """A new member of a branch."""
    number = await add_person(session, name=name, at=at, branch=branch, category="teaching")
    await give_role(session, number, Role.MEMBER, branch=None, at=at)
    found = await find_person(session, number)
    assert found is not None
    return found


async def a_branch(session: Session, name: str = "基础医学部党支部") -> BranchId:
    """A new branch."""
    return await add_branch(session, name)


def a_piece(
    session: Session, key: str, person: PersonId, at: datetime, *, unique: str = ""
) -> Evidence:
    """A photo on receipt."""
    piece = Evidence(
        id=key,
        person_id=person,
        subject=None,
        kind="photo",
        file_id=f"file-{key}",
        unique_id=unique or f"unique-{key}",
        name=None,
        mime="image/jpeg",
        size=10,
        forwarded=False,
        state=EvidenceState.FETCHING,
        sha256=None,
        path=None,
        trouble=None,
        created_at=at,
    )
    add_evidence(session, piece)
    return piece
