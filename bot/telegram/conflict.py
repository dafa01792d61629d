"""A 409 to a poll: another process receives with the same token, or did until a moment ago."""

import logging

from telegram.error import Conflict

from bot.settings import BrokenStart
from campaign.locale.plain_texts import both

log = logging.getLogger(__name__)


class OtherReceiver:
    """Bears one 409 at a start: Telegram holds the poll of a killed process open to its end."""

    def __init__(self) -> None:
        self._may_be_dead = True

    def is_gone(self) -> None:
        """A poll came through: whoever takes the token over from now on is alive."""
        self._may_be_dead = False

    def pause(self, fault: Conflict, *, poll: float) -> float:
        """Seconds until the one more try: the length of a poll. Raises BrokenStart at the next."""
        if not self._may_be_dead:
            raise BrokenStart(f"{both('start_up.other_receiver')} ({fault})") from None
        self._may_be_dead = False
        log.warning("%s: %s", both("start_up.perhaps_dead", seconds=f"{poll:.0f}"), fault)
        return poll
