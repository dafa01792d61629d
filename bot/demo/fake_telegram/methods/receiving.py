"""How updates reach the bot, and who it is."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import ApiRefusal, bad_request

SECRET_LENGTH = range(1, 257)


def get_me(api: Backend, _params: Params) -> dict[str, Any]:
    return {
        **api.world.bot.as_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": api.world.hearing.all_groups,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


async def get_updates(api: Backend, params: Params) -> list[dict[str, Any]]:
    _allow(api, params)
    return await api.poller.poll(
        params.integer("offset"), params.integer("limit", 100), params.integer("timeout")
    )


def _allow(api: Backend, params: Params) -> None:
    kinds = params.structure("allowed_updates", "allowed updates")
    if isinstance(kinds, list):
        api.world.queue.allow(frozenset(map(str, kinds)) or None)


async def set_webhook(api: Backend, params: Params) -> bool:
    """Post updates to a URL from now on; plain http is taken, as a local server does."""
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return await delete_webhook(api, params)
    if not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    named = all(char.isascii() and (char.isalnum() or char in "_-") for char in secret)
    if secret and (len(secret) not in SECRET_LENGTH or not named):
        raise bad_request("secret token contains unallowed characters")
    _allow(api, params)
    await api.webhook.close()
    hook = api.world.queue.webhook
    hook.url, hook.secret = url, secret
    hook.max_connections = params.integer("max_connections", 40)
    if params.boolean("drop_pending_updates"):
        api.world.queue.drop_all()
    api.world.queue.touched()
    api.poller.end_for_webhook()
    api.webhook.run()
    return True


async def delete_webhook(api: Backend, params: Params) -> bool:
    await api.webhook.close()
    api.world.queue.webhook.url = api.world.queue.webhook.secret = ""
    if params.boolean("drop_pending_updates"):
        api.world.queue.drop_all()
    api.world.queue.touched()
    return True


def get_webhook_info(api: Backend, _params: Params) -> dict[str, Any]:
    hook = api.world.queue.webhook
    info: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(api.world.queue),
    }
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.last_error:
        info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    if api.world.queue.allowed:
        info["allowed_updates"] = sorted(api.world.queue.allowed)
    return info


def log_out(api: Backend, _params: Params) -> bool:
    """Only a local server can be left for good; the demo answers as after the first ten minutes."""
    if api.world.queue.webhook.url:
        raise bad_request("can't log out while webhook is active")
    return True


def close(api: Backend, _params: Params) -> bool:
    if api.world.queue.webhook.url:
        raise ApiRefusal(400, "Bad Request: can't close while webhook is active")
    return True


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": close,
}
