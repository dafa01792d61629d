"""Telegram's sending limits, as far as they are known; off until a test or a trial asks."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable

from bot.demo.fake_telegram.refusals import too_many_requests


class FloodControl:
    """Sliding windows: 30 a second in all, 1 a second per chat with a small burst, 20 a minute
    per group. Measured on a clock that never jumps, for limits are about real time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.active = False
        self.per_second = 30
        self.chat_burst = 3
        self.group_per_minute = 20
        self.refused = 0
        self._clock = clock
        self._overall: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def check(self, chat_id: int, *, group: bool) -> None:
        """Count a send, or refuse it with the seconds to wait."""
        if not self.active:
            return
        now = self._clock()
        chat = self._chats.setdefault(chat_id, deque())
        wait = self._wait(self._overall, self.per_second, 1.0, now)
        if group:
            wait = max(wait, self._wait(chat, self.group_per_minute, 60.0, now))
        else:
            wait = max(wait, self._wait(chat, self.chat_burst, float(self.chat_burst), now))
        if wait > 0:
            self.refused += 1
            raise too_many_requests(max(1, math.ceil(wait)))
        self._overall.append(now)
        chat.append(now)

    def _wait(self, sent: deque[float], most: int, window: float, now: float) -> float:
        while sent and sent[0] <= now - window:
            sent.popleft()
        return sent[0] + window - now if len(sent) >= most else 0.0
