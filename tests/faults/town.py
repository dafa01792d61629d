"""A database with many members who have joined, written in a few statements."""

from datetime import datetime
from itertools import count

from campaign.people import Role, Standing
from storage.database import Database
from storage.migrate import migrate
from storage.people import add_branch
from storage.tables import people, roles

BRANCHES = 5


async def settle(url: str, telegram_ids: list[int], *, at: datetime) -> None:
    """Migrate the database and let one member live in it for each Telegram account."""
    await migrate(url)
    async with Database.open(url) as database, database.write() as session:
        homes = [await add_branch(session, f"第{n}党支部") for n in range(1, BRANCHES + 1)]
        numbered = zip(count(1), telegram_ids, strict=False)
        members = [
            {
                "name": f"党员{n}", "number": f"{n:05}", "branch_id": homes[n % BRANCHES],
                "category": "teaching", "standing": Standing.FULL.value,
                "telegram_id": telegram_id, "language": "zh", "consent": "1", "joined_at": at,
                "created_at": at,
            }
            for n, telegram_id in numbered
        ]  # fmt: skip
        for person in await session.insert_all(people, members):
            session.add(
                roles, person_id=person, role=Role.MEMBER.value, branch_id=None, given_at=at
            )
