"""What the bot says of itself in its profile: set by the program, only when it has changed."""

import hashlib
from datetime import datetime

from campaign.definition import Campaign
from campaign.messages import Description
from campaign.texts import Text, Texts
from handlers.account.menus import BY_PHONE
from storage.database.columns import to_json
from storage.database.session import Session
from storage.delivery.outbox import Outgoing, Priority, put_outgoing
from storage.settings import read_setting, write_setting

SET_BEFORE = "introduction"


def introduction(texts: Texts, campaign: Campaign) -> list[Description]:
    """In full and in brief, for Chinese phones and for all others."""
    words = {"campaign": campaign.title}
    return [
        Description(texts.say(text, language).plain(), brief, code)
        for code, language in BY_PHONE
        for brief, text in (
            (False, Text("introduction.full", words)),
            (True, Text("introduction.brief", words)),
        )
    ]


async def refresh_introduction(
    session: Session, texts: Texts, campaign: Campaign, now: datetime
) -> int:
    """At start: if the words have changed, set them anew. Returns the number of calls."""
    wanted = introduction(texts, campaign)
    fingerprint = hashlib.sha256(to_json([one.to_json() for one in wanted]).encode()).hexdigest()
    if await read_setting(session, SET_BEFORE) == fingerprint:
        return 0
    put_outgoing(session, [Outgoing.of(one, priority=Priority.MENU) for one in wanted], at=now)
    await write_setting(session, SET_BEFORE, fingerprint)
    return len(wanted)
