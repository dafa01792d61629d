"""The queue of updates, which forgets only what the bot has confirmed, as Telegram's does.

Also where they are posted to, if the bot does not fetch them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from bot.demo.fake_telegram.world.changes import Changes

KEPT_FOR = timedelta(hours=24)
# How far beyond the last update an offset may lie and still confirm, in updates.
FUTURE_SLACK = 10
# The most updates in one answer.
BATCH = 100

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class QueuedUpdate:
    """An update that the bot has not confirmed yet."""

    id: int
    since: datetime
    update: dict[str, Any]


@dataclass(slots=True)
class WebhookSetting:
    """Where updates are posted to, if anywhere."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


class UpdateQueue:
    """Updates in order of arrival: `take` gives from an offset and forgets all before it."""

    def __init__(self, now: Callable[[], datetime], changes: Changes, first_id: int = 1) -> None:
        self._now = now
        self._changes = changes
        self._waiting: deque[QueuedUpdate] = deque()
        self._next = first_id
        self.allowed: frozenset[str] | None = None
        self.webhook = WebhookSetting()
        self._catching: list[tuple[str, dict[str, Any]]] | None = None
        self.arrivals: set[Callable[[], None]] = set()

    def __len__(self) -> int:
        self._drop_expired()
        return len(self._waiting)

    @property
    def next_id(self) -> int:
        return self._next

    @property
    def entries(self) -> tuple[QueuedUpdate, ...]:
        return tuple(self._waiting)

    @property
    def waiting(self) -> list[dict[str, Any]]:
        return [entry.update for entry in self._waiting]

    def allow(self, kinds: frozenset[str] | None) -> None:
        """Which kinds to queue from now on; None for those that Telegram gives unasked."""
        if kinds != self.allowed:
            self.allowed = kinds
            self.touched()

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in UNASKED

    @contextmanager
    def held(self) -> Iterator[list[tuple[str, dict[str, Any]]]]:
        """Catch what would be queued, so that a test can `put` it late or in another order."""
        caught: list[tuple[str, dict[str, Any]]] = []
        self._catching = caught
        try:
            yield caught
        finally:
            self._catching = None

    def put(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update of an allowed kind and wake who waits; its id, or None if unwanted."""
        if not self.wants(kind):
            return None
        if self._catching is not None:
            self._catching.append((kind, content))
            return None
        number = self._next
        self._next += 1
        self._waiting.append(
            QueuedUpdate(number, self._now(), {"update_id": number, kind: content})
        )
        self.touched()
        self.wake()
        return number

    def repeat(self, update: dict[str, Any]) -> None:
        """Queue an update once more under its old id, as a delivery that was not believed."""
        self._waiting.append(QueuedUpdate(update["update_id"], self._now(), update))
        self.touched()
        self.wake()

    def touched(self) -> None:
        """Let what waits, and where it goes, be written down again."""
        self._changes.touched("queue", "")

    def note_failure(self, words: str) -> None:
        """Note why the last post to the webhook failed."""
        self.webhook.last_error = words
        self.webhook.last_error_at = int(self._now().timestamp())

    def wake(self) -> None:
        for tell in tuple(self.arrivals):
            tell()

    def take(self, offset: int, limit: int = BATCH) -> list[dict[str, Any]]:
        """Confirm everything before `offset`, then show up to `limit` of what is left."""
        self._drop_expired()
        if offset < 0:
            self._forget(max(0, len(self._waiting) + offset))
        elif 0 < offset <= self._next + FUTURE_SLACK:
            self._confirm_before(offset)
        return [entry.update for entry, _ in zip(self._waiting, range(limit), strict=False)]

    def holds(self, update: dict[str, Any]) -> bool:
        """Whether an update still waits: it may have been dropped, or be over a day old."""
        self._drop_expired()
        return any(entry.update is update for entry in self._waiting)

    def confirm(self, update_id: int) -> None:
        """Forget one update wherever it stands: a webhook has accepted it."""
        for entry in self._waiting:
            if entry.id == update_id:
                self._waiting.remove(entry)
                self.touched()
                return

    def drop_all(self) -> None:
        self._forget(len(self._waiting))

    def restart_ids(self, at: int) -> None:
        """Go on with ids from `at`, as after a week of silence; nothing may be waiting then."""
        if len(self):
            raise ValueError(f"{len(self._waiting)} updates still wait to be confirmed")
        self._next = at

    def skip_ids(self, count: int) -> None:
        self._next += count

    def restore(self, next_id: int, updates: list[tuple[datetime, dict[str, Any]]]) -> None:
        """Lay back what a journal kept."""
        self._next = next_id
        self._waiting = deque(QueuedUpdate(row["update_id"], since, row) for since, row in updates)

    def _confirm_before(self, offset: int) -> None:
        self._forget(_count(self._waiting, lambda entry: entry.id < offset))

    def _forget(self, count: int) -> None:
        for _ in range(count):
            self._waiting.popleft()
        if count:
            self.touched()

    def _drop_expired(self) -> None:
        oldest = self._now() - KEPT_FOR
        self._forget(_count(self._waiting, lambda entry: entry.since < oldest))


def _count(entries: Iterable[QueuedUpdate], is_over: Callable[[QueuedUpdate], bool]) -> int:
    """How many entries at the beginning are over."""
    return sum(1 for _ in takewhile(is_over, entries))
