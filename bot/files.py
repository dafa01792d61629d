"""Fetching evidence: Telegram's link, the bytes in pieces, the copy on disk."""

import asyncio
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest, NetworkError

from bot.client import Api
from bot.request import TooLarge
from bot.troubles import Meaning, trouble_of
from storage.evidence_files import EvidenceFiles, FileTrouble, Kept, NotKept

# Downloads at a time: each holds up to a whole file in memory while it is looked at.
AT_A_TIME = 4


@dataclass(frozen=True, slots=True)
class Fetched:
    """A copy that is kept, or why there is none."""

    kept: Kept | None = None
    trouble: FileTrouble | None = None

    def facts(self) -> dict[str, Any]:
        """What the handlers are told."""
        kept = self.kept
        return {
            "sha256": kept.sha256 if kept else None,
            "path": kept.path if kept else None,
            "size": kept.size if kept else None,
            "mime": kept.mime if kept else None,
            "trouble": self.trouble.value if self.trouble else None,
        }


class Fetcher:
    """Copies files of Telegram's into the store, a few at a time."""

    def __init__(self, api: Api, files: EvidenceFiles) -> None:
        self._api = api
        self._files = files
        self._free_hands = asyncio.Semaphore(AT_A_TIME)

    async def fetch(self, params: dict[str, Any]) -> Fetched:
        """Copy the file of `file_id`, at most `limit` bytes. Raises what the network raises."""
        async with self._free_hands:
            try:
                path = await _link(self._api, params["file_id"])
                return Fetched(kept=await _copy(self._api, self._files, path, params["limit"]))
            except NotKept as reason:
                return Fetched(trouble=reason.trouble)
            except TooLarge:
                return Fetched(trouble=FileTrouble.TOO_LARGE)


async def _link(api: Api, file_id: str) -> str:
    try:
        found = await api.call("getFile", {"file_id": file_id})
    except BadRequest as error:
        too_large = trouble_of(error, chat=None).meaning is Meaning.TOO_LARGE
        trouble = FileTrouble.TOO_LARGE if too_large else FileTrouble.UNOBTAINABLE
        raise NotKept(trouble) from None
    path = found.get("file_path")
    if not isinstance(path, str):
        raise NotKept(FileTrouble.UNOBTAINABLE)
    return path


async def _copy(api: Api, files: EvidenceFiles, path: str, limit: int) -> Kept:
    """Write the pieces as they come; the disk's work is done beside the loop."""
    with await asyncio.to_thread(files.receive, limit=limit) as copy:
        try:
            async for piece in api.download(path, limit=limit):
                await asyncio.to_thread(copy.write, piece)
        except TooLarge:
            raise
        except BadRequest as error:
            # The link has run out; the next try asks for a new one.
            raise NetworkError(str(error)) from None
        return await asyncio.to_thread(copy.keep, name=path)
