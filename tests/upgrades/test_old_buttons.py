"""Every kind of button that the release before put under a message does what it says."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from campaign.texts import Language, Text
from storage.tables import inbox
from tests.campus import Campus
from tests.upgrades.before import old_database, old_telegram

STALE = ("hint.stale_button", "hint.stale_button_closed", "flow.is_gone")
SHOWN = """SELECT facts FROM kept WHERE noun = 'message' AND key LIKE ? || ':%'
           AND json_extract(facts, '$.id') = ?"""
CARDS = """SELECT cards.id, chat_id, message_id, cards.version, offers, flow FROM cards
           LEFT JOIN talks ON talks.card_id = cards.id AND talks.state = 'open'
           WHERE message_id IS NOT NULL AND cards.telegram_id IS NOT NULL
           AND chat_id NOT IN (SELECT chat_id FROM inbox WHERE state = 'waiting')"""


@dataclass(frozen=True)
class OldButton:
    """Where it stands, what it sends, and what it was to do."""

    chat: int
    message: int
    data: str
    kind: str
    in_talk: bool

    def disturbs(self, other: "OldButton") -> bool:
        """Whether the one may be out of date when the other was pressed before."""
        if self.in_talk or other.in_talk:
            return self.chat == other.chat
        return (self.chat, self.message) == (other.chat, other.message)


def old_buttons() -> list[OldButton]:
    """One of each kind; of the version that the card has, in a chat where nothing came since."""
    found: dict[str, OldButton] = {}
    for card, chat, message, version, offers, flow in old_database().execute(CARDS):
        shown = old_telegram().execute(SHOWN, (chat, message)).fetchone()
        data = _data_under(json.loads(shown[0])) if shown else []
        for place, offer in enumerate(json.loads(offers)):
            key, kind = f"{card}.{version}.{place}", _kind(offer, flow)
            # A talk's card that is laid down has no talk.
            if key in data and (flow or offer["go"] != "talk"):
                found.setdefault(kind, OldButton(chat, message, key, kind, flow is not None))
    return list(found.values())


def _data_under(message: dict[str, Any]) -> list[str]:
    rows = (message["reply_markup"] or {}).get("inline_keyboard", [])
    return [button.get("callback_data", "") for row in rows for button in row]


def _kind(offer: dict[str, Any], flow: str | None) -> str:
    if offer["go"] == "talk":
        return f"{flow} {offer['do']}"
    given = sorted(name for name in offer if name != "go")
    act = [str(offer[name]) for name in ("act", "of", "do") if name in offer]
    return " ".join([offer["go"], *given, *act])


BUTTONS = old_buttons()


def at_once() -> list[list[OldButton]]:
    """The buttons in as few groups as can be pressed together."""
    groups: list[list[OldButton]] = []
    for button in BUTTONS:
        for group in groups:
            if not any(button.disturbs(other) for other in group):
                group.append(button)
                break
        else:
            groups.append([button])
    return groups


def test_there_are_buttons_of_every_kind() -> None:
    assert len(BUTTONS) > 50


@pytest.mark.parametrize("buttons", at_once(), ids=lambda some: f"{len(some)} buttons")
async def test_an_old_button_works(campus: Campus, buttons: list[OldButton]) -> None:
    """It is known, opens what it names, and breaks nothing."""
    world = campus.world
    pressed = {
        button.kind: world.presses.forge(button.chat, None, button.message, button.data)
        for button in buttons
    }
    await campus.settle()
    stale = [campus.texts.say(Text(key), one).plain() for key in STALE for one in Language]
    answers = {
        kind: (query.answer or {"text": "none"}).get("text") for kind, query in pressed.items()
    }
    assert {kind: text for kind, text in answers.items() if text in (*stale, "none")} == {}
    async with campus.reading() as session:
        rows = await session.rows(select(inbox.c.state, inbox.c.trouble))
    assert {(row.state, row.trouble) for row in rows} == {("done", None)}
