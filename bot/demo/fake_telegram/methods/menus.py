"""Command menus by scope and language, and what the bot says about itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import bad_request

# The most commands in a menu.
MOST_COMMANDS = 100
SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
}


def menu_key(scope: dict[str, Any] | None, language: str) -> str:
    """Under which a menu is kept: scope, chat, person, language."""
    scope = scope or {"type": "default"}
    parts = (scope.get("type", ""), scope.get("chat_id", ""), scope.get("user_id", ""), language)
    return "/".join(map(str, parts))


def _key(api: Backend, params: Params) -> str:
    scope = params.structure("scope", "bot command scope")
    if scope is not None and scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if scope and "chat_id" in scope:
        api.world.chats.find(scope["chat_id"])
    return menu_key(scope, _language(params))


def _language(params: Params) -> str:
    language = params.text("language_code")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def set_my_commands(api: Backend, params: Params) -> bool:
    commands = params.structure("commands", "bot commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of bot commands")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = [_command(entry) for entry in commands]
    api.world.profile.menus[_key(api, params)] = kept
    _changed(api)
    return True


def _command(entry: dict[str, Any]) -> dict[str, str]:
    name = str(entry.get("command", "")).removeprefix("/")
    about = str(entry.get("description", ""))
    if not re.fullmatch("[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(about) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": about}


def get_my_commands(api: Backend, params: Params) -> list[dict[str, str]]:
    return api.world.profile.menus.get(_key(api, params), [])


def delete_my_commands(api: Backend, params: Params) -> bool:
    api.world.profile.menus.pop(_key(api, params), None)
    _changed(api)
    return True


def _said(field: str, of: str, limit: int) -> tuple[Callable[..., bool], Callable[..., Any]]:
    """Setter and getter of one text of the profile."""

    def put(api: Backend, params: Params) -> bool:
        words, language = params.text(field), _language(params)
        if len(words) > limit:
            raise bad_request(f"{field} is too long")
        texts: dict[str, str] = getattr(api.world.profile, of)
        texts[language] = words
        _changed(api)
        return True

    def get(api: Backend, params: Params) -> dict[str, str]:
        texts: dict[str, str] = getattr(api.world.profile, of)
        fallback = api.world.bot.first_name if field == "name" else ""
        return {field: texts.get(_language(params)) or texts.get("") or fallback}

    return put, get


def set_chat_menu_button(api: Backend, params: Params) -> bool:
    button = params.structure("menu_button", "menu button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: Unallowed type specified")
    api.world.profile.menu_buttons[params.text("chat_id")] = button
    _changed(api)
    return True


def get_chat_menu_button(api: Backend, params: Params) -> dict[str, Any]:
    buttons = api.world.profile.menu_buttons
    return buttons.get(params.text("chat_id")) or buttons.get("") or {"type": "commands"}


def _changed(api: Backend) -> None:
    api.world.changes.touched("profile", "")
    api.world.changes.announce("menus", 0, {})


_set_name, _get_name = _said("name", "names", 64)
_set_about, _get_about = _said("description", "descriptions", 512)
_set_short, _get_short = _said("short_description", "short_descriptions", 120)

METHODS: dict[str, Callable[..., Any]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _set_name,
    "getMyName": _get_name,
    "setMyDescription": _set_about,
    "getMyDescription": _get_about,
    "setMyShortDescription": _set_short,
    "getMyShortDescription": _get_short,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
