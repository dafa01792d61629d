"""The address of the database, as people paste it; the driver is the program's to choose."""

import os
import re
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.settings.broken_start import WrongSetting
from bot.settings.values import MOST_PORT

SQLITE, POSTGRESQL = "sqlite+aiosqlite", "postgresql+asyncpg"
DRIVERS = (SQLITE, POSTGRESQL)
# How a connection to PostgreSQL is encrypted, as its own tools name it.
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
# What else the driver takes from an address.
PARAMETERS = (
    "ssl", "host", "port", "user", "password", "database", "passfile", "service", "servicefile",
    "target_session_attrs", "prepared_statement_cache_size",
)  # fmt: skip

WRONG_DRIVER = (
    "应以 sqlite+aiosqlite:///文件 或 postgresql+asyncpg://用户:口令@主机/库 的样子写 / "
    "must be sqlite+aiosqlite:///file or postgresql+asyncpg://user:password@host/database"
)
OTHER_DRIVER = (
    "请把开头换成 {0}://，其余不变 / begin it with {0}:// instead and leave the rest as it is"
)
ESCAPE = (
    "用户名和口令里的特殊字符要转义：@ 写成 %40，: 写成 %3A，/ 写成 %2F，# 写成 %23，"
    "? 写成 %3F，% 写成 %25 / "
    "escape special characters in user and password: @ as %40, : as %3A, / as %2F, # as %23, "
    "? as %3F, % as %25"
)
HOST = "主机名不对，应为半角的 主机:端口 / host:port is needed, in plain half-width characters"
PORT = "端口应在 1 到 65535 之间 / the port must be between 1 and 65535"
NO_NAME = "末尾缺少库名：…主机/库 / the name of the database is missing at its end: …host/database"
SSL = "sslmode 应为以下之一：{0} / sslmode must be one of {0}"
PARAMETER = (
    "不认识 ? 后面的参数 {0}，请去掉 / the parameter {0} after the ? is unknown: take it away"
)
UNKNOWN_PARAMETER = (
    "不认识 ? 后面的一个参数，请去掉 / a parameter after the ? is unknown: take it away"
)
SLASHES = (
    "应为三个斜线加文件：sqlite+aiosqlite:///data/flagbearer.sqlite3，绝对路径是四个斜线 / "
    "three slashes and a file are needed: sqlite+aiosqlite:///data/flagbearer.sqlite3; "
    "four for an absolute path"
)
NO_FILE = (
    "要写一个文件，不能是文件夹，也不能只在内存里 / "
    "a file is needed, no folder, and not memory alone, which forgets at every stop"
)
WINDOWS = (
    "这台机器不是 Windows，请写它自己的路径 / this machine is not Windows: write a path of its own"
)


def database_address(value: SecretStr) -> SecretStr:
    """The address as SQLAlchemy takes it. Raises WrongSetting."""
    given = value.get_secret_value()
    scheme = given.partition("://")[0].lower()
    if "://" not in given:
        raise WrongSetting(WRONG_DRIVER)
    if scheme not in DRIVERS:
        raise WrongSetting(_other_driver(scheme))
    found = _sqlite(given) if scheme == SQLITE else _postgresql(given)
    return SecretStr(found.render_as_string(hide_password=False))


def _other_driver(scheme: str) -> str:
    for driver, families in ((POSTGRESQL, ("postgres", "pgsql")), (SQLITE, ("sqlite",))):
        if scheme.startswith(families):
            return f"{OTHER_DRIVER.format(driver)} ({WRONG_DRIVER})"
    return WRONG_DRIVER


def _sqlite(given: str) -> URL:
    rest = given.partition("://")[2]
    if not rest.startswith("/"):
        raise WrongSetting(NO_FILE if rest in ("", ":memory:") else SLASHES)
    url = _parsed(given)
    file = url.database or ""
    if not file or file.endswith(("/", "\\")) or file == ":memory:" or "\0" in file:
        raise WrongSetting(NO_FILE)
    if os.name != "nt" and re.search(r"^/?[A-Za-z]:[\\/]|\\", file):
        raise WrongSetting(WINDOWS)
    return url.set(database=str(Path(file).expanduser())) if file.startswith("~") else url


def _postgresql(given: str) -> URL:
    rest = given.partition("://")[2]
    # SQLAlchemy takes what stands before the first colon for the user, whatever is in it.
    after_user = rest.partition(":")[2] if "@" in rest.partition(":")[2] else rest
    if after_user.count("@") > 1 or re.search(r"\s", rest):
        raise WrongSetting(ESCAPE)
    url = _parsed(given)
    if "@" in (url.host or "") + (url.database or ""):
        raise WrongSetting(ESCAPE)
    if url.host and not re.fullmatch(r"[\w.,-]+|[0-9A-Fa-f:.]+", url.host):
        raise WrongSetting(HOST)
    if url.port is not None and not 0 < url.port <= MOST_PORT:
        raise WrongSetting(PORT)
    if not url.database and not {"database", "service"} & set(url.query):
        raise WrongSetting(NO_NAME)
    return _with_parameters(url)


def _parsed(given: str) -> URL:
    try:
        return make_url(given)
    except ArgumentError:
        raise WrongSetting(WRONG_DRIVER) from None
    except ValueError:
        raise WrongSetting(PORT) from None


def _with_parameters(url: URL) -> URL:
    """What PostgreSQL's own tools call sslmode, the driver calls ssl."""
    query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    for name in query:
        if name not in PARAMETERS:
            plain = re.fullmatch(r"[a-z_]{1,40}", name)
            raise WrongSetting(PARAMETER.format(name) if plain else UNKNOWN_PARAMETER)
    if "ssl" in query and query["ssl"] not in SSL_MODES:
        raise WrongSetting(SSL.format(", ".join(SSL_MODES)))
    return url.set(query=query)
