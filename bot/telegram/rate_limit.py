"""How fast calls may go: Telegram's limits overall, per chat and per method, and its rests.

Counted on a clock that never jumps. Calls to everybody are spaced evenly, so that a person who
waits for an answer finds room at any moment. A flood answer rests what Telegram limits by it: the
chat, or for a call to no chat its method, or, when several chats get one at once, everybody.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.telegram.rest_scopes import METHODS, Scope, in_words
from bot.telegram.sliding_window import LATEST, Allowance, Window

log = logging.getLogger(__name__)

# (most, seconds): one a second with a small burst; twenty a minute.
PRIVATE = (3, 3.0)
GROUP = (20, 60.0)
# In no second more calls than that, unless the rate that was set is higher.
TELEGRAMS_MOST = 30
# A second may hold so much more than the rate: what was late is caught up with, replies find room.
HEADROOM = 20 / 19
# So many chats that are told to wait within a second mean that the bot as a whole is too fast.
FLOODED_CHATS = 3
UNLIMITED = 1_000_000
# So many calls that are late may start at once, or a slow disk would set the pace.
CATCH_UP = 14
# Of a second's calls so many are left to replies by more than a few late notices at once.
LEFT_TO_REPLIES = 3
A_FEW = 5
# Seconds by which clocks and ways may differ beyond what can be seen of a call.
ON_THE_WAY = 0.002
# So many seconds what has ended is still known to who looked before.
REMEMBERED = 5.0
FORGET_EVERY = 1.0
# The quickest of so many calls tells how long the way takes at least.
REMEMBERED_CALLS = 64
# Done in this process: no call at all.
OWN_WORK = "make"


@dataclass(frozen=True, slots=True)
class Begun:
    """A call under way: when it started, and where it counts."""

    at: float
    windows: tuple[Window, ...]


class Pace:
    """Tells how many calls may start now, and what must rest. `rate` 0: no limits of our own."""

    def __init__(self, rate: float, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self.limited = rate > 0
        most = max(1, int(rate), min(TELEGRAMS_MOST, int(rate * HEADROOM)))
        span = max(1.0, 1 / rate if rate else 1.0) + ON_THE_WAY
        self._overall = Window(most, span)
        self._allowance = Allowance(rate or UNLIMITED, most, elapsed())
        self._for_replies = int(most - rate) if rate >= 1 else 0
        self._spacing = max(1 / rate, span / most) if rate else 0.0
        self._next_notice = elapsed()
        # When was asked for room for the last notices: they start only after the commit.
        self._last_notice = self._next_notice - self._spacing
        self._asked = self._last_notice
        self._lanes: dict[int, Window] = {}
        # Those that were full and have not been forgotten: few, where the lanes are many.
        self._crowded: set[int] = set()
        self._forgot_at = elapsed()
        self._methods = {
            method: Window(most, seconds + ON_THE_WAY)
            for method, (most, seconds) in METHODS.items()
        }
        self._resting: dict[int | str, float] = {}
        self.all_rest_until = 0.0
        self._floods: deque[tuple[float, int]] = deque()
        self._took: deque[float] = deque(maxlen=REMEMBERED_CALLS)

    @property
    def holds_chats_back(self) -> bool:
        """Whether what waits for a chat may have had to, by our limits or by Telegram's rest."""
        return self.limited or any(isinstance(scope, int) for scope in self._resting)

    def room(self) -> int:
        """How many calls may start now."""
        now = self._elapsed()
        if now < self.all_rest_until:
            return 0
        if not self.limited:
            return UNLIMITED
        return min(self._overall.room(now), self._allowance.left(now))

    def room_for_notices(self) -> int:
        """How many of them may be calls that nobody waits for: evenly spaced, some to catch up.

        Never more than twice as fast, and what a full window held back is not caught up with: a
        burst would fill the window in every second to come, and a reply would wait behind it.
        """
        if not self.limited:
            return UNLIMITED
        now = self._asked = self._elapsed()
        late = now - self._next_notice
        if late < 0:
            return 0
        twice_as_fast = int(2 * (now - self._last_notice) / self._spacing)
        wanted = min(1 + CATCH_UP, 1 + int(late / self._spacing), twice_as_fast)
        allowed = self._allowance.left(now) - self._for_replies
        room = self._overall.room(now)
        return max(0, min(wanted, room, max(A_FEW, room - LEFT_TO_REPLIES), allowed))

    def rooms(self) -> dict[str, int]:
        """How many calls of a method may start now, where that is limited."""
        now = self._elapsed()
        known = self._methods.items() if self.limited else ()
        return {method: window.room(now) for method, window in known} | {
            method: 0
            for method, until in self._resting.items()
            if isinstance(method, str) and until > now
        }

    def note(self, lane: int | None, method: str, *, urgent: bool) -> None:
        """A call that is over at once."""
        self.end(self.begin(lane, method, urgent=urgent))

    def begin(self, lane: int | None, method: str, *, urgent: bool) -> Begun:
        """A call starts now. Whoever made it says when it is over."""
        now = self._elapsed()
        begun = Begun(now, tuple(self._counting(lane, method)))
        for window in begun.windows:
            window.begin(now)
        if lane in self._lanes and self._lanes[lane].is_full(now):
            self._crowded.add(lane)
        if self._overall in begun.windows:
            self._allowance.take(now)
            self._space(now, urgent=urgent)
        return begun

    def end(self, begun: Begun) -> None:
        """The call is over. It has reached Telegram so long ago as the way back takes at least."""
        now = self._elapsed()
        if self._overall in begun.windows:
            self._took.append(now - begun.at)
        back = min(self._took, default=0.0)
        arrived = max(begun.at, min(now - back, begun.at + LATEST))
        for window in begun.windows:
            window.end(begun.at, arrived)

    def rest(self, scope: Scope, seconds: float) -> None:
        """Telegram asked to wait: no call of this scope starts until then."""
        self._rest(scope, seconds)
        if isinstance(scope, int):
            self._flooded(scope)

    def go_on_resting(self, scope: Scope, seconds: float) -> None:
        """Telegram asked to wait before this start."""
        self._rest(scope, seconds)

    def cooling(self) -> list[int]:
        """The chats to which no call may start now."""
        now = self._elapsed()
        self._forget_the_rested(now)
        full = (lane for lane in self._crowded if self._lanes[lane].is_full(now))
        resting = (one for one, until in self._resting.items() if until > now)
        return sorted({*(lane for lane in resting if isinstance(lane, int)), *full})

    def look(self) -> float:
        """The moment from which `next_change` reckons: when it was asked what may start."""
        return self._elapsed()

    def next_change(self, looked: float) -> float | None:
        """Seconds until more may start than at that look; None where nothing holds calls back.

        What has changed between the look and now is not missed: then it is 0.
        """
        later = [moment for moment in self._changes(looked) if moment > looked]
        return max(0.0, min(later) - self._elapsed()) if later else None

    def _changes(self, now: float) -> Iterator[float]:
        yield self.all_rest_until
        yield max(self._next_notice, self._last_notice + self._spacing / 2)
        yield from self._resting.values()
        if self.limited:
            yield self._overall.free_at(now)
            yield self._allowance.has(1)
            yield self._allowance.has(1 + self._for_replies)
        crowded = (self._lanes[lane] for lane in self._crowded)
        for window in (*crowded, *self._methods.values()):
            if window.is_full(now):
                yield window.free_at(now)

    def _counting(self, lane: int | None, method: str) -> Iterator[Window]:
        if not self.limited or method == OWN_WORK:
            return
        if method in METHODS:
            yield self._methods[method]
            return
        yield self._overall
        if lane is not None:
            yield self._lane(lane)

    def _space(self, now: float, *, urgent: bool) -> None:
        if not urgent:
            # What is later than that is not caught up with.
            latest = now - CATCH_UP * self._spacing
            self._next_notice = max(self._next_notice + self._spacing, latest)
            self._last_notice = max(self._last_notice, self._asked)
        if not self._overall.room(now):
            self._next_notice = max(self._next_notice, self._overall.free_at(now))

    def _rest(self, scope: Scope, seconds: float) -> None:
        log.warning("Telegram asked to wait %.0f s: %s", seconds, in_words(scope))
        until = self._elapsed() + seconds
        if scope is None:
            self.all_rest_until = max(self.all_rest_until, until)
        else:
            self._resting[scope] = max(self._resting.get(scope, 0.0), until)

    def _flooded(self, lane: int) -> None:
        """Several chats at once mean everybody."""
        now = self._elapsed()
        self._floods.append((now, lane))
        while self._floods[0][0] < now - 1.0:
            self._floods.popleft()
        flooded = {lane for _, lane in self._floods}
        if len(flooded) >= FLOODED_CHATS:
            self._rest(None, min(self._resting[lane] for lane in flooded) - now)

    def _lane(self, lane: int) -> Window:
        if lane not in self._lanes:
            self._lanes[lane] = Window(*(PRIVATE if lane > 0 else GROUP))
        return self._lanes[lane]

    def _forget_the_rested(self, now: float) -> None:
        if now < self._forgot_at + FORGET_EVERY:
            return
        self._forgot_at, before = now, now - REMEMBERED
        self._resting = {one: until for one, until in self._resting.items() if until > before}
        self._lanes = {
            lane: one for lane, one in self._lanes.items() if one.room(before) < one.most
        }
        self._crowded &= self._lanes.keys()
