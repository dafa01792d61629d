"""The people of the demo: those who chat, and the bot itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.demo.fake_telegram.world.changes import Changes

# Ids of people are counted from this number.
FIRST_USER_ID = 500_000_001

COLOURS = ("#c0392b", "#2471a3", "#1e8449", "#b9770e", "#7d3c98", "#117a65", "#a04000", "#5d6d7e")


@dataclass(slots=True)
class User:
    """An account: `note` says who this is on the page, `note_en` the same in English.

    `colour` paints its round picture.
    """

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "zh-hans"
    note: str = ""
    note_en: str = ""
    colour: str = ""
    is_bot: bool = False
    deactivated: bool = False
    names: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.colour = self.colour or COLOURS[self.id % len(COLOURS)]

    @property
    def name(self) -> str:
        return f"{self.last_name}{self.first_name}" if self.last_name else self.first_name

    def renamed(self, first_name: str, last_name: str = "", username: str = "") -> None:
        self.first_name, self.last_name, self.username = first_name, last_name, username
        self.names = {}

    def as_json(self) -> dict[str, Any]:
        """The Bot API's User object, built once: treat it as read-only."""
        if not self.names:
            known = {"last_name": self.last_name, "username": self.username}
            self.names = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
            self.names |= {key: value for key, value in known.items() if value}
            if not self.is_bot and self.language_code:
                self.names["language_code"] = self.language_code
        return self.names


# Telegram's own accounts under which a group, a channel in a group, and a linked channel speak.
ANONYMOUS_ADMIN = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
CHANNEL_IN_GROUP = User(136817688, "Channel", username="Channel_Bot", is_bot=True)
LINKED_CHANNEL = User(777000, "Telegram", language_code="")
STAND_INS = {user.id: user for user in (ANONYMOUS_ADMIN, CHANNEL_IN_GROUP, LINKED_CHANNEL)}

Who = User | int


class People:
    """Everybody who chats, by id, and the bot."""

    def __init__(self, bot: User, changes: Changes) -> None:
        self.bot = bot
        self._changes = changes
        self._by_id: dict[int, User] = {}
        self._last = FIRST_USER_ID - 1

    def __getitem__(self, user_id: int) -> User:
        return self._by_id[user_id]

    def __contains__(self, user_id: int) -> bool:
        return user_id in self._by_id

    def __iter__(self) -> Iterator[User]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, first_name: str, *, id: int | None = None, **facts: Any) -> User:
        """A new person, of whom no chat knows yet."""
        user = User(id or self._last + 1, first_name, **facts)
        self.keep(user)
        self._changes.touched("user", user.id)
        return user

    def keep(self, user: User) -> None:
        """Keep a person as they are: new, or read back from a journal."""
        self._last = max(self._last, user.id)
        self._by_id[user.id] = user

    def person(self, who: Who) -> User:
        """Somebody who is given as an account or by its id."""
        return who if isinstance(who, User) else self._by_id[who]

    def account(self, user_id: int) -> User:
        """A person, the bot, or an account that stands for a group or a channel."""
        if user_id == self.bot.id:
            return self.bot
        return self._by_id.get(user_id) or STAND_INS[user_id]

    def deactivate(self, who: Who) -> None:
        """Delete the account."""
        user = self.person(who)
        user.deactivated = True
        self._changes.touched("user", user.id)
