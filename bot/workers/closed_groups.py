"""What finished calls tell of the groups they went to: closed to the bot, or open again."""

from collections.abc import Sequence
from typing import Any

from bot.telegram.errors import Meaning
from bot.telegram.sent_rows import (
    changes_something,
    is_text,
    links_of,
    says_something,
    topic_of,
)
from bot.workers.delivery import Called, chat_of
from storage.database.session import Session
from storage.delivery.inbox import Arrival
from storage.delivery.outbox import Claimed, End, State
from storage.delivery.outbox_results import unsent_in_lane
from storage.groups import Closed, closed_among

TOPIC_GONE = "topic_gone"
# Telegram's words (lower case) for a right without which not even a text may be sent.
_FOR_ANYTHING = (
    "text messages",
    "send a message",
    "write_forbidden",
    "plain_forbidden",
    "restricted",
    "administrator rights",
    "admin_required",
)


async def news_of_groups(session: Session, ended: Sequence[tuple[Called, End]]) -> list[Arrival]:
    """Groups that turned out to be closed to us, with what was not said there, or open again."""
    mine = [(call, end) for call, end in ended if (chat_of(call.row) or 0) < 0]
    said = {chat_of(call.row) or 0 for call, end in mine if _is_said(call, end)}
    closed = await closed_among(session, said)
    found = [
        _written(call) for call, end in mine if _is_said(call, end) and chat_of(call.row) in closed
    ]
    for call, end in mine:
        if end.state is not State.WAITING and (closing := closing_of(call)) is not None:
            found.append(_closed(call, closing))
    return found


def closing_of(call: Called) -> str | None:
    """Why the group could not be written to, told by one call; None if it could."""
    kind = call.row.method
    if not says_something(kind) and not changes_something(kind):
        return None
    if call.trouble is None:
        return _BY_DETOUR.get(call.detour)
    match call.trouble.meaning:
        case Meaning.TOPIC_CLOSED if _is_edit(call.row):
            return Closed.TOPIC
        case Meaning.TOPIC_CLOSED:
            return Closed.TOPICS
        case Meaning.TOPIC_GONE:
            return TOPIC_GONE
        case Meaning.MUTED:
            return _right(kind, call.trouble.words.lower())
        case _:
            return None


_BY_DETOUR: dict[Meaning | None, str] = {
    Meaning.TOPIC_CLOSED: Closed.TOPIC,
    Meaning.TOPIC_GONE: TOPIC_GONE,
}


def _right(kind: str, words: str) -> Closed:
    """Whether everything is forbidden, or only files."""
    anything = is_text(kind) or any(part in words for part in _FOR_ANYTHING)
    return Closed.RIGHT if anything else Closed.MEDIA


def _is_said(call: Called, end: End) -> bool:
    """Whether something new stands where it was to stand; an old message may be changed by those
    who may not write."""
    sent = end.state is State.SENT and call.detour not in _BY_DETOUR
    return sent and says_something(call.row.method) and not _is_edit(call.row)


def _is_edit(row: Claimed) -> bool:
    shows_anew = row.fresh or row.card_message_id is None
    return changes_something(row.method) or not shows_anew


def _written(call: Called) -> Arrival:
    row, chat = call.row, chat_of(call.row) or 0
    media = not is_text(row.method)
    body = {"event": "written", "chat_id": chat, "topic": topic_of(row.params), "media": media}
    return Arrival(f"written:{row.id}", chat, body)


def _closed(call: Called, closing: str) -> Arrival:
    row, chat = call.row, chat_of(call.row) or 0
    body = {
        "event": "closed",
        "chat_id": chat,
        "closing": str(closing),
        "topic": topic_of(row.params),
        "unsaid": [] if call.trouble is None or _is_edit(row) else unsaid(row),
    }
    return Arrival(f"closed:{row.id}", chat, body)


def unsaid(row: Claimed) -> list[dict[str, Any]]:
    """What the row should have said, for those who pass it on; of a notice its card tells."""
    if row.delivery_id is not None or not is_text(row.method):
        return []
    return [_kept(row.params, row.subject)]


async def unsaid_behind(session: Session, lane: int) -> list[dict[str, Any]]:
    """The same of what still waits for the chat."""
    waiting = await unsent_in_lane(session, lane)
    return [_kept(one["params"], one["subject"]) for one in waiting if is_text(one["method"])]


def _kept(params: dict[str, Any], subject: str | None) -> dict[str, Any]:
    return {
        "text": params.get("text", ""),
        "buttons": links_of(params),
        "subject": subject,
    }
