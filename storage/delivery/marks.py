"""What a conversation notes of itself beside the answers: it is kept with the talk, in JSON."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Marks:
    """How a talk stands.

    `changing`: one answer is being changed; `listing`: the list of answers is shown; `said`: the
    person has answered something, so that there is more than what was known at the start.
    `unfinished`: by step, what one that takes several messages or presses holds so far; `pages`:
    by step, which page of its options is shown, from 0. `album`: the album that the last file was a
    part of; `albums`: all of which parts were taken. Once the talk is over, `record` names what
    holds them, like `check_in:<id>`, and `told` is what was said of parts that came late.
    """

    changing: bool = False
    listing: bool = False
    said: bool = False
    unfinished: Mapping[str, Any] = field(default_factory=dict)
    pages: Mapping[str, int] = field(default_factory=dict)
    album: str | None = None
    albums: tuple[str, ...] = ()
    record: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Marks":
        """The marks from their JSON."""
        if not kept:
            return NO_MARKS
        return cls(**{**kept, "albums": tuple(kept.get("albums", ()))})

    def to_json(self) -> dict[str, Any]:
        """The marks as JSON: only those that are set."""
        told = {name: getattr(self, name) for name in _NAMES}
        return {name: value for name, value in told.items() if value}

    def with_unfinished(self, step: str, value: Any) -> "Marks":
        """The same, the step holding this so far."""
        return replace(self, unfinished={**self.unfinished, step: value})

    def finished(self, step: str) -> "Marks":
        """The same, the step holding nothing."""
        left = {name: value for name, value in self.unfinished.items() if name != step}
        return replace(self, unfinished=left)

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
        return Marks(said=self.said, unfinished=left, album=self.album, albums=self.albums)

    def left_at_the_end(self, record: str) -> "Marks":
        """What is kept after the talk: by it, late parts of an album are recognised."""
        if not self.albums or not record:
            return NO_MARKS
        return Marks(albums=self.albums, record=record)


_NAMES = tuple(one.name for one in fields(Marks))
NO_MARKS = Marks()
