"""What an error means for the call that met it: again, never again, another way, or unknown."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.telegram.transport import AnswerLost, NotReached, TooLarge


class Meaning(StrEnum):
    """What is to become of the call."""

    HARMLESS = "harmless"  # what was asked for is the case already, or no longer matters
    LATER = "later"  # it was not carried out, and may be after a while
    FLOOD = "flood"  # not before `wait`
    DOUBT = "doubt"  # nobody knows whether it was carried out
    BLOCKED = "blocked"  # the person does not want to hear from us
    GONE = "gone"  # the chat is closed to us
    MIGRATED = "migrated"  # the chat is now `new_chat`
    ANEW = "anew"  # the message to be changed is gone: send it as a new one
    PLAIN = "plain"  # the text is broken HTML: send it without
    ALONE = "alone"  # the message to be answered is gone: send without
    TOPIC_CLOSED = "topic_closed"  # nothing may be said in the topic: say it in the general one
    TOPIC_GONE = "topic_gone"  # there is no such topic: say it in the general one
    MUTED = "muted"  # the group lets us say nothing, or nothing of that kind
    TOO_LARGE = "too_large"  # a file beyond the limit
    REFUSED = "refused"  # never


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error, understood. `words` are Telegram's, without addresses or content."""

    meaning: Meaning
    words: str
    wait: timedelta = timedelta()
    new_chat: int | None = None


# Telegram's words (lower case), for answers of status 400.
_WORDS = (
    ("message is not modified", Meaning.HARMLESS),
    ("query is too old", Meaning.HARMLESS),
    ("query id is invalid", Meaning.HARMLESS),
    ("message to delete not found", Meaning.HARMLESS),
    ("message can't be deleted", Meaning.HARMLESS),
    ("message to edit not found", Meaning.ANEW),
    ("message can't be edited", Meaning.ANEW),
    ("message_id_invalid", Meaning.ANEW),
    ("message to be replied not found", Meaning.ALONE),
    ("message to reply not found", Meaning.ALONE),
    ("message thread not found", Meaning.TOPIC_GONE),
    ("topic_deleted", Meaning.TOPIC_GONE),
    ("topic_id_invalid", Meaning.TOPIC_GONE),
    ("topic_closed", Meaning.TOPIC_CLOSED),
    ("can't parse entities", Meaning.PLAIN),
    ("can't parse message text", Meaning.PLAIN),
    ("chat not found", Meaning.GONE),
    ("peer_id_invalid", Meaning.GONE),
    ("group chat was deleted", Meaning.GONE),
    ("group is deactivated", Meaning.GONE),
    ("channel_private", Meaning.GONE),
    # Without the new chat's id, by which the group could be followed.
    ("upgraded to a supergroup", Meaning.GONE),
    ("file is too big", Meaning.TOO_LARGE),
    ("enough rights", Meaning.MUTED),
    ("no rights to send", Meaning.MUTED),
    ("rights to send a message", Meaning.MUTED),
    ("write_forbidden", Meaning.MUTED),
    ("chat_send_", Meaning.MUTED),
    ("chat_restricted", Meaning.MUTED),
    ("user_restricted", Meaning.MUTED),
    ("is restricted", Meaning.MUTED),
    ("administrator rights", Meaning.MUTED),
    ("admin_required", Meaning.MUTED),
    ("banned_in_channel", Meaning.MUTED),
    ("guest_send_forbidden", Meaning.MUTED),
    ("payment_required", Meaning.MUTED),
)
# For answers from a group or channel: it is closed to us. Any other 403 means a right that we lack.
_CLOSED = ("kicked", "not a member", "deleted", "deactivated", "channel_private")
# A gateway in between answered: the server behind may have carried the call out all the same.
_GATEWAYS = ("bad gateway", "gateway timeout", "(502)", "(504)")


def trouble_of(error: Exception, *, chat: int | None) -> Trouble:
    """What the error means for a call to this chat, or to none."""
    words = _writable(str(error))
    if isinstance(error, RetryAfter):
        return Trouble(Meaning.FLOOD, words, wait=_as_time(error.retry_after))
    if isinstance(error, ChatMigrated):
        return Trouble(Meaning.MIGRATED, words, new_chat=error.new_chat_id)
    if isinstance(error, Forbidden | BadRequest):
        return Trouble(_refusal(error, words.lower(), chat), words)
    return Trouble(_failure(error, words.lower()), words)


def asked_to_wait(fault: Exception) -> float:
    """For how many seconds Telegram told us to wait, if it did."""
    return trouble_of(fault, chat=None).wait.total_seconds()


def _refusal(error: Forbidden | BadRequest, words: str, chat: int | None) -> Meaning:
    if isinstance(error, TooLarge):
        return Meaning.TOO_LARGE
    return (_forbidden if isinstance(error, Forbidden) else _bad_request)(words, chat)


def _failure(error: Exception, words: str) -> Meaning:
    match error:
        case InvalidToken():
            # A wrong method is our fault; a token that is refused must not cost a single message.
            return Meaning.REFUSED if "method not found" in words else Meaning.LATER
        case AnswerLost() | TimedOut():
            return Meaning.DOUBT
        case NotReached() | OSError():
            # An OSError is the disk's: full, or not to be written to. That passes too.
            return Meaning.LATER
        case NetworkError():
            return _server_error(words)
        case _:
            # Whatever it is, nobody has said no; and ours may come before the call or after it.
            return Meaning.DOUBT


def _as_time(wait: int | timedelta) -> timedelta:
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _writable(words: str) -> str:
    """In a form that every database takes, and no longer than one cares to read."""
    return words.encode("utf-8", "ignore").decode().replace("\x00", "")[:300]


def _forbidden(words: str, chat: int | None) -> Meaning:
    if chat is not None and chat > 0:
        return Meaning.BLOCKED
    if any(part in words for part in _CLOSED):
        return Meaning.GONE
    return Meaning.REFUSED if chat is None else Meaning.MUTED


def _bad_request(words: str, chat: int | None) -> Meaning:
    meaning = next((meaning for part, meaning in _WORDS if part in words), Meaning.REFUSED)
    if chat is None or chat < 0:
        gone = meaning is Meaning.REFUSED and any(part in words for part in _CLOSED)
        return Meaning.GONE if gone and chat is not None else meaning
    if meaning is Meaning.MUTED:
        return Meaning.REFUSED
    return Meaning.BLOCKED if meaning is Meaning.GONE else meaning


def _server_error(words: str) -> Meaning:
    if "too large" in words or "(413)" in words:
        return Meaning.REFUSED
    return Meaning.DOUBT if any(part in words for part in _GATEWAYS) else Meaning.LATER
