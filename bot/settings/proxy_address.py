"""The proxy to Telegram, as people paste it: a scheme, a host, a port, and perhaps a name."""

import re
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.settings.broken_start import WrongSetting
from bot.settings.values import MOST_PORT
from campaign.locale.plain_texts import both

WEB = ("http", "https")
SOCKS = ("socks4", "socks4a", "socks5", "socks5h")


def proxy_address(value: SecretStr) -> SecretStr:
    """The address, its scheme in small letters. Raises WrongSetting."""
    scheme, marked, rest = value.get_secret_value().partition("://")
    if not marked:
        raise WrongSetting(both("settings.proxy_kind"))
    scheme = scheme.lower()
    if scheme not in (*WEB, *SOCKS):
        raise WrongSetting(both("settings.proxy_other_kind"))
    user, _, place = rest.removesuffix("/").rpartition("@")
    if _needs_escapes(user):
        raise WrongSetting(both("settings.escape"))
    _check_place(place, scheme)
    return SecretStr(f"{scheme}://{rest.removesuffix('/')}")


def _needs_escapes(user: str) -> bool:
    return bool(re.search(r"[@#/?\\\s]|%(?![0-9A-Fa-f]{2})", user))


def _check_place(place: str, scheme: str) -> None:
    """Host and port. Only a web proxy has a port that goes without saying."""
    if re.search(r"[#?]", place):
        raise WrongSetting(both("settings.escape"))
    if not re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:[0-9]+)?", place, re.ASCII):
        raise WrongSetting(both("settings.proxy"))
    try:
        port = urlsplit(f"//{place}").port
    except ValueError:
        raise WrongSetting(both("settings.port_to_reach")) from None
    if port is None and scheme not in WEB:
        raise WrongSetting(both("settings.proxy"))
    if port is not None and not 0 < port <= MOST_PORT:
        raise WrongSetting(both("settings.port_to_reach"))
