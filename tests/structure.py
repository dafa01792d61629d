"""The whole tree measured: how long functions and modules are, what a folder holds, cycles.

Code lines are lines as formatted, without docstrings, blank lines and comments.
"""

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from statistics import median

ROOMS = ("bot", "handlers", "schedules", "storage", "campaign")
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
# In code lines; functions and modules of the program, migration steps excepted.
FUNCTION_MEDIAN, FUNCTION_P95, LONGEST_FUNCTION = 6, 17, 40
MODULE_MEDIAN = 80
# Modules in one folder of the program.
FOLDER_HOLDS = 20

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the functions and modules of the program come to, in code lines."""

    functions: tuple[int, ...]
    modules: tuple[int, ...]

    def report(self) -> str:
        """One line to read after a run of the tests."""
        return (
            f"{len(self.functions)} functions: median {median(self.functions):g},"
            f" p95 {percentile(self.functions, 95)}, longest {max(self.functions)} code lines;"
            f" {len(self.modules)} modules: median {median(self.modules):g},"
            f" longest {max(self.modules)}"
        )


def percentile(sizes: Iterable[int], of: int) -> int:
    """The size that so many in a hundred do not exceed."""
    ordered = sorted(sizes)
    return ordered[min(len(ordered) - 1, len(ordered) * of // 100)]


def program_modules(root: Path) -> dict[str, Path]:
    """Every module of the program by its dotted name, migration steps excepted."""
    paths = (path for room in ROOMS for path in sorted((root / room).rglob("*.py")))
    return {
        dotted_name(path.relative_to(root)): path
        for path in paths
        if "migrations" not in path.relative_to(root).parts
    }


def dotted_name(path: Path) -> str:
    """`a/b.py` is a.b, `a/__init__.py` is a."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def sizes_of(paths: Iterable[Path]) -> Sizes:
    """Measured from the source text."""
    functions: list[int] = []
    modules: list[int] = []
    for path in paths:
        source = path.read_text("utf-8")
        tree = ast.parse(source)
        lines = code_lines(source, tree)
        modules.append(len(lines))
        functions += [
            sum(1 for line in lines if node.lineno <= line <= (node.end_lineno or node.lineno))
            for node in ast.walk(tree)
            if isinstance(node, Definition)
        ]
    return Sizes(tuple(functions), tuple(modules))


def code_lines(source: str, tree: ast.Module) -> set[int]:
    """The numbers of the lines that hold code."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines = {
        line
        for token in tokens
        if token.type not in NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    return lines - set(docstring_lines(tree))


def docstring_lines(tree: ast.Module) -> Iterator[int]:
    """The numbers of the lines that a docstring takes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | Definition) and ast.get_docstring(node):
            text = node.body[0]
            yield from range(text.lineno, (text.end_lineno or text.lineno) + 1)


def crowded_folders(root: Path) -> dict[str, int]:
    """Folders of the program that hold more modules than a reader takes in at a glance."""
    held = Counter(
        PurePosixPath(path.relative_to(root)).parent.as_posix()
        for path in program_modules(root).values()
        if path.name != "__init__.py"
    )
    return {folder: count for folder, count in held.items() if count > FOLDER_HOLDS}


def imports_within(modules: Mapping[str, Path]) -> dict[str, set[str]]:
    """Which modules of the program each of them imports, for type checking or not."""
    return {
        name: set(_imported(ast.parse(path.read_text("utf-8")), modules)) - {name}
        for name, path in modules.items()
    }


def _imported(tree: ast.Module, modules: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield from (
                    one for one in [full if full in modules else node.module] if one in modules
                )


def cycle_in(arrows: Mapping[str, set[str]]) -> list[str]:
    """Modules that import each other in a circle; empty if there is none."""
    left = {name: set(targets) for name, targets in arrows.items()}
    while leaves := [name for name, targets in left.items() if not targets & left.keys()]:
        for name in leaves:
            del left[name]
    return _round(left) if left else []


def _round(arrows: Mapping[str, set[str]]) -> list[str]:
    """Some way through modules of which each leads to another, until one comes again."""
    way = [min(arrows)]
    while True:
        onward = min(arrows[way[-1]] & arrows.keys())
        if onward in way:
            return way[way.index(onward) :]
        way.append(onward)


def unsaid_units(modules: Mapping[str, Path]) -> list[str]:
    """Numeric constants with no comment that could say their unit: above them, or beside them.

    One comment may stand above several in a row. A timedelta says its own unit.
    """
    found = []
    for name, path in modules.items():
        source = path.read_text("utf-8")
        lines, last, said = source.split("\n"), -1, False
        for node in _numbers(ast.parse(source)):
            if lines[node.lineno - 2].startswith("#") or "#" in lines[node.lineno - 1]:
                said = True
            elif node.lineno != last + 1:
                said = False
            last = node.end_lineno or node.lineno
            found += [] if said else [f"{name}:{node.lineno}"]
    return found


def _numbers(tree: ast.Module) -> Iterator[ast.Assign | ast.AnnAssign]:
    """The assignments of numbers, or of several, at the top of a module."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and _is_number(node.value):
            yield node


def _is_number(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=bool()):
            return False
        case ast.Constant(value=int() | float()):
            return True
        case ast.UnaryOp(operand=operand):
            return _is_number(operand)
        case ast.BinOp(left=left, right=right):
            return _is_number(left) and _is_number(right)
        case ast.Tuple(elts=several):
            return bool(several) and all(map(_is_number, several))
    return False


def unsaid_limits(modules: Mapping[str, Path]) -> list[str]:
    """Public functions whose docstring says nothing of a `limit`, `skip` or `size` they take."""
    return [
        f"{name}.{node.name}: {taken}"
        for name, path in modules.items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, Definition) and not node.name.startswith("_")
        for taken in ("limit", "skip", "size")
        if taken in {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}
        if f"`{taken}`" not in (ast.get_docstring(node) or "")
    ]
