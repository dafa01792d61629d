"""How a notice is sent: its parts as messages, exactly as they were written."""

from collections.abc import Callable, Sequence

from campaign.messages import Files, MessageFile, TextMessage
from campaign.notices import NoticePart, albums
from handlers.turn import Turn
from storage.delivery.outbox import OnDoubt, Outgoing, Priority
from storage.notice_audiences import Reached


def messages_of(
    parts: Sequence[NoticePart], chat_id: int | str, topic: int | None = None
) -> list[TextMessage | Files]:
    """The messages for one chat."""
    return [_message(some, chat_id, topic) for some in albums(parts)]


def calls_to(turn: Turn, parts: Sequence[NoticePart]) -> Callable[[Reached], list[Outgoing]]:
    """The calls that send the notice to one recipient.

    A post in the channel is never sent twice, even if it is unknown whether the first one arrived.
    """

    def to(reached: Reached) -> list[Outgoing]:
        in_channel = reached.whom == "channel"
        chat = turn.setting.channel if in_channel else reached.chat_id
        return [
            Outgoing.of(
                message,
                lane=chat if isinstance(chat, int) else None,
                priority=Priority.NOTICE,
                on_doubt=OnDoubt.HOLD if in_channel else OnDoubt.RESEND,
            )
            for message in messages_of(parts, chat or "", reached.topic)
        ]

    return to


def file_of(part: NoticePart) -> MessageFile:
    """The file of a part, with its caption."""
    return MessageFile(part.kind, part.file_id, part.upload, part.text, part.look)


def _message(
    parts: Sequence[NoticePart], chat_id: int | str, topic: int | None
) -> TextMessage | Files:
    first = parts[0]
    if first.kind == "text":
        return TextMessage(chat_id, first.text, topic=topic, look=first.look)
    return Files(chat_id, [file_of(part) for part in parts], topic)
