"""Small facts that the program keeps for itself: secrets made at first start, the bot's name."""

import secrets

from sqlalchemy import Integer, String, cast, select

from storage.database.session import Session
from storage.tables import settings


async def read_setting(session: Session, name: str) -> str | None:
    """A setting's value, or None."""
    value: str | None = await session.value(select(settings.c.value).where(settings.c.name == name))
    return value


async def write_setting(session: Session, name: str, value: str) -> None:
    """Keep a setting."""
    row = {"name": name, "value": value}
    await session.upsert(settings, [row], on=["name"], overwrite=["value"])


async def count_up(session: Session, name: str) -> None:
    """Add one to a setting that is a whole number; it begins with 1."""
    change = {"value": cast(cast(settings.c.value, Integer) + 1, String)}
    await session.upsert(settings, [{"name": name, "value": "1"}], on=["name"], change=change)


async def secret_setting(session: Session, name: str) -> str:
    """A random secret of 256 bits (43 characters), made once and kept."""
    if session.is_postgresql:
        await session.lock(f"setting {name}")
    found = await read_setting(session, name)
    if found is None:
        found = secrets.token_urlsafe(32)
        await write_setting(session, name, found)
    return found
