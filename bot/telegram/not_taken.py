"""Why Telegram did not take a message, from its answer, so that it can be told in words."""

import re

from campaign.messages import NotTaken
from storage.delivery.outbox import IN_DOUBT

W = NotTaken
_ANSWERS = (
    (W.VOICE, r"voice_messages?_forbidden"),
    (W.BLOCKED, r"blocked by the user|user_is_blocked"),
    (W.DEACTIVATED, r"user is deactivated|input_user_deactivated"),
    (W.NOT_STARTED, r"can't initiate conversation|chat not found|peer_id_invalid|user not found"),
    (W.TOPIC, r"topic_closed|topic_deleted|message thread not found|topic_id_invalid"),
    (W.KIND, r"chat_send_\w+_forbidden|not enough rights to send (?!text)\w+"),
    (W.MUTED, r"not enough rights|have no rights|need admin|chat_\w+_(?:forbidden|required)"),
    (W.GONE, r"was kicked|not a member|chat was de|upgraded to a supergroup"),
    (W.TOO_LONG, r"too long|too_long"),
    (W.FORMAT, r"can't parse|entity|entities"),
    (W.FILE, r"file|photo|image|video|document|media|wrong type|webpage"),
    (W.FLOOD, r"too many requests|flood|retry after"),
    (W.DOUBT, re.escape(IN_DOUBT.lower())),
    (W.NO_ANSWER, r"timed? ?out|network|bad gateway|connect|server|internal"),
)  # fmt: skip
ANSWERS = tuple((why, re.compile(answer)) for why, answer in _ANSWERS)


def why_not_taken(trouble: str) -> NotTaken:
    """What Telegram's answer means; OTHER where it is not known."""
    said = trouble.lower()
    return next((why for why, answer in ANSWERS if answer.search(said)), W.OTHER)
