"""Documents do not lag behind: links lead somewhere, tables say what the program says."""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer.main
from PIL import Image

from bot.cli import app
from bot.settings import Settings
from campaign.people import HeldRole, Person, Role
from campaign.texts import Language, Text, read_texts
from handlers.routes import TABLE
from handlers.routing import Route, Where

ROOT = Path(__file__).parents[1]
READMES = {Language.ZH: "README.md", Language.EN: "README.en.md"}
PICTURES = ROOT / "docs" / "pictures"
SIZES = {(1280, 800), (390, 844)}
LARGEST = 200 * 1024
TEXTS = read_texts()
BY_LANGUAGE = pytest.mark.parametrize("language", list(Language))

_LINK = re.compile(r"""\]\(([^)\s]+)\)|(?:src|href)=["']([^"']+)""")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def documents() -> list[Path]:
    """Every document, but for those of environments and tools."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    own = [path for path in found if not any(part[0] in "._" for part in path.parts)]
    return sorted(ROOT / path for path in own if path.parts[0] not in ("build", "dist", "data"))


def prose(path: Path) -> str:
    """The document without its code."""
    return _FENCED.sub("", path.read_text("utf-8"))


def links(path: Path) -> Iterator[str]:
    """Where a document's links and pictures lead, but for other sites."""
    for found in _LINK.finditer(prose(path)):
        target = found[1] or found[2]
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors(path: Path) -> set[str]:
    """The headings of a document as they are linked to."""
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(prose(path)))
    return {heading.strip().replace(" ", "-") for heading in kept}


def dead_links(path: Path) -> list[str]:
    """The links of a document that lead nowhere."""
    found = []
    for link in links(path):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


def rows(language: Language, first: str) -> list[list[str]]:
    """The rows of the README's table whose first head is this, cell by cell."""
    text = (ROOT / READMES[language]).read_text("utf-8")
    found = re.search(rf"^\| {first} \|.*\n\|[-:| ]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert found is not None, f"no table that begins with {first}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    assert dead_links(path) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# 一、起 步\n[a](page.md#一起-步) [b](#nowhere) [c](gone.md) ![d](e.png)\n"
        '<img src="gone.png"> [f](https://example.org/x) [g](page.md)\n```\n[h](code.md)\n```\n',
        "utf-8",
    )
    assert dead_links(page) == ["#nowhere", "gone.md", "e.png", "gone.png"]


@BY_LANGUAGE
def test_the_settings_are_those_of_the_program(language: Language) -> None:
    found = rows(language, {Language.ZH: "设置", Language.EN: "setting"}[language])
    named = [row[0] for row in found]
    assert named == [f"`FLAGBEARER_{name.upper()}`" for name in Settings.model_fields]
    for (_, meaning, default), field in zip(found, Settings.model_fields.values(), strict=True):
        assert meaning
        if field.default is None:
            assert "`" not in default
        else:
            shown = re.sub(r"\.0$", "", str(field.default))
            assert default.strip("`").removeprefix("./") == shown


def listeners() -> list[Person | None]:
    """A visitor, and one person for each role, who holds no other."""
    now = datetime(2008, 6, 23, tzinfo=UTC)
    roles = (Role.MEMBER, Role.SECRETARY, Role.OFFICE, Role.LEADER)
    return [None] + [
        Person(1, "王芳", 1, 1, None, None, Language.ZH, now, frozenset({HeldRole(role, 1)}))
        for role in roles
    ]


def row_of(route: Route, language: Language) -> list[str]:
    about = TEXTS.say(Text(f"{route.words}.in_menu"), language).plain()
    ticks = ["✓" if route.finds(person) is None else "" for person in listeners()]
    group = "" if route.where is Where.PRIVATE else "✓"
    return [f"`/{route.command}`", about, *ticks, group]


@BY_LANGUAGE
def test_the_commands_told_of_are_in_the_table_with_who_may(language: Language) -> None:
    found = rows(language, {Language.ZH: "命令", Language.EN: "command"}[language])
    right = [row_of(route, language) for route in TABLE if route.command]
    assert found == [row for row in right if row in found]
    assert len(found) > 10


@BY_LANGUAGE
def test_the_command_line_is_told_whole(language: Language) -> None:
    found = rows(language, {Language.ZH: "命令行", Language.EN: "command line"}[language])
    told = {re.split(r"[ `]", row[0].removeprefix("`flagbearer "))[0] for row in found}
    assert told == set(typer.main.get_group(app).commands)
    assert all(row[1] for row in found)


@BY_LANGUAGE
def test_the_picture_comes_first_and_then_the_two_commands(language: Language) -> None:
    text = (ROOT / READMES[language]).read_text("utf-8")
    heading, picture, first = (text.index(mark) for mark in ("# ", "docs/pictures/", "\n## "))
    assert heading < picture < first
    commands = [line.partition("#")[0].strip() for line in text.split("```")[1].splitlines()[1:]]
    assert commands == ["python3 run.py", "python3 run.py test"]


def test_every_picture_is_shown_somewhere_small_and_of_one_of_two_sizes() -> None:
    shown = {(path.parent / link).resolve() for path in documents() for link in links(path)}
    pictures = sorted(PICTURES.glob("*"))
    assert pictures
    for path in pictures:
        assert path.resolve() in shown, path.name
        assert path.stat().st_size < LARGEST, path.name
        with Image.open(path) as picture:
            assert (picture.format, picture.size in SIZES) == ("PNG", True), path.name


def test_the_package_carries_the_readme() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["readme"] == READMES[Language.ZH]
