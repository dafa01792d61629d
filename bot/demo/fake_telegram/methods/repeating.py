"""Copying, forwarding, deleting and pinning messages that are there already."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.contents import caption_content
from bot.demo.fake_telegram.methods.access import known_chat, message_of, need_right, writable_chat
from bot.demo.fake_telegram.methods.sending import deliver
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import bad_request
from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.messages import WITH_CAPTION

# How long a message can be deleted, in seconds.
DELETABLE_FOR = 48 * 3600
# The most messages in one call.
MOST_AT_ONCE = 100


def _source(api: Backend, params: Params) -> DemoChat:
    return known_chat(api, params, "from_chat_id")


def copy_message(api: Backend, params: Params) -> dict[str, Any]:
    chat, source = writable_chat(api, params), _source(api, params)
    original = message_of(source, params.message_id(), "message to copy not found")
    if original.kind == "service":
        raise bad_request("message can't be copied")
    content = dict(original.content)
    if params.has("caption") and any(kind in content for kind in WITH_CAPTION):
        content = {key: part for key, part in content.items() if not key.startswith("caption")}
        content |= caption_content(params)
    return {"message_id": deliver(api, params, chat, content).id}


def forward_message(api: Backend, params: Params) -> dict[str, Any]:
    chat, source = writable_chat(api, params), _source(api, params)
    original = message_of(source, params.message_id(), "message to forward not found")
    if original.kind == "service" or original.frame.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    origin = api.world.history.origin_of(original)
    message = deliver(api, params, chat, dict(original.content), forward_origin=origin)
    return api.world.history.show(message)


def delete_message(api: Backend, params: Params) -> bool:
    chat = known_chat(api, params)
    number = params.message_id()
    message_of(chat, number, "message to delete not found")
    if not _deletable(api, chat, number):
        raise bad_request("message can't be deleted for everyone")
    api.world.history.remove(chat, [number])
    return True


def delete_messages(api: Backend, params: Params) -> bool:
    chat = known_chat(api, params)
    numbers = params.structure("message_ids", "message identifiers") or []
    if not 1 <= len(numbers) <= MOST_AT_ONCE:
        raise bad_request("wrong number of message identifiers")
    there = [number for number in numbers if number in chat.messages]
    api.world.history.remove(chat, [number for number in there if _deletable(api, chat, number)])
    return True


def _deletable(api: Backend, chat: DemoChat, number: int) -> bool:
    """Own messages and, in private chats, all of them for 48 hours; with the right, any."""
    message, bot = chat.messages[number], api.world.bot.id
    if chat.membership(bot).may("can_delete_messages"):
        return True
    young = api.world.history.seconds() - message.date < DELETABLE_FOR
    return young and (message.sender == bot or chat.kind == "private")


def pin_message(api: Backend, params: Params) -> bool:
    chat = known_chat(api, params)
    message = message_of(chat, params.message_id(), "message to pin not found")
    if chat.kind != "private":
        right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
        need_right(api, chat, right, "not enough rights to manage pinned messages in the chat")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        api.world.changes.touched("chat", chat.id)
        api.world.changes.announce("pinned", chat.id, {"pinned": chat.pinned})
    return True


def unpin_message(api: Backend, params: Params) -> bool:
    chat = known_chat(api, params)
    number = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    api.world.changes.touched("chat", chat.id)
    api.world.changes.announce("pinned", chat.id, {"pinned": chat.pinned})
    return True


METHODS = {
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_message,
    "unpinChatMessage": unpin_message,
}
