"""Reads one workbook in a process of its own: `python -m storage.sheets.child [FILE]`.

It may be killed at any time. The file comes by stdin, or its path as the only argument; frames go
to stdout. It imports little, so that it is there at once.
"""

import sys
from contextlib import suppress
from pathlib import Path

from campaign.sheets import Workbook
from campaign.texts import Text
from storage.sheets.file_kind import read_content
from storage.sheets.frames import frames_of, refusal_frame
from storage.sheets.limits import MOST_BYTES, UnreadableSheet

# Bytes beyond what the process has at its start.
MOST_MEMORY = 300 * 1024 * 1024
# Seconds of processor time, and so many more for each MB of the file: what is small on the disk
# and long to read is a bomb.
LEAST_SECONDS, SECONDS_A_MEGABYTE, MOST_SECONDS = 4, 10, 60


def main() -> None:
    """Read what is named or handed in, and tell what it is or why it is refused."""
    try:
        for frame in frames_of(_read()):
            _write(frame)
    except UnreadableSheet as refused:
        _write(refusal_frame(refused.problem))
    except MemoryError:
        _write(refusal_frame(Text("sheet_file.too_heavy")))
    sys.stdout.buffer.flush()


def _read() -> Workbook:
    content = _content()
    limit_resources(len(content))
    return read_content(content)


def _content() -> bytes:
    """The file, or one byte more than is read."""
    if len(sys.argv) < 2:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(sys.argv[1]).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:
        problem = Text("sheet_file.not_there", {"file": sys.argv[1]})
        raise UnreadableSheet(problem) from None


def limit_resources(size: int) -> None:
    """Bound memory and processor time for a file of `size` bytes, where the system can do it.

    Windows has no such limits: there only the parent's limit of time holds, and what is counted
    before it is built (`storage.sheets.limits`).
    """
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    seconds = min(LEAST_SECONDS + SECONDS_A_MEGABYTE * size // 1024 // 1024, MOST_SECONDS)
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: _memory_now() + MOST_MEMORY,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in wanted.items():
        # Not every system can limit each of them.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def _memory_now() -> int:
    """Bytes of address space that the process has; where that is not told, a guess."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return MOST_MEMORY
    import resource  # noqa: PLC0415 - not on Windows

    return pages * resource.getpagesize()


def _write(frame: bytes) -> None:
    sys.stdout.buffer.write(frame)


if __name__ == "__main__":
    main()
