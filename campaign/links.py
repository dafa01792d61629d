"""Links into the bot, what they carry, and the keys of buttons: made and read in one place.

A link carries the code that somebody joins by, or `go-` and the name of what it opens.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaign.people import BranchId

# The most characters that a link may carry, of A-Z a-z 0-9 _ -
LINK_LIMIT = 64
# The most bytes in a button's key.
KEY_LIMIT = 64
GO = "go-"

# Pages and flows that other rooms link to.
DUTY = "duty"
DUTY_BOARD = "duty_board"
TODO = "todo"
NEW_CHECK_IN = "check_in"
NEW_STORY = "submit_story"
GROUP_CODE = "link"

_DUTY_NAME = re.compile(r"duty-([a-z0-9-]{1,32})_(\d{1,18})")
_PRESS_KEY = re.compile(r"([A-Za-z0-9_-]{16})\.(\d{1,9})\.(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Target:
    """What a button leads to: an offer on a card, or elsewhere a link that carries the name.

    `name`: a command without its slash, or a duty.
    """

    offer: dict[str, Any]
    name: str

    def link(self, bot_name: str) -> str:
        """The link, for a group: it opens the private chat of whoever presses."""
        return link_into(bot_name, f"{GO}{self.name}")


@dataclass(frozen=True, slots=True)
class WayIn:
    """The ways into the chat with the bot, for somebody who is given a code.

    A network on which t.me does not open may still let the app through: `app_link` opens it
    without that site, and `typed` works wherever the bot can be found by its name.
    """

    bot_name: str
    code: str

    @property
    def link(self) -> str:
        """The link that browsers and cameras open."""
        return link_into(self.bot_name, self.code)

    @property
    def app_link(self) -> str:
        """The link that only the messenger's app opens, without a site in between."""
        return f"tg://resolve?domain={self.bot_name}&start={self.code}"

    @property
    def typed(self) -> str:
        """The line to send to the bot."""
        return f"/start {self.code}"


@dataclass(frozen=True, slots=True)
class PressKey:
    """What the key of a button says: the card, its version, and the offer's place on it."""

    card_id: str
    version: int
    place: int


def link_into(bot_name: str, carried: str) -> str:
    """A link that opens the chat with the bot, which is then told what the link carries."""
    return f"https://t.me/{bot_name}?start={carried}"


def group_link(bot_name: str, code: str) -> str:
    """A link that adds the bot to a group of one's choice, where it is then told the code."""
    return f"https://t.me/{bot_name}?startgroup={code}"


def name_in(carried: str) -> str:
    """The name of what a link opens; empty where it carries something else, such as a code."""
    return carried.removeprefix(GO) if carried.startswith(GO) else ""


def duty_in(name: str) -> tuple[str, BranchId | None] | None:
    """The ids of the line and of the branch in the name of a duty; None for any other name."""
    found = _DUTY_NAME.fullmatch(name)
    return None if found is None else (found[1], int(found[2]) or None)


def to_duty(item_id: str, branch: BranchId | None) -> Target:
    """A branch's duty (None: the office's)."""
    offer = {"go": DUTY, "item": item_id, "branch": branch}
    return Target(offer, f"duty-{item_id}_{branch or 0}")


def to_todo(branch: BranchId | None) -> Target:
    """The list of what a branch has to do."""
    return Target({"go": TODO, "branch": branch}, "todo")


def to_duty_board(phase: str, day: date) -> Target:
    """All branches' duties for a deadline; a link opens the list, and its page goes on."""
    return Target({"go": DUTY_BOARD, "phase": phase, "day": day.isoformat()}, "todo")


def to_new_story() -> Target:
    """A new story."""
    return Target({"go": NEW_STORY}, "story")


def to_new_check_in() -> Target:
    """A new check-in."""
    return Target({"go": NEW_CHECK_IN}, "checkin")


def to_group_code() -> Target:
    """A code that binds a group to a branch."""
    return Target({"go": GROUP_CODE}, "link")


def press_key(card_id: str, version: int, place: int) -> str:
    """The key of the button at that place of a card."""
    return f"{card_id}.{version}.{place}"


def read_press_key(key: str) -> PressKey | None:
    """The parts of a key, genuine or forged; None if it does not have the form of one."""
    found = _PRESS_KEY.fullmatch(key)
    return None if found is None else PressKey(found[1], int(found[2]), int(found[3]))
