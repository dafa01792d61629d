"""What the demo's Telegram was asked for, by life of the bot: where copies come from."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

# Nobody waits for these, so they keep no order with what is said to the chat.
BEHIND_THE_REPLIES = ("editmessagereplymarkup",)

Logged = tuple[str, dict[str, Any], tuple[int, dict[str, Any]]]


class Calls(list[Logged]):
    """Takes the place of a BotApi's log, and keeps only what the crash test asks for.

    A life begins with `getMe`, the first call that the program makes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lives = 0
        self.total = 0
        self.presses_answered: Counter[str] = Counter()
        self._last: dict[int, dict[int, int | None]] = defaultdict(dict)

    def append(self, call: Logged) -> None:
        """Note a call and its answer."""
        method, params, (status, answer) = call
        name = method.lower()
        self.lives += name == "getme"
        self.total += name != "getupdates"
        if name == "answercallbackquery" and status == 200:
            self.presses_answered[params["callback_query_id"]] += 1
        elif "chat_id" in params and name not in BEHIND_THE_REPLIES:
            is_new = name.startswith("send") and status == 200
            self._last[params["chat_id"]][self.lives] = _message_id(answer) if is_new else None

    def last_of_a_life(self, chat: int) -> dict[int, int]:
        """The messages whose sending was the last call about the chat in some life: that life."""
        return {made: life for life, made in self._last[chat].items() if made is not None}


def _message_id(answer: Mapping[str, Any]) -> int | None:
    result = answer.get("result")
    return result.get("message_id") if isinstance(result, dict) else None
