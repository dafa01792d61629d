"""How far reminders were decided, and when the bot was last awake.

The ledger is the truth. The watermark spares a tick from asking it about the whole campaign.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from schedules.reminder import Gap, Reminder
from storage.database.columns import to_json
from storage.database.session import Session
from storage.settings import read_setting, write_setting

NAME = "reminders"


@dataclass(frozen=True, slots=True)
class Watermark:
    """`since`: the very first tick, before which nothing is told.

    `until` and `print`: everything due until then was decided for the calendar of that fingerprint
    and for whoever was to be told at that version of the recipients. `alive`: the last tick. `gap`:
    the last long time without one.
    """

    since: datetime
    alive: datetime
    until: datetime | None = None
    print: str = ""
    gap: Gap | None = None
    again: datetime | None = None


async def read_watermark(session: Session, now: datetime) -> Watermark:
    """The watermark; at the very first tick one that begins now."""
    kept = await read_setting(session, NAME)
    if kept is None:
        return Watermark(since=now, alive=now)
    facts = json.loads(kept)
    gap, until, again = facts["gap"], facts["until"], facts.get("again")
    return Watermark(
        since=_moment(facts["since"]),
        alive=_moment(facts["alive"]),
        until=None if until is None else _moment(until),
        print=facts["print"],
        gap=None if gap is None else Gap(_moment(gap["since"]), _moment(gap["until"])),
        again=None if again is None else _moment(again),
    )


async def write_watermark(session: Session, mark: Watermark) -> None:
    """Keep it."""
    facts = asdict(mark)
    for name in ("since", "alive", "until", "again"):
        facts[name] = None if facts[name] is None else facts[name].isoformat()
    if mark.gap is not None:
        facts["gap"] = {"since": mark.gap.since.isoformat(), "until": mark.gap.until.isoformat()}
    await write_setting(session, NAME, to_json(facts))


def fingerprint(reminders: Iterable[Reminder]) -> str:
    """A text that changes whenever the calendar does."""
    names = ["/".join(one.key) for one in reminders]
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
