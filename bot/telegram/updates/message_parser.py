"""What a message says or carries, from Telegram's raw JSON: words, a command, a file."""

import re
from collections.abc import Mapping
from typing import Any

from bot.telegram.updates.raw_fields import (
    Impossible,
    Raw,
    file_size,
    label,
    number,
    part,
    text,
    word,
)
from bot.telegram.updates.rich_text import rich_files, rich_words
from handlers.incoming import (
    Command,
    Content,
    Ignored,
    MediaKind,
    Migrated,
    OtherMessage,
    Said,
    SentFile,
)

# Characters of an album's name.
MOST_ALBUM = 64


def content_of(message: Raw, bot_name: str) -> Content:
    """What a message of somebody's says or carries."""
    if "migrate_to_chat_id" in message:
        return Migrated(number(message, "migrate_to_chat_id"))
    if "text" in message:
        return said_in(message, bot_name)
    if "rich_message" in message and (rich := _rich(message)):
        return rich
    for kind in MediaKind:
        if kind in message:
            return _file(message, kind)
    if "live_photo" in message:
        return _live_photo(message)
    if any(field in _SERVICE or _HAPPENED.search(field) for field in message):
        return Ignored("a service message")
    return OtherMessage(next((field for field in message if field in _OTHER), "unknown"))


_SERVICE = ("new_chat_members", "left_chat_member", "new_chat_title", "pinned_message",
            "group_chat_created", "supergroup_chat_created", "migrate_from_chat_id",
            "message_auto_delete_timer_changed", "forum_topic_created", "new_chat_photo",
            "forum_topic_closed", "forum_topic_edited", "general_forum_topic_hidden",
            "delete_chat_photo", "channel_chat_created", "write_access_allowed",
            "gift", "unique_gift", "users_shared", "chat_shared", "connected_website",
            "passport_data", "successful_payment", "refunded_payment", "web_app_data",
            "proximity_alert_triggered", "video_chat_participants_invited")  # fmt: skip
# How Telegram names what happened: chat_background_set, giveaway_created, checklist_tasks_done …
# Kinds that are not known yet are told by it, too.
_HAPPENED = re.compile(
    r"_(?:added|approval_failed|approved|changed|closed|completed|created|declined|deleted|done|"
    r"edited|ended|hidden|left|opened|paid|refunded|removed|scheduled|sent|set|started|triggered|"
    r"unhidden|upgraded)$"
)
# What a topic that was closed says when it may be written in again.
REOPENED = ("forum_topic_reopened", "general_forum_topic_unhidden")
_OTHER = (
    "sticker",
    "location",
    "contact",
    "poll",
    "dice",
    "animation",
    "venue",
    "game",
    "story",
    "invoice",
    "checklist",
    "paid_media",
)


_COMMAND = re.compile(r"/([A-Za-z]\w*)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


def said_in(message: Raw, bot_name: str) -> Content:
    """The text, or the command if it is one for this bot."""
    words = text(message, "text")
    found = _COMMAND.fullmatch(words.strip())
    if found is None:
        return Said(words, _look(message, _LOOK_OF_TEXT))
    name, addressee, argument = found.groups()
    if addressee and addressee.lower() != bot_name.lower():
        return Ignored("a command for another bot")
    return Command(name.lower(), (argument or "").strip())


def words_in(message: Raw) -> str:
    """What the message says: its text, its caption, or the words of its rich text."""
    return text(message, "text") or text(message, "caption") or rich_words(message)


def carries_file(message: Raw) -> bool:
    """Whether the message has a file that a caption may stand below."""
    return any(kind in message for kind in MediaKind)


def _rich(message: Raw) -> Said | None:
    """Its words and its files; None where it has neither."""
    files = [_file({**message, kind: told}, kind) for kind, told in rich_files(message)]
    words = rich_words(message)
    return Said(words, files=tuple(files)) if words or files else None


def _file(message: Raw, kind: MediaKind) -> SentFile:
    file = _largest(message) if kind is MediaKind.PHOTO else part(message, kind)
    return SentFile(
        kind=kind,
        file_id=word(file, "file_id", most=255),
        unique_id=word(file, "file_unique_id", most=64),
        size=file_size(file),
        name=label(file, "file_name"),
        mime="image/jpeg" if kind is MediaKind.PHOTO else label(file, "mime_type", most=120),
        caption=text(message, "caption"),
        album=label(message, "media_group_id", most=MOST_ALBUM),
        forwarded="forward_origin" in message,
        look=_look(message, _LOOK_OF_FILE),
    )


def _live_photo(message: Raw) -> SentFile:
    """A photo that moves: its picture, or where Telegram tells of none, its few seconds of video.

    Telegram also lists the picture as the message's photo; this is for a server that does not.
    """
    moving = part(message, "live_photo")
    if "photo" in moving:
        return _file({**message, "photo": moving["photo"]}, MediaKind.PHOTO)
    return _file({**message, "video": moving}, MediaKind.VIDEO)


def _largest(message: Raw) -> Raw:
    """Telegram lists the sizes of a photo from the smallest on."""
    sizes = message["photo"]
    if not isinstance(sizes, list) or not sizes or not isinstance(sizes[-1], dict):
        raise Impossible("photo")
    return sizes[-1]


# How a message is formatted and shown, by its name in a message and in a call that sends one.
_LOOK_OF_TEXT = {"entities": "entities", "link_preview_options": "link_preview_options"}
_LOOK_OF_FILE = {
    "caption_entities": "caption_entities",
    "show_caption_above_media": "show_caption_above_media",
    "has_media_spoiler": "has_spoiler",
}


def _look(message: Raw, names: Mapping[str, str]) -> dict[str, Any] | None:
    return {sent: message[read] for read, sent in names.items() if read in message} or None
