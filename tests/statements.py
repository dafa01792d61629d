"""What is asked of a database, as it is sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from storage.database.engine import Database


@contextmanager
def overheard(database: Database) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    said: list[str] = []
    engines = {database._writing.sync_engine, database._reading.sync_engine}

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
