"""Answering pressed buttons, and reacting to messages."""

from __future__ import annotations

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.characters import units
from bot.demo.fake_telegram.methods.access import known_chat, message_of
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import bad_request

# The longest answer to a press, in UTF-16 units.
ANSWER_LIMIT = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(api: Backend, params: Params) -> bool:
    """Show a toast or an alert to who pressed; a press can be answered once and not for long."""
    query = api.world.presses.by_id(params.text("callback_query_id"))
    if query is None or not api.world.presses.may_answer(query):
        raise bad_request(TOO_OLD)
    if units(params.text("text")) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {
        "text": params.text("text"),
        "show_alert": params.boolean("show_alert"),
        "url": params.text("url"),
    }
    api.world.presses.answer(query, answer)
    return True


def set_message_reaction(api: Backend, params: Params) -> bool:
    chat = known_chat(api, params)
    message = message_of(chat, params.message_id(), "message to react not found")
    reaction = params.structure("reaction", "reaction") or []
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions[api.world.bot.id] = reaction
    api.world.history.changed(message)
    return True


METHODS = {
    "answerCallbackQuery": answer_callback_query,
    "setMessageReaction": set_message_reaction,
}
