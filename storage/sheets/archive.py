"""The parts of a workbook that is a ZIP archive: bounded, and found by name however it is spelled.

What the directory claims of a part's size holds: no more than that is unpacked, and what is
cut so fails its checksum.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from posixpath import dirname, join, normpath

from campaign.texts import Text
from storage.evidence.zip_directory import BrokenZip, TooManyParts, zip_parts
from storage.sheets.limits import MOST_PARTS, MOST_UNPACKED, UnreadableSheet, unreadable

# Bytes that are unpacked at a time.
_CHUNK = 64 * 1024
# A part that one looks into before it is read: a few thousand bytes in honest files.
_MOST_OF_A_SMALL_PART = 8 * 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Archive:
    """The parts of a workbook. Raises UnreadableSheet where it is broken, a bomb or locked."""

    def __init__(self, content: bytes) -> None:
        _check(content)
        with _named_faults():
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._names = {_plain(name): name for name in self._zip.namelist()}
        if len(self._names) != len(self._zip.namelist()):
            raise unreadable()

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return _plain(name) in self._names

    @property
    def names(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self._names)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece. Raises UnreadableSheet."""
        with _named_faults(), self._zip.open(self._names[_plain(name)]) as part:
            while chunk := part.read(_CHUNK):
                yield chunk

    def small_part(self, name: str) -> bytes:
        """A whole part that is never large. Raises UnreadableSheet."""
        found = b""
        for chunk in self.chunks(name):
            found += chunk
            if len(found) > _MOST_OF_A_SMALL_PART:
                raise unreadable()
        return found


@contextmanager
def _named_faults() -> Iterator[None]:
    try:
        yield
    except (*_BROKEN, KeyError, RuntimeError):
        raise unreadable() from None


def target_of(base: str, target: str) -> str:
    """The name of the part that a part at `base` refers to."""
    return normpath(join("/", dirname(base), target)).lstrip("/")


def relations_of(part: str) -> str:
    """The name of the part that holds what a part refers to."""
    return join(dirname(part), "_rels", part.rpartition("/")[2] + ".rels")


def too_large_unpacked() -> UnreadableSheet:
    """Unpacked, the workbook is beyond the limit."""
    most = MOST_UNPACKED // 1024 // 1024
    return UnreadableSheet(Text("sheet_file.too_large_unpacked", {"most": most}))


def _check(content: bytes) -> None:
    try:
        parts = zip_parts(content, most=MOST_PARTS)
    except BrokenZip:
        raise UnreadableSheet(Text("sheet_file.cut_off")) from None
    except TooManyParts:
        raise too_large_unpacked() from None
    if any(part.is_encrypted for part in parts):
        raise UnreadableSheet(Text("sheet_file.encrypted"))
    if sum(part.size for part in parts) > MOST_UNPACKED:
        raise too_large_unpacked()


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
