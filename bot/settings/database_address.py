"""The address of the database, as people paste it; the driver is the program's to choose."""

import os
import re
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.settings.broken_start import WrongSetting
from bot.settings.values import MOST_PORT
from campaign.locale.plain_texts import both

SQLITE, POSTGRESQL = "sqlite+aiosqlite", "postgresql+asyncpg"
DRIVERS = (SQLITE, POSTGRESQL)
# How a connection to PostgreSQL is encrypted, as its own tools name it.
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
# What else the driver takes from an address.
PARAMETERS = (
    "ssl", "host", "port", "user", "password", "database", "passfile", "service", "servicefile",
    "target_session_attrs", "prepared_statement_cache_size",
)  # fmt: skip
WRONG_DRIVER, NO_FILE = "settings.database", "settings.database_file"


def database_address(value: SecretStr) -> SecretStr:
    """The address as SQLAlchemy takes it. Raises WrongSetting."""
    given = value.get_secret_value()
    scheme = given.partition("://")[0].lower()
    if "://" not in given:
        raise WrongSetting(both(WRONG_DRIVER))
    if scheme not in DRIVERS:
        raise WrongSetting(_other_driver(scheme))
    found = _sqlite(given) if scheme == SQLITE else _postgresql(given)
    return SecretStr(found.render_as_string(hide_password=False))


def _other_driver(scheme: str) -> str:
    for driver, families in ((POSTGRESQL, ("postgres", "pgsql")), (SQLITE, ("sqlite",))):
        if scheme.startswith(families):
            known = both("settings.database_driver", driver=driver)
            return f"{known} ({both(WRONG_DRIVER)})"
    return both(WRONG_DRIVER)


def _sqlite(given: str) -> URL:
    rest = given.partition("://")[2]
    if not rest.startswith("/"):
        nowhere = rest in ("", ":memory:")
        raise WrongSetting(both(NO_FILE if nowhere else "settings.database_slashes"))
    url = _parsed(given)
    file = url.database or ""
    if not file or file.endswith(("/", "\\")) or file == ":memory:" or "\0" in file:
        raise WrongSetting(both(NO_FILE))
    if os.name != "nt" and re.search(r"^/?[A-Za-z]:[\\/]|\\", file):
        raise WrongSetting(both("settings.database_windows"))
    return url.set(database=str(Path(file).expanduser())) if file.startswith("~") else url


def _postgresql(given: str) -> URL:
    rest = given.partition("://")[2]
    # SQLAlchemy takes what stands before the first colon for the user, whatever is in it.
    after_user = rest.partition(":")[2] if "@" in rest.partition(":")[2] else rest
    if after_user.count("@") > 1 or re.search(r"\s", rest):
        raise WrongSetting(both("settings.escape"))
    url = _parsed(given)
    if "@" in (url.host or "") + (url.database or ""):
        raise WrongSetting(both("settings.escape"))
    if url.host and not re.fullmatch(r"[\w.,-]+|[0-9A-Fa-f:.]+", url.host):
        raise WrongSetting(both("settings.database_host"))
    if url.port is not None and not 0 < url.port <= MOST_PORT:
        raise WrongSetting(both("settings.port_to_reach"))
    if not url.database and not {"database", "service"} & set(url.query):
        raise WrongSetting(both("settings.database_no_name"))
    return _with_parameters(url)


def _parsed(given: str) -> URL:
    try:
        return make_url(given)
    except ArgumentError:
        raise WrongSetting(both(WRONG_DRIVER)) from None
    except ValueError:
        raise WrongSetting(both("settings.port_to_reach")) from None


def _with_parameters(url: URL) -> URL:
    """What PostgreSQL's own tools call sslmode, the driver calls ssl."""
    query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    for name in query:
        if name not in PARAMETERS:
            plain = re.fullmatch(r"[a-z_]{1,40}", name)
            raise WrongSetting(
                both("settings.database_parameter", name=name)
                if plain
                else both("settings.database_some_parameter")
            )
    if "ssl" in query and query["ssl"] not in SSL_MODES:
        raise WrongSetting(both("settings.database_ssl", modes=", ".join(SSL_MODES)))
    return url.set(query=query)
