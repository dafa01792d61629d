"""Fetching evidence: Telegram's link, the bytes in pieces, the copy on disk."""

import asyncio
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest, NetworkError

from bot.telegram.client import Api
from bot.telegram.errors import Meaning, trouble_of
from bot.telegram.transport import TooLarge
from bot.telegram.updates.raw_fields import file_size
from storage.evidence.copies import EvidenceFiles, FileTrouble, Kept, NotKept, OtherSize

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
                if (written := params.get("text")) is not None:
                    return Fetched(kept=await asyncio.to_thread(_write, self._files, written))
                link = await _link(self._api, params["file_id"], size=params.get("size"))
                return Fetched(kept=await self._copy(link, params))
            except NotKept as reason:
                return Fetched(trouble=reason.trouble)
            except TooLarge:
                return Fetched(trouble=FileTrouble.TOO_LARGE)

    async def _copy(self, link: "Link", params: dict[str, Any]) -> Kept:
        """Write the pieces as they come; the disk's work is done beside the loop."""
        limit, any_kind = params["limit"], params.get("any_kind", False)
        with await asyncio.to_thread(self._files.receive, limit=limit, size=link.size) as copy:
            try:
                async for piece in self._api.download(link.path, limit=limit):
                    await asyncio.to_thread(copy.write, piece)
            except TooLarge:
                raise
            except BadRequest as error:
                # The link has run out; the next try asks for a new one.
                raise NetworkError(str(error)) from None
            try:
                return await asyncio.to_thread(copy.keep, name=link.path, any_kind=any_kind)
            except OtherSize as error:
                # A connection was cut, or somebody in between answered; the next try may be whole.
                raise NetworkError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Link:
    """Where a file lies for an hour, and how many bytes it has, as far as Telegram says."""

    path: str
    size: int | None


async def _link(api: Api, file_id: str, *, size: int | None) -> Link:
    """Ask for it. `size` is what the message said of the file, for a server that says no more."""
    try:
        found = await api.call("getFile", {"file_id": file_id})
    except BadRequest as error:
        too_large = trouble_of(error, chat=None).meaning is Meaning.TOO_LARGE
        trouble = FileTrouble.TOO_LARGE if too_large else FileTrouble.UNOBTAINABLE
        raise NotKept(trouble) from None
    path = found.get("file_path") if isinstance(found, dict) else None
    if not isinstance(path, str):
        raise NotKept(FileTrouble.UNOBTAINABLE)
    announced = file_size(found)
    return Link(path, size if announced is None else announced)


def _write(files: EvidenceFiles, text: str) -> Kept:
    """Keep a text as a file."""
    content = text.encode()
    with files.receive(limit=len(content)) as copy:
        copy.write(content)
        return copy.keep(name="text.txt")
