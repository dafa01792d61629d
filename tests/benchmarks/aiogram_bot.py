"""Contestant: the three steps on aiogram 3, state and check-ins kept in SQLite.

What an engineer would write who wants a restart to lose nothing: a storage of states on aiosqlite
(there is none with aiogram), WAL, every commit synced. Everything else as it comes. Run by a Python
that has aiogram (aiogram_environment.py), not by the project's:

    python tests/benchmarks/aiogram_bot.py URL TOKEN FILE
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

import aiosqlite
from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

SUBMIT = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="✓ 提交", callback_data="submit")]]
)
TABLES = """
CREATE TABLE IF NOT EXISTS talks (chat INTEGER PRIMARY KEY, state TEXT, data TEXT);
CREATE TABLE IF NOT EXISTS check_ins
    (id INTEGER PRIMARY KEY, person INTEGER, done TEXT, effect TEXT);
"""
NEW_STATE = (
    "INSERT INTO talks (chat, state) VALUES (?, ?) "
    "ON CONFLICT (chat) DO UPDATE SET state = excluded.state"
)
NEW_DATA = (
    "INSERT INTO talks (chat, data) VALUES (?, ?) "
    "ON CONFLICT (chat) DO UPDATE SET data = excluded.data"
)
NEW_CHECK_IN = "INSERT INTO check_ins (person, done, effect) VALUES (?, ?, ?)"


class CheckIn(StatesGroup):
    """What is asked."""

    done = State()
    effect = State()
    confirm = State()


class SqliteStorage(BaseStorage):
    """States and answers in a table; each write is committed before the handler goes on."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def set_state(self, key: Any, state: Any = None) -> None:
        """Keep the state."""
        named = state.state if isinstance(state, State) else state
        await self._write(NEW_STATE, key.chat_id, named)

    async def get_state(self, key: Any) -> str | None:
        """The state, if there is one."""
        return await self._column("state", key.chat_id)

    async def set_data(self, key: Any, data: Mapping[str, Any]) -> None:
        """Keep the answers."""
        await self._write(NEW_DATA, key.chat_id, json.dumps(data, ensure_ascii=False))

    async def get_data(self, key: Any) -> dict[str, Any]:
        """The answers so far."""
        found: dict[str, Any] = json.loads(await self._column("data", key.chat_id) or "{}")
        return found

    async def add_check_in(self, person: int, done: str, effect: str) -> None:
        """Keep what was submitted."""
        await self._write(NEW_CHECK_IN, person, done, effect)

    async def close(self) -> None:
        """Close the database."""
        await self._connection.close()

    async def _write(self, statement: str, *values: Any) -> None:
        await self._connection.execute(statement, values)
        await self._connection.commit()

    async def _column(self, name: str, chat: int) -> str | None:
        question = f"SELECT {name} FROM talks WHERE chat = ?"  # noqa: S608 - our own two names
        async with self._connection.execute(question, (chat,)) as cursor:
            row = await cursor.fetchone()
        return row[0] if row else None


async def begin(message: Message, state: FSMContext) -> None:
    """Ask what was done."""
    await state.set_state(CheckIn.done)
    await message.answer("打卡 · 1/2\n<b>做了什么？</b>用几句话写下来发给我。")


async def take_done(message: Message, state: FSMContext) -> None:
    """Keep it, and ask what it changed."""
    await state.update_data(done=message.text)
    await state.set_state(CheckIn.effect)
    await message.answer("打卡 · 2/2\n<b>有什么效果，谁受益？</b>可以跳过。")


async def take_effect(message: Message, state: FSMContext) -> None:
    """Keep it, and show both."""
    kept = await state.update_data(effect=message.text)
    await state.set_state(CheckIn.confirm)
    preview = f"做了什么：{kept['done']}\n效果：{kept['effect']}\n\n都对吗？"
    await message.answer(preview, reply_markup=SUBMIT)


async def submit(query: CallbackQuery, state: FSMContext, storage: SqliteStorage) -> None:
    """Store the submission."""
    kept = await state.get_data()
    await storage.add_check_in(query.from_user.id, kept["done"], kept["effect"])
    await state.clear()
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text("✓ 已记下：6月23日的这一痕。谢谢您！")


async def opened(file: str) -> SqliteStorage:
    """The database, as safe as ours."""
    connection = await aiosqlite.connect(file)
    await connection.execute("PRAGMA journal_mode = wal")
    await connection.execute("PRAGMA synchronous = FULL")
    await connection.executescript(TABLES)
    return SqliteStorage(connection)


async def main(url: str, token: str, file: str) -> None:
    """Poll until a signal."""
    storage = await opened(file)
    dispatcher = Dispatcher(storage=storage)
    dispatcher.message.register(begin, Command("checkin"))
    dispatcher.message.register(take_done, CheckIn.done, F.text)
    dispatcher.message.register(take_effect, CheckIn.effect, F.text)
    dispatcher.callback_query.register(submit, CheckIn.confirm, F.data == "submit")
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    defaults = DefaultBotProperties(parse_mode="HTML")
    await dispatcher.start_polling(Bot(token, session=session, default=defaults), storage=storage)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
