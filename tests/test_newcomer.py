"""CONTRIBUTING's walk is true: followed word by word in a copy of the tree, it adds a conversation.

The code blocks are written where the line above them says, the diffs are applied, and then people
chat with what came of it.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.database.migrate import newest_step

ROOT = Path(__file__).parent.parent
PROGRAM = ("bot", "campaign", "handlers", "schedules", "storage", "tests")
OTHERS = ("run.py", "pyproject.toml", "README.md", "README.en.md", ".env.example")
BLOCK = re.compile(r"^`([\w./]+)`\n\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What is looked at in the copy: the chat itself, and the rules that a newcomer would break.
CHAT = "tests/handlers/test_suggest.py"
RULES = (
    "tests/test_texts.py",
    "tests/test_ownership.py",
    "tests/storage/database/test_migrate.py",
)
THESE = "suggest or key or every_table or up_gives"
# How many files it takes, texts in two languages and the test among them.
WITHOUT_A_TABLE, WITH_A_TABLE = 5, 9


@dataclass(frozen=True)
class Block:
    """A piece of the walk: a file as it is written, or a change of one."""

    path: str
    kind: str
    text: str


def walk() -> list[Block]:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text[text.index("## 加一个对话 / Add a conversation") :]
    return [Block(*found.groups()) for found in BLOCK.finditer(section)]


def parts() -> tuple[list[Block], list[Block]]:
    """What a conversation takes, and what more it takes to keep what is written."""
    blocks = walk()
    first = next(at for at, one in enumerate(blocks) if "tables" in one.path)
    return blocks[:first], blocks[first:]


def renumbered(block: Block) -> Block:
    """The migration after the newest that there is, whichever number the walk was written with."""
    numbers = re.findall(r'revision = "(\d{4})"', block.text)
    if not numbers:
        return block
    newest = newest_step()
    following = f"{int(newest) + 1:04}"
    text = block.text.replace(numbers[1], newest).replace(numbers[0], following)
    return Block(block.path.replace(numbers[0], following), block.kind, text)


def follow(blocks: Sequence[Block], tree: Path) -> Iterator[str]:
    """Do what the walk says; the files that were touched."""
    for block in map(renumbered, blocks):
        if block.kind == "diff":
            apply = ["git", "apply", "--unidiff-zero", "-"]
            subprocess.run(apply, cwd=tree, input=block.text, text=True, check=True)
        else:
            (tree / block.path).write_text(block.text, "utf-8")
        yield block.path


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the tree, outside any repository, so that diffs are applied to it alone."""
    for name in PROGRAM:
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.png")
        )
    for name in OTHERS:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def check(tree: Path, *checks: str) -> subprocess.CompletedProcess[str]:
    """Run these tests of the copy."""
    surroundings = {n: v for n, v in os.environ.items() if not n.startswith("PYTEST_")}
    surroundings |= {"PYTHONPATH": str(tree), "GIT_CEILING_DIRECTORIES": str(tree.parent)}
    call = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-k",
        THESE,
        *checks,
    ]
    return subprocess.run(
        call, cwd=tree, env=surroundings, capture_output=True, text=True, check=False
    )


def test_a_conversation_is_added_by_the_walk_in_few_files(tree: Path) -> None:
    without_table, with_table = parts()
    touched = set(follow(without_table, tree))
    assert len(touched) <= WITHOUT_A_TABLE
    touched |= set(follow(with_table, tree))
    assert len(touched) <= WITH_A_TABLE
    done = check(tree, CHAT, *RULES)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_a_step_left_out_is_told(tree: Path) -> None:
    """Without its English texts the copy fails: what passes above can fail."""
    without_table, _ = parts()
    left = [one for one in without_table if "/en/" not in one.path]
    assert len(list(follow(left, tree))) == len(without_table) - 1
    done = check(tree, "tests/test_texts.py")
    assert done.returncode != 0
    assert "suggest." in done.stdout
