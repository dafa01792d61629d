"""Contestant: the three steps on ConversationHandler with PicklePersistence, defaults throughout.

python -m tests.benchmarks.conversation_bot URL TOKEN FILE
"""

import sys
import warnings
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.warnings import PTBUserWarning

Context = ContextTypes.DEFAULT_TYPE

DONE, EFFECT, CONFIRM = range(3)
SUBMIT = InlineKeyboardMarkup([[InlineKeyboardButton("✓ 提交", callback_data="submit")]])


async def begin(update: Update, context: Context) -> int:
    """Ask what was done."""
    return await _ask(update, "打卡 · 1/2\n<b>做了什么？</b>用几句话写下来发给我。", DONE)


async def take_done(update: Update, context: Context) -> int:
    """Keep it, and ask what it changed."""
    _kept(context)["done"] = _said(update)
    return await _ask(update, "打卡 · 2/2\n<b>有什么效果，谁受益？</b>可以跳过。", EFFECT)


async def take_effect(update: Update, context: Context) -> int:
    """Keep it, and show both."""
    kept = _kept(context)
    kept["effect"] = _said(update)
    preview = f"做了什么：{kept['done']}\n效果：{kept['effect']}\n\n都对吗？"
    return await _ask(update, preview, CONFIRM, SUBMIT)


async def submit(update: Update, context: Context) -> int:
    """Store the submission."""
    query, kept = update.callback_query, _kept(context)
    if query is not None:
        kept.setdefault("check_ins", []).append((kept.pop("done"), kept.pop("effect")))
        await query.answer()
        await query.edit_message_text("✓ 已记下：6月23日的这一痕。谢谢您！")
    return ConversationHandler.END


async def _ask(update: Update, text: str, then: int, markup: Any = None) -> int:
    if update.message is not None:
        await update.message.reply_html(text, reply_markup=markup)
    return then


def _said(update: Update) -> str:
    return (update.message.text if update.message else None) or ""


def _kept(context: Context) -> dict[Any, Any]:
    return context.user_data if context.user_data is not None else {}


def main(url: str, token: str, file: str) -> None:
    """Poll until a signal."""
    warnings.simplefilter("ignore", PTBUserWarning)
    words = filters.TEXT & ~filters.COMMAND
    conversation: ConversationHandler[Context] = ConversationHandler(
        entry_points=[CommandHandler("checkin", begin)],
        states={
            DONE: [MessageHandler(words, take_done)],
            EFFECT: [MessageHandler(words, take_effect)],
            CONFIRM: [CallbackQueryHandler(submit)],
        },
        fallbacks=[],
        name="check_in",
        persistent=True,
    )
    builder = Application.builder().token(token).base_url(f"{url}/bot")
    application = builder.persistence(PicklePersistence(filepath=file)).build()
    application.add_handler(conversation)
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
