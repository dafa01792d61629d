"""Reads a workbook as the office sees it, here or, for what comes from outside, in a child.

The child may fail, run out of memory or never end: that is a refusal and nothing else.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path

from campaign.sheets import Workbook
from campaign.texts import Text
from storage.sheets.file_kind import read_content
from storage.sheets.frames import LENGTH, FramesReader
from storage.sheets.limits import UnreadableSheet

__all__ = ["UnreadableSheet", "read_in_child", "read_workbook"]

# In which a hundred thousand rows are read on a slow and busy machine.
MOST_SECONDS = 60.0


def read_workbook(content: bytes) -> Workbook:
    """What the file shows, of whatever kind its content says it is. Raises UnreadableSheet.

    The one sheet of a CSV has no name, the tables of a web page are named 1, 2 … It takes seconds
    for large files, and memory: what comes from outside is read in a child.
    """
    return read_content(content)


async def read_in_child(file: bytes | Path, *, seconds: float = MOST_SECONDS) -> Workbook:
    """The same in a process of its own, which is killed after so many seconds.

    There the memory is limited to 300 MB and the processor time by the size of the file, but not
    on Windows, where only `seconds` holds. Raises UnreadableSheet, also for a child that dies.
    """
    named = [str(file)] if isinstance(file, Path) else []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "storage.sheets.child", *named),
        stdin=PIPE,
        stdout=PIPE,
        env=_environment(),
    )
    try:
        async with asyncio.timeout(seconds):
            return await _receive(process, b"" if isinstance(file, Path) else file)
    except TimeoutError:
        raise UnreadableSheet(Text("sheet_file.too_slow")) from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _environment() -> dict[str, str]:
    """Ours without the settings: who reads what comes from outside knows no secrets."""
    kept = {name: value for name, value in os.environ.items() if "FLAGBEARER" not in name}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


async def _receive(process: Process, content: bytes) -> Workbook:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the child has no pipes")
    # A child that dies says so by what it does not answer.
    with suppress(ConnectionError):
        process.stdin.write(content)
        await process.stdin.drain()
    process.stdin.close()
    received = FramesReader()
    with suppress(asyncio.IncompleteReadError):
        while received.workbook is None and received.refused is None:
            (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
            received.take(await process.stdout.readexactly(length))
    if received.refused is not None:
        raise UnreadableSheet(received.refused)
    if received.workbook is None:
        raise UnreadableSheet(_why_it_died(await process.wait()))
    return received.workbook


def _why_it_died(code: int) -> Text:
    if os.name != "nt" and code == -signal.SIGXCPU:
        return Text("sheet_file.too_slow")
    return Text("sheet_file.reader_died")
