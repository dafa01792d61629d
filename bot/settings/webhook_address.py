"""The webhook's address: what Telegram will never take is refused before it is asked.

An own Bot API server may take more (any port, plain http, hosts of its network): it is asked.
"""

import re
from ipaddress import IPv4Address, ip_address
from urllib.parse import urlsplit

from pydantic import ValidationInfo

from bot.settings.broken_start import WrongSetting
from bot.settings.values import split_address, web_address
from campaign.locale.plain_texts import both

TELEGRAM = "https://api.telegram.org"
# The ports to which Telegram posts.
PORTS = (443, 80, 88, 8443)
# Names that only machines of one network know.
PRIVATE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "invalid", "test")


def webhook_address(value: str, info: ValidationInfo) -> str:
    """The address without a slash at its end. Raises WrongSetting."""
    found = web_address(value)
    if is_telegrams(info.data.get("api_url", TELEGRAM)):
        _check_for_telegram(found)
    return found


def is_telegrams(api_url: str) -> bool:
    """Whether that Bot API server is Telegram's own."""
    return urlsplit(api_url).hostname == urlsplit(TELEGRAM).hostname


def _check_for_telegram(address: str) -> None:
    parts = split_address(address)
    if parts.scheme != "https":
        raise WrongSetting(both("settings.webhook_https"))
    if (parts.port or 443) not in PORTS:
        raise WrongSetting(both("settings.webhook_port"))
    _check_host((parts.hostname or "").rstrip("."))


def _check_host(host: str) -> None:
    if not host.isascii():
        raise WrongSetting(_in_punycode(host))
    try:
        found = ip_address(host)
    except ValueError:
        labels = host.split(".")
        plain = re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+", host)
        if not plain or labels[-1] in PRIVATE or labels[-1].isdigit():
            raise WrongSetting(both("settings.webhook_not_public")) from None
        return
    if not isinstance(found, IPv4Address):
        raise WrongSetting(both("settings.webhook_ipv6"))
    if not found.is_global:
        raise WrongSetting(both("settings.webhook_not_public"))


def _in_punycode(host: str) -> str:
    try:
        return both("settings.webhook_punycode", name=host.encode("idna").decode())
    except UnicodeError:
        return both("settings.webhook_not_public")
