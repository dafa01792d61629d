"""The parts of an XLSX beside its sheets: which sheets there are, formats, shared texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storage.sheets.archive import Archive, relations_of, target_of
from storage.sheets.cells.cell_text import printable
from storage.sheets.cells.number_format import BUILT_IN
from storage.sheets.limits import Extent
from storage.sheets.xml_events import Attributes, XmlEvents, without_prefixes

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook and the part that it lies in."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """What the workbook says of itself: its sheets in order, from which day it counts."""

    sheets: tuple[SheetPart, ...]
    since_1904: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another refers to, and the last word of its kind: worksheet, styles."""

    target: str
    kind: str


def relations(archive: Archive, part: str) -> dict[str, Relation]:
    """What a part refers to, by id; "" for the whole archive. Raises UnreadableSheet."""
    found: dict[str, Relation] = {}

    def add(attributes: Attributes) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode") != "External":
            target = target_of(part, attributes.get("Target", ""))
            found[attributes.get("Id", "")] = Relation(target, kind)

    listing = relations_of(part)
    if archive.has(listing):
        XmlEvents({"Relationship": add}, {}).feed([archive.small_part(listing)])
    return found


def contents_of(archive: Archive, part: str) -> Contents:
    """The sheets that the workbook in `part` names. Raises UnreadableSheet."""
    related = relations(archive, part)
    sheets: list[SheetPart] = []
    since_1904: list[str] = []

    def add_sheet(attributes: Attributes) -> None:
        plain = without_prefixes(attributes)
        relation = related.get(plain.get("id", ""))
        # A sheet may be a chart or a dialogue as well.
        if relation is not None and relation.kind == "worksheet" and archive.has(relation.target):
            is_hidden = plain.get("state", "visible") != "visible"
            sheets.append(SheetPart(plain.get("name", ""), relation.target, is_hidden))

    def note_start(attributes: Attributes) -> None:
        since_1904.append(attributes.get("date1904", "0"))

    begins = {"sheet": add_sheet, "workbookPr": note_start}
    XmlEvents(begins, {}).feed([archive.small_part(part)])
    return Contents(tuple(sheets), bool({"1", "true"} & set(since_1904)))


def formats_of(archive: Archive, part: str) -> list[str | None]:
    """The code of each cell format, None for none. Raises UnreadableSheet."""
    own: dict[str, str] = {}
    numbers: list[str] = []
    within: list[bool] = []

    def begin_cell_formats(_: Attributes) -> None:
        within.append(True)

    def add_format(attributes: Attributes) -> None:
        if within:
            numbers.append(attributes.get("numFmtId", "0"))

    def add_code(attributes: Attributes) -> None:
        own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    begins = {"numFmt": add_code, "cellXfs": begin_cell_formats, "xf": add_format}
    XmlEvents(begins, {"cellXfs": within.clear}).feed(archive.chunks(part))
    built_in = {str(number): code for number, code in BUILT_IN.items()}
    return [own.get(number) or built_in.get(number) for number in numbers]


def shared_texts_of(archive: Archive, part: str) -> list[str]:
    """The texts that cells refer to by number, without readings. Raises UnreadableSheet."""
    reader = _SharedTexts()
    reader.events.feed(bounded_tags(archive, part, b"si"))
    return reader.texts


def bounded_tags(archive: Archive, part: str, tag: bytes) -> Iterator[bytes]:
    """A part that has been gone through once: it has no more of such tags than is read."""
    extent = Extent()
    forms = [mark + tag + end for mark in (b"<", b":") for end in (b" ", b">", b"/")]
    for chunk in archive.chunks(part):
        extent.add_cells(sum(map(chunk.count, forms)))
    return archive.chunks(part)


class _SharedTexts:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._is_reading = False
        self.events = XmlEvents(
            {"si": self._begin, "t": self._begin_text, "rPh": self._begin_reading},
            {"si": self._end, "t": self._end_text, "rPh": self._end_reading},
        )

    def _begin(self, _: Attributes) -> None:
        self._pieces.clear()

    def _begin_text(self, _: Attributes) -> None:
        if not self._is_reading:
            self.events.collect(self._pieces)

    def _end_text(self) -> None:
        self.events.collect(None)

    def _begin_reading(self, _: Attributes) -> None:
        self._is_reading = True

    def _end_reading(self) -> None:
        self._is_reading = False

    def _end(self) -> None:
        self.texts.append(unescaped("".join(self._pieces)))


def unescaped(text: str) -> str:
    """The text with what stands as `_x000D_` for a character that XML cannot hold."""
    if "_x" not in text:
        return text
    return printable(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
