"""The parts of a ZIP archive, from the directory at its end: counted before anything is built.

Nothing is unpacked. What the directory claims is compared with what it holds, and whatever could
be read in two ways is taken for broken, so that no later reader sees other parts than this one.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

# The directories of real office files have some hundred bytes per part.
MOST_DIRECTORY_BYTES = 2 * 1024 * 1024

_END, _END_64, _LOCATOR_64, _ENTRY = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x01\x02"
# Number of this disk, its parts, all parts, bytes of the directory, its place, length of a comment.
_END_FORM = struct.Struct("<4s4xHHIIH")
_END_64_FORM = struct.Struct("<4sQ2H2I4Q")
# In bytes.
_LOCATOR_SIZE = 20
# Flags, unpacked size, lengths of name, extra fields and comment.
_ENTRY_FORM = struct.Struct("<4s4xH14xIHHH12x")
# In bytes.
_LONGEST_COMMENT = 65535
_IS_ENCRYPTED, _IS_UTF_8 = 0x1, 0x800


class BrokenZip(Exception):
    """The archive has no directory that can be trusted."""


class TooManyParts(Exception):
    """The directory holds, or claims, more parts or bytes than are read."""


@dataclass(frozen=True, slots=True)
class ZipPart:
    """A part as the directory tells of it; `size` in bytes, unpacked, as claimed."""

    name: str
    size: int
    is_encrypted: bool


@dataclass(frozen=True, slots=True)
class _Directory:
    place: int
    length: int
    count: int


def zip_parts(content: bytes, *, most: int) -> list[ZipPart]:
    """All parts of an archive of at most `most`. Raises BrokenZip or TooManyParts."""
    directory = _directory(content)
    if directory.count > most or directory.length > MOST_DIRECTORY_BYTES:
        raise TooManyParts
    if directory.place < 0:
        raise BrokenZip
    parts: list[ZipPart] = []
    for part in _parts(content, directory):
        if len(parts) == most:
            raise TooManyParts
        parts.append(part)
    if len(parts) != directory.count:
        raise BrokenZip
    return parts


def _directory(content: bytes) -> _Directory:
    """Where the directory lies, by the last record of the archive; in ZIP64 by the one before."""
    end = content.rfind(_END, max(0, len(content) - _LONGEST_COMMENT - _END_FORM.size))
    bare = len(content) - _END_FORM.size
    # A reader that looks for a record without a comment first must find the same one.
    is_hidden = end > bare >= 0 and content.startswith(_END, bare)
    if end < 0 or end > bare or is_hidden:
        raise BrokenZip
    _, _, count, length, _, _ = _END_FORM.unpack_from(content, end)
    if content.startswith(_LOCATOR_64, max(0, end - _LOCATOR_SIZE)):
        end -= _LOCATOR_SIZE + _END_64_FORM.size
        if end < 0 or not content.startswith(_END_64, end):
            raise BrokenZip
        *_, count, length, _ = _END_64_FORM.unpack_from(content, end)
    return _Directory(end - length, length, count)


def _parts(content: bytes, directory: _Directory) -> Iterator[ZipPart]:
    place, end = directory.place, directory.place + directory.length
    while place < end:
        if place + _ENTRY_FORM.size > end or not content.startswith(_ENTRY, place):
            raise BrokenZip
        _, flags, size, name, extra, comment = _ENTRY_FORM.unpack_from(content, place)
        begin = place + _ENTRY_FORM.size
        place = begin + name + extra + comment
        if place > end:
            raise BrokenZip
        encoding = "utf-8" if flags & _IS_UTF_8 else "cp437"
        written = content[begin : begin + name].decode(encoding, "replace")
        if "\0" in written:
            raise BrokenZip
        yield ZipPart(written, size, bool(flags & _IS_ENCRYPTED))
