"""Reads XML piece by piece, as the elements that a reader asks for; no entities, no outer files."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from campaign.sheets import Sheet, Workbook
from campaign.texts import Text
from storage.sheets.limits import UnreadableSheet, unreadable

# In bytes: the parser goes back to the begin of a tag for each piece of it.
_LONGEST_TAG = 256 * 1024

Attributes = dict[str, str]


class XmlEvents:
    """Calls a reader's functions at the begin and the end of the elements that it names.

    Elements are known by their names without a prefix: files say `c`, `x:c` or `main:c`.
    """

    def __init__(
        self,
        begins: "Mapping[str, Callable[[Attributes], None]]",
        ends: Mapping[str, Callable[[], None]],
    ) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        # Nothing is looked up twice: every name that the file uses has its function, or None.
        self._begins: dict[str, Callable[[Attributes], None] | None] = {**begins}
        self._ends: dict[str, Callable[[], None] | None] = {**ends}
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end

    def collect(self, into: list[str] | None) -> None:
        """From here on the text goes into this list; None: nowhere."""
        self._parser.CharacterDataHandler = None if into is None else into.append

    def feed(
        self, chunks: Iterable[bytes | str], *, until: Callable[[], bool] | None = None
    ) -> None:
        """Read all of it, or no further than the piece after which `until` holds.

        Raises UnreadableSheet where it is no XML or has a document type.
        """
        try:
            fed = 0
            for chunk in chunks:
                self._parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - self._parser.CurrentByteIndex > _LONGEST_TAG + len(chunk):
                    raise unreadable()
                if until is not None and until():
                    return
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            raise unreadable() from None

    def _begin(self, name: str, attributes: Attributes) -> None:
        try:
            act = self._begins[name]
        except KeyError:
            act = self._begins[name] = self._begins.get(local(name))
        if act is not None:
            act(attributes)

    def _end(self, name: str) -> None:
        try:
            act = self._ends[name]
        except KeyError:
            act = self._ends[name] = self._ends.get(local(name))
        if act is not None:
            act()


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


def without_prefixes(attributes: Attributes) -> Attributes:
    """Attributes by their names without prefixes."""
    return {local(name): value for name, value in attributes.items()}


def _refuse_doctype(*_: object) -> None:
    raise UnreadableSheet(Text("sheet_file.document_type"))


class SheetsReader(Protocol):
    """Gathers sheets, and the names of the hidden ones, from the elements that it follows."""

    sheets: list[Sheet]
    hidden: list[str]
    events: XmlEvents


def workbook_of(reader: SheetsReader, chunks: Iterable[bytes | str]) -> Workbook:
    """What the reader gathers from all of it. Raises UnreadableSheet, also where there is none."""
    try:
        reader.events.feed(chunks)
    except ValueError:
        raise unreadable() from None
    if not reader.sheets and not reader.hidden:
        raise unreadable()
    return Workbook(tuple(reader.sheets), hidden_sheets=tuple(reader.hidden))
