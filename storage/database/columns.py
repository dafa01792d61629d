"""Column types that SQLite and PostgreSQL keep alike, and the metadata that all tables share."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
)

from campaign.definition import Month, read_month

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# How long the short texts of the tables may be, in characters.
TOKEN = String(32)
WORD = String(32)
# SQLite numbers rows by itself only where the key is exactly INTEGER.
RowNumber = BigInteger().with_variant(Integer(), "sqlite")


class UtcMoment(TypeDecorator[datetime]):
    """A moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: in UTC. Raises ValueError for a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: SQLite forgets the zone, so it is put back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value


class Always(StrEnum):
    """Stands for the month where something is counted whatever the month."""

    ALWAYS = ""


CounterMonth = Month | Always


class MonthColumn(TypeDecorator[Month]):
    """A calendar month, kept as text like `2008-06`, so that months sort as they follow."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> str | None:
        """To the database. Raises TypeError for a month that was not read yet."""
        if value is None:
            return None
        if not isinstance(value, Month):
            raise TypeError(f"not a Month: {value!r}")
        return str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Month | None:
        """From the database. Raises ValueError for text of another form."""
        return None if value is None else _month(value)


class CounterMonthColumn(TypeDecorator[CounterMonth]):
    """The month of a counter; the empty text is kept for `Always`."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: CounterMonth | None, dialect: Dialect) -> str | None:
        """To the database. Raises TypeError for a month that was not read yet."""
        if value is None:
            return None
        if not isinstance(value, Month | Always):
            raise TypeError(f"neither a Month nor Always: {value!r}")
        return str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> CounterMonth | None:
        """From the database. Raises ValueError for text of another form."""
        if not value:
            return None if value is None else Always.ALWAYS
        return _month(value)


# A campaign has a dozen months, and each is read with thousands of rows.
_month = lru_cache(maxsize=256)(read_month)


class Json(TypeDecorator[Any]):
    """JSON as text, Chinese unescaped, so that a person can read the table."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        """From the database."""
        return None if value is None else json.loads(value)


_readable = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_escaped = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


def to_json(value: object) -> str:
    """Compact JSON with sorted keys: the same value always gives the same text.

    A lone surrogate, which no database takes, is kept as its escape.
    """
    text = _readable(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _escaped(value)
    return text
