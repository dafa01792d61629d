"""Floods: an account that sends more than people do is not worked for, and told so once a minute.

What is beyond the measure is dropped before it is written down: neither the database nor the
outbox grows with it. How much each account has left is kept in memory only, for it is asked of
every update and forgiven by a restart; several processes allow so many times as much at worst.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from bot.telegram.updates.arrivals import known_id, shortened
from storage.delivery.inbox import Arrival

log = logging.getLogger(__name__)

# So many minutes' worth may come at once: an album, a long text in pieces, somebody in a hurry.
BURST_MINUTES = 3
TELL_EVERY = 60.0
MOST_ACCOUNTS = 10_000
# What people send. Memberships, requests to join and moves of groups are never dropped.
LIMITED = ("message", "edited_message", "callback_query")


@dataclass(frozen=True, slots=True)
class Bucket:
    """What an account has left, as of when, and when it was last told to slow down."""

    left: float
    at: float
    told_at: float | None = None


class Floods:
    """`per_minute` updates of an account for long, three times as many at once; 0: no limit."""

    def __init__(self, per_minute: int, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60.0
        self._most = float(per_minute * BURST_MINUTES)
        self._elapsed = elapsed
        self._buckets: dict[int, Bucket] = {}

    @contextmanager
    def sifted(self, arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
        """What is to be written down of these. If that fails they come again, and count once."""
        used: dict[int, Bucket] = {}
        yield [kept for one in arrivals for kept in self._sift(one, used)]
        self._make_room()
        self._buckets.update(used)

    def _sift(self, arrival: Arrival, used: dict[int, Bucket]) -> list[Arrival]:
        """The arrival itself; or, once a minute, the news that it is too much; or nothing."""
        account = _account(arrival.body)
        if account is None or not self._most:
            return [arrival]
        who = account["id"]
        bucket = self._filled(used.get(who) or self._buckets.get(who))
        if bucket.left >= 1.0:
            used[who] = replace(bucket, left=bucket.left - 1.0)
            return [arrival]
        if bucket.told_at is not None and bucket.at - bucket.told_at < TELL_EVERY:
            used[who] = bucket
            return []
        used[who] = replace(bucket, told_at=bucket.at)
        log.warning("account %s sends too much: what is beyond the measure is dropped", who)
        body = {"event": "flooded", "chat_id": arrival.chat_id, "from": account}
        return [Arrival(shortened(f"flood:{arrival.source}"), arrival.chat_id, body)]

    def _filled(self, found: Bucket | None) -> Bucket:
        """An account's bucket as of now."""
        now = self._elapsed()
        if found is None:
            return Bucket(self._most, now)
        left = min(self._most, found.left + (now - found.at) * self._per_second)
        return replace(found, left=left, at=now)

    def _make_room(self) -> None:
        """Whoever has been quiet for long enough is as good as new."""
        if len(self._buckets) >= MOST_ACCOUNTS:
            long_ago = self._elapsed() - BURST_MINUTES * 60.0
            self._buckets = {who: one for who, one in self._buckets.items() if one.at > long_ago}


def _account(update: dict[str, Any]) -> dict[str, Any] | None:
    """Who sent it, where that counts."""
    content = next((update[name] for name in LIMITED if name in update), None)
    if not isinstance(content, dict) or "migrate_to_chat_id" in content:
        return None
    account = content.get("from")
    known = isinstance(account, dict) and known_id(account.get("id")) is not None
    return account if known else None
