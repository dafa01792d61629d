"""A database with many members who have joined, written in a few statements."""

from datetime import datetime

from campaign.people import Role, Standing
from campaign.privacy.notice import notice_version
from campaign.reading import shipped_campaign
from storage.database.engine import Database
from storage.database.session import Session
from storage.membership.branches import add_branch
from storage.recount import mend_counters
from storage.tables import people, roles
from tests.prepared import lay_steps

BRANCHES = 5


async def settle(url: str, telegram_ids: list[int], *, at: datetime) -> None:
    """Migrate the database and let one member live in it for each Telegram account."""
    await lay_steps(url)
    async with Database.open(url) as database, database.write() as session:
        await populate(session, telegram_ids, at=at)


async def populate(session: Session, telegram_ids: list[int], *, at: datetime) -> None:
    """One member for each Telegram account, over a few new branches."""
    first = telegram_ids[0]
    homes = [await add_branch(session, f"第{first}-{n}党支部") for n in range(BRANCHES)]
    members = [
        {
            "name": f"党员{number}",
            "number": str(number),
            "branch_id": homes[number % BRANCHES],
            "category": "teaching",
            "standing": Standing.FULL.value,
            "telegram_id": number,
            "language": "zh",
            "consent": notice_version(shipped_campaign()),
            "joined_at": at,
            "created_at": at,
        }
        for number in telegram_ids
    ]
    for person in await session.insert_all(people, members):
        session.add(roles, person_id=person, role=Role.MEMBER.value, branch_id=None, given_at=at)
    await mend_counters(session)
