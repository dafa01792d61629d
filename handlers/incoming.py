"""What a person did, without any of Telegram's types: said, pressed, sent a file, came, went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Speaker:
    """The Telegram account that acted; `name` and `username` are display text, never identity."""

    telegram_id: int
    name: str
    language_code: str | None = None


class ChatKind(StrEnum):
    """The kinds of chat that Telegram has."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Chat:
    """Where it happened."""

    id: int
    kind: ChatKind
    title: str = ""

    @property
    def is_private(self) -> bool:
        """Whether only the bot and the speaker are there."""
        return self.kind is ChatKind.PRIVATE

    @property
    def is_group(self) -> bool:
        """Whether it is a group of either kind."""
        return self.kind in (ChatKind.GROUP, ChatKind.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Said:
    """A text message that is no command; `look` is its formatting, in Telegram's terms.

    `files`: those that stand in a rich message among its words.
    """

    text: str
    look: Mapping[str, Any] | None = None
    files: "tuple[SentFile, ...]" = ()


@dataclass(frozen=True, slots=True)
class Command:
    """`/name argument`, addressed to this bot or to nobody in particular."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button: `data` is what the client sent back, genuine or forged."""

    query_id: str
    data: str
    message_id: int | None


class MediaKind(StrEnum):
    """What kind of file a message carries."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A message with a file; `size` in bytes, if Telegram gives it.

    `look` is how the caption is formatted and the file shown, in Telegram's terms.
    """

    kind: MediaKind
    file_id: str
    unique_id: str
    size: int | None = None
    name: str | None = None
    mime: str | None = None
    caption: str = ""
    album: str | None = None
    forwarded: bool = False
    look: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """An old message of this text was changed by its author."""

    text: str
    message_id: int


@dataclass(frozen=True, slots=True)
class OtherMessage:
    """A message of a kind that no flow takes: a sticker, a place, a poll …"""

    kind: str


@dataclass(frozen=True, slots=True)
class BotMembership:
    """The bot was added, removed, promoted or blocked. `status` is Telegram's word.

    `may_invite`: only an administrator with that right receives join requests. `may_write`: False
    if Telegram says that the bot may send nothing; None if it does not say.
    """

    status: str
    was: str
    may_invite: bool = False
    may_write: bool | None = None


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became the supergroup `to`."""

    to: int


@dataclass(frozen=True, slots=True)
class TopicReopened:
    """A closed topic of the group was opened again."""


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """Somebody asks to be let into a group."""


@dataclass(frozen=True, slots=True)
class Event:
    """The result of a call that the program made, come back through the inbox."""

    name: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ignored:
    """Known, but not for us: a channel's post, an anonymous admin, a service message."""

    reason: str


Content = (
    Said
    | Command
    | Pressed
    | SentFile
    | Edited
    | OtherMessage
    | BotMembership
    | Migrated
    | TopicReopened
    | JoinRequest
    | Event
    | Ignored
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One inbox row as the handlers see it.

    `at` is when the person acted (Telegram's time for a message), `received_at` when a message got
    here, `speaker` is None where no person acted: an event, an anonymous admin, a channel. `topic`
    is the topic of a group, if it is not the general one.
    """

    inbox_id: int
    at: datetime
    chat: Chat
    speaker: Speaker | None
    content: Content
    message_id: int | None = None
    topic: int | None = None
    received_at: datetime | None = None
