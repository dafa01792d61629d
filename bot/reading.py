"""From Telegram's raw updates to what the handlers know.

Read from the plain JSON, not through the library's types: building those took 43 % of the time of
an update, and a field of an unknown kind would make the whole update unreadable
(docs/decisions/0003-raw-updates.md).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.incoming import (
    BotMembership,
    Chat,
    ChatKind,
    Command,
    Content,
    Edited,
    Event,
    FileKind,
    Ignored,
    Incoming,
    JoinRequest,
    Migrated,
    OtherMessage,
    Pressed,
    Said,
    SentFile,
    Speaker,
)
from storage.inbox import Waiting

Raw = Mapping[str, Any]

# Accounts that speak for a group or a channel: nobody's.
ANONYMOUS_ADMIN = 1087968824
ANONYMOUS = frozenset({ANONYMOUS_ADMIN, 777000, 136817688})

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_join_request",
)


def read_row(row: Waiting, *, bot_name: str) -> Incoming:
    """The inbox row as the handlers see it. Raises KeyError or TypeError for a malformed one."""
    body = row.body
    if "event" in body:
        chat = Chat(row.chat_id, _kind_by_id(row.chat_id))
        content = Event(body["event"], body)
        return Incoming(row.id, row.received_at, chat, None, content)
    for field, read in _READERS.items():
        if field in body:
            return read(row, body[field], bot_name)
    return Incoming(row.id, row.received_at, Chat(row.chat_id, ChatKind.PRIVATE), None,
                    Ignored("a kind that was not asked for"))  # fmt: skip


def _message(row: Waiting, message: Raw, bot_name: str) -> Incoming:
    speaker = _speaker(message)
    content = _content(message, bot_name) if speaker else _nobodys(message, bot_name)
    if speaker is None and "migrate_to_chat_id" in message:
        content = Migrated(message["migrate_to_chat_id"])
    return Incoming(row.id, _moment(row, message), _chat(message["chat"]), speaker, content,
                    message["message_id"], _topic(message))  # fmt: skip


def _nobodys(message: Raw, bot_name: str) -> Content:
    """An anonymous admin's command is answered, without a speaker; all else is left alone."""
    if message.get("from", {}).get("id") == ANONYMOUS_ADMIN and "text" in message:
        content = _said(message, bot_name)
        if isinstance(content, Command):
            return content
    return Ignored("nobody's message")


def _edited(row: Waiting, message: Raw, bot_name: str) -> Incoming:
    speaker = _speaker(message)
    text = message.get("text") or message.get("caption") or ""
    content: Content = Edited(text, message["message_id"]) if speaker else Ignored("nobody's edit")
    return Incoming(row.id, _moment(row, message), _chat(message["chat"]), speaker, content,
                    message["message_id"])  # fmt: skip


def _press(row: Waiting, query: Raw, bot_name: str) -> Incoming:
    message = query.get("message") or {}
    chat = _chat(message["chat"]) if message else Chat(query["from"]["id"], ChatKind.PRIVATE)
    content = Pressed(query["id"], query.get("data", ""), message.get("message_id"))
    speaker, topic = _account(query["from"]), _topic(message)
    return Incoming(row.id, row.received_at, chat, speaker, content, topic=topic)


def _membership(row: Waiting, change: Raw, bot_name: str) -> Incoming:
    now = change["new_chat_member"]
    content = BotMembership(
        status=_status(now),
        was=_status(change["old_chat_member"]),
        may_invite=now.get("can_invite_users", False),
    )
    return Incoming(row.id, _moment(row, change), _chat(change["chat"]), _account(change["from"]),
                    content)  # fmt: skip


def _join_request(row: Waiting, request: Raw, bot_name: str) -> Incoming:
    return Incoming(row.id, _moment(row, request), _chat(request["chat"]),
                    _account(request["from"]), JoinRequest())  # fmt: skip


_READERS = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _press,
    "my_chat_member": _membership,
    "chat_join_request": _join_request,
}


def _content(message: Raw, bot_name: str) -> Content:
    if "migrate_to_chat_id" in message:
        return Migrated(message["migrate_to_chat_id"])
    if "text" in message:
        return _said(message, bot_name)
    for kind in FileKind:
        if kind in message:
            return _file(message, kind)
    if any(field in message for field in _SERVICE):
        return Ignored("a service message")
    return OtherMessage(next((field for field in message if field in _OTHER), "unknown"))


