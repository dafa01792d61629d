"""An account that sends too much is told so, in the language it knows."""

from typing import Any

from campaign.texts import Language, Text
from handlers.turn import Turn
from storage.membership.people import people_by_telegram_id


async def note_flooded(turn: Turn, facts: dict[str, Any]) -> None:
    """Tell the account that what it sent too fast was dropped. In a group nobody is told."""
    account = facts["from"]
    if not turn.chat.is_private:
        return
    known = await people_by_telegram_id(turn.session, [account["id"]])
    person = known.get(account["id"])
    code = account.get("language_code")
    spoken = Language.nearest(code if isinstance(code, str) else None)
    language = person.language if person else spoken
    turn.tell(account["id"], language, Text("hint.slow_down"))
