"""The directory of a ZIP: the same parts as the standard reader sees, or none, at a small price."""

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.evidence.file_kinds import kind_of
from storage.evidence.picture_sizes import picture_size
from storage.evidence.zip_directory import BrokenZip, TooManyParts, ZipPart, zip_parts
from tests.storage.samples import office, packed

MANY = 420_000
MEGABYTE = 1024 * 1024


def directory(
    count: int, *, name: bytes = b"p", claimed: int | None = None, wide: bool = False
) -> bytes:
    """An archive of so many empty parts, of which the end says another number if need be."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", len(name)) + bytes(16) + name
    told = count if claimed is None else claimed
    length = len(entry) * count
    end = b""
    if wide:
        end = b"PK\x06\x06" + struct.pack("<Q2H2I4Q", 44, 45, 45, 0, 0, told, told, length, 4)
        end += b"PK\x06\x07" + struct.pack("<IQI", 0, 4 + length, 1)
        told, length = 0xFFFF, 0xFFFFFFFF
    tail = struct.pack("<4H2IH", 0, 0, min(told, 0xFFFF), min(told, 0xFFFF), length, 4, 0)
    return b"PK\x03\x04" + entry * count + end + b"PK\x05\x06" + tail


def peak(act: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("claimed", [None, 0, 1, 5000, 0xFFFF])
def test_a_directory_of_hundreds_of_thousands_of_names_is_refused_cheaply(
    wide: bool, claimed: int | None
) -> None:
    """The standard reader took 470 MB for one; whatever number the end claims."""
    content = directory(MANY, claimed=claimed, wide=wide)
    found: list[object] = []
    assert peak(lambda: found.append(kind_of(content))) < 4 * MEGABYTE
    assert found == [None]
    with pytest.raises((TooManyParts, BrokenZip)):
        zip_parts(content, most=5000)


@pytest.mark.parametrize("count", [30, 300])
def test_few_parts_with_endless_names_are_refused_cheaply(count: int) -> None:
    content = directory(count, name=b"n" * 65_000)
    assert peak(lambda: kind_of(content)) < 5 * MEGABYTE
    assert kind_of(content) is None


@pytest.mark.parametrize("wide", [False, True])
def test_as_many_as_are_allowed_are_read(wide: bool) -> None:
    assert zip_parts(directory(20, wide=wide), most=20) == [ZipPart("p", 0, False)] * 20
    with pytest.raises(TooManyParts):
        zip_parts(directory(21, wide=wide), most=20)


def test_the_standard_reader_sees_the_same() -> None:
    for content in (office("word", **{"图.png": "x" * 999}), packed({}), packed({"a": "b"})):
        seen = zipfile.ZipFile(io.BytesIO(content)).infolist()
        found = zip_parts(content, most=100)
        assert [(part.name, part.size) for part in found] == [
            (part.filename, part.file_size) for part in seen
        ]


LYING: dict[str, Callable[[], bytes]] = {
    "fewer": lambda: directory(5, claimed=4),
    "more": lambda: directory(5, claimed=6),
    "a part behind the end": lambda: directory(2)[:-30] + directory(1)[-22:],
    "cut": lambda: office("word")[:-1],
    "a name with a zero": lambda: directory(1, name=b"word/\0.xml"),
    "a locator without a record": lambda: directory(1)[:-22] + b"PK\x06\x07" + bytes(16)
    + directory(1)[-22:],
    "two ends in one": lambda: directory(1)[:-22] + b"PK\x05\x06" + bytes(10) + b"PK\x05\x06"
    + bytes(4),
    "nothing": lambda: b"",
    "an end alone": lambda: b"PK\x05\x06" + b"\xff" * 18,
}  # fmt: skip


@pytest.mark.parametrize("kind", LYING)
def test_a_directory_that_lies_is_broken(kind: str) -> None:
    with pytest.raises((BrokenZip, TooManyParts)):
        zip_parts(LYING[kind](), most=100)


@given(st.data())
def test_no_damage_raises_anything_else(data: st.DataObject) -> None:
    content = bytearray(directory(3, wide=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BrokenZip, TooManyParts):
        assert len(zip_parts(bytes(content), most=100)) <= 100


def test_a_text_is_judged_without_a_copy_of_it() -> None:
    """One character beyond the 16-bit plane made a text of four times the file's size."""
    content = b"a" * (20 * MEGABYTE) + "😀".encode()
    assert peak(lambda: kind_of(content, name="a.txt")) < MEGABYTE
    assert kind_of(content, name="a.txt") is not None
    assert kind_of(content[:-1], name="a.txt") is None


@pytest.mark.parametrize("filling", [b"\xff", b"\xff\xe0\x00\x00", b"\xff\xe0\x00\x02"])
def test_a_picture_of_endless_segments_is_given_up(filling: bytes) -> None:
    content = b"\xff\xd8\xff" + filling * (20 * MEGABYTE // len(filling))
    kind = kind_of(content)
    assert kind is not None
    began = time.process_time()
    assert picture_size(content, kind) is None
    assert time.process_time() - began < 0.5
