"""Commands as thumbs write them: with another slash, blanks, wide letters, a mark behind them."""

import re
import unicodedata
from collections.abc import Container

from handlers.incoming import Command, Content, Said

# After NFKC: wide letters, slashes and marks are the narrow ones.
_TYPED = re.compile(
    r"\s*[/\\\u3001\u2215\u2044]+\s*([A-Za-z_]+)(?:@\w+)?(?![A-Za-z0-9_@])(.*)", re.DOTALL
)
_MARKS = " \t\n.,:;!?~\u3002\u2026\u3001"


def as_command(content: Content, known: Container[str]) -> Content:
    """The command that was meant, if what was typed begins with one that is known."""
    written = _written(content)
    found = None if written is None else _TYPED.fullmatch(unicodedata.normalize("NFKC", written))
    if found is None or found[1].lower() not in known:
        return content
    return Command(found[1].lower(), found[2].strip(_MARKS))


def _written(content: Content) -> str | None:
    """Words that may be a mistyped command: also a command whose name runs into what follows."""
    if isinstance(content, Said) and not content.files:
        return content.text
    if isinstance(content, Command):
        return f"/{content.name} {content.argument}"
    return None
