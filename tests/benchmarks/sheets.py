"""How long a roster of so many rows and six columns takes to read, and how much memory.

    python -m tests.benchmarks.sheets [--rows 600 10000 100000]

Each file is read once in a process of its own, which reads it in its child as the program does
and looks after its loop meanwhile; beside it, openpyxl reads the XLSX row by row.
"""

import argparse
import asyncio
import csv
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import xlwt

from storage.sheets.reader import read_in_child
from tests.storage.sheets.raw_workbooks import ods, ods_text

HEADINGS = ["工号", "姓名", "所在党支部", "岗位类别", "正式/预备", "党内职务"]
CATEGORIES = ("教学科研", "党政管理", "后勤服务", "离退休", "学生")
FAMILY_NAMES, GIVEN_NAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨",
    "明华丽芳强伟敏静磊洋艳勇军杰娟涛超霞平刚桂英",
)
# The last row that an XLS can have.
MOST_ROWS_OF_XLS = 65_536
OPENPYXL = "openpyxl, read_only"
# Seconds between two looks at the loop.
BETWEEN_LOOKS = 0.002


def roster(rows: int) -> Iterator[list[str]]:
    """The headings, then so many people."""
    yield HEADINGS
    for number in range(rows):
        given = GIVEN_NAMES[number % 22] + GIVEN_NAMES[number * 7 // 22 % 22]
        yield [
            f"{number:06}",
            FAMILY_NAMES[number * 5 % 16] + given,
            f"第{number % 300}党支部",
            CATEGORIES[number % 5],
            "预备" if number % 9 == 0 else "正式",
            "支部书记" if number % 20 == 0 else "",
        ]


def make_xlsx(path: Path, rows: int) -> None:
    """As openpyxl writes it, with shared texts."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    for cells in roster(rows):
        sheet.append(cells)
    book.save(path)


def make_ods(path: Path, rows: int) -> None:
    """As LibreOffice lays it out."""
    lines = ("".join(map(ods_text, cells)) for cells in roster(rows))
    path.write_bytes(ods("".join(f"<table:table-row>{line}</table:table-row>" for line in lines)))


def make_csv(path: Path, rows: int) -> None:
    """As a Chinese Excel saves it."""
    held = io.StringIO()
    csv.writer(held).writerows(roster(rows))
    path.write_bytes(held.getvalue().encode("gb18030"))


def make_xls(path: Path, rows: int) -> None:
    """As many rows as it can have."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for number, cells in enumerate(roster(min(rows, MOST_ROWS_OF_XLS - 1))):
        for place, cell in enumerate(cells):
            sheet.write(number, place, cell)
    book.save(str(path))


KINDS: dict[str, Callable[[Path, int], None]] = {
    "xlsx": make_xlsx,
    "ods": make_ods,
    "csv": make_csv,
    "xls": make_xls,
}


async def read_once(content: bytes) -> str:
    """The cells of a row for the table."""
    pauses: list[float] = []
    looking = asyncio.create_task(look_at_loop(pauses))
    begun = time.perf_counter()
    book = await read_in_child(content)
    took = time.perf_counter() - begun
    looking.cancel()
    child, us = most_megabytes(resource.RUSAGE_CHILDREN), most_megabytes(resource.RUSAGE_SELF)
    lines, pause = len(book.sheets[0].lines), max(pauses) * 1000
    return f"{lines:,} | {took:.2f} s | {child:.0f} MB | {pause:.0f} ms | {us:.0f} MB"


async def look_at_loop(pauses: list[float]) -> None:
    """How many seconds late the loop comes round each time, until this is cancelled."""
    while True:
        last = time.perf_counter()
        await asyncio.sleep(BETWEEN_LOOKS)
        pauses.append(time.perf_counter() - last - BETWEEN_LOOKS)


def most_megabytes(who: int) -> float:
    """The most memory that this process, or any child of it, ever held (Linux)."""
    return resource.getrusage(who).ru_maxrss / 1024


def read_with_openpyxl(path: Path) -> str:
    """The same for the library by itself, in this process."""
    begun = time.perf_counter()
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    took = time.perf_counter() - begun
    us = most_megabytes(resource.RUSAGE_SELF)
    return f"{len(lines):,} | {took:.2f} s | | {took * 1000:.0f} ms | {us:.0f} MB"


def measured(path: Path, kind: str) -> str:
    """By a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.sheets", "--read", str(path), kind]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    """Make the files, read each, print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[600, 10_000, 100_000])
    parser.add_argument("--read", nargs=2)
    asked = parser.parse_args()
    if asked.read:
        path = Path(asked.read[0])
        is_other = asked.read[1] == OPENPYXL
        print(read_with_openpyxl(path) if is_other else asyncio.run(read_once(path.read_bytes())))
        return
    with tempfile.TemporaryDirectory() as folder:
        for rows in asked.rows:
            for kind, make in KINDS.items():
                path = Path(folder) / f"roster.{kind}"
                make(path, rows)
                print(f"| {kind} | {measured(path, kind)} |", flush=True)
                if kind == "xlsx":
                    print(f"| {OPENPYXL} | {measured(path, OPENPYXL)} |", flush=True)


if __name__ == "__main__":
    main()
