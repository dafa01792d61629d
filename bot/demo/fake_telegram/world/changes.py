"""Who hears of a change in the world: the journals that write it down, and every open page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PageEvent:
    """Something that an open page should show at once; `only_for` names one person, if any."""

    kind: str
    chat_id: int
    body: dict[str, Any]
    only_for: int | None = None


class Changes:
    """`journals` get a noun and a key to write down again, `pages` an event to show."""

    def __init__(self) -> None:
        self.journals: list[Callable[[str, Any], None]] = []
        self.pages: list[Callable[[PageEvent], None]] = []

    def touched(self, noun: str, key: Any) -> None:
        """Tell the journals that something must be written down again."""
        for tell in self.journals:
            tell(noun, key)

    def announce(
        self, kind: str, chat_id: int, body: dict[str, Any], only: int | None = None
    ) -> None:
        """Tell the open pages; `only` is the one person who may see it."""
        if self.pages:
            event = PageEvent(kind, chat_id, body, only)
            for tell in tuple(self.pages):
                tell(event)
