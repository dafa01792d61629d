"""Files that people and the bot sent, with the two ids that Telegram gives to each."""

from __future__ import annotations

import mimetypes
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.demo.fake_telegram.world.changes import Changes

# The largest file that can be fetched, sent, and sent as a photo, in bytes.
DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024


@dataclass(slots=True)
class Upload:
    """What a call or a person hands in: a name, a type as declared, the bytes."""

    name: str
    content: bytes
    mime: str = ""


@dataclass(slots=True)
class StoredFile:
    """A file on the shelf; `size` may exceed the bytes kept, to stand for one that is too big."""

    id: str
    unique_id: str
    name: str
    mime: str
    content: bytes
    kind: str
    size: int
    facts: dict[str, Any] = field(default_factory=dict)
    gone: bool = False

    @property
    def path(self) -> str:
        suffix = self.name.rpartition(".")[2] if "." in self.name else "bin"
        ending = "".join(char for char in suffix[:8] if char.isascii() and char.isalnum())
        return f"{self.kind}s/file_{self.unique_id}.{ending or 'bin'}"

    def ids(self) -> dict[str, Any]:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class FileShelf:
    """All files, found by id (to send again) or by path (to download)."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._last = 0

    def __iter__(self) -> Iterator[StoredFile]:
        return iter(self._by_id.values())

    def put(self, upload: Upload, kind: str, *, size: int | None = None) -> StoredFile:
        """Lay a new file on the shelf; the same bytes twice are two files, as at Telegram."""
        self._last += 1
        mime = upload.mime or mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        number = f"{self._last:06d}"
        stored = StoredFile(
            id=f"{kind[:2].upper()}AgADemo{number}",
            unique_id=f"AQAD{number}",
            name=upload.name,
            mime=mime,
            content=upload.content,
            kind=kind,
            size=len(upload.content) if size is None else size,
            facts=picture_size(upload.content) if kind == "photo" else {},
        )
        self.keep(stored)
        self._changes.touched("file", stored.id)
        return stored

    def keep(self, stored: StoredFile) -> None:
        """Keep a file as it is: new, or read back from a journal."""
        self._last = max(self._last, int(stored.unique_id[4:]))
        self._by_id[stored.id] = self._by_path[stored.path] = stored

    def by_id(self, file_id: str) -> StoredFile | None:
        """A file by its id; a photo's small size ends in s and shares the bytes of the big one."""
        return self._by_id.get(file_id.removesuffix("s"))

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def lose(self, file_id: str) -> None:
        """Make the download link of a file expire for good."""
        self._by_id[file_id].gone = True
        self._changes.touched("file", file_id)


def picture_size(content: bytes) -> dict[str, Any]:
    """Width and height as the picture's own header says; a modest guess where it says nothing."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return {"width": width, "height": height}
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return {"width": 640, "height": 480}


def _jpeg_size(content: bytes) -> dict[str, Any]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return {"width": width, "height": height}
        at += 2 + length
    return {"width": 640, "height": 480}
