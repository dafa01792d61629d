"""The page that tells which test holds which promise names only tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?")
ASKED_FOR = (
    *(
        f"F{n}"
        for n in (1, 2, 3, 4, 5, 6, 10, 13, 15, 18, 19, 20, 21, 22, 23, 24, 45, 46, 47, 48, 50)
    ),
    *(f"T{n}" for n in (1, 2, 3, 7, 8, 9, 15, 16, 17, 20, 24)),
    *(f"P{n}" for n in (1, 2, 3, 4, 5)),
)


def test_every_test_named_is_there() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 80
    gone = [
        f"{path}::{test}"
        for path, test in named
        if not (ROOT / path).is_file()
        or (test and f"def {test}(" not in (ROOT / path).read_text("utf-8"))
    ]
    assert gone == []


def test_every_row_names_a_test() -> None:
    rows = {
        row.split(" | ")[0].strip("| "): row
        for row in PAGE.splitlines()
        if row[:3] in ("| F", "| T", "| P")
    }
    assert set(ASKED_FOR) <= set(rows)
    assert [name for name, row in rows.items() if "tests/" not in row] == []
