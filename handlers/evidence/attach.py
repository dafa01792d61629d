"""The step that takes photos, albums, files and voice as evidence, until the person says Done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from campaign.messages import DOWNLOAD_LIMIT, FetchOrder
from campaign.texts import Text
from handlers.conversation.steps import (
    NOT_THIS,
    Partial,
    Refused,
    Scene,
    Step,
    StepOutcome,
    Taken,
    own,
)
from handlers.incoming import Content, MediaKind, SentFile
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View
from storage.delivery.outbox import Priority
from storage.evidence.evidence import Evidence, EvidenceState, add_evidence, bytes_sent

# In bytes.
MEGABYTE = 1024 * 1024
# The most bytes that one person may send within 24 hours.
MOST_BYTES_A_DAY = 100 * MEGABYTE


def most_evidence(scene: Scene) -> int:
    """The most files that the campaign allows as evidence."""
    return scene.turn.campaign.limits.evidence_files


@dataclass(frozen=True, kw_only=True)
class Attach(Step):
    """Any number of files up to `most`; the answer is their ids.

    `words_to`: the step whose text the words beside a file belong to.
    """

    words_to: str = ""
    kinds: frozenset[MediaKind] = frozenset(MediaKind)
    most: Callable[[Scene], int] = most_evidence
    optional: bool = True
    wants: ClassVar[str] = "file"

    async def ask(self, scene: Scene) -> View:
        """The question; after the first file also their number, and Done."""
        kept = scene.so_far(self.name) or []
        if not kept:
            return View(self._question(scene), self._skip())
        done = [Button(Text("flow.done_attaching"), own("done"))]
        clear = [Button(Text("flow.attach_anew"), own("clear"))]
        told = Text("flow.attached", {"n": len(kept), "most": self.most(scene)})
        return View([told], [done, clear])

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """Note each file at once and have it copied; parts of an album share one card."""
        if not isinstance(content, SentFile) or not self.takes(content):
            return NOT_THIS
        kept = list(scene.so_far(self.name) or [])
        problem = _problem(content, len(kept), self.most(scene))
        if problem is None and await too_much_today(scene.turn, content):
            problem = Text("flow.files_too_big_today", {"most": MOST_BYTES_A_DAY // MEGABYTE})
        marks = scene.marks.with_part_of(content.album)
        if problem is not None:
            return Refused(problem, marks)
        kept.append(receive(scene.turn, content))
        return Partial(kept, quiet=scene.marks.goes_on(content.album), marks=marks)

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """Done, or skip."""
        if offer["do"] in ("done", "skip"):
            return Taken(scene.so_far(self.name) or [])
        return NOT_THIS

    def show(self, value: Any) -> Line | None:
        """How many there are."""
        return Text("flow.files", {"n": len(value)}) if value else None

    def takes(self, file: SentFile) -> bool:
        """Whether a file of that kind belongs here."""
        return file.kind in self.kinds


@dataclass(frozen=True, kw_only=True)
class AttachPictures(Attach):
    """Only pictures, sent as photos or, to keep their quality, as files."""

    kinds: frozenset[MediaKind] = frozenset({MediaKind.PHOTO, MediaKind.DOCUMENT})
    wants: ClassVar[str] = "picture"

    def takes(self, file: SentFile) -> bool:
        """A photo, or a file that says it is a picture; its content is looked at later."""
        return file.kind in self.kinds and (file.mime or "").startswith("image/")


def _problem(file: SentFile, kept: int, most: int) -> Text | None:
    if kept >= most:
        return Text("flow.too_many_files", {"most": most})
    if file.size is not None and file.size > DOWNLOAD_LIMIT:
        return Text("flow.file_too_big", {"most": DOWNLOAD_LIMIT // MEGABYTE})
    return None


async def too_much_today(turn: Turn, file: SentFile) -> bool:
    """Whether the day's files would exceed the limit; asked before a file is fetched."""
    sent = await bytes_sent(turn.session, turn.member.id, since=turn.now - timedelta(days=1))
    return sent + (file.size or 0) > MOST_BYTES_A_DAY


def receive_text(turn: Turn, text: str, name: str) -> str:
    """Note a text as a file of evidence and have it written; its id."""
    size = len(text.encode())
    file = SentFile(MediaKind.DOCUMENT, turn.token(), turn.token(), size, name, "text/plain")
    return receive(turn, file, text=text)


def receive(turn: Turn, file: SentFile, *, text: str | None = None) -> str:
    """Note the file as evidence and have its copy fetched; its id. `text`: its content."""
    piece = Evidence(
        id=turn.token(),
        person_id=turn.member.id,
        subject=None,
        kind=file.kind,
        file_id=file.file_id,
        unique_id=file.unique_id,
        name=file.name,
        mime=file.mime,
        size=file.size,
        forwarded=file.forwarded,
        state=EvidenceState.FETCHING,
        sha256=None,
        path=None,
        trouble=None,
        created_at=turn.now,
    )
    add_evidence(turn.session, piece)
    turn.put_out(
        FetchOrder(turn.chat.id, file.file_id, DOWNLOAD_LIMIT, file.size, text=text),
        priority=Priority.FILE,
        subject=f"evidence:{piece.id}",
    )
    return piece.id
