"""The demo's Telegram: people and chats in memory, acts that people do, updates for the bot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.demo.fake_telegram.world.changes import Changes
from bot.demo.fake_telegram.world.chats import Chats, DemoChat, Where
from bot.demo.fake_telegram.world.files import FileShelf, Upload
from bot.demo.fake_telegram.world.hearing import Hearing
from bot.demo.fake_telegram.world.history import History
from bot.demo.fake_telegram.world.memberships import Memberships
from bot.demo.fake_telegram.world.messages import Content, Message
from bot.demo.fake_telegram.world.people import People, User, Who
from bot.demo.fake_telegram.world.presses import Presses, Query
from bot.demo.fake_telegram.world.profile import Profile
from bot.demo.fake_telegram.world.speech import Speech
from bot.demo.fake_telegram.world.updates import UpdateQueue

# The bot's own Telegram id.
BOT_ID = 7_000_000_001
USERNAME = "flagbearer_bot"
NAME = "一个党员一面旗"


@dataclass(slots=True)
class World:
    """Its parts, and in short what tests and the page do with them all the time.

    Tests and the page act as people; `BotApi` acts for the bot.
    """

    people: People
    chats: Chats
    files: FileShelf
    history: History
    queue: UpdateQueue
    hearing: Hearing
    memberships: Memberships
    speech: Speech
    presses: Presses
    profile: Profile
    changes: Changes

    @property
    def bot(self) -> User:
        return self.people.bot

    def skip_ids(self, count: int) -> None:
        """Leave ids unused after a return from disk: some may have been given out unwritten."""
        self.history.skip_ids(count)
        self.presses.skip_ids(count)
        self.queue.skip_ids(count)

    def add_user(self, first_name: str, **facts: Any) -> User:
        """A new person and the private chat with the bot, which is not started yet."""
        user = self.people.add(first_name, **facts)
        self.chats.add_private(user)
        return user

    def add_group(self, title: str, *people: Who, **facts: Any) -> DemoChat:
        """A group that has long been there: no update tells of it. The first person owns it."""
        return self.memberships.add_group(title, *people, **facts)

    def add_bot(self, who: Who, where: Where) -> None:
        """Add the bot to a group, or to a channel as an administrator."""
        self.memberships.add_bot(who, where)

    def promote(self, who: Who, where: Where, whom: Who | None = None, **facts: Any) -> None:
        """Make somebody (None: the bot) an administrator; no rights at all makes a member again."""
        self.memberships.promote(who, where, whom, **facts)

    def start(self, who: Who, payload: str = "") -> Message:
        """Press Start, or open a t.me link with a payload; it ends a block."""
        self.memberships.unblock(who)
        return self.say(who, None, f"/start {payload}".strip())

    def say(self, who: Who, where: Where, text: str, **around: Any) -> Message:
        """Write a text; a very long one goes as several messages, the last of which is given."""
        return self.speech.say(who, where, text, **around)

    def media_content(self, kind: str, upload: Upload, **facts: Any) -> Content:
        """Lay a file on the shelf and describe it in Bot API fields."""
        return self.speech.media_content(kind, upload, **facts)

    def press(self, who: Who, where: Where, message_id: int, button: int | str = 0) -> Query:
        """Press a callback button by its number on the card, its data or its label."""
        return self.presses.press(who, where, message_id, button)

    def messages(self, where: DemoChat | User | int) -> list[Message]:
        """All messages of a chat (of a person's private chat), oldest first."""
        return self.history.of(where)

    def last(self, where: DemoChat | User | int) -> Message:
        """The newest message of a chat."""
        return self.history.of(where)[-1]


def make_world(now: Callable[[], datetime]) -> World:
    """A world without people; `now` gives its present."""
    changes = Changes()
    bot = User(BOT_ID, NAME, username=USERNAME, is_bot=True)
    people = People(bot, changes)
    chats = Chats(people, changes)
    files = FileShelf(changes)
    history = History(now, people, chats, changes)
    queue = UpdateQueue(now, changes)
    hearing = Hearing(bot, chats, history, queue)
    return World(
        people=people,
        chats=chats,
        files=files,
        history=history,
        queue=queue,
        hearing=hearing,
        memberships=Memberships(people, chats, history, hearing, queue, changes),
        speech=Speech(people, chats, files, history, hearing),
        presses=Presses(now, people, chats, history, queue, changes),
        profile=Profile(),
        changes=changes,
    )
