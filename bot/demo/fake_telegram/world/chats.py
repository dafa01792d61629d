"""Chats: private ones, groups, supergroups with or without topics, channels, and who is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.demo.fake_telegram.refusals import ActRefused, bad_request
from bot.demo.fake_telegram.world.changes import Changes
from bot.demo.fake_telegram.world.messages import Message
from bot.demo.fake_telegram.world.people import People, User, Who

# Telegram counts groups and supergroups downwards from numbers such as these.
FIRST_GROUP_ID = -4_000_000_001
FIRST_SUPERGROUP_ID = -1_002_000_000_001

ChatKind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
ADMINS = frozenset({"creator", "administrator"})

RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")


@dataclass(slots=True)
class Membership:
    """What somebody is in a chat; an anonymous administrator speaks in the chat's own name."""

    status: Status
    rights: frozenset[str] = frozenset()
    anonymous: bool = False
    title: str = ""

    def may(self, right: str) -> bool:
        return self.status == "creator" or right in self.rights

    def as_json(self, user: dict[str, Any], chat_kind: ChatKind) -> dict[str, Any]:
        """The Bot API's ChatMember object."""
        member: dict[str, Any] = {"status": self.status, "user": user}
        if self.title:
            member["custom_title"] = self.title
        if self.status == "creator":
            member["is_anonymous"] = self.anonymous
        if self.status == "administrator":
            names = RIGHTS + (CHANNEL_RIGHTS if chat_kind == "channel" else ())
            member |= {"can_be_edited": False, "is_anonymous": self.anonymous}
            member |= {name: name in self.rights for name in names}
        if self.status == "restricted":
            member |= {"is_member": True, "until_date": 0, "can_send_messages": False}
            member |= dict.fromkeys(_RESTRICTED_RIGHTS, False)
        if self.status == "kicked":
            member["until_date"] = 0
        return member


_RESTRICTED_RIGHTS = (
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)
ABSENT = Membership("left")


@dataclass(slots=True)
class DemoChat:
    """A chat and its messages, numbered from 1 within the chat."""

    id: int
    kind: ChatKind
    title: str = ""
    username: str = ""
    first_name: str = ""
    last_name: str = ""
    forum: bool = False
    members: dict[int, Membership] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    started: bool = False
    blocked: bool = False
    deleted: bool = False
    moved_to: int | None = None
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, str] = field(default_factory=dict)
    asking: dict[int, int] = field(default_factory=dict)
    links: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Chat object, built once: treat it as read-only."""
        if not self.names:
            named = {
                "title": self.title,
                "username": self.username,
                "first_name": self.first_name,
                "last_name": self.last_name,
            }
            self.names = {"id": self.id, "type": self.kind}
            self.names |= {key: value for key, value in named.items() if value}
            if self.forum:
                self.names["is_forum"] = True
        return self.names

    def membership(self, user_id: int) -> Membership:
        return self.members.get(user_id, ABSENT)

    def has(self, user_id: int) -> bool:
        return self.membership(user_id).status in PRESENT

    def admins(self) -> list[int]:
        return [user for user, member in self.members.items() if member.status in ADMINS]

    def next_message_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def in_order(self) -> list[Message]:
        return list(self.messages.values())


Where = DemoChat | int | None


class Chats:
    """All chats, by id."""

    def __init__(self, people: People, changes: Changes) -> None:
        self._people = people
        self._changes = changes
        self._by_id: dict[int, DemoChat] = {}

    def __getitem__(self, chat_id: int) -> DemoChat:
        return self._by_id[chat_id]

    def __iter__(self) -> Iterator[DemoChat]:
        return iter(self._by_id.values())

    def get(self, chat_id: int) -> DemoChat | None:
        """A chat, or None where there is none of this id."""
        return self._by_id.get(chat_id)

    def keep(self, chat: DemoChat) -> DemoChat:
        """Keep a chat as it is: new, or read back from a journal."""
        self._by_id[chat.id] = chat
        return chat

    def add_private(self, user: User) -> DemoChat:
        """A person's chat with the bot, which is not started yet."""
        chat = DemoChat(
            user.id,
            "private",
            username=user.username,
            first_name=user.first_name,
            last_name=user.last_name,
            members={user.id: Membership("member"), self._people.bot.id: Membership("member")},
        )
        self._changes.touched("chat", chat.id)
        return self.keep(chat)

    def add(self, kind: ChatKind, title: str, **facts: Any) -> DemoChat:
        """A new group, supergroup or channel with nobody in it."""
        number = facts.pop("id", None) or self._next_id(kind)
        self._changes.touched("chat", number)
        return self.keep(DemoChat(number, kind, title, **facts))

    def _next_id(self, kind: ChatKind) -> int:
        """Groups are counted downwards, and so are supergroups and channels from farther below."""
        first = FIRST_GROUP_ID if kind == "group" else FIRST_SUPERGROUP_ID
        same = [chat.id for chat in self if (chat.kind == "group") == (kind == "group")]
        return min([first + 1, *(number for number in same if number < 0)]) - 1

    def find(self, chat_id: int | str) -> DemoChat:
        """A chat by number or @username, or the refusal that Telegram gives."""
        if isinstance(chat_id, str) and chat_id.startswith("@"):
            found = self._named(chat_id[1:].lower())
        else:
            is_number = re.fullmatch(r"-?[0-9]{1,20}", str(chat_id)) is not None
            found = self._by_id.get(int(chat_id)) if is_number else None
        if found is None:
            raise bad_request("chat not found")
        return found

    def _named(self, username: str) -> DemoChat | None:
        public = (chat for chat in self if chat.kind != "private")
        return next((chat for chat in public if chat.username.lower() == username), None)

    def start(self, chat: DemoChat) -> None:
        """From now on the bot may write in a private chat."""
        chat.started = True
        self._changes.touched("chat", chat.id)

    def place(self, who: Who, where: Where) -> DemoChat:
        """The chat that a person means: None is the private chat with the bot."""
        if isinstance(where, DemoChat):
            return where
        return self._by_id[self._people.person(who).id if where is None else where]

    def seen(self, who: Who, where: Where) -> DemoChat:
        """The chat that a person means, if they are in it. Raises ActRefused."""
        chat = self.place(who, where)
        if not chat.has(self._people.person(who).id):
            raise ActRefused("you are not in this chat")
        return chat
