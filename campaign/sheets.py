"""A workbook as the office sees it on its screen: what the cells show, without what is hidden.

`storage/sheets/` reads such a workbook from a file, whichever program wrote it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from campaign.texts import Text


class CellKind(StrEnum):
    """What a cell is, where its text alone would not tell."""

    DATE = "date"  # shown as a day or a month: 3月1日, which may have been meant as 3-1
    LONG_NUMBER = "long_number"  # a number beyond 15 digits, of which a spreadsheet keeps 15
    SHORTENED = "shortened"  # a number that was saved as 4.20E+17: its digits are lost
    ERROR = "error"  # #N/A, #REF! …
    FORMULA = "formula"  # a formula that no program has worked out yet


class Line(NamedTuple):
    """A row: its number as the office sees it, from 1, and what its cells show.

    A merged cell shows its text in every place that it covers.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet; `lines` are its visible rows that show anything.

    `kinds` has the cells that are more than their text, by number of the row and place in
    `Line.cells`; `hidden_rows` and `hidden_columns` (by letters) only what would have shown
    something.
    """

    name: str
    lines: tuple[Line, ...]
    kinds: Mapping[tuple[int, int], CellKind] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets in their order, the names of the hidden ones that show anything.

    `doubts` say what about the whole file cannot be sure, such as a guessed encoding.
    """

    sheets: tuple[Sheet, ...]
    hidden_sheets: tuple[str, ...] = ()
    doubts: tuple[Text, ...] = ()
