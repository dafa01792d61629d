"""Chunks hold every value once, in order, and none has more than one statement takes."""

import pytest

from storage.database.chunks import CHUNK, chunks


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, CHUNK, CHUNK + 1])
def test_nothing_is_lost_and_nothing_comes_twice(number: int) -> None:
    values = list(range(number))
    for size in (1, 3, CHUNK):
        cut = list(chunks(values, size))
        assert [one for some in cut for one in some] == values
        assert all(0 < len(some) <= size for some in cut)
        assert len(cut) == -(-number // size)
