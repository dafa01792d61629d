"""A turn: one thing that came in, answered within one transaction and without the network.

It is deterministic: the same database, inbox row and moment give the same turn, so it may be run
again after any failure.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from campaign.calendar import Calendar
from campaign.definition import Campaign
from campaign.links import press_key
from campaign.messages import (
    TOAST_LIMIT,
    Buttons,
    Files,
    MessageButton,
    TextMessage,
    Toast,
    Value,
)
from campaign.people import Person, PersonId
from campaign.texts import Html, Language, Texts, Translated, join
from handlers.incoming import Chat, Incoming, Pressed
from handlers.views import Button, Line, View, split_lines
from storage.database.session import Session
from storage.delivery.cards import Card
from storage.delivery.outbox import REPLY, HowSent, Outgoing
from storage.delivery.talks import Talk, TalkState
from storage.trace import Act


@dataclass(frozen=True, slots=True)
class Setting:
    """What stays the same for all turns of a process. `channel`: its id, or its name with @.

    `routes`: the table by which turns are answered. It names handlers, which take turns, so to
    avoid an import cycle it is only read by `handlers.routing.routes_of`.
    """

    campaign: Campaign
    calendar: Calendar
    texts: Texts
    routes: object
    bot_name: str
    salt: bytes
    channel: int | str | None = None


class Traced(TypedDict, total=False):
    """How something was before an act, and after it."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(slots=True)
