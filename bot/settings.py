"""The settings: from the environment or a `.env` file, every name with the prefix FLAGBEARER_."""

import importlib.util
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

TELEGRAM = "https://api.telegram.org"
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")

NOT_SET = (
    "没有设置 FLAGBEARER_TOKEN：在 Telegram 里找 @BotFather，发送 /newbot，把得到的令牌写进 .env；"
    "想先试用请运行 flagbearer demo，不需要令牌。/ FLAGBEARER_TOKEN is not set: write /newbot to "
    "@BotFather in Telegram and put the token into .env; to try it out first, run flagbearer demo, "
    "which needs no token."
)
WRONG_DRIVER = (
    "FLAGBEARER_DATABASE 应为 sqlite+aiosqlite:///文件 或 postgresql+asyncpg://用户@主机/库 / "
    "must be sqlite+aiosqlite:///file or postgresql+asyncpg://user@host/database"
)
NO_ASYNCPG = (
    "使用 PostgreSQL 需要 asyncpg：pip install 'flagbearer[postgres]'。/ "
    "PostgreSQL needs asyncpg: pip install 'flagbearer[postgres]'"
)


class BrokenStart(Exception):
    """The program cannot start; the text is the one line that says why and what to do."""


def _address(value: str) -> str:
    if not re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[^:\[\]\s]+):\d{1,5}", value):
        raise ValueError("host:port is needed, such as 127.0.0.1:8080")
    return value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+.*", value):
        raise ValueError("an address that begins with https:// is needed")
    return value.rstrip("/")


def _channel(value: str) -> str:
    if not re.fullmatch(r"@[A-Za-z]\w{3,31}|-100\d{5,15}", value):
        raise ValueError("a channel's @name or its number, such as -1001234567890, is needed")
    return value


def _secret_token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
        raise ValueError("16 to 256 of the characters A-Z a-z 0-9 _ - are needed")
    return value


def _start_code(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", value.get_secret_value()):
        raise ValueError("8 to 64 of the characters A-Z a-z 0-9 _ - are needed: a link carries it")
    return value


class Settings(BaseSettings):
    """What the operator decides. `token`, `proxy` and the secrets never show in a log."""

    model_config = SettingsConfigDict(
        env_prefix="FLAGBEARER_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    token: SecretStr | None = None
    api_url: Annotated[str, AfterValidator(_web_address)] = TELEGRAM
    proxy: SecretStr | None = None
    database: SecretStr | None = None
    data: Path = Path("data")
    campaign: Path | None = None
    webhook_url: Annotated[str, AfterValidator(_web_address)] | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret_token)] | None = None
    listen: Annotated[str, AfterValidator(_address)] = "127.0.0.1:8080"
    office_code: Annotated[SecretStr, AfterValidator(_start_code)] | None = None
    channel: Annotated[str, AfterValidator(_channel)] | None = None
    now: AwareDatetime | None = None
    rate: float = Field(default=30.0, ge=0)
    flood: int = Field(default=20, ge=0)
    log: Literal["console", "json"] = "console"

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
            return f"sqlite+aiosqlite:///{self.data / 'flagbearer.sqlite3'}"
        url = self.database.get_secret_value()
        try:
            driver = make_url(url).drivername
        except ArgumentError:
            raise BrokenStart(WRONG_DRIVER) from None
        if driver not in DRIVERS:
            raise BrokenStart(WRONG_DRIVER)
        if driver == "postgresql+asyncpg" and importlib.util.find_spec("asyncpg") is None:
            raise BrokenStart(NO_ASYNCPG)
        return url

    @property
    def bot_token(self) -> str:
        """The token. Raises BrokenStart where there is none."""
        if self.token is None:
            raise BrokenStart(NOT_SET)
        return self.token.get_secret_value()

    def secrets(self) -> list[str]:
        """Whatever must not be read in a log."""
        values = [self.token, self.webhook_secret, self.office_code]
        found = [value.get_secret_value() for value in values if value is not None]
        for address in (self.proxy, self.database):
            if address is not None:
                found += re.findall(r"//[^/@\s]*?:([^/@\s]+)@", address.get_secret_value())
        return found


def read_settings() -> Settings:
    """The settings of this process. Raises BrokenStart with every fault in one line."""
    try:
        return Settings()
    except ValidationError as faults:
        told = (
            f"FLAGBEARER_{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg']}"
            for fault in faults.errors(include_input=False)
        )
        raise BrokenStart("; ".join(told)) from None
