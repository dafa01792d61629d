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
    unsaid_limits,
    unsaid_units,
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


def test_every_number_says_its_unit() -> None:
    """But for the roster's modules, which are being rewritten."""
    unsaid = unsaid_units(program_modules(ROOT))
    assert [one for one in unsaid if ".roster." not in one] == []


def test_a_number_without_a_comment_is_found(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text(
        "# Seconds.\nA = 1\nB = -2.5\nC = timedelta(hours=1)\nD = 4 * 1024\n\nE = (1, 2)\n"
        "F = True\nG = 3  # in bytes\nH = ()\n",
        "utf-8",
    )
    assert unsaid_units({"m": path}) == ["m:5", "m:7"]


def test_whatever_is_limited_says_how() -> None:
    modules = program_modules(ROOT)
    rooms = {
        name: path for name, path in modules.items() if name.startswith(("campaign", "storage"))
    }
    assert unsaid_limits(rooms) == []


def test_a_limit_that_is_not_told_is_found(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text(
        'def f(*, limit): "At most `limit`."\ndef g(limit, skip): "After `skip` rows."\n'
        "def _h(limit): ...\n",
        "utf-8",
    )
    assert unsaid_limits({"m": path}) == ["m.g: limit"]
