"""The HTML of `parse_mode`, read as strictly as Telegram reads it."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from bot.demo.fake_telegram.characters import Entities, units
from bot.demo.fake_telegram.refusals import bad_request

__all__ = ["Entities", "parse_html", "units"]

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
            if not self.source[at:].strip("= \n"):
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
        if name == "pre" and "language" in attributes:
            entity["language"] = attributes["language"]
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
