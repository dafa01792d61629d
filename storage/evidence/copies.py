"""The copies of evidence on disk: random names, hashed while they are written, never opened.

A copy is written beside its place, synced, and only then given its name: a file that has a name
is whole. The name that a person gave is never part of a path.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from storage.evidence.file_kinds import UNTOLD, kind_of
from storage.evidence.picture_sizes import MOST_PIXELS, PICTURES, picture_size

_UNFINISHED = "unfinished"


class FileTrouble(StrEnum):
    """Why a file is not kept."""

    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNOBTAINABLE = "unobtainable"


class NotKept(Exception):
    """The file is not kept; `trouble` says why."""

    def __init__(self, trouble: FileTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class OtherSize(Exception):
    """The file has not the size that was announced: it was cut short, or is another file."""

    def __init__(self, came: int, announced: int) -> None:
        super().__init__(f"{came} bytes of the file came, {announced} were announced")


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy on disk; `path` is relative to the store, `size` in bytes."""

    sha256: str
    path: str
    size: int
    mime: str


class EvidenceFiles:
    """The store: a folder that no web server hands out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def receive(self, *, limit: int, size: int | None = None) -> "Receiving":
        """Begin a copy of at most `limit` bytes, and of exactly `size` bytes if that is known."""
        unfinished = self.folder / _UNFINISHED
        unfinished.mkdir(parents=True, exist_ok=True)
        return Receiving(self.folder, unfinished / secrets.token_hex(16), limit, size)

    def place_of(self, path: str) -> Path:
        """Where a kept copy lies. Raises ValueError for a path that leads out of the store."""
        place = (self.folder / path).resolve()
        if not place.is_relative_to(self.folder.resolve()):
            raise ValueError("outside the store")
        return place

    def sweep(self, *, before: datetime) -> int:
        """Delete copies begun before that moment and never finished. Returns how many."""
        swept = 0
        for left in (self.folder / _UNFINISHED).glob("*"):
            if left.stat().st_mtime < before.timestamp():
                left.unlink()
                swept += 1
        return swept


class Receiving:
    """A copy being written. `with files.receive(limit=…) as copy`; it is dropped unless kept."""

    def __init__(self, folder: Path, unfinished: Path, limit: int, size: int | None) -> None:
        self._folder = folder
        self._unfinished = unfinished
        self._left = limit
        self._announced = size
        self._hash = hashlib.sha256()
        self._size = 0

    def __enter__(self) -> "Receiving":
        self._file = self._unfinished.open("xb")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()
        self._unfinished.unlink(missing_ok=True)

    def write(self, piece: bytes) -> None:
        """Append. Raises NotKept beyond the limit."""
        self._left -= len(piece)
        if self._left < 0:
            raise NotKept(FileTrouble.TOO_LARGE)
        self._hash.update(piece)
        self._size += len(piece)
        self._file.write(piece)

    def keep(self, *, name: str = "", any_kind: bool = False) -> Kept:
        """Look at the content, sync, and give the copy its place. Raises NotKept, OtherSize.

        With `any_kind` it is kept whatever it is: whoever reads it looks at it then.
        """
        if self._announced not in (None, self._size):
            raise OtherSize(self._size, self._announced or 0)
        self._file.flush()
        os.fsync(self._file.fileno())
        content = self._unfinished.read_bytes()
        kind = UNTOLD if any_kind else kind_of(content, name=name)
        if kind is None:
            raise NotKept(FileTrouble.WRONG_KIND)
        if kind in PICTURES:
            _check_pixels(picture_size(content, kind))
        token = secrets.token_hex(16)
        path = f"{token[:2]}/{token}.{kind.ending}"
        place = self._folder / path
        place.parent.mkdir(exist_ok=True)
        self._unfinished.rename(place)
        _sync_folder(place.parent)
        return Kept(self._hash.hexdigest(), path, self._size, kind.mime)


def _check_pixels(size: tuple[int, int] | None) -> None:
    if size is None or 0 in size:
        raise NotKept(FileTrouble.BROKEN)
    if size[0] * size[1] > MOST_PIXELS:
        raise NotKept(FileTrouble.TOO_MANY_PIXELS)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; Windows has no way to, and no need."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
