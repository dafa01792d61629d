"""The tree stays one that can be read: short functions and modules, small folders, no cycles."""

import ast
from pathlib import Path
from statistics import median

import pytest

from tests.structure import (
    FUNCTION_MEDIAN,
    FUNCTION_P95,
    LONGEST_FUNCTION,
    MODULE_MEDIAN,
    code_lines,
    crowded_folders,
    cycle_in,
    imports_within,
    percentile,
    program_modules,
    sizes_of,
)

ROOT = Path(__file__).parent.parent


def test_functions_and_modules_stay_short(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = sizes_of(program_modules(ROOT).values())
    with capsys.disabled():
        print(f"\n{sizes.report()}")
    assert median(sizes.functions) <= FUNCTION_MEDIAN
    assert percentile(sizes.functions, 95) <= FUNCTION_P95
    assert max(sizes.functions) <= LONGEST_FUNCTION
    assert median(sizes.modules) <= MODULE_MEDIAN


def test_no_folder_holds_more_than_one_takes_in() -> None:
    assert crowded_folders(ROOT) == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Type-checking imports included: what cannot be understood alone is one module."""
    assert cycle_in(imports_within(program_modules(ROOT))) == []


def test_a_circle_is_found_however_long_it_is() -> None:
    chain = {f"m{n}": {f"m{n + 1}"} for n in range(50)} | {"m50": set[str]()}
    assert cycle_in(chain) == []
    assert cycle_in(chain | {"m50": {"m3"}}) == [f"m{n}" for n in range(3, 51)]
    assert cycle_in({"a": {"b"}, "b": {"a"}, "c": {"a"}}) == ["a", "b"]


def test_imports_are_read_in_every_form(tmp_path: Path) -> None:
    """Within functions, and for type checking only, too."""
    texts = {
        "bot.a": "import bot.b\n",
        "bot.b": "def f():\n    from bot.c import x\n",
        "bot.c": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bot import a\n",
    }
    modules = {name: tmp_path / f"{name}.py" for name in texts}
    for name, text in texts.items():
        modules[name].write_text(text, "utf-8")
    assert cycle_in(imports_within(modules)) == ["bot.a", "bot.b", "bot.c"]


def test_a_folder_with_too_many_modules_is_named(tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    for number in range(21):
        (tmp_path / "bot" / f"m{number}.py").touch()
    (tmp_path / "bot" / "__init__.py").touch()
    assert crowded_folders(tmp_path) == {"bot": 21}


def test_docstrings_blank_lines_and_comments_are_no_code() -> None:
    source = '"""What."""\n\n# why\ndef f(\n    x,\n):\n    """How."""\n\n    return x\n'
    assert code_lines(source, ast.parse(source)) == {4, 5, 6, 9}
