"""Text as Telegram keeps it: plain characters, and entities counted in UTF-16 units."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from bot.demo.refusals import bad_request

Entities = list[dict[str, Any]]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"\s*([^=\s>/\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([a-zA-Z0-9.-]+)))?")

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"'，。！？；：）】》]+|(?<![\w@.])t\.me/[^\s<>\"'，。！？；：）】》]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[a-zA-Z]{2,})"
    r"|(?<![\w/])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[a-zA-Z]\w{3,31})"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)
_MARKS = frozenset("/@#.")


def units(text: str) -> int:
    """Length in UTF-16 units, in which the Bot API counts."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    if text.isascii():
        return text[offset : offset + length]
    coded = text.encode("utf-16-le", "surrogatepass")
    return coded[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def pieces(text: str, limit: int) -> list[str]:
    """A long text as a client sends it: in messages of at most `limit` units."""
    found = []
    while units(text) > limit:
        stop = limit
        while units(text[:stop]) > limit:
            stop -= 1
        found.append(text[:stop])
        text = text[stop:]
    return [*found, text]


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return all(char.isspace() or char in _INVISIBLE for char in text)


_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")


def plain(text: str) -> str:
    """A person's or bot's text without what Telegram drops: control characters and outer space."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_DROPPED) if not text.isprintable() else text


_DROPPED = {code: None for code in range(32) if chr(code) not in "\n\t"} | {0x202E: None}


def without_margins(text: str, entities: Entities) -> tuple[str, Entities]:
    """Cut space around a text, moving and shortening its entities to match."""
    trimmed = text.strip()
    if trimmed == text:
        return text, entities
    lead = units(text[: len(text) - len(text.lstrip())]) if trimmed else 0
    end = units(trimmed)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return trimmed, kept


def found_entities(text: str) -> Entities:
    """What Telegram finds by itself: links, commands, names and tags."""
    if _MARKS.isdisjoint(text):
        return []
    return [
        {
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
            "type": match.lastgroup,
        }
        for match in _FOUND.finditer(text)
    ]


def with_found(text: str, entities: Entities) -> Entities:
    """The given entities and those found by itself where they do not cross."""
    taken = [(entry["offset"], entry["offset"] + entry["length"]) for entry in entities]
    extra = [
        entry
        for entry in found_entities(text)
        if all(
            entry["offset"] >= stop or entry["offset"] + entry["length"] <= start
            for start, stop in taken
        )
    ]
    return sorted([*entities, *extra], key=lambda entry: (entry["offset"], -entry["length"]))


def parse_html(source: str) -> tuple[str, Entities]:
    """Read the HTML of `parse_mode`, or refuse it in Telegram's words."""
    if "<" not in source and "&" not in source:
        return source, []
    return _HtmlReader(source).read()


class _HtmlReader:
    """One pass over the source with a stack of open tags."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.entities: Entities = []
        self.open: list[tuple[str, int, dict[str, Any]]] = []

    def read(self) -> tuple[str, Entities]:
        at = 0
        while at < len(self.source):
            char = self.source[at]
            if char == "<":
                at = self._tag(at)
            elif char == "&":
                at = self._reference(at)
            else:
                stop = at + 1
                while stop < len(self.source) and self.source[stop] not in "<&":
                    stop += 1
                self._add(self.source[at:stop])
                at = stop
        if self.open:
            self._fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        self.entities.sort(key=lambda entry: (entry["offset"], -entry["length"]))
        return "".join(self.parts), self.entities

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += units(text)

    def _reference(self, at: int) -> int:
        match = _REFERENCE.match(self.source, at)
        if match is None:
            self._add("&")
            return at + 1
        decimal, hexadecimal, name = match.groups()
        code = int(decimal or hexadecimal or "0", 10 if decimal else 16)
        if name:
            self._add(NAMED[name])
        elif 0 < code < 0x110000 and not 0xD800 <= code < 0xE000:
            self._add(chr(code))
        else:
            self._add(match.group())
        return match.end()

    def _tag(self, at: int) -> int:
        if self.source.startswith("</", at):
            return self._end_tag(at)
        name_match = _TAG_NAME.match(self.source, at + 1)
        name = name_match.group().lower() if name_match else ""
        stop = at + 1 + len(name)
        if stop >= len(self.source):
            self._fail(f"Unclosed start tag at byte offset {self._bytes(at)}")
        if name not in TAGS:
            self._fail(f'Unsupported start tag "{name}" at byte offset {self._bytes(at)}')
        attributes, stop = self._attributes(name, at, stop)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            where = self._bytes(at)
            self._fail(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open.append((name, self.length, attributes))
        return stop + 1

    def _attributes(self, name: str, begin: int, at: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while True:
            while at < len(self.source) and self.source[at].isspace():
                at += 1
            if at >= len(self.source):
                self._fail(f'Unclosed start tag "{name}" at byte offset {self._bytes(begin)}')
            if self.source[at] == ">":
                return attributes, at
            match = _ATTRIBUTE.match(self.source, at)
            if match is None:
                where = self._bytes(begin)
                self._fail(f'Empty attribute name in the tag "{name}" at byte offset {where}')
            value = next((part for part in match.groups()[1:] if part is not None), "")
            attributes[match.group(1).lower()] = _unescaped(value)
            at = match.end()

    def _end_tag(self, at: int) -> int:
        where = self._bytes(at)
        if not self.open:
            self._fail(f"Unexpected end tag at byte offset {where}")
        stop = self.source.find(">", at)
        if stop < 0:
            self._fail(f"Unclosed end tag at byte offset {where}")
        name, start, attributes = self.open.pop()
        found = self.source[at + 2 : stop].strip().lower()
        if found not in ("", name):
            wanted = f'expected "</{name}>", found "</{found}>"'
            self._fail(f"Unmatched end tag at byte offset {where}, {wanted}")
        self._close(name, start, attributes)
        return stop + 1

    def _close(self, name: str, start: int, attributes: dict[str, str]) -> None:
        if self.length == start:
            return
        entity: dict[str, Any] = {
            "offset": start,
            "length": self.length - start,
            "type": TAGS[name],
        }
        if name == "a":
            url = _link(attributes.get("href", ""))
            if url is None:
                return
            entity |= url
        if name == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        if name == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        if name == "code" and attributes.get("class", "").startswith("language-"):
            self._language(start, attributes["class"].removeprefix("language-"))
            return
        self.entities.append(entity)

    def _language(self, start: int, language: str) -> None:
        inside_pre = bool(self.open) and self.open[-1][0] == "pre"
        if inside_pre:
            self.open[-1][2]["language"] = language
        else:
            self.entities.append({"offset": start, "length": self.length - start, "type": "code"})

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def _fail(self, words: str) -> NoReturn:
        raise bad_request(f"can't parse entities: {words}")


def _unescaped(value: str) -> str:
    return _HtmlReader(value.replace("<", "&lt;")).read()[0] if "&" in value else value


def _link(href: str) -> dict[str, Any] | None:
    """The link of an `a` tag; None where Telegram shows the words without one."""
    if href.startswith("tg://user?id="):
        number = href.removeprefix("tg://user?id=")
        mention = {"id": int(number), "is_bot": False, "first_name": ""} if number.isdigit() else {}
        return {"type": "text_mention", "user": mention} if mention else None
    if re.fullmatch(r"(https?|tg|mailto|tel|ton)(://|:)\S+", href):
        return {"url": href}
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", href):
        return {"url": f"http://{href}"}
    return None
