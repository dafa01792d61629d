"""Reading Telegram's answers: what is not Telegram's, as proxies and portals give, is no refusal.

Only an object with a truth value `ok` is Telegram's. Anything else (a page, nothing, half an
object) leaves open whether the call was carried out, unless its status says that it went no
further.
"""

import json
import re
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.process.retry import told_to_wait
from bot.telegram.transport import AnswerLost, NotReached

MOVED, PROXY_LOGIN, TOO_LARGE, TOO_MANY, NETWORK_LOGIN = range(300, 400), 407, 413, 429, 511
# A number beyond that is no chat, and no database takes it.
NO_CHAT = 2**52
_SECONDS = re.compile(r"retry after (\d+)", re.IGNORECASE)
_KINDS: dict[int, type[TelegramError]] = {
    400: BadRequest,
    401: InvalidToken,
    403: Forbidden,
    404: InvalidToken,
    409: Conflict,
}


class Unreadable(AnswerLost):
    """An answer came, but not Telegram's: the call may have been carried out."""


class NotPassedOn(NotReached):
    """A proxy or a portal answered in Telegram's stead, and the call went no further."""


def result_of(status: int, payload: bytes) -> Any:
    """The result of a call. Raises the errors of telegram.error, Unreadable, NotPassedOn."""
    answer = _object(payload)
    ok = answer.get("ok")
    if not isinstance(ok, bool):
        raise _foreign(status)
    if ok and 200 <= status < 300 and "result" in answer:
        return answer["result"]
    if ok:
        raise Unreadable(f"an answer without a result ({status})")
    raise _refusal(status, answer)


def _object(payload: bytes) -> dict[str, Any]:
    try:
        found = json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _foreign(status: int) -> NetworkError:
    """What an answer means that is not Telegram's."""
    words = f"an answer that is not Telegram's ({status})"
    if status in MOVED or status in (PROXY_LOGIN, NETWORK_LOGIN, TOO_MANY):
        return NotPassedOn(words)
    # Telegram's own gateway says so in a page: such a call is refused again and again.
    return NetworkError(words) if status == TOO_LARGE else Unreadable(words)


def _refusal(status: int, answer: dict[str, Any]) -> TelegramError:
    code, given = answer.get("error_code"), answer.get("parameters")
    code = code if isinstance(code, int) and code >= 300 else status
    facts = given if isinstance(given, dict) else {}
    words = str(answer.get("description") or f"no reason given ({code})")
    moved_to, wait = facts.get("migrate_to_chat_id"), facts.get("retry_after")
    if isinstance(moved_to, int) and 0 < abs(moved_to) < NO_CHAT:
        return ChatMigrated(moved_to)
    if code == TOO_MANY or wait is not None:
        told = _SECONDS.search(words)
        return RetryAfter(told_to_wait(told[1] if wait is None and told else wait))
    return _KINDS.get(code, NetworkError)(words)
