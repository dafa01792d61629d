"""The parameters of one call, however they came: JSON values, form fields or query strings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.demo.fake_telegram.refusals import bad_request
from bot.demo.fake_telegram.world.files import Upload


class Params:
    """Typed access with Telegram's own words where a value is of the wrong kind."""

    def __init__(
        self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None
    ) -> None:
        self.values = values
        self.files = files or {}

    def has(self, name: str) -> bool:
        return name in self.values and self.values[name] not in ("", None)

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        if value is None:
            return default
        words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if not words.isascii():
            _refuse_surrogates(words)
        return words

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name, default)
        if isinstance(value, int):
            return int(value)
        try:
            return int(str(value))
        except ValueError:
            return default

    def boolean(self, name: str) -> bool:
        value = self.values.get(name, False)
        return value if isinstance(value, bool) else str(value).lower() in ("true", "yes", "1", "y")

    def structure(self, name: str, what: str) -> Any:
        """A JSON object or list, given as such or as text; None if absent."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def chat_id(self, name: str = "chat_id") -> int | str:
        value = self.values.get(name)
        if value is None or value == "":
            raise bad_request(f"{name} is empty")
        return value if isinstance(value, int | str) else str(value)

    def message_id(self, name: str = "message_id") -> int:
        if not self.integer(name):
            raise bad_request("message identifier is not specified")
        return self.integer(name)

    def user_id(self, name: str = "user_id") -> int:
        if self.integer(name) <= 0:
            raise bad_request("invalid user_id specified")
        return self.integer(name)


def _refuse_surrogates(words: str) -> None:
    try:
        words.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
