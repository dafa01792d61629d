"""The settings: from the environment or a `.env` file, every name with the prefix FLAGBEARER_."""

import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, unquote, urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url

from bot.settings import values
from bot.settings.broken_start import BrokenStart, WrongSetting
from bot.settings.database_address import POSTGRESQL, SQLITE, database_address
from bot.settings.dotenv_file import PREFIX, read_dotenv, remarks
from bot.settings.proxy_address import proxy_address
from bot.settings.webhook_address import TELEGRAM, webhook_address
from campaign.locale.plain_texts import both

__all__ = ["BrokenStart", "Settings", "read_settings"]

DOTENV = ".env"
# The largest number that a setting takes.
MOST = 1_000_000


class Settings(BaseSettings):
    """What the operator decides. `token`, `proxy` and the secrets never show in a log."""

    model_config = SettingsConfigDict(
        env_prefix="FLAGBEARER_",
        env_file=DOTENV,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    token: Annotated[SecretStr, AfterValidator(values.bot_token)] | None = None
    api_url: Annotated[str, AfterValidator(values.api_address)] = TELEGRAM
    proxy: Annotated[SecretStr, AfterValidator(proxy_address)] | None = None
    database: Annotated[SecretStr, AfterValidator(database_address)] | None = None
    data: Annotated[Path, AfterValidator(values.path)] = Path("data")
    campaign: Annotated[Path, AfterValidator(values.path)] | None = None
    webhook_url: Annotated[str, AfterValidator(webhook_address)] | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(values.secret_token)] | None = None
    listen: Annotated[str, AfterValidator(values.address)] = "127.0.0.1:8080"
    office_code: Annotated[SecretStr, AfterValidator(values.start_code)] | None = None
    channel: Annotated[str, AfterValidator(values.channel)] | None = None
    now: (
        Annotated[AwareDatetime, BeforeValidator(values.iso_moment), AfterValidator(values.moment)]
        | None
    ) = None
    rate: float = Field(default=28.5, ge=0, le=MOST)
    flood: int = Field(default=20, ge=0, le=MOST)
    log: Literal["console", "json"] = "console"

    @model_validator(mode="before")
    @classmethod
    def _as_pasted(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Each value without what surrounds it; one that is empty then is not set."""
        bare = {k: values.as_pasted(v) if isinstance(v, str) else v for k, v in given.items()}
        return {name: value for name, value in bare.items() if value != ""}

    @property
    def host(self) -> str:
        """Where to listen."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """On which port; 0 takes any free one."""
        return int(self.listen.rpartition(":")[2])

    @property
    def channel_id(self) -> int | str | None:
        """The channel for notices, as calls name it."""
        named = self.channel is None or self.channel.startswith("@")
        return self.channel if named or self.channel is None else int(self.channel)

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address of the database. Raises BrokenStart where it cannot be used."""
        if self.database is None:
            file = str(self.data / "flagbearer.sqlite3")
            return URL.create(SQLITE, database=file).render_as_string()
        url = self.database.get_secret_value()
        if url.startswith(POSTGRESQL) and importlib.util.find_spec("asyncpg") is None:
            raise BrokenStart(f"FLAGBEARER_DATABASE：{both('settings.no_asyncpg')}")
        return url

    @property
    def bot_token(self) -> str:
        """The token. Raises BrokenStart where there is none."""
        if self.token is None:
            raise BrokenStart(both("settings.no_token"))
        return self.token.get_secret_value()

    def secrets(self) -> list[str]:
        """Whatever must not be read in a log."""
        plain = [self.token, self.webhook_secret, self.office_code]
        found = [value.get_secret_value() for value in plain if value is not None]
        if self.proxy is not None:
            found += _spellings(urlsplit(self.proxy.get_secret_value()).password)
        if self.database is not None:
            found += _spellings(make_url(self.database.get_secret_value()).password)
        return found

    def wrong_examples(self) -> list[str]:
        """The names of secrets that are still the example, which everybody can read."""
        names = ("token", "webhook_secret", "office_code")
        found = {name: getattr(self, name) for name in names}
        return [n for n, v in found.items() if v and values.is_example(v.get_secret_value())]


def _spellings(password: str | None) -> list[str]:
    """A password as it stands in an address, and as it is meant."""
    plain = unquote(password or "")
    return list({password or "", plain, quote(plain, safe="")} - {""})


def read_settings() -> Settings:
    """The settings of this process. Raises BrokenStart with every fault in one line."""
    for remark in remarks(os.environ, Path(DOTENV), Settings.model_fields):
        sys.stderr.write(f"flagbearer: {remark}\n")
    try:
        found = Settings(_env_file=None, **_from_file())
    except ValidationError as faults:
        told = (_told(fault) for fault in faults.errors(include_input=False))
        raise BrokenStart("; ".join(told)) from None
    if wrong := found.wrong_examples():
        told = (f"{_name(name)}: {both('settings.example')}" for name in wrong)
        raise BrokenStart("; ".join(told))
    return found


def _from_file() -> dict[str, Any]:
    """What the file sets and the environment, which goes first, does not."""
    path = Path(DOTENV)
    written = read_dotenv(path) if path.is_file() else {}
    set_before = {name.upper() for name, value in os.environ.items() if values.as_pasted(value)}
    found = {name.upper(): value for name, value in written.items()}
    return {
        field: found[_name(field)]
        for field in Settings.model_fields
        if _name(field) in found and _name(field) not in set_before
    }


def _told(fault: Mapping[str, Any]) -> str:
    """One wrong setting: its name and the remedy."""
    field = str(fault["loc"][0])
    cause = fault.get("ctx", {}).get("error")
    if isinstance(cause, WrongSetting):
        return f"{_name(field)}: {cause}"
    needed = values.NEEDED.get(field)
    return f"{_name(field)}: {both(needed) if needed else fault['msg']}"


def _name(field: str) -> str:
    return f"{PREFIX}{field.upper()}"
