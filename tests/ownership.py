"""Who writes what, read from the source: a turn through its methods, a table in its own module."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from sqlalchemy import Table

from storage import tables

# The turn itself, and what it is made of.
TURN = "handlers/turn.py"
CHANGES_A_LIST = {"append", "extend", "insert", "clear", "pop", "remove", "update", "setdefault"}
WRITES = {"insert", "insert_all", "update", "delete", "add", "upsert"}
TABLES = {name for name, one in vars(tables).items() if isinstance(one, Table)}
# Modules that are one box in several files, by how their paths begin.
IN_SEVERAL_FILES = {"outbox": "storage/delivery/outbox", "cards": "storage/delivery/card"}


def turn_faults(path: str, source: str) -> list[str]:
    """Where a handler changes a turn by its fields rather than by its methods."""
    if not path.startswith("handlers/") or path == TURN:
        return []
    found = [
        f"{path}:{getattr(node, 'lineno', 1)}: turn.{name} is changed by the turn's methods"
        for node in ast.walk(ast.parse(source))
        for name in _changed_fields(node)
    ]
    return sorted(found)


def _changed_fields(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Assign(targets=targets):
            yield from filter(None, map(_field, targets))
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            yield from filter(None, [_field(target)])
        case ast.Call(func=ast.Attribute(value=changed, attr=how)) if how in CHANGES_A_LIST:
            yield from filter(None, [_field(changed)])


def _field(node: ast.expr) -> str | None:
    """`calls` for `turn.calls`, `self.turn.calls` and for `turn.calls[key]`."""
    match node:
        case ast.Subscript(value=inner):
            return _field(inner)
        case ast.Attribute(value=ast.Name(id="turn") | ast.Attribute(attr="turn"), attr=name):
            return name
        case _:
            return None


def tables_written(source: str) -> set[str]:
    """The tables to which a module writes, by their names in `storage.tables`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=how), args=[ast.Name(id=table), *_]) if how in WRITES:
                found.add(table)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=of), attr=how), args=args) if (
                how in WRITES
            ):
                found.add(of)
                found.update(one.id for one in args[:1] if isinstance(one, ast.Name))
    return found & TABLES


def shared_tables(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """The tables that modules of several owners write to, with these modules."""
    writers: dict[str, set[str]] = defaultdict(set)
    for path, source in sources.items():
        if "migrations" not in PurePosixPath(path).parts:
            for table in tables_written(source):
                writers[table].add(path)
    return {table: sorted(paths) for table, paths in writers.items() if not _one(table, paths)}


def _one(table: str, paths: set[str]) -> bool:
    together = IN_SEVERAL_FILES.get(table)
    return len(paths) == 1 or (
        together is not None and all(path.startswith(together) for path in paths)
    )
