"""Contestant: stock python-telegram-bot, one message after the other in a loop. Keeps nothing.

python -m tests.benchmarks.naive_sender URL FOLDER MESSAGES
"""

import asyncio
import sys
import time

from telegram import Bot

from tests.benchmarks.server import TOKEN
from tests.faults.notice_rows import WORDS


async def send(url: str, messages: int) -> None:
    """As the library's examples do it."""
    async with Bot(TOKEN, base_url=f"{url}/bot") as bot:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        begun = time.process_time()
        for chat in range(1, messages + 1):
            await bot.send_message(chat, WORDS)
        sys.stdout.write(f"{time.process_time() - begun}\n")


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], int(sys.argv[3])))
