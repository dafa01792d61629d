"""The proxy to Telegram, as people paste it: a scheme, a host, a port, and perhaps a name."""

import re
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.settings.broken_start import WrongSetting
from bot.settings.values import MOST_PORT

WEB = ("http", "https")
SOCKS = ("socks4", "socks4a", "socks5", "socks5h")

NO_SCHEME = (
    "要写明是哪种代理：http://主机:端口 或 socks5://主机:端口 / "
    "the kind of proxy is needed: http://host:port or socks5://host:port"
)
OTHER_SCHEME = (
    "只能用 http://、https://、socks4://、socks5:// 或 socks5h:// 的代理 / "
    "a proxy of http://, https://, socks4://, socks5:// or socks5h:// is needed"
)
ESCAPE = (
    "用户名和口令里的特殊字符要转义：@ 写成 %40，: 写成 %3A，/ 写成 %2F，# 写成 %23，"
    "? 写成 %3F，% 写成 %25 / "
    "escape special characters in user and password: @ as %40, : as %3A, / as %2F, # as %23, "
    "? as %3F, % as %25"
)
FORM = (
    "应为 http://主机:端口 或 socks5://用户:口令@主机:端口，全用半角字符 / "
    "http://host:port or socks5://user:password@host:port is needed, in plain half-width characters"
)
PORT = "端口应在 1 到 65535 之间 / the port must be between 1 and 65535"


def proxy_address(value: SecretStr) -> SecretStr:
    """The address, its scheme in small letters. Raises WrongSetting."""
    scheme, marked, rest = value.get_secret_value().partition("://")
    if not marked:
        raise WrongSetting(NO_SCHEME)
    scheme = scheme.lower()
    if scheme not in (*WEB, *SOCKS):
        raise WrongSetting(OTHER_SCHEME)
    user, _, place = rest.removesuffix("/").rpartition("@")
    if _needs_escapes(user):
        raise WrongSetting(ESCAPE)
    _check_place(place, scheme)
    return SecretStr(f"{scheme}://{rest.removesuffix('/')}")


def _needs_escapes(user: str) -> bool:
    return bool(re.search(r"[@#/?\\\s]|%(?![0-9A-Fa-f]{2})", user))


def _check_place(place: str, scheme: str) -> None:
    """Host and port. Only a web proxy has a port that goes without saying."""
    if re.search(r"[#?]", place):
        raise WrongSetting(ESCAPE)
    if not re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:[0-9]+)?", place, re.ASCII):
        raise WrongSetting(FORM)
    try:
        port = urlsplit(f"//{place}").port
    except ValueError:
        raise WrongSetting(PORT) from None
    if port is None and scheme not in WEB:
        raise WrongSetting(FORM)
    if port is not None and not 0 < port <= MOST_PORT:
        raise WrongSetting(PORT)
