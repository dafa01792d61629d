"""What the page is shown: people, their chats, messages, menus, as JSON for one person."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.methods.menus import menu_key
from bot.demo.fake_telegram.world.chats import ADMINS, DemoChat
from bot.demo.fake_telegram.world.people import User
from bot.demo.fake_telegram.world.world import World

# The most messages of a chat that are shown at once.
SHOWN_AT_ONCE = 200


def person_view(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "name": user.name,
        "note": user.note,
        "note_en": user.note_en or user.note,
        "colour": user.colour,
        "language": user.language_code,
    }


def chats_of(world: World, person: int) -> list[dict[str, Any]]:
    """The chats of a person, the one with the newest message first."""
    mine = [chat for chat in world.chats if _lists(chat, person)]
    mine.sort(key=lambda chat: (_newest(chat), chat.kind == "private"), reverse=True)
    return [chat_view(world, chat, person) for chat in mine]


def _lists(chat: DemoChat, person: int) -> bool:
    if chat.kind == "private":
        return chat.id == person
    return chat.has(person) and not chat.moved_to and not chat.deleted


def _newest(chat: DemoChat) -> int:
    return chat.in_order()[-1].date if chat.messages else 0


def chat_view(world: World, chat: DemoChat, person: int) -> dict[str, Any]:
    last = chat.in_order()[-1] if chat.messages else None
    member, show = chat.membership(person), world.history.show_to_people
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": world.bot.name if chat.kind == "private" else chat.title,
        "last": show(last) if last else None,
        "started": chat.started,
        "blocked": chat.blocked,
        "writes": chat.kind != "channel" or member.status in ADMINS,
        "bot_is_in": chat.has(world.bot.id),
        "members": sum(chat.has(user) for user in chat.members),
        "pinned": [show(chat.messages[number]) for number in chat.pinned[-1:]],
    }


def messages_of(world: World, chat: DemoChat, before: int = 0) -> dict[str, Any]:
    """The newest messages of a chat, or those before an id, oldest first."""
    ids = [number for number in chat.messages if not before or number < before]
    shown = [world.history.show_to_people(chat.messages[number]) for number in ids[-SHOWN_AT_ONCE:]]
    return {"messages": shown, "more": len(ids) > SHOWN_AT_ONCE}


def menu_of(world: World, chat: DemoChat, person: int, language: str) -> list[dict[str, str]]:
    """The command menu that this person sees in this chat: the narrowest scope that has one."""
    language = language.partition("-")[0]
    for scope in _scopes(chat, person):
        for spoken in (language, ""):
            found = world.profile.menus.get(menu_key(scope, spoken))
            if found:
                return found
    return []


def _scopes(chat: DemoChat, person: int) -> list[dict[str, Any]]:
    """Telegram's order of scopes, from the narrowest to the widest."""
    here = {"chat_id": chat.id}
    admin = chat.membership(person).status in ADMINS
    if chat.kind == "private":
        return [{"type": "chat", **here}, {"type": "all_private_chats"}, {"type": "default"}]
    scopes: list[dict[str, Any]] = [{"type": "chat_member", **here, "user_id": person}]
    scopes += [{"type": "chat_administrators", **here}] if admin else []
    scopes += [{"type": "chat", **here}]
    scopes += [{"type": "all_chat_administrators"}] if admin else []
    return [*scopes, {"type": "all_group_chats"}, {"type": "default"}]


def bot_view(world: World, language: str) -> dict[str, Any]:
    def said(texts: dict[str, str]) -> str:
        return texts.get(language) or texts.get("") or ""

    profile = world.profile
    return {
        "id": world.bot.id,
        "username": world.bot.username,
        "name": said(profile.names) or world.bot.name,
        "about": said(profile.short_descriptions),
        "description": said(profile.descriptions),
    }
