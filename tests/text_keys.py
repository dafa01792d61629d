"""Which texts the code says: a reader of source, as far as keys stand there in plain words.

A key is a string like `story.is_gone`. Where one is put together (`f"evidence.refused_{trouble}"`)
the reader gives its form, `evidence.refused_{}`, and the test must know what it can become.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

SAYING = {"Text", "text", "both", "plain", "translated"}
ON_BUTTONS = {"Button", "Option"}
IN_TOASTS = {"toast", "redraw"}
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Use:
    """A key in the code. `given`: the parameters it is said with, None where that is not plain."""

    place: str
    key: str
    shown_on: str = "message"
    given: frozenset[str] | None = None


@dataclass
class Found:
    """What one module says."""

    uses: list[Use] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)


def read_source(path: str, source: str, *, prefixes: frozenset[str]) -> Found:
    """The keys and forms in a module; `prefixes` are the first words that keys begin with."""
    reader = _Reader(path, prefixes)
    reader.visit(ast.parse(source))
    return reader.found


def answers_in(source: str) -> dict[str, frozenset[str] | None]:
    """The endings that a module gives by `answer("saved", …)` or `Answer("saved", …)`."""
    found = {
        str(call.args[0].value): frozenset(_keywords(call))
        for call in _calls(ast.parse(source), {"answer"})
        if isinstance(call.args[0], ast.Constant)
    }
    plain = _calls(ast.parse(source), {"Answer"})
    return found | {
        str(call.args[0].value): _given(call)
        for call in plain
        if call.args and isinstance(call.args[0], ast.Constant)
    }


def role_words(source: str) -> set[str]:
    """The roles by whose names refusals are worded: the first of each `holding(Role.…)`."""
    return {
        call.args[0].attr.lower()
        for call in _calls(ast.parse(source), {"holding"})
        if call.args and isinstance(call.args[0], ast.Attribute)
    }


def chinese_in(source: str) -> list[int]:
    """The lines at which string literals have Chinese in them; docstrings are for engineers."""
    nodes = list(ast.walk(ast.parse(source)))
    docstrings = {node.value for node in nodes if isinstance(node, ast.Expr)}
    literals = (node for node in nodes if isinstance(node, ast.Constant))
    return sorted(
        {
            literal.lineno
            for literal in literals
            if literal not in docstrings
            if isinstance(literal.value, str) and _HAN.search(literal.value)
        }
    )


class _Reader(ast.NodeVisitor):
    """Walks a module, knowing in which function and on what it stands."""

    def __init__(self, path: str, prefixes: frozenset[str]) -> None:
        self.path = path
        self.found = Found()
        self._key = re.compile(rf"({'|'.join(sorted(prefixes))})(\.[a-z0-9_]+)+")
        self._form = re.compile(rf"({'|'.join(sorted(prefixes))})\.[a-z0-9_.{{}}]+")
        self._saying = set(SAYING)
        self._scopes: list[ast.AST] = []
        self._shown_on = ["message"]
        self._said: set[ast.AST] = set()
        self._labels_of: dict[ast.AST, set[str]] = {}

    def visit_Module(self, node: ast.Module) -> None:
        self._within(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """A `text` of SQLAlchemy's is a statement."""
        if (node.module or "").startswith("sqlalchemy"):
            self._saying -= {alias.asname or alias.name for alias in node.names}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._within(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._within(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """What is named here and shown on a button later is a label."""
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        scope = self._scopes[-1]
        if scope not in self._labels_of:
            self._labels_of[scope] = _labels(scope)
        with_label = names & self._labels_of[scope]
        self._on("button" if with_label else self._shown_on[-1], node.value)

    def visit_Call(self, node: ast.Call) -> None:
        if _is_call(node, self._saying) and node.args:
            self._say(node)
        if _is_call(node, ON_BUTTONS):
            self._on("button", *node.args[:2])
            self._on("message", *node.args[2:], *(word.value for word in node.keywords))
        elif _is_call(node, IN_TOASTS):
            self._on("toast", *node.args)
        else:
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        text = node.value
        if node not in self._said and isinstance(text, str) and self._key.fullmatch(text):
            self._use(node, text, None)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        if self._form.fullmatch(_form_of(node)):
            self._put_together(node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part)

    def _within(self, node: ast.AST) -> None:
        self._scopes.append(node)
        self.generic_visit(node)
        self._scopes.pop()

    def _on(self, shown_on: str, *nodes: ast.AST) -> None:
        self._shown_on.append(shown_on)
        for node in nodes:
            self.visit(node)
        self._shown_on.pop()

    def _say(self, node: ast.Call) -> None:
        if isinstance(node.args[0], ast.JoinedStr):
            self._put_together(node.args[0])
        for constant in _strings(node.args[0], self._scopes[-1]):
            self._said.add(constant)
            self._use(constant, str(constant.value), _given(node))

    def _put_together(self, node: ast.JoinedStr) -> None:
        self.found.forms[_form_of(node)] = f"{self.path}:{node.lineno}"

    def _use(self, node: ast.AST, key: str, given: frozenset[str] | None) -> None:
        place = f"{self.path}:{getattr(node, 'lineno', 0)}"
        self.found.uses.append(Use(place, key, self._shown_on[-1], given))


def _form_of(node: ast.JoinedStr) -> str:
    parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return "".join(str(part) for part in parts)


def _is_call(node: ast.Call, names: set[str]) -> bool:
    called = node.func
    if isinstance(called, ast.Attribute):
        return called.attr in names - {"text"}
    return isinstance(called, ast.Name) and called.id in names


def _strings(node: ast.AST, scope: ast.AST) -> Iterator[ast.Constant]:
    """The strings that an expression can be: itself, either branch, or what a name was given."""
    match node:
        case ast.Constant(value=str()):
            yield node
        case ast.IfExp(body=one, orelse=other):
            yield from _strings(one, scope)
            yield from _strings(other, scope)
        case ast.Name(id=name):
            for given in ast.walk(scope):
                if isinstance(given, ast.Assign) and _names(given) == {name}:
                    yield from _strings(given.value, scope)


def _names(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def _labels(scope: ast.AST) -> set[str]:
    """The names that are put on buttons in this scope."""
    parts = (part for call in _calls(scope, ON_BUTTONS) for part in call.args[:2])
    return {part.id for part in parts if isinstance(part, ast.Name)}


def _calls(scope: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and _is_call(node, names):
            yield node


def _given(node: ast.Call) -> frozenset[str] | None:
    """The parameters' names, where they are written out."""
    if any(word.arg is None for word in node.keywords):
        return None
    names = _keywords(node)
    match node.args[1:]:
        case []:
            return frozenset(names)
        case [ast.Dict(keys=keys)] if all(isinstance(key, ast.Constant) for key in keys):
            return frozenset(str(key.value) for key in keys if isinstance(key, ast.Constant))
        case _:
            return None


def _keywords(node: ast.Call) -> list[str]:
    return [word.arg for word in node.keywords if word.arg is not None]
