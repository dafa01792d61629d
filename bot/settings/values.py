"""The values of settings, as people paste them: each is right, or its remedy is told.

Blanks and quotes around a value are taken off; nothing within it is guessed. What is wrong is said
in both languages, and no part of the value is repeated: it may be a secret.
"""

import re
from datetime import datetime
from ipaddress import IPv6Address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from bot.settings.broken_start import WrongSetting

QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "„": "“", "「": "」", "«": "»"}
# Zero-width marks, and marks of the direction of writing, come along with what is copied.
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
MOST_PORT = 65535
# Years that the clock of a trial may start in: a campaign reaches some years to both sides.
YEARS = range(1990, 2101)

TOKEN = (
    "应为 数字:字母，如 123456789:AAE…，照 @BotFather 给的原样写，前面没有 bot，中间没有空格 / "
    "the token is needed as @BotFather gave it, such as 123456789:AAE…, without bot before it "
    "and without blanks"
)
EXAMPLE = (
    "还是 .env.example 里的例子，请换成自己的 / "
    "is still the example of .env.example: put yours there"
)
LISTEN = (
    "应为 地址:端口，如 127.0.0.1:8080，前面没有 http:// / "
    "host:port is needed, such as 127.0.0.1:8080, without http:// before it"
)
PORT = "端口应在 0 到 65535 之间 / the port must be between 0 and 65535"
BRACKETS = (
    "IPv6 地址要加方括号，如 [::1]:8080 / an IPv6 address stands in brackets, such as [::1]:8080"
)
WEB_ADDRESS = (
    "应为以 https:// 开头的网址 / an address that begins with https:// is needed, with a host"
)
NO_QUESTION = (
    "网址里不要有 ?、# 和空格，路径由程序自己加 / "
    "no ?, # or blank in the address: the program adds its own path"
)
NO_BOT = (
    "只写服务器，如 https://api.telegram.org，去掉末尾的 /bot 和令牌 / "
    "only the server is needed, such as https://api.telegram.org: take /bot and the token away"
)
CHANNEL = (
    "应为频道的 @名称 或编号，如 @flag_example 或 -1001234567890，不是链接 / "
    "a channel's @name or its number, such as -1001234567890, is needed, and no link"
)
SECRET = (
    "应为 16 至 256 个 A-Z a-z 0-9 _ - / 16 to 256 of the characters A-Z a-z 0-9 _ - are needed"
)
CODE = (
    "应为 8 至 64 个 A-Z a-z 0-9 _ -，因为它要放进链接 / "
    "8 to 64 of the characters A-Z a-z 0-9 _ - are needed: a link carries it"
)
MOMENT = (
    "应为带时区的时刻，如 2008-04-28T09:00:00+08:00，在 1990 至 2100 年间 / "
    "a moment with its zone is needed, such as 2008-04-28T09:00:00+08:00, from 1990 to 2100"
)
PATH = "应为文件或文件夹的路径 / the path of a file or folder is needed"
# What is needed where the type of the value is not the right one.
NEEDED = {
    "rate": "应为 0 或更大的数，如 30 / a number of 0 or more is needed, such as 30",
    "flood": "应为 0 或更大的整数，如 20 / a whole number of 0 or more is needed, such as 20",
    "log": "应为 console 或 json / console or json is needed",
    "now": MOMENT,
    "data": PATH,
    "campaign": PATH,
}


def as_pasted(value: str) -> str:
    """The value without blanks, unseen marks and quotes around it."""
    value = _bare(value)
    while len(value) > 1 and QUOTES.get(value[0]) == value[-1]:
        value = _bare(value[1:-1])
    return value


def _bare(value: str) -> str:
    return value.strip().strip(UNSEEN).strip()


def bot_token(value: SecretStr) -> SecretStr:
    """A token by its form; whether there is such a bot, Telegram knows."""
    if not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]+", value.get_secret_value()):
        raise WrongSetting(TOKEN)
    return value


def is_example(value: str) -> bool:
    """Whether somebody took an example for a value: everybody can read that secret."""
    return "replace-me" in value


def address(value: str) -> str:
    """Host and port to listen at."""
    host, marked, port = value.rpartition(":")
    if not marked or not host or not re.fullmatch(r"-?[0-9]+", port):
        raise WrongSetting(LISTEN)
    if not 0 <= int(port) <= MOST_PORT:
        raise WrongSetting(PORT)
    if host.startswith("["):
        _check_ipv6(host.removeprefix("[").removesuffix("]"))
    elif host.count(":") > 1 and "//" not in host:
        raise WrongSetting(BRACKETS)
    elif not re.fullmatch(r"[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?", host) or ".." in host:
        raise WrongSetting(LISTEN)
    return value


def _check_ipv6(host: str) -> None:
    try:
        IPv6Address(host)
    except ValueError:
        raise WrongSetting(BRACKETS) from None


def web_address(value: str) -> str:
    """An address of the web, without a slash at its end."""
    if re.search(r"[\s?#\\]", value):
        raise WrongSetting(NO_QUESTION)
    split_address(value)
    return value.rstrip("/")


def split_address(value: str) -> SplitResult:
    """The parts of an address of the web, its port within bounds."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise WrongSetting(PORT if re.search(r":\d+(/|$)", value) else WEB_ADDRESS) from None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w.:%-]+", host):
        raise WrongSetting(WEB_ADDRESS)
    if port == 0:
        raise WrongSetting(PORT)
    return parts


def api_address(value: str) -> str:
    """The address of a Bot API server: what stands before /bot and the token."""
    found = web_address(value)
    if re.search(r"/bot([0-9]+:|[0-9]*$|/)", found, re.IGNORECASE):
        raise WrongSetting(NO_BOT)
    return found


def channel(value: str) -> str:
    """A channel by name or number."""
    if not re.fullmatch(r"@[A-Za-z][A-Za-z0-9_]{3,31}|-100[0-9]{5,15}", value):
        raise WrongSetting(CHANNEL)
    return value


def secret_token(value: SecretStr) -> SecretStr:
    """What Telegram may send as its secret header."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
        raise WrongSetting(SECRET)
    return value


def start_code(value: SecretStr) -> SecretStr:
    """What a link to the bot may carry."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", value.get_secret_value()):
        raise WrongSetting(CODE)
    return value


def moment(value: datetime) -> datetime:
    """A moment at which a clock may start."""
    if value.year not in YEARS:
        raise WrongSetting(MOMENT)
    return value


def iso_moment(value: object) -> object:
    """Only a moment that is written out: a bare number would be taken for seconds."""
    if isinstance(value, str) and not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", value):
        raise WrongSetting(MOMENT)
    return value


def path(value: Path) -> Path:
    """A path, `~` being the operator's home. Whether it can be used, its opening shows."""
    if "\0" in str(value):
        raise WrongSetting(PATH)
    try:
        return value.expanduser()
    except RuntimeError:
        raise WrongSetting(PATH) from None
