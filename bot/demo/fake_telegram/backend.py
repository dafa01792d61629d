"""What the calls of the demo's Bot API work on: the world, and how the bot is connected to it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bot.demo.fake_telegram.faults import Faults
from bot.demo.fake_telegram.flood import FloodControl
from bot.demo.fake_telegram.polling import Poller
from bot.demo.fake_telegram.webhook import WebhookSender
from bot.demo.fake_telegram.world.world import World

Answer = tuple[int, dict[str, Any]]

DEMO_TOKEN = "7000000001:DEMO-local-server-only-not-a-secret"


class Backend:
    """The world and its connections; `unknown` names the methods that nobody knew."""

    def __init__(self, world: World, token: str = DEMO_TOKEN) -> None:
        self.world = world
        self.token = token
        self.faults = Faults()
        self.flood = FloodControl()
        self.poller = Poller(world.queue)
        self.webhook = WebhookSender(world.queue)
        self.calls: Counter[str] = Counter()
        self.unknown: list[str] = []
        self.log: list[tuple[str, dict[str, Any], Answer]] | None = None
