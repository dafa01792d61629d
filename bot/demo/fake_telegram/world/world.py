"""The demo's Telegram: people and chats in memory, acts that people do, updates for the bot."""

from __future__ import annotations

from bot.demo.fake_telegram.world.joining import Joining


class World(Joining):
    """The whole of it. Tests and the page act as people; `BotApi` acts for the bot.

    Layers, one file each: `state` what is known, `speaking` messages, `pressing` buttons,
    `joining` memberships.
    """
