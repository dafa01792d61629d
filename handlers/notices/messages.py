"""How a notice is sent: its parts as calls, just as they were written."""

from collections.abc import Callable, Sequence
from typing import Any

from campaign.notices import NoticePart, albums
from handlers.turn import Turn
from storage.delivery.outbox import OnDoubt, Outgoing, Priority
from storage.notice_audiences import Reached

METHODS = {
    "photo": "sendPhoto", "document": "sendDocument", "voice": "sendVoice", "audio": "sendAudio",
    "video": "sendVideo",
}  # fmt: skip

Made = tuple[str, dict[str, Any]]


def calls_of(parts: Sequence[NoticePart]) -> list[Made]:
    """Methods with their parameters, without a chat."""
    return [_album(some) if len(some) > 1 else _single(some[0]) for some in albums(parts)]


def calls_to(turn: Turn, parts: Sequence[NoticePart]) -> Callable[[Reached], list[Outgoing]]:
    """What sends the notice to one recipient.

    A post in the channel is not made twice, even if it is unknown whether the first one arrived.
    """
    made = calls_of(parts)

    def to(reached: Reached) -> list[Outgoing]:
        in_channel = reached.whom == "channel"
        chat = turn.setting.channel if in_channel else reached.chat_id
        place = {} if reached.topic is None else {"message_thread_id": reached.topic}
        return [
            Outgoing(
                method,
                {"chat_id": chat, **place, **params},
                lane=chat if isinstance(chat, int) else None,
                priority=Priority.NOTICE,
                on_doubt=OnDoubt.HOLD if in_channel else OnDoubt.RESEND,
            )
            for method, params in made
        ]

    return to


def _single(part: NoticePart) -> Made:
    look = dict(part.look or {})
    if part.kind == "text":
        return "sendMessage", {"text": part.text, **look}
    caption = {"caption": part.text, **look} if part.text else look
    return METHODS[part.kind], {part.kind: part.file_id, **caption}


def _album(parts: Sequence[NoticePart]) -> Made:
    media = [
        {"type": part.kind, "media": part.file_id, **(part.look or {})}
        | ({"caption": part.text} if part.text else {})
        for part in parts
    ]
    return "sendMediaGroup", {"media": media}
