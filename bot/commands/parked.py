"""`flagbearer parked`: the updates that could not be worked off, listed and given another turn."""

from bot.program import open_database
from bot.settings import Settings
from storage.delivery.inbox import Waiting, parked_turns, retry_parked

# Rows have no numbers beyond; a database raises at a larger one.
LAST_NUMBER = 2**63 - 1


async def list_parked(settings: Settings) -> list[str]:
    """One line a row: number, when it came, from which chat, what was wrong. No content."""
    async with open_database(settings.database_url) as database, database.read() as session:
        return [_line(row) async for row in parked_turns(session)]


async def retry(settings: Settings, number: int | None) -> int:
    """Give one parked row its turn again, or all of them; how many there were."""
    if number is not None and abs(number) > LAST_NUMBER:
        return 0
    async with open_database(settings.database_url) as database, database.write() as session:
        wanted = [number]
        if number is None:
            wanted = [row.id async for row in parked_turns(session)]
        return sum([await retry_parked(session, one) for one in wanted if one is not None])


def _line(row: Waiting) -> str:
    received = row.received_at.isoformat(timespec="seconds")
    return f"{row.id}\t{received}\tchat {row.chat_id}\t{row.tries}\t{row.trouble}"
