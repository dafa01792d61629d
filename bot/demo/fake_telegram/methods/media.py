"""Sending files and albums, and fetching what people sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.demo.fake_telegram.backend import Backend
from bot.demo.fake_telegram.contents import caption_content, known_file, media_content
from bot.demo.fake_telegram.methods.access import writable_chat
from bot.demo.fake_telegram.methods.sending import deliver
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import bad_request
from bot.demo.fake_telegram.world.files import DOWNLOAD_LIMIT
from bot.demo.fake_telegram.world.messages import Content

ALBUM = range(2, 11)


def _sender(kind: str) -> Callable[[Backend, Params], dict[str, Any]]:
    def send(api: Backend, params: Params) -> dict[str, Any]:
        chat = writable_chat(api, params)
        content = media_content(api.world.files, params, kind)
        if kind not in ("sticker", "video_note"):
            content |= caption_content(params)
        return api.world.history.show(deliver(api, params, chat, content))

    return send


def send_media_group(api: Backend, params: Params) -> list[dict[str, Any]]:
    """Two to ten media as messages that share an album id."""
    chat = writable_chat(api, params)
    media = params.structure("media", "media")
    if not isinstance(media, list) or len(media) not in ALBUM:
        raise bad_request("media must contain 2-10 items")
    contents = [input_media(api, params, entry) for entry in media]
    album = api.world.history.next_album()
    sent = [deliver(api, params, chat, content, media_group_id=album) for content in contents]
    return [api.world.history.show(message) for message in sent]


def input_media(api: Backend, params: Params, entry: dict[str, Any]) -> Content:
    """The content of one InputMedia object."""
    kind = str(entry.get("type", ""))
    if kind not in ("photo", "video", "document", "audio", "animation"):
        raise bad_request("can't parse InputMedia: type must be specified")
    inner = Params({**entry, kind: entry.get("media")}, params.files)
    return media_content(api.world.files, inner, kind) | caption_content(inner)


def get_file(api: Backend, params: Params) -> dict[str, Any]:
    """The path to download a file by, unless it is over 20 MB or gone."""
    if not params.has("file_id"):
        raise bad_request("file_id is not specified")
    stored = known_file(api.world.files, params.text("file_id"))
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    if stored.gone:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {**stored.ids(), "file_path": stored.path}


METHODS: dict[str, Callable[[Backend, Params], Any]] = {
    "sendPhoto": _sender("photo"),
    "sendDocument": _sender("document"),
    "sendVoice": _sender("voice"),
    "sendVideo": _sender("video"),
    "sendAudio": _sender("audio"),
    "sendAnimation": _sender("animation"),
    "sendVideoNote": _sender("video_note"),
    "sendSticker": _sender("sticker"),
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
