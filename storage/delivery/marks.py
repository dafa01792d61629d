"""What a conversation notes of itself beside the answers: it is kept with the talk, in JSON."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, NamedTuple

from campaign.text_input import Piece


class Heard(NamedTuple):
    """A message whose words were taken: for which step, and a print of them that tells nothing."""

    step: str
    print: str


class LastHeard(NamedTuple):
    """The newest message of the last answer in words, its step, when its first was heard."""

    message: int
    step: str
    at: str

    @property
    def moment(self) -> datetime:
        """When the turn was taken in which the answer's first message was heard."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True)
class Marks:
    """How a talk stands.

    `changing`: one answer is being changed; `listing`: the list of answers is shown; `said`: the
    person has answered something, so that there is more than what was known at the start.
    `unfinished`: by step, what one that takes several messages or presses holds so far; `pages`:
    by step, which page of its options is shown, from 0. `album`: the album that the last file was a
    part of; `albums`: all of which parts were taken. `pieces`: by step, what each message gave of
    its text; `heard`: by the message's id, which step its words went to; `last`: the last of them,
    if no button was pressed since. `thrown_away`: by step, what can still be put back. `correction`
    waits for the person to say what it corrects. `offered`: nobody has asked for this conversation
    yet; it is an offer for what somebody sent. Once the talk is over, `record` names what came of
    it, like `check_in:<id>`, and `told` is what was said of parts that came late.
    """

    changing: bool = False
    listing: bool = False
    said: bool = False
    unfinished: Mapping[str, Any] = field(default_factory=dict)
    pages: Mapping[str, int] = field(default_factory=dict)
    album: str | None = None
    albums: tuple[str, ...] = ()
    pieces: Mapping[str, Sequence[Piece]] = field(default_factory=dict)
    heard: Mapping[str, Heard] = field(default_factory=dict)
    last: LastHeard | None = None
    thrown_away: Mapping[str, Any] = field(default_factory=dict)
    correction: str = ""
    offered: bool = False
    record: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Marks":
        """The marks from their JSON."""
        if not kept:
            return NO_MARKS
        pieces = {name: _pieces(told) for name, told in kept.get("pieces", {}).items()}
        heard = {number: Heard(*told) for number, told in kept.get("heard", {}).items()}
        last = LastHeard(*kept["last"]) if kept.get("last") else None
        albums = tuple(kept.get("albums", ()))
        return cls(**{**kept, "albums": albums, "pieces": pieces, "heard": heard, "last": last})

    def to_json(self) -> dict[str, Any]:
        """The marks as JSON: only those that are set."""
        told = {name: getattr(self, name) for name in _NAMES}
        return {name: value for name, value in told.items() if value}

    def with_unfinished(self, step: str, value: Any) -> "Marks":
        """The same, the step holding this so far."""
        return replace(self, unfinished={**self.unfinished, step: value})

    def finished(self, step: str) -> "Marks":
        """The same, the step holding nothing, and nothing to be put back."""
        left = _without(self.unfinished, step)
        return replace(self, unfinished=left, thrown_away=_without(self.thrown_away, step))

    def with_pieces(self, step: str, pieces: Sequence[Piece]) -> "Marks":
        """The same, the step's text being made of these."""
        return replace(self, pieces={**self.pieces, step: tuple(pieces)})

    def without_pieces(self, step: str) -> "Marks":
        """The same, the step's answer being nobody's words."""
        return replace(self, pieces=_without(self.pieces, step))

    def hearing(self, message: int, heard: Heard) -> "Marks":
        """The same, the words of that message having gone to a step."""
        return replace(self, heard={**self.heard, str(message): heard})

    def throwing_away(self, step: str, value: Any) -> "Marks":
        """The same, this being what can be put back."""
        return replace(self, thrown_away={**self.thrown_away, step: value})

    def on_page(self, step: str, number: int) -> "Marks":
        """The same, the step showing that page of its options."""
        return replace(self, pages={**self.pages, step: number})

    def with_part_of(self, album: str | None) -> "Marks":
        """The same after a file, which may be a part of an album."""
        if album is None or album in self.albums:
            return replace(self, album=album)
        return replace(self, album=album, albums=(*self.albums, album))

    def goes_on(self, album: str | None) -> bool:
        """Whether a file is a further part of the album that the last one was a part of."""
        return album is not None and album == self.album

    def without_albums(self) -> "Marks":
        """The same, forgetting the albums: what came of them was thrown away."""
        return replace(self, albums=())

    def fitting(self, steps: Container[str]) -> "Marks":
        """The same after an upgrade that left these steps: begun answers and albums stay."""
        left = {name: value for name, value in self.unfinished.items() if name in steps}
        pieces = {name: value for name, value in self.pieces.items() if name in steps}
        heard = {number: one for number, one in self.heard.items() if one.step in steps}
        marks = Marks(said=self.said, unfinished=left, album=self.album, albums=self.albums)
        return replace(marks, pieces=pieces, heard=heard)

    def left_at_the_end(self, record: str) -> "Marks":
        """What is kept after the talk: by it, late parts of albums, and edits, are recognised."""
        if not record or not (self.albums or self.heard):
            return NO_MARKS
        return Marks(albums=self.albums, heard=self.heard, record=record)


def _without(held: Mapping[str, Any], step: str) -> dict[str, Any]:
    return {name: value for name, value in held.items() if name != step}


def _pieces(told: Sequence[Sequence[Any]]) -> tuple[Piece, ...]:
    return tuple(Piece(*one) for one in told)


_NAMES = tuple(one.name for one in fields(Marks))
NO_MARKS = Marks()
