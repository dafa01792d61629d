"""Questions about chats and those in them."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.methods.access import known_chat
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import bad_request
from bot.demo.fake_telegram.world.chats import ADMINS, PRESENT, DemoChat


def get_chat(api: Backend, params: Params) -> dict[str, Any]:
    chat = known_chat(api, params)
    shown = {
        **chat.as_json(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.pinned:
        shown["pinned_message"] = api.world.history.show(
            chat.messages[chat.pinned[-1]], nested=True
        )
    if chat.kind == "group":
        shown["permissions"] = {"can_send_messages": True}
    return shown


def _member(api: Backend, chat: DemoChat, user_id: int) -> dict[str, Any]:
    user = api.world.people.account(user_id).as_json()
    return chat.membership(user_id).as_json(user, chat.kind)


def get_chat_member(api: Backend, params: Params) -> dict[str, Any]:
    chat, user_id = known_chat(api, params), params.user_id()
    if user_id != api.world.bot.id and user_id not in api.world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return _member(api, chat, user_id)


def get_chat_member_count(api: Backend, params: Params) -> int:
    chat = known_chat(api, params)
    return sum(member.status in PRESENT for member in chat.members.values())


def get_chat_administrators(api: Backend, params: Params) -> list[dict[str, Any]]:
    """All administrators; of the bots among them only this one."""
    chat = known_chat(api, params)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    people = [user for user, member in chat.members.items() if member.status in ADMINS]
    return [_member(api, chat, user) for user in people]


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getChatAdministrators": get_chat_administrators,
}
