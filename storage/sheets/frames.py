"""A workbook on its way from the child: JSON in frames, small enough that nobody waits for one."""

import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from campaign.sheets import CellKind, Line, Sheet, Workbook
from campaign.texts import Text

# The length of a frame in bytes stands before it.
LENGTH = struct.Struct(">I")
# Characters and cells, about as many as are read in ten milliseconds.
_MOST_IN_A_FRAME = 50_000
_KINDS_IN_A_FRAME = 5000


def frames_of(workbook: Workbook) -> Iterator[bytes]:
    """The whole of it, the lines in parts."""
    for sheet in workbook.sheets:
        yield _frame("sheet", sheet.name)
        for lines in _in_parts(sheet.lines):
            yield _frame("lines", lines)
        for kinds in _kinds_in_parts(sheet.kinds):
            yield _frame("kinds", kinds)
        yield _frame("hidden", [sheet.hidden_rows, sheet.hidden_columns])
    doubts = [[doubt.key, doubt.params] for doubt in workbook.doubts]
    yield _frame("end", [workbook.hidden_sheets, doubts])


def refusal_frame(problem: Text) -> bytes:
    """Why there is no workbook."""
    return _frame("refused", [problem.key, problem.params])


class FramesReader:
    """Puts the frames together again; `workbook` or `refused` is there at the end."""

    def __init__(self) -> None:
        self.workbook: Workbook | None = None
        self.refused: Text | None = None
        self._sheets: list[Sheet] = []
        self._name = ""
        self._lines: list[Line] = []
        self._kinds: dict[tuple[int, int], CellKind] = {}
        self._texts: dict[str, str] = {}

    def take(self, frame: bytes) -> None:
        """The next frame, without its length."""
        what, content = json.loads(frame)
        match what:
            case "sheet":
                self._name, self._lines, self._kinds = content, [], {}
            case "lines":
                self._lines.extend(map(self._line, content))
            case "kinds":
                self._kinds.update({(row, place): CellKind(kind) for row, place, kind in content})
            case "hidden":
                self._end_sheet(*content)
            case "end":
                self._end(*content)
            case "refused":
                self.refused = Text(*content)

    def _line(self, written: tuple[int, list[str]]) -> Line:
        number, cells = written
        # Branches and posts stand in thousands of rows: one object for each text.
        once = self._texts.setdefault
        return Line(number, tuple([once(cell, cell) for cell in cells]))

    def _end_sheet(self, rows: list[int], columns: list[str]) -> None:
        lines = tuple(self._lines)
        self._sheets.append(Sheet(self._name, lines, self._kinds, tuple(rows), tuple(columns)))

    def _end(self, hidden: list[str], doubts: list[list[Any]]) -> None:
        told = tuple(Text(*doubt) for doubt in doubts)
        self.workbook = Workbook(tuple(self._sheets), tuple(hidden), told)


def _frame(what: str, content: object) -> bytes:
    body = json.dumps([what, content], separators=(",", ":")).encode()
    return LENGTH.pack(len(body)) + body


def _in_parts(lines: Iterable[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    size = 0
    for line in lines:
        part.append(line)
        size += sum(map(len, line.cells)) + len(line.cells) + 1
        if size >= _MOST_IN_A_FRAME:
            yield part
            part, size = [], 0
    if part:
        yield part


def _kinds_in_parts(kinds: Mapping[tuple[int, int], CellKind]) -> Iterator[list[object]]:
    told: list[object] = [[row, place, kind] for (row, place), kind in kinds.items()]
    for start in range(0, len(told), _KINDS_IN_A_FRAME):
        yield told[start : start + _KINDS_IN_A_FRAME]
