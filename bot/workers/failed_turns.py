"""A turn that failed: tried again later, at last set aside, and people are told."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.process.logs import in_one_line
from bot.telegram.updates.update_parser import read_row
from campaign.people import Role
from campaign.texts import Text
from handlers.incoming import Chat, ChatKind, Ignored, Incoming
from handlers.turn import Setting, Turn
from storage.database.session import Session
from storage.delivery.inbox import Waiting, park_turn, postpone_turn
from storage.delivery.outbox import put_outgoing
from storage.membership.people import people_by_telegram_id, people_with_role
from storage.trace import Act, append_trace

log = logging.getLogger(__name__)

# Three tries within a minute, then the row is set aside.
PAUSES = (timedelta(seconds=5), timedelta(seconds=25))
# How often the office is told of one cause.
ALERT_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Failed:
    """A turn that raised, and what it raised."""

    row: Waiting
    cause: Exception


Tell = Callable[[Session, Failed, datetime], Awaitable[None]]


class FailedTurns:
    """Puts turns off, sets them aside, and tells of it. One a process: it knows what was told."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._alerted: dict[str, datetime] = {}

    async def put_off(self, session: Session, failed: Failed, now: datetime) -> None:
        """Another try later; after the third the row is parked.

        Parking is one statement that holds nothing of what came in, so that it cannot fail of it.
        What belongs to it is tried, each by itself.
        """
        row, trouble = failed.row, in_one_line(failed.cause)
        if row.tries < len(PAUSES):
            await postpone_turn(session, row, trouble=trouble, not_before=now + PAUSES[row.tries])
            return
        log.error("inbox row %s is set aside after its last try: %s", row.id, trouble)
        await park_turn(session, row, trouble=trouble, at=now)
        for tell in (self._trace_parking, self._apologise, self._alert_office):
            await self._try_to_tell(session, tell, failed, now)

    async def _try_to_tell(
        self, session: Session, tell: Tell, failed: Failed, now: datetime
    ) -> None:
        """What fails here leaves nothing behind but a line in the log."""
        try:
            async with session.attempt(at_once=True):
                await tell(session, failed, now)
                await session.flush()
        except Exception:
            log.exception("inbox row %s is parked, and nobody could be told of it", failed.row.id)

    async def _trace_parking(self, session: Session, failed: Failed, now: datetime) -> None:
        after = {"trouble": type(failed.cause).__name__}
        parked = Act(None, "turn parked", f"inbox:{failed.row.id}", after=after)
        await append_trace(session, [parked], at=now, salt=self._setting.salt)

    async def _apologise(self, session: Session, failed: Failed, now: datetime) -> None:
        """To the sender, if the row can be read so far as to know who that is."""
        incoming = read_row(failed.row, bot_name=self._setting.bot_name)
        if incoming.speaker is None or not incoming.chat.is_private:
            return
        people = await people_by_telegram_id(session, [incoming.speaker.telegram_id])
        person = people.get(incoming.speaker.telegram_id)
        turn = Turn(self._setting, session, incoming, now, person)
        turn.say(Text("trouble.not_saved", {"number": failed.row.id}))
        put_outgoing(session, turn.calls, at=now)

    async def _alert_office(self, session: Session, failed: Failed, now: datetime) -> None:
        """Once a cause and hour."""
        cause, number = type(failed.cause).__name__, failed.row.id
        last = self._alerted.get(cause)
        if last is not None and timedelta() <= now - last < ALERT_EVERY:
            return
        chat = Chat(failed.row.chat_id, ChatKind.PRIVATE)
        nobodys = Incoming(number, failed.row.received_at, chat, None, Ignored("parked"))
        turn = Turn(self._setting, session, nobodys, now)
        for person in await people_with_role(session, Role.OFFICE):
            if person.telegram_id is not None:
                note = Text("trouble.office_alert", {"number": number, "cause": cause})
                turn.tell(person.telegram_id, person.language, note)
        put_outgoing(session, turn.calls, at=now)
        self._alerted[cause] = now
