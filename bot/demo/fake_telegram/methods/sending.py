"""Sending text, points and small things; `deliver` is how every sending method ends."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.contents import text_content
from bot.demo.fake_telegram.keyboards import read_markup
from bot.demo.fake_telegram.methods.access import writable_chat
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import bad_request
from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.messages import Content, Message
from bot.demo.request_bodies import finite


def deliver(
    api: Backend, params: Params, chat: DemoChat, content: Content, **frame: Any
) -> Message:
    """Check what stands around a content, count it against the limits, and post it."""
    markup, keyboard = read_markup(params, chat)
    reply_to = _replied(params, chat)
    frame |= _thread(params, chat)
    if params.boolean("protect_content"):
        frame["has_protected_content"] = True
    api.flood.check(chat.id, group=chat.kind != "private")
    in_channel = chat.kind == "channel"
    return api.world.history.post(
        chat,
        None if in_channel else api.world.bot.id,
        content,
        frame=frame,
        reply_to=reply_to,
        reply_markup=markup,
        keyboard=keyboard,
        sender_chat=chat.id if in_channel else None,
    )


def _replied(params: Params, chat: DemoChat) -> int | None:
    asked = params.structure("reply_parameters", "reply parameters") or {}
    number = int(asked.get("message_id") or params.integer("reply_to_message_id"))
    if not number:
        return None
    if number in chat.messages:
        return number
    if asked.get("allow_sending_without_reply") or params.boolean("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _thread(params: Params, chat: DemoChat) -> dict[str, Any]:
    number = params.integer("message_thread_id")
    if not number:
        return {}
    if number not in chat.topics:
        raise bad_request("message thread not found")
    return {"message_thread_id": number, "is_topic_message": True}


def send_message(api: Backend, params: Params) -> dict[str, Any]:
    chat = writable_chat(api, params)
    return api.world.history.show(deliver(api, params, chat, text_content(params)))


def send_location(api: Backend, params: Params) -> dict[str, Any]:
    chat = writable_chat(api, params)
    point = {name: finite(params.text(name, "0")) for name in ("latitude", "longitude")}
    return api.world.history.show(deliver(api, params, chat, {"location": point}))


def send_contact(api: Backend, params: Params) -> dict[str, Any]:
    chat = writable_chat(api, params)
    named = ("phone_number", "first_name", "last_name")
    contact = {name: params.text(name) for name in named if params.has(name)}
    return api.world.history.show(deliver(api, params, chat, {"contact": contact}))


ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def send_chat_action(api: Backend, params: Params) -> bool:
    chat = writable_chat(api, params)
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    api.world.changes.announce("action", chat.id, {"action": params.text("action")})
    return True


METHODS = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendChatAction": send_chat_action,
}
