"""A 409 to a poll: another process receives with the same token, or did until a moment ago."""

import logging

from telegram.error import Conflict

from bot.settings import BrokenStart

log = logging.getLogger(__name__)

OTHER_RECEIVER = (
    "另一个程序正用同一个令牌接收消息，本程序停止：请只运行一个。/ "
    "Another program receives with the same token, so this one stops: run only one. ({})"
)
PERHAPS_DEAD = (
    "另一个程序正用同一个令牌接收消息；若它刚刚被停止，%.0f 秒后就好，到时再试一次。/ "
    "another program receives with the same token; one that was just killed is gone in %.0f s, "
    "when this one tries once more: %s"
)


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
            raise BrokenStart(OTHER_RECEIVER.format(fault)) from None
        self._may_be_dead = False
        log.warning(PERHAPS_DEAD, poll, poll, fault)
        return poll
