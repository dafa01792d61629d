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
from campaign.locale.plain_texts import both

QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "„": "“", "「": "」", "«": "»"}
# Zero-width marks, and marks of the direction of writing, come along with what is copied.
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
# The highest port number.
MOST_PORT = 65535
# Years that the clock of a trial may start in: a campaign reaches some years to both sides.
YEARS = range(1990, 2101)

# What is needed where the type of the value is not the right one.
NEEDED = {
    "rate": "settings.rate",
    "flood": "settings.flood",
    "log": "settings.log",
    "now": "settings.moment",
    "data": "settings.path",
    "campaign": "settings.path",
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
        raise WrongSetting(both("settings.token"))
    return value


def is_example(value: str) -> bool:
    """Whether somebody took an example for a value: everybody can read that secret."""
    return "replace-me" in value


def address(value: str) -> str:
    """Host and port to listen at."""
    host, marked, port = value.rpartition(":")
    if not marked or not host or not re.fullmatch(r"-?[0-9]+", port):
        raise WrongSetting(both("settings.listen"))
    if not 0 <= int(port) <= MOST_PORT:
        raise WrongSetting(both("settings.port"))
    if host.startswith("["):
        _check_ipv6(host.removeprefix("[").removesuffix("]"))
    elif host.count(":") > 1 and "//" not in host:
        raise WrongSetting(both("settings.brackets"))
    elif not re.fullmatch(r"[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?", host) or ".." in host:
        raise WrongSetting(both("settings.listen"))
    return value


def _check_ipv6(host: str) -> None:
    try:
        IPv6Address(host)
    except ValueError:
        raise WrongSetting(both("settings.brackets")) from None


def web_address(value: str) -> str:
    """An address of the web, without a slash at its end."""
    if re.search(r"[\s?#\\]", value):
        raise WrongSetting(both("settings.no_query"))
    split_address(value)
    return value.rstrip("/")


def split_address(value: str) -> SplitResult:
    """The parts of an address of the web, its port within bounds."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        key = "settings.port" if re.search(r":\d+(/|$)", value) else "settings.web_address"
        raise WrongSetting(both(key)) from None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w.:%-]+", host):
        raise WrongSetting(both("settings.web_address"))
    if port == 0:
        raise WrongSetting(both("settings.port"))
    return parts


def api_address(value: str) -> str:
    """The address of a Bot API server: what stands before /bot and the token."""
    found = web_address(value)
    if re.search(r"/bot([0-9]+:|[0-9]*$|/)", found, re.IGNORECASE):
        raise WrongSetting(both("settings.no_bot"))
    return found


def channel(value: str) -> str:
    """A channel by name or number."""
    if not re.fullmatch(r"@[A-Za-z][A-Za-z0-9_]{3,31}|-100[0-9]{5,15}", value):
        raise WrongSetting(both("settings.channel"))
    return value


def secret_token(value: SecretStr) -> SecretStr:
    """What Telegram may send as its secret header."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
        raise WrongSetting(both("settings.secret"))
    return value


def start_code(value: SecretStr) -> SecretStr:
    """What a link to the bot may carry."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", value.get_secret_value()):
        raise WrongSetting(both("settings.office_code"))
    return value


def moment(value: datetime) -> datetime:
    """A moment at which a clock may start."""
    if value.year not in YEARS:
        raise WrongSetting(both("settings.moment"))
    return value


def iso_moment(value: object) -> object:
    """Only a moment that is written out: a bare number would be taken for seconds."""
    if isinstance(value, str) and not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", value):
        raise WrongSetting(both("settings.moment"))
    return value


def path(value: Path) -> Path:
    """A path, `~` being the operator's home. Whether it can be used, its opening shows."""
    if "\0" in str(value):
        raise WrongSetting(both("settings.path"))
    try:
        return value.expanduser()
    except RuntimeError:
        raise WrongSetting(both("settings.path")) from None
