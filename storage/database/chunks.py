"""Long lists of values, cut into chunks that one statement takes."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

# Values in one statement: far below what SQLite and PostgreSQL take, and few plans to keep.
CHUNK = 500


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The values in their order, `size` at a time; the last chunk may have fewer."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
