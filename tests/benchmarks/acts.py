"""What people do at the local server, as Telegram tells of it: they write, they press a button."""

import time
from typing import Any

from tests.benchmarks.server import LocalServer

FIRST_PRESS = 4_000_000_000_000_000_000


def write(server: LocalServer, account: int, text: str) -> None:
    """A private message; one that begins with a stroke is a command."""
    message = {
        "message_id": server.next_message_id(),
        "from": _user(account),
        "chat": {"id": account, "type": "private", "first_name": f"U{account}"},
        "date": int(time.time()),
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    server.queue.put("message", message)


def press(server: LocalServer, account: int, message: dict[str, Any], button: int) -> None:
    """A press on a button of a message that the account has seen, counted from its first."""
    query = {
        "id": str(FIRST_PRESS + server.next_message_id()),
        "from": _user(account),
        "message": message,
        "chat_instance": str(account),
        "data": keys_of(message)[button],
    }
    server.queue.put("callback_query", query)


def keys_of(message: dict[str, Any]) -> list[str]:
    """The keys of its buttons, in the order in which they are read."""
    rows = message["reply_markup"]["inline_keyboard"]
    return [button["callback_data"] for row in rows for button in row]


def _user(account: int) -> dict[str, Any]:
    return {
        "id": account,
        "is_bot": False,
        "first_name": f"U{account}",
        "language_code": "zh-hans",
    }
