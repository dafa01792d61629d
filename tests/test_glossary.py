"""The glossary has every noun that names a module or a table, and no noun that names nothing.

A module is named by its last words: `outbox_cards` asks for `card`, or for `outbox card`. To add a
noun, put its row where the alphabet wants it in docs/glossary.md.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from campaign.texts import Language, read_texts
from handlers.routes import TABLE
from storage.database.columns import metadata

ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "docs" / "glossary.md"
ROOMS = ("bot", "campaign", "handlers", "schedules", "storage")
# Modules named by what is done, by a state, or by Alembic: nobody would look these up.
NO_NOUNS = frozenset(
    {
        "ahead",
        "attach",
        "base",
        "closed",
        "dispatch",
        "due_now",
        "editing",
        "env",
        "hearing",
        "joining",
        "launch",
        "live",
        "migrate",
        "missing",
        "noted",
        "receiving",
        "repeating",
        "resend",
        "run",
        "sending",
        "stocking",
        "submit",
    }
)
IRREGULAR = {"media": "medium", "menus": "menu", "people": "person"}

_ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$")
_ES = re.compile(r"(ss|x|ch|sh)es$")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

Noun = tuple[str, ...]


def singular(word: str) -> str:
    """The word as the glossary has it; good enough for the names of this program."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if _ES.search(word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def noun(name: str) -> Noun:
    """The words of a name, of whatever spelling: `check_ins`, `CheckIn`, check-in."""
    parts = re.findall(r"[a-z0-9]+", _HUMP.sub(" ", name).lower())
    return tuple(map(singular, parts))


def sections(text: str) -> dict[str, list[str]]:
    """What the first column of each part of the glossary says, row by row."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("## "):
            found[line] = []
        elif (row := _ROW.match(line)) and row[1] not in ("English", "---"):
            found[next(reversed(found))].append(row[1])
    return found


def entries(text: str) -> list[str]:
    """Every noun that the glossary explains; a row may explain several."""
    return [one for rows in sections(text).values() for row in rows for one in re.split(", ?", row)]


def missing(names: set[str], explained: list[str]) -> set[str]:
    """The names none of whose last words are explained."""
    known = set(map(noun, explained))
    return {
        name
        for name in names
        if not any(noun(name)[start:] in known for start in range(len(noun(name))))
    }


def unused(explained: list[str], used: set[Noun]) -> list[str]:
    """The nouns that name nothing: not in one piece, and not as a part of a longer name."""
    parts = {
        name[start:end]
        for name in used
        for start in range(len(name))
        for end in range(start + 1, len(name) + 1)
    }
    return [one for one in explained if noun(one) not in parts]


@cache
def sources() -> list[Path]:
    """Every module of the program, but for the steps of migration, which have numbers."""
    return [
        path
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if path.parent != ROOT / "storage" / "migrations" / "versions"
    ]


def modules() -> set[str]:
    """The names of the modules and of the packages."""
    names = {path.parent.name if path.stem == "__init__" else path.stem for path in sources()}
    return names - {"__main__"}


def identifiers(tree: ast.AST) -> Iterator[str]:
    """What a module names: classes, functions, parameters, fields, constants."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.AsyncFunctionDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name


def used() -> set[Noun]:
    """Whatever is named in the program, and every sentence that people read in English."""
    names = {*modules(), *metadata.tables}
    for path in sources():
        names.update(identifiers(ast.parse(path.read_text("utf-8"))))
    texts = read_texts()
    sentences = {texts.template(key, Language.EN) for key in texts.keys}
    return {noun(name) for name in names} | {noun(one) for one in sentences}


TEXT = GLOSSARY.read_text("utf-8")


def test_every_module_and_every_table_has_its_noun_explained() -> None:
    """But for modules named by a command or a flow, such as `join`: its texts explain it."""
    asked = {name for route in TABLE for name in (route.command, route.opens.name)}
    names = (modules() - NO_NOUNS - asked) | set(metadata.tables)
    assert missing(names, entries(TEXT)) == set()


def test_every_entry_names_something() -> None:
    assert unused(entries(TEXT), used()) == []


def test_each_noun_is_explained_once() -> None:
    nouns = [noun(one) for one in entries(TEXT)]
    assert sorted({" ".join(one) for one in nouns if nouns.count(one) > 1}) == []


@pytest.mark.parametrize(("section", "rows"), sections(TEXT).items())
def test_each_part_is_in_the_order_of_the_alphabet(section: str, rows: list[str]) -> None:
    assert rows == sorted(rows, key=str.lower), section


def test_every_row_is_whole() -> None:
    """A row that the others' form does not fit would be no entry, and nobody would notice."""
    lines = [line for line in TEXT.splitlines() if line.startswith("|")]
    odd = [line for line in lines if not _ROW.match(line) and line != "|---|---|---|"]
    assert odd == []


def test_what_is_left_out_is_a_module_that_is_not_explained() -> None:
    assert NO_NOUNS - modules() == set()
    assert missing(set(NO_NOUNS), entries(TEXT)) == NO_NOUNS


def test_a_noun_is_missed_and_a_lost_one_is_found() -> None:
    """The test itself: it can fail both ways."""
    assert missing({"outbox_cards", "zip_files", "boxes"}, ["card", "box"]) == {"zip_files"}
    assert unused(["card", "second person", "late entry"], {noun("OutboxCards")}) == [
        "second person",
        "late entry",
    ]
