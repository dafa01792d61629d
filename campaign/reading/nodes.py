"""The TOML table as the checks walk it: values that are missing or of the wrong type read as None.

So one bad value hides no fault elsewhere; `campaign.reading.shapes` reports the value itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from campaign.reading.places import Path


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file with the way down to it; None where the file has nothing."""

    value: object
    path: Path = ()

    def at(self, *keys: str) -> "Node":
        """What stands under the keys, one below the other."""
        node = self
        for key in keys:
            inner = node.value.get(key) if isinstance(node.value, dict) else None
            node = Node(inner, (*node.path, key))
        return node

    def rows(self, *keys: str) -> "list[Node]":
        """The entries of the list under the keys."""
        node = self.at(*keys)
        values = node.value if isinstance(node.value, list) else []
        return [Node(value, (*node.path, row)) for row, value in enumerate(values)]

    def walk(self) -> "Iterator[Node]":
        """This and everything below."""
        yield self
        if isinstance(self.value, dict):
            for key in self.value:
                yield from self.at(key).walk()
        for row in self.rows():
            yield from row.walk()

    @property
    def day(self) -> date | None:
        """The value where it is a date without a time."""
        if isinstance(self.value, datetime) or not isinstance(self.value, date):
            return None
        return self.value

    @property
    def time(self) -> time | None:
        """The value where it is a time of day."""
        return self.value if isinstance(self.value, time) else None

    @property
    def text(self) -> str | None:
        """The value where it is a text."""
        return self.value if isinstance(self.value, str) else None

    @property
    def number(self) -> int | None:
        """The value where it is a whole number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            return None
        return self.value
