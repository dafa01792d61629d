"""Outgoing values: messages, files, toasts, menus. Each messenger has a room that renders them.

A value is stored as plain JSON under the name of its kind, and the sender reads it back from that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple, Protocol

from campaign.texts import Html

# The longest texts that a messenger accepts (Telegram's limits), in UTF-16 units.
MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
TOAST_LIMIT = 200
# The most files in one album.
ALBUM_LIMIT = 10
# The largest file that can be sent, sent as a photo, and downloaded, in bytes.
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024

Json = dict[str, Any]
Look = Mapping[str, Any]


class Value(Protocol):
    """Something that goes out."""

    kind: ClassVar[str]

    def to_json(self) -> Json:
        """The value as JSON."""
        ...


class MessageButton(NamedTuple):
    """A button: what it says, and the key that a press sends back, or the link that it opens."""

    label: str
    press: str | None = None
    link: str | None = None


Buttons = Sequence[Sequence[MessageButton]]


class Plain:
    """A value whose fields are stored as they are."""

    __slots__: ClassVar[Sequence[str]] = ()

    def to_json(self) -> Json:
        """The fields by their names."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A text for a chat, in one of a group's topics if it has them, with rows of buttons below.

    `text`: HTML, or, just as somebody wrote it, plain text with its `look`.
    """

    kind: ClassVar[str] = "text"
    chat_id: int | str
    text: Html | str
    buttons: Buttons = ()
    topic: int | None = None
    look: Look | None = None

    def to_json(self) -> Json:
        """The message as JSON."""
        told: Json = {"chat_id": self.chat_id, "text": str(self.text)}
        if isinstance(self.text, Html):
            told["html"] = True
        if self.buttons:
            told["buttons"] = self.buttons
        if self.topic is not None:
            told["topic"] = self.topic
        if self.look:
            told["look"] = self.look
        return told


@dataclass(frozen=True, slots=True)
class MessageFile:
    """A file by the id that the messenger gave it, or one `made` here, by its path; its caption.

    `medium`: photo, document, voice, audio or video. `caption` and `look`: as a message's text.
    """

    medium: str
    file_id: str = ""
    made: str = ""
    caption: Html | str = ""
    look: Look | None = None

    def to_json(self) -> Json:
        """The file as JSON."""
        return {"medium": self.medium} | _where_set(
            file_id=self.file_id,
            made=self.made,
            caption=str(self.caption),
            html=isinstance(self.caption, Html),
            look=self.look,
        )


@dataclass(frozen=True, slots=True)
class Files:
    """A file for a chat, or several as an album; `topic` as a message's."""

    kind: ClassVar[str] = "files"
    chat_id: int | str
    files: Sequence[MessageFile]
    topic: int | None = None

    def to_json(self) -> Json:
        """The files as JSON."""
        files = [file.to_json() for file in self.files]
        return {"chat_id": self.chat_id, "files": files} | _where_set(topic=self.topic)


@dataclass(frozen=True, slots=True)
class ButtonsOff(Plain):
    """Takes the buttons off an old message."""

    kind: ClassVar[str] = "buttons_off"
    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Toast(Plain):
    """The answer to a press: a short note, or none; an `alert` has to be closed by hand."""

    kind: ClassVar[str] = "toast"
    query_id: str
    text: str = ""
    alert: bool = False


class MenuPlace(StrEnum):
    """Where a menu that belongs to no single account is shown."""

    ANYWHERE = "anywhere"
    PRIVATE = "private"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Menu:
    """Commands with what they do, for one account or for a place.

    `language`: for phones that are set to it; None for all others.
    """

    kind: ClassVar[str] = "menu"
    commands: Sequence[tuple[str, str]]
    account: int | None = None
    place: MenuPlace = MenuPlace.ANYWHERE
    language: str | None = None

    def to_json(self) -> Json:
        """The menu as JSON."""
        commands = [list(command) for command in self.commands]
        return {"commands": commands, "place": self.place.value} | _where_set(
            account=self.account, language=self.language
        )


@dataclass(frozen=True, slots=True)
class NoMenu(Plain):
    """Removes an account's own menu, so that it sees the visitors' one."""

    kind: ClassVar[str] = "no_menu"
    account: int


@dataclass(frozen=True, slots=True)
class Admission(Plain):
    """Lets an account into a group that it asked to join."""

    kind: ClassVar[str] = "admission"
    chat_id: int
    account: int


@dataclass(frozen=True, slots=True)
class LeaveTaking(Plain):
    """The bot leaves a group."""

    kind: ClassVar[str] = "leave_taking"
    chat_id: int


@dataclass(frozen=True, slots=True)
class FetchOrder:
    """Copies a file that was sent to the bot, if it has at most `limit` bytes.

    `size`: its size in bytes as the message stated it, if it did. `any_kind`: whatever it turns
    out to be; otherwise only what is kept as evidence. `text`: what somebody wrote, to be kept as a
    file; then nothing is fetched.
    """

    kind: ClassVar[str] = "fetch"
    chat_id: int
    file_id: str
    limit: int
    size: int | None = None
    any_kind: bool = False
    text: str | None = None

    def to_json(self) -> Json:
        """The order as it is written down."""
        told = {"chat_id": self.chat_id, "file_id": self.file_id}
        told |= {"limit": self.limit, "size": self.size}
        return told | _where_set(any_kind=self.any_kind, text=self.text)


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """Makes a file and sends it to a chat; `words`: what its maker needs to know."""

    kind: ClassVar[str] = "make"
    chat_id: int
    what: str
    name: str
    caption: Html
    words: Mapping[str, Any]

    def to_json(self) -> Json:
        """The order as JSON."""
        told = {"chat_id": self.chat_id, "what": self.what, "name": self.name}
        return told | {"caption": str(self.caption), **self.words}


# What the program does itself, rather than the messenger.
DONE_HERE = frozenset({FetchOrder.kind, ReportOrder.kind})


def utf16_length(text: str) -> int:
    """The length of the text as messengers count it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _where_set(**fields: Any) -> Json:
    """Without the fields that say nothing."""
    return {name: value for name, value in fields.items() if value}
