"""Files that the program makes itself: reports, and what the command line hands in to be sent.

A call names one by its path below the folder: `{"document": {"made": "ab12/report.xlsx"}}`.
"""

import mimetypes
import os
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.telegram.client import OutgoingFile
from storage.evidence.copies import EvidenceFiles

OTHER = "application/octet-stream"
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')


class MadeFiles:
    """The folder; every file has one of its own, so that names may repeat."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes, *, name: str) -> str:
        """Write a file, whole and synced; its path below the folder."""
        shown = _NOT_IN_NAMES.sub("_", name).strip(". ")[-80:] or "file"
        place = self.folder / secrets.token_hex(8)
        place.mkdir(parents=True)
        with (place / shown).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return f"{place.name}/{shown}"

    def take(self, path: str) -> OutgoingFile:
        """The file, to be sent. Raises FileNotFoundError, also for what lies elsewhere."""
        place = (self.folder / path).resolve()
        if not place.is_relative_to(self.folder.resolve()) or not place.is_file():
            raise FileNotFoundError("not among the files made")
        mime = mimetypes.guess_type(place.name)[0] or OTHER
        return OutgoingFile(place.name, place.read_bytes(), mime)

    def sweep(self, *, before: datetime) -> int:
        """Delete what was made before that moment; how many files."""
        swept = 0
        for file in self.folder.glob("*/*"):
            if file.stat().st_mtime < before.timestamp():
                file.unlink()
                swept += 1
        for folder in self.folder.glob("*"):
            if not any(folder.iterdir()):
                folder.rmdir()
        return swept


def made_beside(files: EvidenceFiles) -> MadeFiles:
    """The folder of made files that belongs to a store of evidence."""
    return MadeFiles(files.folder.parent / "made")


def made_names(params: Mapping[str, Any]) -> dict[str, str]:
    """Which parameters of a call are made files: the parameter's name and the path."""
    return {
        name: value["made"]
        for name, value in params.items()
        if isinstance(value, dict) and "made" in value
    }
