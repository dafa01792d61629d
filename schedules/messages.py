"""Messages of reminders as outbox rows: text within Telegram's limits, one button, a card."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from campaign.calendar import Calendar
from campaign.links import press_key
from campaign.messages import MESSAGE_LIMIT, Buttons, MessageButton, TextMessage, utf16_length
from campaign.texts import Html, Language, Text, Texts, join
from schedules.buttons import Opens
from storage.delivery.outbox import Outgoing, Priority

# In UTF-16 units; what remains of the limit is room for one more line.
LONGEST = MESSAGE_LIMIT - 196


@dataclass(frozen=True, slots=True)
class MessageWriter:
    """What is needed to speak: the campaign's calendar, the texts, the bot's name, a secret."""

    calendar: Calendar
    texts: Texts
    bot_name: str
    salt: bytes

    def html(self, lines: Iterable[Text], language: Language, now: datetime) -> Html:
        """The lines as one message said `now`; lines that do not fit are replaced by a mark."""
        now = now.astimezone(self.calendar.zone)
        kept: list[Html] = []
        length = 0
        for line in lines:
            said = self.texts.say(line, language, now)
            length += utf16_length(said) + 1
            if length > LONGEST:
                kept.append(self.texts.say(Text("reminders.and_so_on"), language))
                break
            kept.append(said)
        return join(kept)

    def token(self, name: str) -> str:
        """A card's id of 96 bits that nobody can guess; the same name always gives the same id."""
        digest = hmac.new(self.salt, f"reminder/{name}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:12]).decode()

    def button(self, opens: Opens, language: Language, *, card_id: str | None) -> Buttons:
        """The one button: an offer on a card of a private chat, elsewhere a link."""
        label = self.texts.say(opens.label, language).plain()
        if card_id is None:
            return [[MessageButton(label, link=opens.target.link(self.bot_name))]]
        return [[MessageButton(label, press_key(card_id, 1, 0))]]


def message(
    chat_id: int, text: Html, buttons: Buttons = (), *, topic: int | None = None, card_id: str
) -> Outgoing:
    """What shows the card: sent the first time, edited where it stands afterwards."""
    value = TextMessage(chat_id, text, buttons, topic)
    return Outgoing.of(value, lane=chat_id, priority=Priority.NOTICE, card_id=card_id)
