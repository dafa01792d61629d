"""The words and the files of a rich message: its blocks in their order, one line for each."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.telegram.updates.raw_fields import Raw
from handlers.incoming import MediaKind

# How deep blocks may lie within blocks; Telegram allows fewer.
DEEPEST = 40

# The fields of a block that hold words, in the order in which they are read.
_WORDS = ("summary", "text", "expression", "caption", "credit")
_MEDIA = {kind.value: kind for kind in MediaKind} | {
    "voice_note": MediaKind.VOICE,
    "animation": MediaKind.VIDEO,
}


def rich_words(message: Raw) -> str:
    """What the message's rich text says; empty where it has none."""
    return "\n".join(line for block in _blocks(message) for line in _lines(block))


def rich_files(message: Raw) -> Iterator[tuple[MediaKind, Any]]:
    """The kind of each file in it, and what Telegram tells of the file."""
    for block in _blocks(message):
        yield from _files(block)


def _blocks(message: Raw) -> list[Any]:
    rich = message.get("rich_message")
    return _listed(rich.get("blocks")) if isinstance(rich, Mapping) else []


def _lines(block: Any, depth: int = 0) -> Iterator[str]:
    if not isinstance(block, Mapping) or depth > DEEPEST:
        return
    for field in _WORDS:
        if line := _inline(block.get(field), depth):
            yield line
    for item in _listed(block.get("items")):
        within = [line for inner in _inside(item) for line in _lines(inner, depth + 1)]
        yield from (f"· {line}" if at == 0 else line for at, line in enumerate(within))
    for row in _listed(block.get("cells")):
        cells = (_inline(cell, depth) for cell in _listed(row))
        yield " | ".join(filter(None, cells))
    for inner in _inside(block):
        yield from _lines(inner, depth + 1)


def _inline(part: Any, depth: int) -> str:
    """A stretch of text, however it is formatted."""
    if isinstance(part, str):
        return part
    if depth > DEEPEST:
        return ""
    if isinstance(part, list):
        return "".join(_inline(one, depth + 1) for one in part)
    if isinstance(part, Mapping):
        told = next((part[name] for name in _INLINE if name in part), "")
        return _inline(told, depth + 1)
    return ""


_INLINE = ("text", "expression", "alternative_text")


def _files(block: Any, depth: int = 0) -> Iterator[tuple[MediaKind, Any]]:
    if not isinstance(block, Mapping) or depth > DEEPEST:
        return
    for field, kind in _MEDIA.items():
        if field in block:
            yield kind, block[field]
    for inner in (*_listed(block.get("items")), *_inside(block)):
        yield from _files(inner, depth + 1)


def _inside(block: Any) -> list[Any]:
    return _listed(block.get("blocks")) if isinstance(block, Mapping) else []


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []
