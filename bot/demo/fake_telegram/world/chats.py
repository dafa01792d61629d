"""Chats: private ones, groups, supergroups with or without topics, channels, and who is in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.demo.fake_telegram.world.messages import Message

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
        """The Bot API's DemoChat object, built once: treat it as read-only."""
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
