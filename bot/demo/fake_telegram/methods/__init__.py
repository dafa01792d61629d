"""The methods of the Bot API that the demo's server speaks, by name in small letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.methods import (
    chats,
    editing,
    joining,
    media,
    menus,
    presses,
    receiving,
    repeating,
    sending,
)
from bot.demo.fake_telegram.params import Params

Method = Callable[[Backend, Params], Any]

_ROOMS = (receiving, sending, media, repeating, editing, presses, chats, joining, menus)

METHODS: dict[str, Method] = {
    name.lower(): method for room in _ROOMS for name, method in room.METHODS.items()
}
