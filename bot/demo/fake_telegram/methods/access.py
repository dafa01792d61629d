"""Whether the bot may act in a chat now: the refusals that every sending method shares."""

from __future__ import annotations

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import bad_request, forbidden
from bot.demo.fake_telegram.world.chats import PRESENT, DemoChat
from bot.demo.fake_telegram.world.messages import Message
from bot.demo.fake_telegram.world.world import World

# How long after a join request the bot may write to whoever asked, in seconds.
REQUEST_GRACE = 300


def known_chat(api: Backend, params: Params, field: str = "chat_id") -> DemoChat:
    """The chat of a call, provided that the bot can see it at all."""
    chat = api.world.chats.find(params.chat_id(field))
    if chat.moved_to:
        words = "group chat was upgraded to a supergroup chat"
        raise bad_request(words, migrate_to_chat_id=chat.moved_to)
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    if chat.kind != "private":
        _refuse_outside(api.world, chat)
    return chat


def writable_chat(api: Backend, params: Params) -> DemoChat:
    """The chat of a sending call, after every reason that Telegram has to refuse it."""
    chat = known_chat(api, params)
    if chat.kind == "private":
        _refuse_private(api.world, chat)
    elif chat.kind == "channel":
        if not chat.membership(api.world.bot.id).may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
    elif chat.membership(api.world.bot.id).status == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")
    return chat


def _refuse_private(world: World, chat: DemoChat) -> None:
    if world.people[chat.id].deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started and not _asked_lately(world, chat.id):
        raise forbidden("bot can't initiate conversation with a user")


def _asked_lately(world: World, user_id: int) -> bool:
    """A join request opens the private chat of its author for five minutes."""
    since = world.history.seconds() - REQUEST_GRACE
    return any(chat.asking.get(user_id, 0) > since for chat in world.chats if chat.asking)


def _refuse_outside(world: World, chat: DemoChat) -> None:
    status = chat.membership(world.bot.id).status
    if status in PRESENT:
        return
    if status == "kicked" or chat.kind == "group":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    raise forbidden(f"bot is not a member of the {chat.kind} chat")


def need_right(api: Backend, chat: DemoChat, right: str, words: str = "not enough rights") -> None:
    if not chat.membership(api.world.bot.id).may(right):
        raise bad_request(words)


def message_of(chat: DemoChat, number: int, words: str) -> Message:
    """A message of a chat, or the refusal with the words of the method."""
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(words)
    return message