class Turn:
    """What a handler is given, and what it answers: calls, talks, cards and traces."""

    setting: Setting
    session: Session
    incoming: Incoming
    now: datetime
    person: Person | None = None
    talk: Talk | None = None
    known_cards: Mapping[str, Card] = field(default_factory=dict)
    pressed_card: Card | None = None
    # The language that a visitor chose; a person's own takes precedence.
    speaks: Language | None = None

    calls: list[Outgoing] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    talks: dict[str, Talk] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    _tokens: Iterator[int] = field(default_factory=lambda: iter(range(1000)))
    _answered: bool = False
    _sent_below: bool = False

    @property
    def campaign(self) -> Campaign:
        """The campaign that runs."""
        return self.setting.campaign

    @property
    def calendar(self) -> Calendar:
        """The campaign's calendar."""
        return self.setting.calendar

    @property
    def is_press(self) -> bool:
        """Whether a button was pressed."""
        return isinstance(self.incoming.content, Pressed)

    @property
    def today(self) -> date:
        """The day on which the person acted, in the campaign's time zone."""
        return self.local(self.incoming.at).date()

    def local(self, moment: datetime) -> datetime:
        """The moment in the campaign's time zone."""
        return moment.astimezone(self.campaign.zone)

    @property
    def chat(self) -> Chat:
        """Where it happened."""
        return self.incoming.chat

    @property
    def speaker_id(self) -> int:
        """The Telegram account that acted. Raises LookupError where nobody did."""
        if self.incoming.speaker is None:
            raise LookupError("nobody spoke")
        return self.incoming.speaker.telegram_id

    @property
    def member(self) -> Person:
        """The person who acted. Raises LookupError for a visitor: a route's `may` comes first."""
        if self.person is None:
            raise LookupError("the speaker is nobody on the roster")
        return self.person

    @property
    def language(self) -> Language:
        """The language to answer in."""
        if self.person is not None:
            return self.person.language
        if self.speaks is not None:
            return self.speaks
        speaker = self.incoming.speaker
        return Language.nearest(speaker.language_code if speaker else None)

    def token(self) -> str:
        """A key of 96 bits that nobody can guess, and that a repetition of the turn makes again."""
        name = f"{self.incoming.inbox_id}/{next(self._tokens)}".encode()
        digest = hmac.new(self.setting.salt, name, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:12]).decode()

    def html(self, line: Line, language: Language | None = None) -> Html:
        """A line in the answer's language."""
        if isinstance(line, Html):
            return line
        return self.setting.texts.say(line, language or self.language, self.local(self.now))

    def in_language(self, value: Translated) -> str:
        """A value of the campaign file in the answer's language."""
        return value.in_language(self.language)

    def trace(self, act: str, subject: str | None = None, **facts: Unpack[Traced]) -> None:
        """Trace what the speaker did. `subject` is like `story:<id>`."""
        self.trace_of(None if self.person is None else self.person.id, act, subject, **facts)

    def trace_of(
        self, person: PersonId | None, act: str, subject: str | None, **facts: Unpack[Traced]
    ) -> None:
        """Trace what somebody else did, or what happened by itself (`person` is None)."""
        self.acts.append(Act(person, act, subject, facts.get("before"), facts.get("after")))

    def identify(self, person: Person | None) -> None:
        """From now on the turn is this person's: a visitor who joined, or a person who changed."""
        self.person = person

    def speak(self, language: Language | None) -> None:
        """Answer a visitor in the language that they chose; None changes nothing."""
        self.speaks = language or self.speaks

    def press_on(self, card: Card) -> None:
        """Note that the press was on this card."""
        self.pressed_card = card

    def keep_card(self, card: Card) -> None:
        """Save what a card shows now."""
        self.cards[card.id] = card

    def keep_talk(self, talk: Talk) -> None:
        """Save a conversation; one that is open is the speaker's from here on."""
        self.talks[talk.id] = talk
        if talk.state is TalkState.OPEN:
            self.talk = talk
        elif self.talk is not None and self.talk.id == talk.id:
            self.talk = None

    def say(self, *lines: Line, buttons: Sequence[Sequence[Button]] = ()) -> None:
        """Answer with a message; one that carries offers becomes a card of its own."""
        self.show(View(lines, buttons))

    def show_page(self, view: View) -> None:
        """Show a page: on the card whose button asked for it, otherwise as a new message."""
        self.show(view, self.pressed_card)

    def tell(
        self,
        chat_id: int,
        language: Language,
        *lines: Line,
        topic: int | None = None,
        links: Buttons = (),
    ) -> None:
        """Write to another chat: somebody's private one, or a group, in one of its topics.

        `links`: buttons that open an address, below the last of its messages.
        """
        *before, last = split_lines(join([self.html(line, language) for line in lines]))
        messages = [TextMessage(chat_id, part, topic=topic) for part in before]
        for message in (*messages, TextMessage(chat_id, last, links, topic)):
            self.put_out(message, lane=chat_id, fresh=True)

    def toast(self, line: Line, *, alert: bool = False) -> None:
        """Answer a press with a short note; the first one counts."""
        content = self.incoming.content
        if self._answered or not isinstance(content, Pressed):
            return
        self._answered = True
        note = self.html(line).plain()[:TOAST_LIMIT]
        self.put_out(Toast(content.query_id, note, alert))

    def settle_press(self) -> None:
        """Stop the spinner of a press that got no toast."""
        self.toast(Html(""))

    def put_out(self, value: Value, **how: Unpack[HowSent]) -> None:
        """Have the courier send something."""
        self.calls.append(Outgoing.of(value, **how))

    def send(self, message: TextMessage | Files, *, subject: str | None = None) -> None:
        """Send something that is no card into this chat; cards are then shown below it."""
        self._sent_below = True
        self.put_out(message, lane=self.chat.id, subject=subject)

    def show(self, view: View, card: Card | None = None) -> Card | None:
        """Show a view on a given card, or on a new one. Returns the card, if the view has offers.

        A press edits the card's message; if the person has written below it, the card is sent anew
        and the old message loses its buttons.
        """
        pressed = self.pressed_card
        is_pressed = card is not None and pressed is not None and pressed.id == card.id
        in_place = is_pressed and not self._sent_below
        return self._show(view, card, in_place=in_place)

    def update(self, view: View, card: Card) -> Card | None:
        """Change a card where it stands, even if the person has written below it."""
        return self._show(view, card, in_place=True)

    def _show(self, view: View, card: Card | None, *, in_place: bool) -> Card | None:
        offers = [b.offer for row in view.buttons for b in row if b.offer is not None]
        if card is None and offers:
            card = Card(self.token(), self.chat.id, self._owner(), 0, [], None, self.now)
        if card is not None:
            card = replace(card, version=card.version + 1, offers=offers)
            self.keep_card(card)
        *before, last = split_lines(join([self.html(line) for line in view.lines]))
        chat_id, topic = self.chat.id, self.incoming.topic
        whom, is_secret = self._for_whom(), view.secret
        for part in before:
            message = TextMessage(chat_id, part, topic=topic)
            self.put_out(message, lane=chat_id, subject=whom, secret=is_secret, fresh=True)
        self.put_out(
            TextMessage(chat_id, last, self.buttons(view, card), topic),
            lane=chat_id,
            subject=whom,
            secret=is_secret,
            card_id=None if card is None else card.id,
            fresh=bool(before) or not in_place,
        )
        return card

    def buttons(
        self, view: View, card: Card | None, language: Language | None = None
    ) -> list[list[MessageButton]]:
        """The view's buttons as they stand below a message that shows the card."""
        places = iter(range(len(view.buttons) * 100))
        rows = [[self._button(b, card, places, language) for b in row] for row in view.buttons]
        return [row for row in rows if row]

    def _button(
        self, button: Button, card: Card | None, places: Iterator[int], language: Language | None
    ) -> MessageButton:
        label = self.html(button.label, language).plain()
        if button.offer is None or card is None:
            return MessageButton(label, link=button.url or "")
        return MessageButton(label, press_key(card.id, card.version, next(places)))

    def _owner(self) -> int | None:
        return self.incoming.speaker.telegram_id if self.incoming.speaker else None

    def _for_whom(self) -> str | None:
        """Who is told in private what could not be said in a group."""
        speaker = self.incoming.speaker
        if self.chat.is_private or speaker is None:
            return None
        return f"{REPLY}{speaker.telegram_id}"
