"""How long a roster of so many rows and six columns takes to read, and how much memory.

    python -m tests.benchmarks.sheets [--rows 600 10000 100000]

Each file is read once in a process of its own, which reads it in its child as the program does
and looks after its loop meanwhile; beside it, openpyxl reads the XLSX row by row.
"""

import argparse
import asyncio
import csv
import io
import os
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
    looks = Looks()
    looking = asyncio.create_task(looks.keep_looking())
    begun = time.perf_counter()
    book = await read_in_child(content)
    took = time.perf_counter() - begun
    looking.cancel()
    lines, us = len(book.sheets[0].lines), most_megabytes(os.getpid())
    return f"{lines:,} | {took:.2f} s | {looks.child:.0f} MB | {looks.pause:.0f} ms | {us:.0f} MB"


class Looks:
    """The longest time in ms that the loop came round late; the most MB that the child held."""

    def __init__(self) -> None:
        self.pause = 0.0
        self.child = 0.0

    async def keep_looking(self) -> None:
        """Until this is cancelled."""
        while True:
            last = time.perf_counter()
            await asyncio.sleep(BETWEEN_LOOKS)
            self.pause = max(self.pause, (time.perf_counter() - last - BETWEEN_LOOKS) * 1000)
            for child in children():
                # The last look counts: before it becomes another program, a child is as we are.
                self.child = most_megabytes(child) or self.child


def children() -> list[int]:
    """The processes that this one has started (Linux)."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(child) for child in listed]


def most_megabytes(pid: int) -> float:
    """The most memory that a process ever held (Linux); 0 for one that has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def read_with_openpyxl(path: Path) -> str:
    """The same for the library by itself, in this process."""
    begun = time.perf_counter()
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    took = time.perf_counter() - begun
    us = most_megabytes(os.getpid())
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
