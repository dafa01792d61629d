"""Leaving chats, invite links and join requests."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.methods.access import known_chat, need_right
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import bad_request
from bot.demo.fake_telegram.world.chats import DemoChat, Membership


def leave_chat(api: Backend, params: Params) -> bool:
    """Leave; the bot itself hears of it too."""
    chat = known_chat(api, params)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    api.world.memberships.bot_leaves(chat)
    return True


def _link(api: Backend, chat: DemoChat, params: Params, *, primary: bool = False) -> dict[str, Any]:
    number = len(chat.links) + 1
    link: dict[str, Any] = {
        "invite_link": f"https://t.me/+Demo{abs(chat.id) % 10**9}x{number}",
        "creator": api.world.bot.as_json(),
        "creates_join_request": params.boolean("creates_join_request"),
        "is_primary": primary,
        "is_revoked": False,
    }
    if params.has("name"):
        link["name"] = params.text("name")
    for name in ("expire_date", "member_limit"):
        if params.has(name):
            link[name] = params.integer(name)
    chat.links.append(link)
    api.world.changes.touched("chat", chat.id)
    return link


def create_chat_invite_link(api: Backend, params: Params) -> dict[str, Any]:
    chat = known_chat(api, params)
    need_right(api, chat, "can_invite_users", "not enough rights to manage chat invite link")
    if params.boolean("creates_join_request") and params.has("member_limit"):
        raise bad_request("member limit can't be specified for links requiring approval")
    return _link(api, chat, params)


def export_chat_invite_link(api: Backend, params: Params) -> str:
    chat = known_chat(api, params)
    need_right(api, chat, "can_invite_users", "not enough rights to manage chat invite link")
    return str(_link(api, chat, params, primary=True)["invite_link"])


def _asking(api: Backend, params: Params) -> tuple[DemoChat, int]:
    chat, user_id = known_chat(api, params), params.user_id()
    need_right(api, chat, "can_invite_users", "not enough rights")
    if chat.has(user_id):
        raise bad_request("USER_ALREADY_PARTICIPANT")
    if user_id not in chat.asking:
        raise bad_request("HIDE_REQUESTER_MISSING")
    return chat, user_id


def approve(api: Backend, params: Params) -> bool:
    chat, user_id = _asking(api, params)
    user = api.world.people[user_id]
    api.world.memberships.change(api.world.bot, chat, user, Membership("member"))
    return True


def decline(api: Backend, params: Params) -> bool:
    chat, user_id = _asking(api, params)
    del chat.asking[user_id]
    api.world.changes.touched("chat", chat.id)
    return True


METHODS = {
    "leaveChat": leave_chat,
    "createChatInviteLink": create_chat_invite_link,
    "exportChatInviteLink": export_chat_invite_link,
    "approveChatJoinRequest": approve,
    "declineChatJoinRequest": decline,
}
