"""How fast calls may go: Telegram's limits overall, per private chat and per group.

Counted in sliding windows on a clock that never jumps. Calls to everybody are spaced evenly, so
that a person who waits for an answer finds room at any moment; a flood answer rests its chat, or,
when several chats get one at once, everybody.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator

# (most, seconds): one a second with a small burst; twenty a minute.
PRIVATE = (3, 3.0)
GROUP = (20, 60.0)
# So many chats that are told to wait within a second mean that the bot as a whole is too fast.
FLOODED_CHATS = 3
UNLIMITED = 1_000_000
# So many calls that are late may start at once, or a slow disk would set the pace.
CATCH_UP = 4
# Seconds by which the way to Telegram may differ from call to call: there, too, no second may
# hold more than a second's calls.
ON_THE_WAY = 0.002
# So many seconds what has ended is still known to who looked before.
REMEMBERED = 5.0
# Neither are messages nor edits: Telegram does not count them.
UNCOUNTED = frozenset(
    {
        "answerCallbackQuery",
        "fetch",
        "make",
        "getFile",
        "getChat",
        "getChatMember",
        "getChatAdministrators",
        "setMyCommands",
        "deleteMyCommands",
        "leaveChat",
    }
)


class Window:
    """At most `most` events within any `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._times: deque[float] = deque()

    def note(self, now: float) -> None:
        """One event now."""
        while self._times and self._times[0] <= now - self.seconds:
            self._times.popleft()
        self._times.append(now)

    def room(self, now: float) -> int:
        """How many more might have followed at that moment: nothing is forgotten by asking."""
        return max(0, self.most - len(self._since(now)))

    def free_at(self, now: float) -> float:
        """When the next may follow."""
        counted = self._since(now)
        return now if len(counted) < self.most else counted[-self.most] + self.seconds

    def _since(self, now: float) -> list[float]:
        return [moment for moment in self._times if moment > now - self.seconds]


class Pace:
    """Tells how many calls may start now, and which chats must rest. `rate` 0: no limits."""

    def __init__(self, rate: float, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self.limited = rate > 0
        most = max(1, int(rate))
        self._overall = Window(most, max(1.0, most / rate if rate else 1.0) + ON_THE_WAY)
        self._spacing = self._overall.seconds / most if rate else 0.0
        self._next_notice = elapsed()
        self._last_notice = self._next_notice - self._spacing
        self._lanes: dict[int, Window] = {}
        self._resting: dict[int, float] = {}
        self._all_rest_until = 0.0
        self._floods: deque[tuple[float, int]] = deque()

    def room(self) -> int:
        """How many calls may start now."""
        now = self._elapsed()
        if now < self._all_rest_until:
            return 0
        return self._overall.room(now) if self.limited else UNLIMITED

    def room_for_notices(self) -> int:
        """How many of them may be calls that nobody waits for: evenly spaced, some to catch up.

        Never more than twice as fast, and what a full window held back is not caught up with: a
        burst would fill the window in every second to come, and a reply would wait behind it.
        """
        if not self.limited:
            return UNLIMITED
        now = self._elapsed()
        late = now - self._next_notice
        if late < 0:
            return 0
        twice_as_fast = int(2 * (now - self._last_notice) / self._spacing)
        return min(1 + CATCH_UP, 1 + int(late / self._spacing), twice_as_fast)

    def note(self, lane: int | None, method: str, *, urgent: bool) -> None:
        """A call starts now."""
        if not self.limited or method in UNCOUNTED:
            return
        now = self._elapsed()
        self._overall.note(now)
        if not urgent:
            # What is later than that is not caught up with.
            latest = now - CATCH_UP * self._spacing
            self._next_notice = max(self._next_notice + self._spacing, latest)
            self._last_notice = now
        if not self._overall.room(now):
            self._next_notice = max(self._next_notice, self._overall.free_at(now))
        if lane is not None:
            self._lane(lane).note(now)

    def rest(self, lane: int | None, seconds: float) -> None:
        """Telegram asked to wait: this chat, or with None everybody, makes no call until then."""
        now = self._elapsed()
        if lane is None:
            self._all_rest_until = max(self._all_rest_until, now + seconds)
            return
        self._resting[lane] = max(self._resting.get(lane, 0.0), now + seconds)
        self._floods.append((now, lane))
        while self._floods[0][0] < now - 1.0:
            self._floods.popleft()
        if len({flooded for _, flooded in self._floods}) >= FLOODED_CHATS:
            self.rest(None, min(self._resting[flooded] for _, flooded in self._floods) - now)

    def cooling(self) -> list[int]:
        """The chats to which no call may start now."""
        now = self._elapsed()
        self._forget_the_rested(now)
        full = (lane for lane, window in self._lanes.items() if not window.room(now))
        resting = (lane for lane, until in self._resting.items() if until > now)
        return sorted({*resting, *full})

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
        yield self._all_rest_until
        yield max(self._next_notice, self._last_notice + self._spacing / 2)
        if self.limited:
            yield self._overall.free_at(now)
        yield from self._resting.values()
        for window in self._lanes.values():
            yield window.free_at(now)

    def _lane(self, lane: int) -> Window:
        if lane not in self._lanes:
            self._lanes[lane] = Window(*(PRIVATE if lane > 0 else GROUP))
        return self._lanes[lane]

    def _forget_the_rested(self, now: float) -> None:
        before = now - REMEMBERED
        self._resting = {lane: until for lane, until in self._resting.items() if until > before}
        self._lanes = {
            lane: one for lane, one in self._lanes.items() if one.room(before) < one.most
        }
