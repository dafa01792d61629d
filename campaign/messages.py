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
# The longest descriptions of the bot: in full, and in brief.
DESCRIPTION_LIMIT = 512
BRIEF_LIMIT = 120
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

    `text`: HTML, or, just as somebody wrote it, plain text with its `look`; then a `heading` can
    stand above it.
    """

    kind: ClassVar[str] = "text"
    chat_id: int | str
    text: Html | str
    buttons: Buttons = ()
    topic: int | None = None
    look: Look | None = None
    heading: str = ""

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
        if self.heading:
            told["heading"] = self.heading
        return told


@dataclass(frozen=True, slots=True)
class MessageFile:
    """A file by the id that the messenger gave it, or one `made` here, by its path; its caption.

    `medium`: photo, document, voice, audio, video or video_note, which has no caption. `caption`
    and `look`: as a message's text; `heading` too. `kept`: the path of the copy that is kept,
    which is sent, as `name`, where the id is no longer good; `evidence`: the id of that copy.
    """

    medium: str
    file_id: str = ""
    made: str = ""
    caption: Html | str = ""
    look: Look | None = None
    kept: str = ""
    name: str = ""
    evidence: str = ""
    heading: str = ""

    def to_json(self) -> Json:
        """The file as JSON."""
        return {"medium": self.medium} | _where_set(
            file_id=self.file_id,
            made=self.made,
            caption=str(self.caption),
            html=isinstance(self.caption, Html),
            look=self.look,
            kept=self.kept,
            name=self.name,
            evidence=self.evidence,
            heading=self.heading,
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
class Description:
    """What the bot says of itself where nobody has written to it yet.

    `brief`: the line beside its name instead, for who looks it up or shares it. `language`: for
    phones that are set to it; None for all others.
    """

    kind: ClassVar[str] = "description"
    text: str
    brief: bool = False
    language: str | None = None

    def to_json(self) -> Json:
        """The description as JSON."""
        return {"text": self.text} | _where_set(brief=self.brief, language=self.language)


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

    `size`: its size in bytes as the message stated it, if it did. `any_kind`: it is kept whatever
    it is; `pictures`: nothing but a picture is kept; otherwise what is kept as evidence. `text`:
    what somebody wrote, to be kept as a file; then nothing is fetched.
    """

    kind: ClassVar[str] = "fetch"
    chat_id: int
    file_id: str
    limit: int
    size: int | None = None
    any_kind: bool = False
    pictures: bool = False
    text: str | None = None

    def to_json(self) -> Json:
        """The order as JSON."""
        told: Json = {"chat_id": self.chat_id, "file_id": self.file_id}
        told |= {"limit": self.limit, "size": self.size}
        more = _where_set(any_kind=self.any_kind, pictures=self.pictures, text=self.text)
        return told | more


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


class NotTaken(StrEnum):
    """Why the messenger did not take a message."""

    VOICE = "voice"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NOT_STARTED = "not_started"
    TOPIC = "topic"
    KIND = "kind"
    MUTED = "muted"
    GONE = "gone"
    TOO_LONG = "too_long"
    FORMAT = "format"
    FILE = "file"
    FLOOD = "flood"
    DOUBT = "doubt"
    NO_ANSWER = "no_answer"
    OTHER = "other"


# What the program does itself, rather than the messenger.
DONE_HERE = frozenset({FetchOrder.kind, ReportOrder.kind})


def utf16_length(text: str) -> int:
    """The length of the text as messengers count it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _where_set(**fields: Any) -> Json:
    """Without the fields that say nothing."""
    return {name: value for name, value in fields.items() if value}
