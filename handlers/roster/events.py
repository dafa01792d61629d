"""The sheet was read, or the roster taken over: whoever sent it sees what came of it."""

from typing import Any

from handlers.roster.cards import show_import
from handlers.turn import Turn
from storage.membership.people import find_person
from storage.membership.roster_imports import find_import


async def note_progress(turn: Turn, facts: dict[str, Any]) -> None:
    """Bring the card up to date. Told twice, it does no harm."""
    one = await find_import(turn.session, facts["id"])
    if one is not None:
        turn.identify(await find_person(turn.session, one.author))
        await show_import(turn, one)
