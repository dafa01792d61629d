"""The same call made another way: on the message that is there, or as Telegram's answer shows."""

import html
import re
from collections.abc import Callable

from bot.telegram.errors import Meaning
from bot.telegram.render import Call, Params

EDIT, SEND = "editMessageText", "sendMessage"
_ONLY_FOR_SENDING = (
    "message_thread_id",
    "reply_parameters",
    "disable_notification",
    "protect_content",
    "message_effect_id",
)
# What a message answers and in which topic it stands: without them it goes to the chat itself.
_PLACES = ("reply_parameters", "reply_to_message_id", "message_thread_id")
_ONLY_FOR_EDITING = ("message_id", "inline_message_id")
_TAG = re.compile(r"<[^<>]*>")


def as_edit(params: Params, message_id: int) -> Call:
    """What a message was to say, said by one that stands there already."""
    return EDIT, {**_without(params, _ONLY_FOR_SENDING), "message_id": message_id}


def other_way(meaning: Meaning, method: str, params: Params) -> Call | None:
    """How the call is made once more after an answer of that meaning; None if it is not."""
    found = _OTHER_WAYS.get(meaning)
    return None if found is None else found(method, params)


def _anew(method: str, params: Params) -> Call | None:
    if method != EDIT:
        return None
    return SEND, _without(params, _ONLY_FOR_EDITING)


def _plain(method: str, params: Params) -> Call | None:
    if "parse_mode" not in params:
        return None
    told: Params = {
        name: html.unescape(_TAG.sub("", params[name]))
        for name in ("text", "caption")
        if name in params
    }
    return method, {**_without(params, ("parse_mode",)), **told}


def _alone(method: str, params: Params) -> Call | None:
    free = _without(params, _PLACES)
    return None if len(free) == len(params) else (method, free)


_OTHER_WAYS: dict[Meaning, Callable[[str, Params], Call | None]] = {
    Meaning.ANEW: _anew,
    Meaning.PLAIN: _plain,
    Meaning.ALONE: _alone,
    Meaning.TOPIC_CLOSED: _alone,
    Meaning.TOPIC_GONE: _alone,
}


def _without(params: Params, names: tuple[str, ...]) -> Params:
    return {name: value for name, value in params.items() if name not in names}
