"""Changes to a TOML text that leave everything else in it as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from campaign.reading.nodes import Node
from campaign.reading.places import Path, Place


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A span of the text, and its replacement."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Template:
    """A campaign file three ways: as text, as values, and where each value stands."""

    text: str
    file: Node
    placed: Mapping[Path, Place]

    def value_edit(self, path: Path, new: str) -> Edit:
        """The edit that replaces the value at the path."""
        place = self.placed[path]
        return Edit(place.start, place.end, new)

    def line_start(self, line: int) -> int:
        """The offset at which a line begins, counted from 1; past the last one, the text's end."""
        return self._line_starts[min(line, len(self._line_starts)) - 1]

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        for line in self.text.split("\n")[:-1]:
            starts.append(starts[-1] + len(line) + len("\n"))
        return [*starts, len(self.text)]

    def has_header(self, path: Path) -> bool:
        """Whether a table (or a list of tables) stands under a header of its own."""
        return path in self.placed and self.placed[path].is_header


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, which must not overlap."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at:]])
