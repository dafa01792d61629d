"""What a transaction still has to write: rows by table, and things by the work that asks first."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

Values = Mapping[str, Any]
# Called with the session and all things that were noted for it.
Work = Callable[[Any, list[Any]], Awaitable[None]]


@dataclass(slots=True)
class Noted:
    """In the order of the first row of each table, then of the first thing of each work."""

    rows: dict[Table, list[Values]] = field(default_factory=dict)
    things: dict[Work, list[Any]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rows or self.things)

    def take_over(self, other: "Noted") -> None:
        """Move everything that the other has noted to this one."""
        for table, rows in other.rows.items():
            self.rows.setdefault(table, []).extend(rows)
        for work, things in other.things.items():
            self.things.setdefault(work, []).extend(things)
        other.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.rows.clear()
        self.things.clear()
