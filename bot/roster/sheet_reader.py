"""Reads a roster from XLSX or CSV into plain rows of text; whatever is no such file is refused.

The file comes from outside: its size, its unpacked size and its number of rows are bounded before
anything is built from it.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from campaign.roster.rows import HEADER_WITHIN, MOST_ROWS, Line, headings_in
from campaign.texts import Text
from storage.evidence.zip_directory import BrokenZip, TooManyParts, zip_parts

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 1000
# Some more than may be imported, so that the reader of the roster can say that there are too many.
ROWS_READ = MOST_ROWS + HEADER_WITHIN + 1
ROWS_SEEN = 100_000

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = (",", "\t", ";", "，", "；")
BROKEN_SHEET = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
)


class UnreadableRoster(Exception):
    """The file is no roster; `problem` says why and what to do."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem.key)
        self.problem = problem


def read_lines(path: Path) -> list[Line]:
    """The rows of the file with their numbers. Raises UnreadableRoster."""
    content = _content(path)
    if content.startswith(ZIP):
        return _bounded(_from_xlsx(content))
    if content.startswith(OLE):
        key = "encrypted" if ENCRYPTED in content else "old_excel"
        raise UnreadableRoster(Text(f"roster_file.{key}"))
    return _bounded(_from_csv(content))


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            megabytes = MOST_BYTES // 1024 // 1024
            raise UnreadableRoster(Text("roster_file.too_large", {"most": megabytes}))
        content = path.read_bytes()
    except OSError:
        raise UnreadableRoster(Text("roster_file.not_there", {"file": str(path)})) from None
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableRoster(Text("roster_file.empty"))
    return content


def _bounded(lines: Iterable[Line]) -> list[Line]:
    """The rows that hold anything, up to a few more than may be imported."""
    found: list[Line] = []
    for line in lines:
        if line[0] > ROWS_SEEN or len(found) > ROWS_READ:
            break
        if any(cell.strip() for cell in line[1]):
            found.append(line)
    return found


def _from_xlsx(content: bytes) -> list[Line]:
    """The first sheet that has a roster's heading, or else the first sheet."""
    # Here, because it takes a tenth of a second and most commands do without.
    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    _check_parts(content)
    sheets: list[list[Line]] = []
    try:
        with warnings.catch_warnings():
            # What the library cannot keep when it writes does not matter for reading.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                lines = _bounded(_sheet_lines(sheet))
                if any(headings_in(cells) >= 2 for _, cells in lines[:HEADER_WITHIN]):
                    return lines
                sheets.append(lines)
    except (InvalidFileException, *BROKEN_SHEET):
        raise UnreadableRoster(Text("roster_file.broken_excel")) from None
    if not sheets:
        raise UnreadableRoster(Text("roster_file.broken_excel"))
    return sheets[0]


def _check_parts(content: bytes) -> None:
    """Nothing but a workbook, and no bomb."""
    too_large = Text("roster_file.too_large", {"most": MOST_UNPACKED // 1024 // 1024})
    try:
        parts = zip_parts(content, most=MOST_PARTS)
    except BrokenZip:
        raise UnreadableRoster(Text("roster_file.broken_excel")) from None
    except TooManyParts:
        raise UnreadableRoster(too_large) from None
    if not any(part.name == "xl/workbook.xml" for part in parts):
        raise UnreadableRoster(Text("roster_file.wrong_kind"))
    if any(part.is_encrypted for part in parts):
        raise UnreadableRoster(Text("roster_file.encrypted"))
    if sum(part.size for part in parts) > MOST_UNPACKED:
        raise UnreadableRoster(too_large)


def _sheet_lines(sheet: Any) -> Iterator[Line]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, [_as_text(cell.value) for cell in cells]


def _as_text(value: object) -> str:
    """A cell as the office sees it: a number without a useless .0, a day as a day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    # Formulas over several cells are objects of their own.
    return str(getattr(value, "text", None) or value)


def _from_csv(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    delimiter = max(DELIMITERS, key=lambda mark: _headings_by(text, mark))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(rows, start=1):
            yield number, cells
    except csv.Error:
        raise UnreadableRoster(Text("roster_file.broken_csv", {"row": number + 1})) from None


def _decoded(content: bytes) -> str:
    if content.startswith(UTF_16):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content:
        raise UnreadableRoster(Text("roster_file.wrong_kind"))
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableRoster(Text("roster_file.wrong_kind"))


def _headings_by(text: str, delimiter: str) -> int:
    """How many headings the best of the first rows shows when it is split like this."""
    first = text.splitlines()[:HEADER_WITHIN]
    return max((headings_in(line.strip('"').split(delimiter)) for line in first), default=0)
