"""How a stored file is described in the message that carries it."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.world.files import StoredFile
from bot.demo.fake_telegram.world.messages import Content


def describe_file(stored: StoredFile, kind: str, **facts: Any) -> Content:
    """The content fields of a message that carries a stored file."""
    if kind == "photo":
        big = {**stored.ids(), "width": 640, "height": 480, **stored.facts}
        small = {**big, "file_id": f"{stored.id}s", "file_unique_id": f"{stored.unique_id}s"}
        scale = 90 / max(big["width"], big["height"], 1)
        small |= {name: max(1, int(big[name] * scale)) for name in ("width", "height")}
        return {"photo": [small, big]}
    shown: dict[str, Any] = stored.ids()
    if kind in ("document", "video", "audio", "animation"):
        shown |= {"file_name": stored.name}
    if kind != "sticker":
        shown |= {"mime_type": stored.mime}
    shown |= _MEDIA_FACTS.get(kind, {}) | stored.facts | facts
    return {kind: shown}


_MEDIA_FACTS: dict[str, dict[str, Any]] = {
    "voice": {"duration": 3},
    "audio": {"duration": 3},
    "video": {"duration": 3, "width": 640, "height": 480},
    "animation": {"duration": 3, "width": 640, "height": 480},
    "video_note": {"duration": 3, "length": 240},
    "sticker": {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
}
