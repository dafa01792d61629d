"""Makes the database of a benchmark: so many members who have joined, in thirty branches.

python -m tests.benchmarks.roster PEOPLE
"""

import asyncio
import sys
from datetime import datetime

from bot.commands.run import clock_of
from bot.program import open_database
from bot.settings import read_settings
from campaign.people import BranchId, Role, Standing
from campaign.privacy.notice import notice_version
from campaign.reading import shipped_campaign
from campaign.texts import Language
from storage.database.session import Session
from storage.membership.branches import add_branch
from storage.membership.people import add_person, take_up_account
from storage.membership.roles import give_role
from tests.benchmarks.crowd import FIRST_PERSON

BRANCHES = 30


async def make(people: int) -> None:
    """Put them on the roster of the settings' database."""
    settings = read_settings()
    now = clock_of(settings).now()
    async with open_database(settings.database_url) as database, database.write() as session:
        branches = [await add_branch(session, f"第{n}党支部") for n in range(BRANCHES)]
        for number in range(people):
            await _join(session, number, branches[number % BRANCHES], now)


async def _join(session: Session, number: int, branch: BranchId, now: datetime) -> None:
    person = await add_person(
        session,
        name=f"党员{number}",
        at=now,
        branch=branch,
        category="teaching",
        standing=Standing.FULL,
    )
    await give_role(session, person, Role.MEMBER, branch=None, at=now)
    await take_up_account(
        session,
        person,
        telegram_id=FIRST_PERSON + number,
        language=Language.ZH,
        consent=notice_version(shipped_campaign()),
        at=now,
    )


if __name__ == "__main__":
    asyncio.run(make(int(sys.argv[1])))
