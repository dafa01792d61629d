"""Twelve branches, each with a bound group, a secretary and a member; and the office."""

from datetime import datetime

from campaign.people import BranchId, PersonId, Role
from campaign.texts import Language
from storage.database.engine import Database
from storage.database.session import Session
from storage.groups import Group, GroupState, save_group
from storage.membership.branches import add_branch
from storage.membership.people import add_person, take_up_account
from storage.membership.roles import give_role
from tests.prepared import lay_steps

BRANCHES = 12
OFFICE_ACCOUNT = 99
# A branch's secretary and member.
Branches = dict[BranchId, tuple[PersonId, PersonId]]


async def settle(url: str, *, at: datetime) -> tuple[Branches, PersonId]:
    """Migrate the database and people it; the branches, and who is the office."""
    await lay_steps(url)
    found: Branches = {}
    async with Database.open(url) as database, database.write() as session:
        for number in range(1, BRANCHES + 1):
            branch = await add_branch(session, f"第{number}党支部")
            secretary = await _member(session, branch, f"书记{number}", 100 + number, at)
            await give_role(session, secretary, Role.SECRETARY, branch=branch, at=at)
            found[branch] = (
                secretary,
                await _member(session, branch, f"党员{number}", 200 + number, at),
            )
            group = Group(-number, f"群{number}", "group", branch, GroupState.BOUND, True, at)
            await save_group(session, group)
        office = await add_person(session, name="办公室", at=at)
        await give_role(session, office, Role.OFFICE, branch=None, at=at)
        await _join(session, office, OFFICE_ACCOUNT, at)
    return found, office


async def _member(
    session: Session, branch: BranchId, name: str, account: int, at: datetime
) -> PersonId:
    person = await add_person(session, name=name, at=at, branch=branch, category="teaching")
    await give_role(session, person, Role.MEMBER, branch=None, at=at)
    await _join(session, person, account, at)
    return person


async def _join(session: Session, person: PersonId, account: int, at: datetime) -> None:
    joined = await take_up_account(
        session, person, telegram_id=account, language=Language.ZH, consent="1", at=at
    )
    assert joined
