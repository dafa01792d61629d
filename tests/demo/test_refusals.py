"""Every refusal that a person can meet on the page is told there in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from bot.demo.chat_page.page_routes import PAGE

DEMO = Path(__file__).parents[2] / "bot" / "demo"
# What only a program that steers the demo can ask for; the page says: not possible here.
ONLY_BY_HAND = ("no act ", "at most ")


def refused_words(source: str) -> list[str]:
    """What `ActRefused(…)` says in this source, up to its first blank to be filled in."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "ActRefused"):
            continue
        said = node.args[0]
        first = said.values[0] if isinstance(said, ast.JoinedStr) else said
        if isinstance(first, ast.Constant):
            found.append(str(first.value))
    return found


def known_words() -> list[str]:
    """What the page knows to translate."""
    page = (PAGE / "refusals.js").read_text("utf-8")
    return re.findall(r"^  '([^']+)': '[^']+',$", page, re.MULTILINE)


def test_each_refusal_is_known_to_the_page() -> None:
    said = [
        words for path in DEMO.rglob("*.py") for words in refused_words(path.read_text("utf-8"))
    ]
    assert len(said) > 10
    known = known_words()
    unknown = {
        words
        for words in said
        if not words.startswith(ONLY_BY_HAND) and not any(words.startswith(one) for one in known)
    }
    assert unknown == set()


def test_nothing_is_translated_that_nobody_says() -> None:
    source = "\n".join(path.read_text("utf-8") for path in DEMO.rglob("*.py"))
    assert [words for words in known_words() if words not in source] == []
