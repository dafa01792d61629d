"""Contestant: the echo of stock python-telegram-bot, every default as it comes.

python -m tests.benchmarks.echo_bot URL TOKEN
"""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main(url: str, token: str) -> None:
    """Poll until a signal."""
    application = Application.builder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
