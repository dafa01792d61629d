"""Cards turn into a ✓ where they stand, once all that they asked for is done."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign.definition import Month
from campaign.texts import Language
from schedules.facts import Facts, read_facts
from schedules.reminder import Lines, Rule, read_told
from schedules.speaking import Speaker, message
from schedules.wording import Saying, done_line
from storage.audiences import Audiences, Recipient, find_audiences
from storage.outbox import put_outgoing
from storage.reminders import OpenReminder, close_reminders, open_reminders
from storage.session import Session

# Afterwards nobody looks at the card any more.
LOOKED_AT_FOR = timedelta(days=45)
AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class DoneCard:
    """A card all of whose reminders are done."""

    reminders: tuple[OpenReminder, ...]
    abouts: tuple[Lines | Month, ...]
    language: Language

    @property
    def shows_it(self) -> bool:
        """Whether the message is still the reminder; a press may have opened the task on it."""
        return self.reminders[0].card_version == 1


async def done_cards(
    session: Session, speaker: Speaker, now: datetime
) -> tuple[list[DoneCard], bool]:
    """The cards that may be closed, and whether there are any whose messages have not gone out."""
    found = await open_reminders(session, since=now - LOOKED_AT_FOR, limit=AT_MOST)
    by_card: dict[str, list[OpenReminder]] = defaultdict(list)
    for one in found:
        if one.message_id is not None:
            by_card[one.card_id].append(one)
    waiting = any(one.message_id is None for one in found)
    if not by_card:
        return [], waiting
    audiences = await find_audiences(session)
    facts = await _facts(
        session, speaker, audiences, [r for card in by_card.values() for r in card]
    )
    speaks = {one.whom: one.language for one in _everybody(audiences)}
    done = [
        DoneCard(
            tuple(card),
            tuple(about for one in reversed(card) if (about := read_told(one.told)) is not None),
            speaks.get(card[0].whom, Language.ZH),
        )
        for card in by_card.values()
        if not any(_is_open(facts, one) for one in card)
    ]
    return done, waiting


async def close_cards(
    session: Session, speaker: Speaker, cards: Sequence[DoneCard], now: datetime
) -> int:
    """Close them, whoever comes first; the number of messages that change."""
    ids = [one.id for card in cards for one in card.reminders]
    closed = await close_reminders(session, ids, at=now)
    saying = Saying(speaker.calendar, Facts({}), now)
    mine = [card for card in cards if card.reminders[0].id in closed and card.shows_it]
    calls = []
    for card in mine:
        text = speaker.html([done_line(saying, card.abouts)], card.language)
        first = card.reminders[0]
        calls.append(message(first.chat_id, text, {}, card_id=first.card_id))
    put_outgoing(session, calls, at=now)
    return len(calls)


async def _facts(
    session: Session, speaker: Speaker, audiences: Audiences, found: Sequence[OpenReminder]
) -> Facts:
    abouts = {about for one in found if (about := read_told(one.told)) is not None}
    known = {*speaker.calendar.months}
    wanted = [about for about in abouts if not isinstance(about, Month) or about in known]
    concerned = {one.branch for one in found if one.branch in audiences.branches}
    return await read_facts(
        session, speaker.calendar, wanted, audiences.branches, concerned=concerned
    )


def _is_open(facts: Facts, one: OpenReminder) -> bool:
    about = read_told(one.told)
    if about is None:
        return False
    if isinstance(about, Month) and (about, one.branch) not in facts.months:
        return True
    return facts.wants(Rule(one.rule), about, one.branch)


def _everybody(audiences: Audiences) -> tuple[Recipient, ...]:
    return *audiences.groups, *audiences.secretaries, *audiences.office
