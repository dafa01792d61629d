"""The content of what the bot sends: text with entities, captions, media; and its limits."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.characters import (
    Entities,
    is_blank,
    plain,
    units,
    with_found,
    without_margins,
)
from bot.demo.fake_telegram.formatting import parse_html
from bot.demo.fake_telegram.params import Params
from bot.demo.fake_telegram.refusals import ApiRefusal, bad_request
from bot.demo.fake_telegram.world.attachments import describe_file
from bot.demo.fake_telegram.world.files import (
    PHOTO_LIMIT,
    UPLOAD_LIMIT,
    FileShelf,
    StoredFile,
    Upload,
)
from bot.demo.fake_telegram.world.messages import Content

# In UTF-16 units.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def formatted(
    params: Params, field: str = "text", entities: str = "entities"
) -> tuple[str, Entities]:
    """Text and entities after parsing, cut at its margins."""
    source, mode = params.text(field), params.text("parse_mode")
    if mode.lower() == "html":
        text, found = parse_html(plain(source))
    elif mode:
        known = "markdown" in mode.lower()
        raise bad_request(
            f"parse mode {mode} is not spoken by this local server: use HTML"
            if known
            else "unsupported parse_mode"
        )
    else:
        text, found = plain(source), params.structure(entities, "message entities") or []
    text, found = without_margins(text, found)
    return text, with_found(text, found)


def text_content(params: Params) -> Content:
    text, entities = formatted(params)
    if not text or is_blank(text):
        raise bad_request("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    content: Content = {"text": text}
    if entities:
        content["entities"] = entities
    options = params.structure("link_preview_options", "link preview options")
    if options:
        content["link_preview_options"] = options
    return content


def caption_content(params: Params) -> Content:
    if not params.has("caption"):
        return {}
    text, entities = formatted(params, "caption", "caption_entities")
    if units(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content: Content = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    return content


def media_content(shelf: FileShelf, params: Params, kind: str, field: str = "") -> Content:
    """A medium sent by upload, by the id of a known file, or refused in Telegram's words."""
    source = params.values.get(field or kind)
    stored = _medium(shelf, params, kind, field or kind, source)
    facts: dict[str, Any] = {
        name: params.integer(name)
        for name in ("duration", "width", "height")
        if params.has(name) and kind not in ("photo", "document", "sticker")
    }
    facts |= {name: params.text(name) for name in ("performer", "title") if params.has(name)}
    return describe_file(stored, kind, **facts)


def _medium(shelf: FileShelf, params: Params, kind: str, field: str, source: Any) -> StoredFile:
    upload = params.files.get(field)
    if isinstance(source, str) and source.startswith("attach://"):
        upload = params.files.get(source.removeprefix("attach://"))
    if upload is not None:
        return shelve(shelf, upload, kind)
    if not source:
        raise bad_request(f"there is no {kind} in the request")
    if str(source).startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return known_file(shelf, str(source))


def shelve(shelf: FileShelf, upload: Upload, kind: str) -> StoredFile:
    """Keep an uploaded file, if it is neither empty nor too big."""
    size = len(upload.content)
    if size == 0:
        raise bad_request("file must be non-empty")
    if size > UPLOAD_LIMIT:
        raise ApiRefusal(413, "Request Entity Too Large")
    if kind == "photo" and size > PHOTO_LIMIT:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_LIMIT} bytes"
        )
    if kind == "photo" and not looks_like_picture(upload.content):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return shelf.put(upload, kind)


def looks_like_picture(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF8")) or (
        content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    )


def known_file(shelf: FileShelf, file_id: str) -> StoredFile:
    stored = shelf.by_id(file_id)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return stored
