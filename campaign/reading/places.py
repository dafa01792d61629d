"""Where each value of a TOML text stands, so that a fault can be shown and a date be moved.

`tomllib` keeps no positions. This scanner reads the same text once more and notes them; it
trusts that `tomllib` has accepted the text before.
"""

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]

BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
KEY_PART = r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
KEY = re.compile(rf"{KEY_PART}(?:[ \t]*\.[ \t]*{KEY_PART})*")
STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'",
    re.DOTALL,
)
QUOTES = {'"', "'"}
PLAIN = re.compile(r"[^,\]}#\n]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: its key's line (from 1), the line of the whole statement, its span.

    A table made by a header or a dotted key has no span: its end is its start.
    """

    line: int
    statement: int
    start: int
    end: int
    is_header: bool = False


def places(text: str) -> dict[Path, Place]:
    """The place of every table, array and value of a valid TOML text with plain line ends.

    A path is the way down: `("phases", 1, "opens")`, arrays counted from 0.
    """
    scanner = _Scanner(text)
    scanner.read()
    return scanner.found


@dataclass
class _Scanner:
    text: str
    at: int = 0
    line: int = 1
    counted_to: int = 0
    statement: int = 1
    base: Path = ()
    rows: dict[Path, int] = field(default_factory=dict)
    found: dict[Path, Place] = field(default_factory=dict)

    def read(self) -> None:
        self._take(BLANK)
        while self.at < len(self.text):
            self.statement = self._line_here()
            if self.text[self.at] == "[":
                self._header()
            else:
                self._pair(self.base)
            self._take(BLANK)

    def _header(self) -> None:
        many = self.text.startswith("[[", self.at)
        start, self.at = self.at, self.at + (2 if many else 1)
        self._take(BLANK)
        keys = self._key()
        self._take(BLANK)
        self.at += 2 if many else 1
        path: Path = ()
        for key in keys[:-1]:
            path = self._inside(self._noted((*path, key), start))
        path = (*path, keys[-1])
        if many:
            self.found.setdefault(path, self._header_at(start))
            self.rows[path] = self.rows.get(path, -1) + 1
        self.base = self._inside(path)
        self.found[self.base] = self._header_at(start)

    def _header_at(self, start: int) -> Place:
        return Place(self.statement, self.statement, start, start, is_header=True)

    def _inside(self, path: Path) -> Path:
        """The table that a header means: the latest one where there are several."""
        return (*path, self.rows[path]) if path in self.rows else path

    def _pair(self, base: Path) -> None:
        start = self.at
        line = self._line_here()
        *tables, last = self._key()
        for key in tables:
            base = self._noted((*base, key), start)
        self._take(BLANK)
        self.at += len("=")
        self._take(BLANK)
        self._value((*base, last), line)

    def _value(self, path: Path, line: int) -> None:
        start = self.at
        opening = self.text[start]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        elif opening in "\"'":
            self._take(STRING)
        else:
            self.at = start + len(self._take(PLAIN).rstrip())
        self.found[path] = Place(line, self.statement, start, self.at)

    def _array(self, path: Path) -> None:
        row = 0
        self._step()
        while self.text[self.at] != "]":
            self._value((*path, row), self._line_here())
            row += 1
            self._take(BLANK)
            if self.text[self.at] == ",":
                self._step()
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self._step()
        while self.text[self.at] != "}":
            self._pair(path)
            self._take(BLANK)
            if self.text[self.at] == ",":
                self._step()
        self.at += 1

    def _step(self) -> None:
        self.at += 1
        self._take(BLANK)

    def _take(self, pattern: re.Pattern[str]) -> str:
        taken = pattern.match(self.text, self.at)
        if taken is None:
            raise ValueError(f"no valid TOML at line {self._line_here()}")
        self.at = taken.end()
        return taken[0]

    def _key(self) -> list[str]:
        """A dotted key; a quoted one is read by `tomllib`, so that escapes mean the same."""
        written = self._take(KEY)
        if not QUOTES & set(written):
            return [key.strip() for key in written.split(".")]
        inside: Any = tomllib.loads(f"{written} = 0")
        keys: list[str] = []
        while isinstance(inside, dict):
            ((key, inside),) = inside.items()
            keys.append(key)
        return keys

    def _line_here(self) -> int:
        self.line += self.text.count("\n", self.counted_to, self.at)
        self.counted_to = self.at
        return self.line

    def _noted(self, path: Path, start: int) -> Path:
        """Notes the first mention of a table; a header of its own, later, counts more."""
        if path not in self.found:
            self.found[path] = Place(self._line_here(), self.statement, start, start)
        return path
