"""Cards in other people's private chats, and cards that change without being pressed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from campaign.messages import TextMessage
from campaign.people import Person
from campaign.texts import Language, join
from handlers.turn import Turn
from handlers.views import View
from storage.delivery.cards import Card, cards_by_id, find_card
from storage.delivery.outbox import Priority
from storage.membership.people import people_by_telegram_id


def hand_card(turn: Turn, to: Person, view: View) -> Card | None:
    """Put a card into the private chat of somebody who has joined; None where there is none."""
    if to.telegram_id is None:
        return None
    card = Card(turn.token(), to.telegram_id, to.telegram_id, 1, offers_of(view), None, turn.now)
    turn.keep_card(card)
    _show(turn, card, view, to.language, Priority.REPLY)
    return card


async def redraw_card(
    turn: Turn, card_id: str | None, view: View, language: Language
) -> Card | None:
    """Change what a card shows, wherever it is.

    If it still offers the same, its buttons stay valid: a press may be on its way.
    """
    found = None if card_id is None else turn.cards.get(card_id)
    card = found or (None if card_id is None else await find_card(turn.session, card_id))
    if card is None:
        return None
    offers = offers_of(view)
    if offers != card.offers:
        card = replace(card, version=card.version + 1, offers=offers)
        turn.keep_card(card)
    _show(turn, card, view, language, Priority.FILE)
    return card


async def redraw_cards(turn: Turn, card_ids: Sequence[str], view: View) -> None:
    """Change what several people's cards show, each in the language of whom it was handed to.

    The card that was pressed just now is left to whoever answers the press.
    """
    pressed = None if turn.pressed_card is None else turn.pressed_card.id
    cards = await cards_by_id(turn.session, card_ids)
    owners = [card.telegram_id for card in cards.values() if card.telegram_id is not None]
    people = await people_by_telegram_id(turn.session, owners)
    for card_id, card in cards.items():
        owner = people.get(card.telegram_id or 0)
        if card_id != pressed:
            language = turn.language if owner is None else owner.language
            await redraw_card(turn, card_id, view, language)


def offers_of(view: View) -> list[dict[str, Any]]:
    """What the buttons of a view ask for, in their order."""
    return [b.offer for row in view.buttons for b in row if b.offer is not None]


def _show(turn: Turn, card: Card, view: View, language: Language, priority: int) -> None:
    text = join([turn.html(line, language) for line in view.lines])
    value = TextMessage(card.chat_id, text, turn.buttons(view, card, language))
    turn.put_out(value, lane=card.chat_id, priority=priority, card_id=card.id)
