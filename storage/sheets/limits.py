"""What is read of a sheet at most, and the refusal of what is not read."""

from collections.abc import Sequence

from campaign.messages import DOWNLOAD_LIMIT
from campaign.texts import Text

# Bytes of a file.
MOST_BYTES = DOWNLOAD_LIMIT
# Bytes of all parts unpacked.
MOST_UNPACKED = 200 * 1024 * 1024
# Files in an archive.
MOST_PARTS = 2000
# Of a whole workbook, the text in characters; lines are rows that hold anything. A roster has at
# most 100,000 people: with some more, its reader can say that there are too many.
MOST_CELLS = 2_000_000
MOST_LINES = 110_000
MOST_TEXT = 20_000_000
# What a sheet of any program has at most.
MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576
# What a cell of any program shows at most.
MOST_CHARACTERS = 32_767


class UnreadableSheet(Exception):
    """The file cannot be read as sheets; `problem` says why and what to do."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem.key)
        self.problem = problem


class Extent:
    """Counts what a workbook holds; what is beyond a limit is refused, never cut off."""

    def __init__(self) -> None:
        self._cells = 0
        self._lines = 0
        self._characters = 0

    def add_line(self, cells: Sequence[str]) -> None:
        """One more row that holds something. Raises UnreadableSheet."""
        self._lines += 1
        self._characters += sum(map(len, cells))
        if self._lines > MOST_LINES:
            raise UnreadableSheet(Text("sheet_file.too_many_rows", {"most": MOST_LINES}))
        if self._characters > MOST_TEXT:
            raise UnreadableSheet(Text("sheet_file.too_much_text", {"most": MOST_TEXT}))
        if len(cells) > MOST_COLUMNS:
            raise too_wide()
        self.add_cells(len(cells))

    def add_cells(self, count: int) -> None:
        """So many more cells. Raises UnreadableSheet."""
        self._cells += count
        if self._cells > MOST_CELLS:
            raise UnreadableSheet(Text("sheet_file.too_many_cells", {"most": MOST_CELLS}))


def too_wide() -> UnreadableSheet:
    """A row goes beyond the last column that a sheet can have."""
    return UnreadableSheet(Text("sheet_file.too_wide", {"most": MOST_COLUMNS}))


def unreadable() -> UnreadableSheet:
    """What is in the file is not as its kind has it."""
    return UnreadableSheet(Text("sheet_file.unreadable"))
