"""From Telegram's raw updates to what the handlers know.

Read from the plain JSON, not through the library's types: building those took 43 % of the time of
an update, and a field of an unknown kind would make the whole update unreadable
(docs/decisions/0003-raw-updates.md).
"""

import logging
from datetime import datetime, timedelta

from bot.telegram.updates.arrivals import known_id
from bot.telegram.updates.message_parser import (
    REOPENED,
    carries_file,
    content_of,
    said_in,
    words_in,
)
from bot.telegram.updates.raw_fields import (
    MOST_TOPIC,
    Impossible,
    Raw,
    label,
    moment,
    number,
    part,
    text,
    word,
)
from handlers.incoming import (
    BotMembership,
    Chat,
    ChatKind,
    Command,
    Content,
    Edited,
    Event,
    Ignored,
    Incoming,
    JoinRequest,
    Migrated,
    Pressed,
    Speaker,
    TopicReopened,
)
from storage.delivery.inbox import Waiting

log = logging.getLogger(__name__)

# Characters of an id, of a status.
MOST_TOKEN = 64
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
    """The inbox row as the handlers see it: every value of a type and size that they can take.

    What holds a value that Telegram never sends (an account beyond 64 bits) is left alone, with a
    line in the log. Raises KeyError or ValueError where something is missing or of a new kind.
    """
    try:
        return _read(row, bot_name)
    except Impossible as fault:
        log.warning(
            "inbox row %s is left alone: its %s comes from no Telegram", row.id, fault.field
        )
        return _left_alone(row, "a value that cannot be")


def _read(row: Waiting, bot_name: str) -> Incoming:
    body = row.body
    if "event" in body and "update_id" not in body:
        chat = Chat(row.chat_id, _kind_by_id(row.chat_id))
        content = Event(body["event"], body)
        return Incoming(row.id, row.received_at, chat, None, content)
    for field, read in _READERS.items():
        if field in body:
            return read(row, part(body, field), bot_name)
    return _left_alone(row, "a kind that was not asked for")


def _left_alone(row: Waiting, reason: str) -> Incoming:
    chat = Chat(row.chat_id, ChatKind.PRIVATE)
    return Incoming(row.id, row.received_at, chat, None, Ignored(reason))


def _message(row: Waiting, message: Raw, bot_name: str) -> Incoming:
    speaker = _speaker(message)
    content = content_of(message, bot_name) if speaker else _nobodys(message, bot_name)
    if speaker is None and "migrate_to_chat_id" in message:
        content = Migrated(number(message, "migrate_to_chat_id"))
    if any(field in message for field in REOPENED):
        content = TopicReopened()
    return Incoming(
        row.id,
        _moment(row, message),
        _chat(message),
        speaker,
        content,
        number(message, "message_id"),
        _topic(message),
        received_at=row.received_at,
    )


def _nobodys(message: Raw, bot_name: str) -> Content:
    """An anonymous admin's command is answered, without a speaker; all else is left alone."""
    sender = message.get("from")
    admin = isinstance(sender, dict) and sender.get("id") == ANONYMOUS_ADMIN
    if admin and "text" in message:
        content = said_in(message, bot_name)
        if isinstance(content, Command):
            return content
    return Ignored("nobody's message")


def _edited(row: Waiting, message: Raw, bot_name: str) -> Incoming:
    speaker = _speaker(message)
    words, place = words_in(message), number(message, "message_id")
    content: Content = Edited(words, place) if speaker else Ignored("nobody's edit")
    if not words and not carries_file(message):
        content = Ignored("nothing was said: a place moves, a poll gets votes")
    return Incoming(row.id, _moment(row, message), _chat(message), speaker, content, place)


def _press(row: Waiting, query: Raw, bot_name: str) -> Incoming:
    speaker = _account(query)
    message = part(query, "message") if query.get("message") else {}
    chat = _chat(message) if message else Chat(speaker.telegram_id, ChatKind.PRIVATE)
    shown = number(message, "message_id") if "message_id" in message else None
    content = Pressed(word(query, "id", most=MOST_TOKEN), text(query, "data"), shown)
    topic = _topic(message)
    return Incoming(row.id, row.received_at, chat, speaker, content, topic=topic)


def _membership(row: Waiting, change: Raw, bot_name: str) -> Incoming:
    now = part(change, "new_chat_member")
    content = BotMembership(
        status=_status(now),
        was=_status(part(change, "old_chat_member")),
        may_invite=now.get("can_invite_users") is True,
        may_write=_may_write(now, part(change, "chat")),
    )
    return Incoming(row.id, _moment(row, change), _chat(change), _account(change), content)


def _join_request(row: Waiting, request: Raw, bot_name: str) -> Incoming:
    return Incoming(row.id, _moment(row, request), _chat(request), _account(request), JoinRequest())


_READERS = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _press,
    "my_chat_member": _membership,
    "chat_join_request": _join_request,
}


def _speaker(message: Raw) -> Speaker | None:
    """Who wrote it; None where a group, a channel or nobody did."""
    if "sender_chat" in message or "from" not in message:
        return None
    account = _account(message)
    nobody = account.telegram_id in ANONYMOUS or part(message, "from").get("is_bot")
    return None if nobody else account


def _account(holder: Raw) -> Speaker:
    user = part(holder, "from")
    name = " ".join(filter(None, [label(user, "first_name"), label(user, "last_name")]))
    return Speaker(number(user, "id"), name, label(user, "language_code"))


def _status(member: Raw) -> str:
    """Telegram's word; who is restricted may be outside all the same."""
    status = word(member, "status", most=MOST_TOKEN)
    return "left" if status == "restricted" and not member.get("is_member", True) else status


def _may_write(member: Raw, chat: Raw) -> bool | None:
    """As far as the update tells: of who is restricted, or by what all members may."""
    found = None
    if member.get("status") == "restricted":
        found = member.get("can_send_messages")
    elif member.get("status") == "member":
        permissions = chat.get("permissions")
        found = permissions.get("can_send_messages") if isinstance(permissions, dict) else None
    return found if isinstance(found, bool) else None


def _topic(message: Raw) -> int | None:
    """The topic of a forum. In other groups a thread is only a chain of answers."""
    topic = known_id(message.get("message_thread_id"))
    is_topic = topic is not None and 0 < topic <= MOST_TOPIC and message.get("is_topic_message")
    return topic if is_topic else None


def _chat(holder: Raw) -> Chat:
    chat = part(holder, "chat")
    kind = ChatKind(word(chat, "type", most=MOST_TOKEN))
    return Chat(number(chat, "id"), kind, label(chat, "title") or "")


def _kind_by_id(chat_id: int) -> ChatKind:
    return ChatKind.PRIVATE if chat_id >= 0 else ChatKind.SUPERGROUP


# Telegram hands out an update for a day; its clock and ours may differ a little.
KEPT_FOR = timedelta(hours=24, minutes=15)
AHEAD = timedelta(minutes=15)


def _moment(row: Waiting, stamped: Raw) -> datetime:
    """When the person acted: what waited through the night counts for the evening before.

    A stamp that cannot be true by our clock (a trial's clock stands elsewhere) is not believed.
    """
    acted = moment(stamped)
    if acted is None:
        return row.received_at
    believed = row.received_at - KEPT_FOR <= acted <= row.received_at + AHEAD
    return acted if believed else row.received_at
