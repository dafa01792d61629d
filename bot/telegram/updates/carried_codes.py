"""Codes in what people write: found, so that they are kept for no longer than they are needed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Raw = Mapping[str, Any]

# `/start CODE`, `/link CODE`, a personal link, or a code alone, as people paste them.
_MAYBE = re.compile(r"[/／=]|[\w-]{22}", re.ASCII)
_COMMAND = re.compile(r"[/／]\s*(?:link|start)(?:@\w+)?\s+(\S+)", re.IGNORECASE)
_LINK = re.compile(r"[?&]start=([^\s&#]+)", re.IGNORECASE)
_ALONE = re.compile(r"(?<![\w-])([\w-]{32}|[\w-]{22})(?![\w-])", re.ASCII)


def carries_code(body: Raw) -> bool:
    """Whether the update may carry a code; rather too often than too seldom."""
    return next(_codes(body), None) is not None


def codes_in(body: Raw) -> set[str]:
    """Whatever in the update may be a code."""
    return set(_codes(body))


def _codes(body: Raw) -> Iterator[str]:
    for text in _texts(body):
        if _MAYBE.search(text) is None:
            continue
        for form in (_COMMAND, _LINK, _ALONE):
            yield from form.findall(text)


def _texts(body: Raw) -> Iterator[str]:
    """What was written, what it answers, and the message on which somebody pressed."""
    for message in _messages(body):
        for part in (message, message.get("reply_to_message"), message.get("quote")):
            if isinstance(part, Mapping):
                yield from (part[name] for name in _WRITTEN if isinstance(part.get(name), str))
                yield from _addresses(part)


_WRITTEN = ("text", "caption")


def _messages(body: Raw) -> Iterator[Raw]:
    query = body.get("callback_query")
    pressed = query.get("message") if isinstance(query, Mapping) else None
    for found in (body.get("message"), body.get("edited_message"), pressed):
        if isinstance(found, Mapping):
            yield found


def _addresses(message: Raw) -> Iterator[str]:
    """Addresses that stand behind words."""
    for name in ("entities", "caption_entities"):
        entities = message.get(name)
        for entity in entities if isinstance(entities, list) else ():
            if isinstance(entity, Mapping) and isinstance(entity.get("url"), str):
                yield entity["url"]
