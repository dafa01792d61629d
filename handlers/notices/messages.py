"""How a notice is sent: below a heading with its sender, exactly as it was written."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from campaign.messages import (
    CAPTION_LIMIT,
    MESSAGE_LIMIT,
    Files,
    MessageFile,
    TextMessage,
    utf16_length,
)
from campaign.notices import NoticePart, albums
from campaign.people import Person
from campaign.texts import Language, Text
from handlers.turn import Turn
from storage.delivery.outbox import OnDoubt, Outgoing, Priority
from storage.notice_audiences import Reached

# What has no caption, in which a heading could stand.
WITHOUT_CAPTION = "video_note"


def messages_of(
    parts: Sequence[NoticePart], chat_id: int | str, topic: int | None = None, *, heading: str
) -> list[TextMessage | Files]:
    """The messages for one chat."""
    return _headed([_message(some, chat_id, topic) for some in albums(parts)], heading)


def heading_of(turn: Turn, author: Person, language: Language | None = None) -> str:
    """Who sends it, in the recipient's language; without one, in the turn's."""
    return turn.html(Text("broadcast.heading", {"name": author.name}), language).plain()


def calls_to(
    turn: Turn, parts: Sequence[NoticePart], author: Person
) -> Callable[[Reached], list[Outgoing]]:
    """The calls that send the notice to one recipient.

    A post in the channel is never sent twice, even if it is unknown whether the first one arrived.
    """
    headings = {language: heading_of(turn, author, language) for language in Language}

    def to(reached: Reached) -> list[Outgoing]:
        in_channel = reached.whom == "channel"
        chat = turn.setting.channel if in_channel else reached.chat_id
        heading = headings[reached.language]
        return [
            Outgoing.of(
                message,
                lane=chat if isinstance(chat, int) else None,
                priority=Priority.NOTICE,
                on_doubt=OnDoubt.HOLD if in_channel else OnDoubt.RESEND,
            )
            for message in messages_of(parts, chat or "", reached.topic, heading=heading)
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


def _headed(messages: Sequence[TextMessage | Files], heading: str) -> list[TextMessage | Files]:
    """The heading stands in the first message, or where that has no room, in one of its own."""
    first, *others = messages
    if isinstance(first, TextMessage) and _fits(heading, first.text, MESSAGE_LIMIT):
        return [replace(first, heading=heading), *others]
    if isinstance(first, Files):
        file, *more = first.files
        if file.medium != WITHOUT_CAPTION and _fits(heading, file.caption, CAPTION_LIMIT):
            return [replace(first, files=[replace(file, heading=heading), *more]), *others]
    return [TextMessage(first.chat_id, "", topic=first.topic, heading=heading), first, *others]


def _fits(heading: str, text: str, limit: int) -> bool:
    return utf16_length(f"{heading}\n\n{text}") <= limit
