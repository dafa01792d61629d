"""The rules of the house, as a reader of source text: which room may import which, who has a clock.

`faults_of(path, source)` gives one sentence for each rule that a module breaks.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

# Arrows point downwards only; handlers and schedules do not know each other.
MAY_IMPORT = {
    "bot": {"bot", "handlers", "schedules", "storage", "campaign"},
    "handlers": {"handlers", "storage", "campaign"},
    "schedules": {"schedules", "storage", "campaign"},
    "storage": {"storage", "campaign"},
    "campaign": {"campaign"},
}
OUTSIDE_THE_ROOMS = {"tests", "run"}
# Libraries that stay in the rooms named.
KEPT_IN = {
    "telegram": {"bot"},
    "aiohttp": {"bot"},
    "httpx": {"bot"},
    "starlette": {"bot"},
    "sqlalchemy": {"bot", "storage"},
}
CAMPAIGN_LIBRARIES = {"pydantic", "pydantic_core", "babel"}
CLOCKS = {
    "asyncio.create_task",
    "asyncio.ensure_future",
    "asyncio.sleep",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "sqlalchemy.func.current_date",
    "sqlalchemy.func.current_timestamp",
    "sqlalchemy.func.now",
    "time.gmtime",
    "time.localtime",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.perf_counter_ns",
    "time.sleep",
    "time.time",
    "time.time_ns",
}
# Where a fault of any kind is survived: whatever must go on for as long as the program runs.
MAY_CATCH_ALL = (
    "bot/workers/part",
    "bot/workers/engine",
    "bot/workers/courier",
    "bot/workers/delivery",
)
NAMES_THAT_SAY_NOTHING = {
    *("utils", "util", "common", "helpers", "helper", "services", "service"),
    *("managers", "manager", "core", "misc"),
}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: where it lies, and what it says."""

    path: PurePosixPath
    source: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.path.parts[0].removesuffix(".py")

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts


def faults_of(path: str, source: str) -> list[str]:
    """Every rule that the module breaks, as 'path:line: sentence', in order of the lines."""
    module = Module(PurePosixPath(path), source, ast.parse(source))
    found: set[tuple[int, str]] = set()
    for rule in RULES:
        found.update(rule(module))
    return [f"{path}:{line}: {sentence}" for line, sentence in sorted(found)]


Faults = Iterator[tuple[int, str]]


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Each imported name with its line, dotted: `from a.b import c` is a.b.c."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = module.room if node.level else node.module
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


def wrong_arrows(module: Module) -> Faults:
    allowed = MAY_IMPORT.get(module.room)
    if allowed is None:
        return
    for line, name in imports(module):
        top = name.split(".")[0]
        if top in OUTSIDE_THE_ROOMS or (top in MAY_IMPORT and top not in allowed):
            yield line, f"{module.room} may not import {top}"


def libraries_out_of_place(module: Module) -> Faults:
    if module.room not in MAY_IMPORT:
        return
    for line, name in imports(module):
        top = name.split(".")[0]
        if module.room not in KEPT_IN.get(top, {module.room}):
            yield line, f"{top} stays out of {module.room}"
        elif module.room == "campaign" and not belongs_in_campaign(top):
            yield line, f"campaign is pure: not {top}"


def belongs_in_campaign(top: str) -> bool:
    return top in CAMPAIGN_LIBRARIES | set(MAY_IMPORT) or top in sys.stdlib_module_names


def own_clocks(module: Module) -> Faults:
    """A look at the system's clock, a wait or a task of one's own, below bot/."""
    if module.room not in MAY_IMPORT or module.room == "bot":
        return
    full_names = bound_names(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, _, rest = dotted(node).partition(".")
            name = f"{full_names.get(first, first)}.{rest}".rstrip(".")
            if name in CLOCKS:
                yield node.lineno, f"{name} below bot/: moments are handed in"


def bound_names(module: Module) -> dict[str, str]:
    """What the names bound by imports stand for: `import time as t` makes t time."""
    found = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    found[alias.asname] = alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def all_catching(module: Module) -> Faults:
    if module.room not in MAY_IMPORT or str(module.path).startswith(MAY_CATCH_ALL):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = "everything" if node.type is None else dotted(node.type)
            if caught in {"everything", "Exception", "BaseException"} and not isinstance(
                node.body[-1], ast.Raise
            ):
                yield node.lineno, f"only {', '.join(MAY_CATCH_ALL)} survive a fault of any kind"


def sizes(module: Module) -> Faults:
    lines = module.source.count("\n")
    if lines > LONGEST_MODULE:
        yield 1, f"{lines} lines: split it by noun (at most {LONGEST_MODULE})"
    if module.is_migration:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield node.lineno, f"{node.name} has {length} lines (at most {LONGEST_FUNCTION})"


def missing_docstrings(module: Module) -> Faults:
    if ast.get_docstring(module.tree) is None and module.source.strip():
        yield 1, "no docstring says what the module is for"
    if module.room not in {"campaign", "storage"} or module.is_migration:
        return
    for node in module.tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not node.name.startswith("_") and ast.get_docstring(node) is None:
            yield node.lineno, f"{node.name} has no docstring"


def empty_names(module: Module) -> Faults:
    for part in module.path.parts:
        if part.removesuffix(".py") in NAMES_THAT_SAY_NOTHING:
            yield 1, f"'{part}' does not say what is inside"


RULES = (
    wrong_arrows,
    libraries_out_of_place,
    own_clocks,
    all_catching,
    sizes,
    missing_docstrings,
    empty_names,
)
