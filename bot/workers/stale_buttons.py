"""Takes the buttons off messages that no longer show their card.

Nobody waits for it: it goes behind the replies, and is tried again until it is done. What a killed
process leaves is found at the next start; meanwhile a press on such a message is out of date.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Sequence
from datetime import datetime

from telegram.error import TelegramError

from bot.telegram.client import Api
from bot.telegram.concurrency_limit import ConcurrencyLimit
from bot.telegram.errors import Meaning, Trouble, trouble_of
from bot.telegram.rate_limit import Begun, Pace
from bot.telegram.render import call_of, method_of
from campaign.messages import ButtonsOff
from storage.delivery.card_messages import Worn
from storage.delivery.outbox import Outgoing, Priority
from storage.delivery.outbox_rests import FLOODED

log = logging.getLogger(__name__)

# The most calls under way at a time where Telegram's pace is kept.
HANDS = 16
# Where calls are not limited and the way to Telegram is long.
MOST_HANDS = 128
# Seconds; where Telegram cannot be reached for one, it cannot be for the others.
PAUSE = 5.0
END_WITHIN = 3.0
# So many may wait; of more, the oldest are left to the next start.
MOST = 2_000


class Tidying:
    """The messages that wait, the calls under way, and what is done but not yet written down."""

    def __init__(self, api: Api, pace: Pace) -> None:
        self._api = api
        self._pace = pace
        self._limit = ConcurrencyLimit(HANDS, HANDS if pace.limited else MOST_HANDS)
        self._waiting: deque[Worn] = deque(maxlen=MOST)
        self._under_way: set[asyncio.Task[None]] = set()
        self.done: list[Worn] = []
        self._flooded: list[tuple[Worn, Trouble]] = []
        self._pause_until = 0.0

    def add(self, worn: Sequence[Worn]) -> None:
        """These have been replaced."""
        self._waiting.extend(worn)

    def go_on(self) -> None:
        """Start as many calls as hands and pace allow now."""
        if time.monotonic() < self._pause_until:
            return
        free = self._limit.places - len(self._under_way)
        self._limit.full = free < len(self._waiting)
        room = min(self._pace.room(), free, len(self._waiting))
        cooling = set(self._pace.cooling()) if room > 0 else set()
        for _ in range(room):
            worn = self._waiting.popleft()
            if worn.chat_id in cooling:
                self._waiting.append(worn)
                continue
            method = method_of(ButtonsOff.kind)
            begun = self._pace.begin(worn.chat_id, method, urgent=True)
            task = asyncio.create_task(self._take_off(worn, begun), name=f"tidy-{worn.card_id}")
            self._under_way.add(task)
            task.add_done_callback(self._ended)

    def take_done(self) -> list[Worn]:
        """What is done since the last time; whoever takes it writes it down."""
        done, self.done = self.done, []
        return done

    def rows(self, at: datetime) -> list[Outgoing]:
        """What Telegram told to wait, as rows of the outbox: they keep the rest through a kill."""
        return [_again(worn, trouble, at) for worn, trouble in self._flooded]

    def put_back(self, done: list[Worn]) -> None:
        """It could not be written down."""
        self.done = done + self.done

    def written(self, rows: int) -> None:
        """So many rows have been committed."""
        del self._flooded[:rows]

    async def end(self) -> None:
        """Let the calls under way end, or give them up."""
        if self._under_way:
            await asyncio.wait(set(self._under_way), timeout=END_WITHIN)
        for task in self._under_way:
            task.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            self.go_on()

    async def _take_off(self, worn: Worn, begun: Begun) -> None:
        began = time.monotonic()
        try:
            await self._api.call(*call_of(_off(worn)))
        except TelegramError as error:
            trouble = trouble_of(error, chat=worn.chat_id)
            log.debug("card %s keeps its old buttons: %s", worn.card_id, trouble.words)
            if self._is_put_off(worn, trouble):
                return
        finally:
            self._pace.end(begun)
        self._limit.ended(time.monotonic() - began)
        self.done.append(worn)

    def _is_put_off(self, worn: Worn, trouble: Trouble) -> bool:
        """Whether it waits here for another time."""
        if trouble.meaning is Meaning.FLOOD:
            self._pace.rest(worn.chat_id, trouble.wait.total_seconds())
            self._flooded.append((worn, trouble))
            return False
        if trouble.meaning in (Meaning.LATER, Meaning.DOUBT):
            self._pause_until = time.monotonic() + PAUSE
            self._waiting.append(worn)
            return True
        return False


def _off(worn: Worn) -> ButtonsOff:
    return ButtonsOff(worn.chat_id, worn.message_id)


def _again(worn: Worn, trouble: Trouble, at: datetime) -> Outgoing:
    return Outgoing.of(
        _off(worn),
        lane=worn.chat_id,
        priority=Priority.FILE,
        not_before=at + trouble.wait,
        trouble=f"{FLOODED}: {trouble.words}",
    )
