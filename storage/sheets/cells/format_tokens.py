"""The code of a number format (`000000`, `m"月"d"日"`), taken apart."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple


class TokenKind(Enum):
    """What a piece of a format stands for."""

    LITERAL = auto()
    PLACE = auto()  # of one digit: 0 # ?
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    MOMENT = auto()  # of a day or an hour: yyyy, m, [h], aaaa
    NOON = auto()  # which half of the day: AM/PM, 上午/下午
    GENERAL = auto()  # the number as without a format
    UNSHOWN = auto()  # powers of ten, fractions: the number is shown as without a format
    CONDITION = auto()  # [>=100]
    UNSIGNED = auto()  # the sign is written by the format


class Token(NamedTuple):
    """A piece of a format as written, without quotes."""

    kind: TokenKind
    text: str

    @property
    def literal(self) -> str:
        """What it shows by itself."""
        return self.text if self.kind in (TokenKind.LITERAL, TokenKind.PERCENT) else ""


_PIECES = re.compile(
    r"""
      "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | (?P<width>[_*].)
    | \[(?P<elapsed>h+|m+|s+)\] | \[(?P<condition>[<>=][^\]]*)\] | \[\$(?P<currency>[^\]-]*)[^\]]*\]
    | (?P<bracket>\[[^\]]*\]) | (?P<end>;)
    | (?P<general>General|G/通用格式|@) | (?P<unshown>E[+-]|(?<=[?\#0])\s?/)
    | (?P<noon>AM/PM|A/P|上午/下午)
    | (?P<moment>y+|m+|d+|h+|s+|a{3,4}|e+|b+) | (?P<place>[0\#?]) | (?P<point>\.) | (?P<comma>,)
    | (?P<percent>%) | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_KINDS = {
    "quoted": TokenKind.LITERAL,
    "escaped": TokenKind.LITERAL,
    "literal": TokenKind.LITERAL,
    "currency": TokenKind.LITERAL,
    "condition": TokenKind.CONDITION,
    "general": TokenKind.GENERAL,
    "unshown": TokenKind.UNSHOWN,
    "noon": TokenKind.NOON,
    "place": TokenKind.PLACE,
    "point": TokenKind.POINT,
    "comma": TokenKind.COMMA,
    "percent": TokenKind.PERCENT,
}
# The day and the hour as the system writes them.
_SYSTEM = {"[$-f800]": 'yyyy"年"m"月"d"日"', "[$-f400]": "h:mm:ss"}
# Characters of the code of a format, as Excel allows.
_LONGEST_CODE = 255


@lru_cache(maxsize=2000)
def sections_of(code: str) -> tuple[tuple[Token, ...], ...]:
    """The sections of a format, for numbers above, below and at zero; () for none to be used."""
    if len(code) > _LONGEST_CODE:
        return ()
    code = _SYSTEM.get(code[:8].lower(), code)
    sections: list[list[Token]] = [[]]
    for token in _tokens(code):
        if token is None:
            sections.append([])
        else:
            sections[-1].append(token)
    return tuple(map(tuple, sections))


def _tokens(code: str) -> Iterator[Token | None]:
    """The pieces in their order; None between sections."""
    for found in _PIECES.finditer(code):
        name = found.lastgroup or "literal"
        text = found[name]
        if name == "end":
            yield None
        elif name == "moment":
            yield Token(TokenKind.MOMENT, text.lower())
        elif name == "elapsed":
            yield Token(TokenKind.MOMENT, f"[{text[0].lower()}]")
        elif name in _KINDS:
            yield Token(_KINDS[name], text)
