"""Files that are kept, sent again: by their ids at the messenger, else from the copies on disk."""

import asyncio
import logging
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram.error import BadRequest

from bot.telegram.client import Api, OutgoingFile
from bot.telegram.errors import Meaning, trouble_of
from bot.telegram.render import Params, rendered, upload_call, upload_names
from campaign.messages import Files
from storage.evidence.copies import EvidenceFiles

log = logging.getLogger(__name__)

OTHER = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class SentAgain:
    """What came of it, by the ids of the evidence: whose copies are on disk, and whose are lost.

    `unsent`: neither the id nor a copy was of any use.
    """

    result: Any
    found: tuple[str, ...]
    lost: tuple[str, ...]
    unsent: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        """What the handlers are told."""
        return {"found": self.found, "lost": self.lost, "unsent": self.unsent}


async def send_again(message: Params, api: Api, store: EvidenceFiles) -> SentAgain:
    """Send them. Raises what the network raises, and where nobody can be reached."""
    files: Sequence[Params] = message["files"]
    places = await asyncio.to_thread(_places, store, files)
    kept = [file for file in files if file.get("kept")]
    found = tuple(file["evidence"] for file in kept if file["evidence"] in places)
    lost = tuple(file["evidence"] for file in kept if file["evidence"] not in places)
    result = await _unless_refused(api, *rendered(Files.kind, message))
    if result is not None:
        return SentAgain(result, found, lost)
    result, unsent = await _send_copies(message, api, places)
    return SentAgain(result, found, lost, unsent)


async def _send_copies(
    message: Params, api: Api, places: Mapping[str, Path]
) -> tuple[Any, tuple[str, ...]]:
    """The copies in one message; what has none, or is refused, one by one by its id."""
    copied = [file for file in message["files"] if file.get("evidence") in places]
    others = [file for file in message["files"] if file.get("evidence") not in places]
    result = None
    if copied:
        result = await _upload({**message, "files": copied}, api, places)
        if result is None:
            others = message["files"]
    unsent = []
    for file in others:
        one = await _send_one({**message, "files": [file]}, api, places)
        result = result if one is None else one
        unsent += [file["evidence"]] if one is None else []
    return result or True, tuple(unsent)


async def _send_one(message: Params, api: Api, places: Mapping[str, Path]) -> Any:
    """By its id; else the copy as it is shown; else the copy as a document, which all can be."""
    (file,) = message["files"]
    result = await _unless_refused(api, *rendered(Files.kind, message))
    for medium in (file["medium"], "document") if file.get("evidence") in places else ():
        if result is None:
            one = {**message, "files": [{**file, "medium": medium}]}
            result = await _upload(one, api, places)
    return result


async def _upload(message: Params, api: Api, places: Mapping[str, Path]) -> Any:
    names = upload_names(message)
    copies = [
        await asyncio.to_thread(_outgoing, file, places[file["evidence"]])
        for file in message["files"]
    ]
    method, params = upload_call(message, names)
    return await _unless_refused(api, method, params, dict(zip(names, copies, strict=True)))


async def _unless_refused(
    api: Api, method: str, params: Params, files: Mapping[str, OutgoingFile] | None = None
) -> Any:
    """The result; None where the messenger refuses these files."""
    try:
        return await api.call(method, params, files=files)
    except BadRequest as error:
        trouble = trouble_of(error, chat=params["chat_id"])
        if trouble.meaning not in (Meaning.REFUSED, Meaning.TOO_LARGE):
            raise
        log.info("kept files are sent another way: %s", trouble.words)
        return None


def _places(store: EvidenceFiles, files: Sequence[Params]) -> dict[str, Path]:
    """Where the copies lie that are there, by the ids of the evidence."""
    places = {file["evidence"]: store.place_of(file["kept"]) for file in files if file.get("kept")}
    return {key: place for key, place in places.items() if place.is_file()}


def _outgoing(file: Params, place: Path) -> OutgoingFile:
    name = file.get("name") or place.name
    return OutgoingFile(name, place.read_bytes(), mimetypes.guess_type(place.name)[0] or OTHER)
