"""Editing what the bot sent: text, caption, medium, buttons."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.contents import caption_content, text_content
from bot.demo.fake_telegram.keyboards import read_markup
from bot.demo.fake_telegram.methods.access import message_of, writable_chat
from bot.demo.fake_telegram.methods.media import input_media
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import bad_request
from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.messages import WITH_CAPTION, Content, Message

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _editable(api: Backend, params: Params) -> tuple[DemoChat, Message]:
    chat = writable_chat(api, params)
    message = message_of(chat, params.message_id(), "message to edit not found")
    if not _own(api, chat, message) or "forward_origin" in message.frame:
        raise bad_request("message can't be edited")
    return chat, message


def _own(api: Backend, chat: DemoChat, message: Message) -> bool:
    bot = api.world.bot.id
    if chat.kind == "channel":
        return message.sender is None and chat.membership(bot).may("can_edit_messages")
    return message.sender == bot


def _edit(
    api: Backend, params: Params, chat: DemoChat, message: Message, content: Content
) -> dict[str, Any]:
    """Put the new content in place; edits count against the limits like sends."""
    markup, _ = read_markup(params, chat)
    if message.shows_the_same(content, markup):
        raise bad_request(NOT_MODIFIED)
    api.flood.check(chat.id, group=chat.kind != "private")
    if message.content != content:
        message.edit_date = api.world.history.seconds()
    message.content, message.reply_markup = content, markup
    api.world.history.changed(message)
    return api.world.history.show(message)


def edit_text(api: Backend, params: Params) -> dict[str, Any]:
    content = text_content(params)
    chat, message = _editable(api, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _edit(api, params, chat, message, content)


def edit_caption(api: Backend, params: Params) -> dict[str, Any]:
    caption = caption_content(params)
    chat, message = _editable(api, params)
    if not any(kind in message.content for kind in WITH_CAPTION):
        raise bad_request("there is no caption in the message to edit")
    kept = {key: part for key, part in message.content.items() if not key.startswith("caption")}
    return _edit(api, params, chat, message, kept | caption)


def edit_media(api: Backend, params: Params) -> dict[str, Any]:
    chat, message = _editable(api, params)
    media = params.structure("media", "media")
    if not isinstance(media, dict):
        raise bad_request("media must be specified")
    return _edit(api, params, chat, message, input_media(api, params, media))


def edit_markup(api: Backend, params: Params) -> dict[str, Any]:
    chat, message = _editable(api, params)
    return _edit(api, params, chat, message, message.content)


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
}
