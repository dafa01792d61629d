"""The `.env` file, as editors save it: any Unicode encoding, comments in any, nothing guessed.

A value is only ever taken as it was written: what would have to be guessed is refused by its line.
"""

import codecs
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream

from bot.settings.broken_start import BrokenStart
from campaign.locale.plain_texts import both

PREFIX = "FLAGBEARER_"
# For tests of crashes only (bot/process/crash.py).
OF_TESTS = (
    "FLAGBEARER_TESTING",
    "FLAGBEARER_CRASH_AT",
    "FLAGBEARER_REQUIRE_CHROMIUM",
    "FLAGBEARER_TEST_POSTGRES",
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_dotenv(path: Path) -> Mapping[str, str | None]:
    """The names and values of the file. Raises BrokenStart with its line where it is unclear."""
    text = _text(path)
    for binding in parse_stream(io.StringIO(text)):
        if PREFIX in binding.original.string.upper() and _is_unclear(binding):
            told = both("settings.line_not_a_setting", line=_line(binding))
            raise BrokenStart(f"{path} {told}")
    return dotenv_values(stream=io.StringIO(text))


def remarks(environment: Iterable[str], path: Path, known: Iterable[str]) -> Iterator[str]:
    """What looks like a mistake and keeps nobody from starting: unknown names, two values."""
    bindings = _bindings(path)
    named = {key.upper() for key in (*environment, *(key for key, _ in bindings))}
    expected = [PREFIX + name.upper() for name in known]
    for name in sorted(named):
        if name.startswith(PREFIX) and name not in expected and name not in OF_TESTS:
            yield _unknown(name, expected)
    for name in expected:
        if len({value for key, value in bindings if key.upper() == name}) > 1:
            yield f"{name}：{both('settings.two_values', file=path)}"


def _bindings(path: Path) -> list[tuple[str, str | None]]:
    if not path.is_file():
        return []
    found = parse_stream(io.StringIO(_text(path)))
    return [(binding.key, binding.value) for binding in found if binding.key is not None]


def _unknown(name: str, expected: list[str]) -> str:
    short = [one.removeprefix(PREFIX) for one in expected]
    near = get_close_matches(name.removeprefix(PREFIX), short, n=1)
    if not near:
        return f"{name}：{both('settings.unknown')}"
    return f"{name}：{both('settings.unknown_but_near', meant=PREFIX + near[0])}"


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as fault:
        told = both("settings.file_not_read")
        raise BrokenStart(f"{path}：{told} ({fault.strerror})") from None
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding, path)
    if b"\0" in content:
        raise _not_utf8(path)
    return "\n".join(_lines(content, path))


def _decoded(content: bytes, encoding: str, path: Path) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise _not_utf8(path) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(content: bytes, path: Path) -> Iterator[str]:
    """The lines; in a comment it does not matter what cannot be read."""
    for number, line in enumerate(re.split(b"\r\n|\r|\n", content), start=1):
        comment = line.lstrip().startswith(b"#")
        try:
            yield line.decode("utf-8", "replace" if comment else "strict")
        except UnicodeDecodeError:
            told = both("settings.line_not_utf8", line=number)
            raise BrokenStart(f"{path} {told}") from None


def _not_utf8(path: Path) -> BrokenStart:
    return BrokenStart(f"{path}：{both('settings.file_not_utf8')}")


def _is_unclear(binding: Binding) -> bool:
    if binding.error:
        return True
    key = binding.key or ""
    return key.upper().startswith(PREFIX) and (
        binding.value is None or re.fullmatch(r"\w+", key, re.ASCII) is None
    )


def _line(binding: Binding) -> int:
    """A binding begins with the blank lines before it."""
    whole = binding.original.string
    blank = whole[: len(whole) - len(whole.lstrip())]
    return binding.original.line + blank.count("\n")
