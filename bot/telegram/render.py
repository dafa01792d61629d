"""What goes out, in the words of the Bot API: a value becomes a method and its parameters."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from telegram.constants import BotCommandScopeType, ParseMode

from campaign.messages import (
    Admission,
    ButtonsOff,
    Description,
    Files,
    LeaveTaking,
    Menu,
    MenuPlace,
    NoMenu,
    TextMessage,
    Toast,
    Value,
    utf16_length,
)

Params = dict[str, Any]
Call = tuple[str, Params]

_TEXT_AS_HTML = {
    "parse_mode": ParseMode.HTML.value,
    "link_preview_options": {"is_disabled": True},
}
_SCOPES = {
    MenuPlace.ANYWHERE: BotCommandScopeType.DEFAULT.value,
    MenuPlace.PRIVATE: BotCommandScopeType.ALL_PRIVATE_CHATS.value,
    MenuPlace.GROUPS: BotCommandScopeType.ALL_GROUP_CHATS.value,
}
_SENDS = {
    "photo": "sendPhoto",
    "document": "sendDocument",
    "voice": "sendVoice",
    "audio": "sendAudio",
    "video": "sendVideo",
    "video_note": "sendVideoNote",
}
_IN_FULL = ("setMyDescription", "description")
# The method of each kind that has but one.
_METHODS = {
    TextMessage.kind: "sendMessage",
    ButtonsOff.kind: "editMessageReplyMarkup",
    Toast.kind: "answerCallbackQuery",
    Menu.kind: "setMyCommands",
    NoMenu.kind: "deleteMyCommands",
    Admission.kind: "approveChatJoinRequest",
    LeaveTaking.kind: "leaveChat",
}


def rendered(kind: str, written: Params) -> Call:
    """The call that a row of the outbox stands for.

    A row of a release before has a method for its kind, and its parameters: it is left as it is.
    """
    render = _RENDERERS.get(kind)
    return (kind, written) if render is None else render(written)


def call_of(value: Value) -> Call:
    """The call that sends the value."""
    return rendered(value.kind, value.to_json())


def method_of(kind: str) -> str:
    """The method by which rows of that kind are sent, if it is but one; else the kind."""
    return _METHODS.get(kind, kind)


def kinds_sent_by(method: str) -> tuple[str, ...]:
    """What rows are called that this method sends: by their kind; before values, by itself."""
    return (method, *(kind for kind, sends in _METHODS.items() if sends == method))


def answers_press(kind: str) -> bool:
    """Whether a row answers a press, which its client does not wait for long."""
    return method_of(kind) == _METHODS[Toast.kind]


def _text(message: Params) -> Call:
    params: Params = {"chat_id": message["chat_id"], "text": message["text"]}
    if message.get("html"):
        params.update(_TEXT_AS_HTML)
    look = message.get("look") or {}
    if heading := message.get("heading"):
        params["text"], look = _headed(heading, message["text"], look, "entities")
    params.update(look)
    _put_into_topic(params, message)
    if buttons := message.get("buttons"):
        rows = [[_key(*button) for button in row] for row in buttons]
        params["reply_markup"] = {"inline_keyboard": rows}
    return _METHODS[TextMessage.kind], params


def _put_into_topic(params: Params, message: Params) -> None:
    """Where in a group a message goes; without it, to the general topic."""
    if (topic := message.get("topic")) is not None:
        params["message_thread_id"] = topic


def _key(label: str, press: str | None, link: str | None) -> Params:
    if press is None:
        return {"text": label, "url": link or ""}
    return {"text": label, "callback_data": press}


def _files(message: Params) -> Call:
    params: Params = {"chat_id": message["chat_id"]}
    _put_into_topic(params, message)
    first, *others = message["files"]
    if others:
        return "sendMediaGroup", params | {"media": [_of_album(one) for one in message["files"]]}
    made, medium = first.get("made"), first["medium"]
    params[medium] = {"made": made} if made else first.get("file_id", "")
    return _SENDS[medium], params | _caption(first)


def upload_call(message: Params, names: Sequence[str]) -> Call:
    """The call that sends such files by what is uploaded along with it under these names."""
    params: Params = {"chat_id": message["chat_id"]}
    _put_into_topic(params, message)
    first, *others = message["files"]
    if not others:
        return _SENDS[first["medium"]], params | _caption(first)
    media = [
        _of_album({**file, "file_id": f"attach://{name}"})
        for file, name in zip(message["files"], names, strict=True)
    ]
    return "sendMediaGroup", params | {"media": media}


def upload_names(message: Params) -> list[str]:
    """Under which names the files of such a call are uploaded."""
    files = message["files"]
    return [files[0]["medium"]] if len(files) == 1 else [f"file{at}" for at in range(len(files))]


def _of_album(file: Params) -> Params:
    return {"type": file["medium"], "media": file["file_id"], **_caption(file)}


def _headed(heading: str, text: str, look: Params, name: str) -> tuple[str, Params]:
    """The text below a bold heading; its formatting, which `look` has under `name`, moves along."""
    above = f"{heading}\n\n" if text else heading
    shift = utf16_length(above)
    bold = {"type": "bold", "offset": 0, "length": utf16_length(heading)}
    moved = [{**one, "offset": one["offset"] + shift} for one in look.get(name) or ()]
    return above + text, {**look, name: [bold, *moved]}


def _caption(file: Params) -> Params:
    look: Params = dict(file.get("look") or {})
    if heading := file.get("heading"):
        caption, look = _headed(heading, file.get("caption", ""), look, "caption_entities")
        return look | {"caption": caption}
    if file.get("html"):
        look["parse_mode"] = ParseMode.HTML.value
    return look | ({"caption": file["caption"]} if "caption" in file else {})


def _buttons_off(message: Params) -> Call:
    return _METHODS[ButtonsOff.kind], message


def _toast(toast: Params) -> Call:
    params: Params = {"callback_query_id": toast["query_id"]}
    if toast["text"]:
        params |= {"text": toast["text"], "show_alert": toast["alert"]}
    return _METHODS[Toast.kind], params


def _menu(menu: Params) -> Call:
    account, language = menu.get("account"), menu.get("language")
    scope = {"type": _SCOPES[menu["place"]]} if account is None else _scope_of(account)
    commands = [{"command": command, "description": words} for command, words in menu["commands"]]
    params = {"scope": scope, "commands": commands}
    return _METHODS[Menu.kind], params | ({} if language is None else {"language_code": language})


def _description(description: Params) -> Call:
    brief, language = description.get("brief"), description.get("language")
    method, field = ("setMyShortDescription", "short_description") if brief else _IN_FULL
    params = {field: description["text"]}
    return method, params | ({} if language is None else {"language_code": language})


def _no_menu(menu: Params) -> Call:
    return _METHODS[NoMenu.kind], {"scope": _scope_of(menu["account"])}


def _scope_of(account: int) -> Params:
    """A private chat has the id of its account."""
    return {"type": BotCommandScopeType.CHAT.value, "chat_id": account}


def _admission(admission: Params) -> Call:
    params = {"chat_id": admission["chat_id"], "user_id": admission["account"]}
    return _METHODS[Admission.kind], params


def _leave_taking(leaving: Params) -> Call:
    return _METHODS[LeaveTaking.kind], leaving


_RENDERERS: Mapping[str, Callable[[Params], Call]] = {
    TextMessage.kind: _text,
    Files.kind: _files,
    ButtonsOff.kind: _buttons_off,
    Toast.kind: _toast,
    Menu.kind: _menu,
    NoMenu.kind: _no_menu,
    Description.kind: _description,
    Admission.kind: _admission,
    LeaveTaking.kind: _leave_taking,
}
