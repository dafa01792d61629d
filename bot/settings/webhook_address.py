"""The webhook's address: what Telegram will never take is refused before it is asked.

An own Bot API server may take more (any port, plain http, hosts of its network): it is asked.
"""

import re
from ipaddress import IPv4Address, ip_address
from urllib.parse import urlsplit

from pydantic import ValidationInfo

from bot.settings.broken_start import WrongSetting
from bot.settings.values import split_address, web_address

TELEGRAM = "https://api.telegram.org"
PORTS = (443, 80, 88, 8443)
# Names that only machines of one network know.
PRIVATE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "invalid", "test")

HTTPS = "应以 https:// 开头，Telegram 不接受 http:// / must begin with https://: Telegram takes no http://"
PORT = (
    "Telegram 只接受端口 443、80、88 和 8443；不写就是 443 / "
    "Telegram takes ports 443, 80, 88 and 8443 only; without one it is 443"
)
IPV6 = "Telegram 不接受 IPv6 地址，请写域名 / Telegram takes no IPv6 address: write a domain name"
NOT_PUBLIC = (
    "要写 Telegram 从公网能访问的域名；没有就去掉这一行，改用长轮询 / "
    "a domain name that Telegram can reach from outside is needed; "
    "without one take the line away, and long polling is used"
)
PUNYCODE = (
    "域名请写成 xn-- 开头的样子：{0} / write the domain name in its form with xn--, which is {0}"
)


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
        raise WrongSetting(HTTPS)
    if (parts.port or 443) not in PORTS:
        raise WrongSetting(PORT)
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
            raise WrongSetting(NOT_PUBLIC) from None
        return
    if not isinstance(found, IPv4Address):
        raise WrongSetting(IPV6)
    if not found.is_global:
        raise WrongSetting(NOT_PUBLIC)


def _in_punycode(host: str) -> str:
    try:
        return PUNYCODE.format(host.encode("idna").decode())
    except UnicodeError:
        return NOT_PUBLIC
