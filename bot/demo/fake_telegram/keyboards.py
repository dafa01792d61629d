"""Reply markup as calls hand it in: what may stand in it, and what Telegram refuses."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import bad_request
from bot.demo.fake_telegram.world.chats import DemoChat

# Bytes of a button's data at most, and buttons of a keyboard at most.
DATA_BYTES = 64
MOST_BUTTONS = 100
KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)

Markup = dict[str, Any] | None


def read_markup(params: Params, chat: DemoChat) -> tuple[Markup, Markup]:
    """The inline keyboard and the reply keyboard of a call; at most one of them is given."""
    if "reply_markup" not in params.values:
        return None, None
    markup = params.structure("reply_markup", "reply keyboard markup")
    if markup is None:
        return None, None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"], chat), None
    if "keyboard" in markup:
        return None, _reply(markup)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return None, markup
    return None, None


def _inline(rows: Any, chat: DemoChat) -> Markup:
    if not isinstance(rows, list):
        raise bad_request(
            'can\'t parse inline keyboard: Field "inline_keyboard" must be of type Array'
        )
    kept = [[_inline_button(button, chat) for button in row] for row in rows if row]
    if sum(map(len, kept)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _inline_button(button: Any, chat: DemoChat) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Text buttons must be non-empty")
    if sum(1 for kind in KINDS if kind in button) != 1:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_link(button["url"])
    if "web_app" in button:
        _check_web_app(button["web_app"], chat)
    return button


def _check_link(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "tg" or (
        parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    ):
        return
    if not parts.scheme and "." in url.partition("/")[0]:
        return
    raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_web_app(web_app: Any, chat: DemoChat) -> None:
    url = web_app.get("url", "") if isinstance(web_app, dict) else ""
    if not url.startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
    if chat.kind != "private":
        raise bad_request("BUTTON_TYPE_INVALID")


def _reply(markup: dict[str, Any]) -> Markup:
    rows = [
        [{"text": button} if isinstance(button, str) else button for button in row]
        for row in markup["keyboard"]
        if row
    ]
    if any(not button.get("text") for row in rows for button in row):
        raise bad_request("can't parse keyboard button: Text buttons must be non-empty")
    if not rows:
        raise bad_request("reply keyboard must have at least one button")
    return {**markup, "keyboard": rows}