_SERVICE = ("new_chat_members", "left_chat_member", "new_chat_title", "pinned_message",
            "group_chat_created", "supergroup_chat_created", "migrate_from_chat_id",
            "message_auto_delete_timer_changed", "forum_topic_created", "new_chat_photo",
            "delete_chat_photo", "channel_chat_created", "write_access_allowed")  # fmt: skip
_OTHER = ("sticker", "location", "contact", "poll", "dice", "video_note", "animation", "venue",
          "game", "story", "invoice", "checklist", "paid_media")  # fmt: skip


_COMMAND = re.compile(r"/([A-Za-z]\w*)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


def _said(message: Raw, bot_name: str) -> Content:
    text: str = message["text"]
    found = _COMMAND.fullmatch(text.strip())
    if found is None:
        return Said(text, _look(message, _LOOK_OF_TEXT))
    name, addressee, argument = found.groups()
    if addressee and addressee.lower() != bot_name.lower():
        return Ignored("a command for another bot")
    return Command(name.lower(), (argument or "").strip())


def _file(message: Raw, kind: FileKind) -> SentFile:
    found = message[kind]
    file = found[-1] if kind is FileKind.PHOTO else found
    return SentFile(
        kind=kind,
        file_id=file["file_id"],
        unique_id=file["file_unique_id"],
        size=file.get("file_size"),
        name=file.get("file_name"),
        mime="image/jpeg" if kind is FileKind.PHOTO else file.get("mime_type"),
        caption=message.get("caption", ""),
        album=message.get("media_group_id"),
        forwarded="forward_origin" in message,
        look=_look(message, _LOOK_OF_FILE),
    )


# How a message is formatted and shown, by its name in a message and in a call that sends one.
_LOOK_OF_TEXT = {"entities": "entities", "link_preview_options": "link_preview_options"}
_LOOK_OF_FILE = {
    "caption_entities": "caption_entities",
    "show_caption_above_media": "show_caption_above_media",
    "has_media_spoiler": "has_spoiler",
}


def _look(message: Raw, names: Mapping[str, str]) -> dict[str, Any] | None:
    return {sent: message[read] for read, sent in names.items() if read in message} or None


def _speaker(message: Raw) -> Speaker | None:
    """Who wrote it; None where a group, a channel or nobody did."""
    if "sender_chat" in message or "from" not in message:
        return None
    if message["from"]["id"] in ANONYMOUS or message["from"].get("is_bot"):
        return None
    return _account(message["from"])


def _account(user: Raw) -> Speaker:
    name = " ".join(filter(None, [user.get("first_name"), user.get("last_name")]))
    return Speaker(user["id"], name, user.get("language_code"))


def _status(member: Raw) -> str:
    """Telegram's word; who is restricted may be outside all the same."""
    status: str = member["status"]
    return "left" if status == "restricted" and not member.get("is_member", True) else status


def _topic(message: Raw) -> int | None:
    """The topic of a forum. In other groups a thread is only a chain of answers."""
    topic: int | None = message.get("message_thread_id")
    return topic if message.get("is_topic_message") else None


def _chat(chat: Raw) -> Chat:
    return Chat(chat["id"], ChatKind(chat["type"]), chat.get("title", ""))


def _kind_by_id(chat_id: int) -> ChatKind:
    return ChatKind.PRIVATE if chat_id >= 0 else ChatKind.SUPERGROUP


# Telegram hands out an update for a day; its clock and ours may differ a little.
KEPT_FOR = timedelta(hours=24, minutes=15)
AHEAD = timedelta(minutes=15)


def _moment(row: Waiting, stamped: Raw) -> datetime:
    """When the person acted: what waited through the night counts for the evening before.

    A stamp that cannot be true by our clock (a trial's clock stands elsewhere) is not believed.
    """
    date = stamped.get("date")
    if not date:
        return row.received_at
    acted = datetime.fromtimestamp(date, UTC)
    believed = row.received_at - KEPT_FOR <= acted <= row.received_at + AHEAD
    return acted if believed else row.received_at
