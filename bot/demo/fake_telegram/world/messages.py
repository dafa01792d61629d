"""A message as a chat holds it, and the parts of it that tests and the page look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Content = dict[str, Any]

WITH_CAPTION = ("photo", "document", "video", "audio", "voice", "animation")
MEDIA = (*WITH_CAPTION, "sticker", "video_note", "location", "contact")


@dataclass(slots=True)
class Message:
    """`content` and `frame` are Bot API fields: what is shown, and what stands around it."""

    id: int
    chat_id: int
    date: int
    sender: int | None
    content: Content
    frame: dict[str, Any] = field(default_factory=dict)
    sender_chat: int | None = None
    reply_to: int | None = None
    reply_markup: dict[str, Any] | None = None
    keyboard: dict[str, Any] | None = None
    edit_date: int | None = None
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words of the message: its text or its caption."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (
            self.content.get("entities") or self.content.get("caption_entities") or []
        )
        return found

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        """The rows of inline buttons under the message."""
        rows: list[list[dict[str, Any]]] = (self.reply_markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    @property
    def kind(self) -> str:
        """`text`, the name of a medium, or `service`."""
        if "text" in self.content:
            return "text"
        return next((name for name in MEDIA if name in self.content), "service")

    def shows_the_same(self, content: Content, reply_markup: dict[str, Any] | None) -> bool:
        return self.content == content and (self.reply_markup or None) == (reply_markup or None)
