"""Which files are kept as evidence, told by their content and never by their name alone.

What is not on the list is refused: programs, web pages, drawings with script, archives, office
files with macros, and files that are two things at once.
"""

import codecs
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from storage.evidence.zip_directory import BrokenZip, TooManyParts, zip_parts


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind that is kept: its media type, and the ending its copy gets."""

    mime: str
    ending: str


JPEG = FileKind("image/jpeg", "jpg")
PNG = FileKind("image/png", "png")
GIF = FileKind("image/gif", "gif")
WEBP = FileKind("image/webp", "webp")
HEIC = FileKind("image/heic", "heic")
MP4 = FileKind("video/mp4", "mp4")
MOV = FileKind("video/quicktime", "mov")
M4A = FileKind("audio/mp4", "m4a")
OGG = FileKind("audio/ogg", "ogg")
MP3 = FileKind("audio/mpeg", "mp3")
PDF = FileKind("application/pdf", "pdf")
DOC = FileKind("application/msword", "doc")
XLS = FileKind("application/vnd.ms-excel", "xls")
PPT = FileKind("application/vnd.ms-powerpoint", "ppt")
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
DOCX = FileKind(f"{_OPEN_XML}.wordprocessingml.document", "docx")
XLSX = FileKind(f"{_OPEN_XML}.spreadsheetml.sheet", "xlsx")
PPTX = FileKind(f"{_OPEN_XML}.presentationml.presentation", "pptx")
TXT = FileKind("text/plain", "txt")
CSV = FileKind("text/csv", "csv")
# A file that is not looked at on receipt.
UNTOLD = FileKind("application/octet-stream", "bin")

_BEGINNINGS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"OggS", OGG),
    (b"ID3", MP3),
    (b"\xff\xfb", MP3),
    (b"\xff\xf3", MP3),
    (b"\xff\xf2", MP3),
    (b"%PDF-", PDF),
)
_BRANDS = {
    b"qt  ": MOV,
    b"M4A ": M4A,
    b"M4B ": M4A,
    b"heic": HEIC,
    b"heix": HEIC,
    b"hevc": HEIC,
    b"mif1": HEIC,
    b"msf1": HEIC,
}
_VIDEO_BRANDS = re.compile(rb"isom|iso[2-9]|mp4[12]|avc1|dash|M4V |MSNV|3gp.|3g2.|mmp4")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PARTS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS), ("PowerPoint Document", PPT))
_OFFICE_FOLDERS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_TEXT_ENDINGS = {"txt": TXT, "text": TXT, "md": TXT, "csv": CSV}
_PAGE = re.compile(rb"<\s*(?:script|html|svg|iframe|!doctype|\?php|object|embed)", re.IGNORECASE)

_SCRIPT = re.compile(rb"[\xef\xbb\xbf \t\r\n]*(?:#!|<)")

# The most bytes that an office file may unpack to, and the most parts it may have.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5000
# How much is looked at of either end of a file, and decoded at a time, in bytes.
_ENDS = 64 * 1024


def kind_of(content: bytes, *, name: str = "") -> FileKind | None:
    """The kind of a file, or None where it is not kept.

    `name` matters for plain text only, where a script and a note look alike.
    """
    found = _by_beginning(content)
    if found is not None:
        return None if _is_two_things(content) else found
    if content.startswith(b"PK\x03\x04"):
        return _packed_office(content)
    if content.startswith(_OLE):
        return _old_office(content)
    return _plain_text(content, name)


def _by_beginning(content: bytes) -> FileKind | None:
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp":
        return next(filter(None, map(_by_brand, _brands(content))), None)
    return None


def _brands(content: bytes) -> Iterator[bytes]:
    """The main brand, then the compatible ones."""
    (length,) = struct.unpack(">I", content[:4])
    yield content[8:12]
    for place in range(16, min(length, 128), 4):
        yield content[place : place + 4]


def _by_brand(brand: bytes) -> FileKind | None:
    return _BRANDS.get(brand) or (MP4 if _VIDEO_BRANDS.fullmatch(brand) else None)


def _is_two_things(content: bytes) -> bool:
    """An archive behind a picture, or a page inside it: harmless here, but not where it goes on."""
    head, tail = content[:_ENDS], content[-_ENDS:]
    if b"PK\x05\x06" in tail or b"Rar!\x1a\x07" in tail:
        return True
    return not content.startswith(b"%PDF-") and bool(_PAGE.search(head) or _PAGE.search(tail))


def _packed_office(content: bytes) -> FileKind | None:
    try:
        parts = zip_parts(content, most=MOST_PARTS)
    except (BrokenZip, TooManyParts):
        return None
    names = [part.name for part in parts]
    too_much = sum(part.size for part in parts) > MOST_UNPACKED
    macros = any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names)
    if too_much or macros or "[Content_Types].xml" not in names:
        return None
    for folder, kind in _OFFICE_FOLDERS:
        if any(name.startswith(folder) for name in names):
            return kind
    return None


def _old_office(content: bytes) -> FileKind | None:
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        return None
    for part, kind in _OLE_PARTS:
        if part.encode("utf-16-le") in content:
            return kind
    return None


def _plain_text(content: bytes, name: str) -> FileKind | None:
    kind = _TEXT_ENDINGS.get(name.rpartition(".")[2].lower())
    if kind is None or not content or b"\x00" in content or _PAGE.search(content):
        return None
    if _SCRIPT.match(content):
        return None
    readable = any(_is_written_in(encoding, content) for encoding in ("utf-8", "gb18030"))
    return kind if readable else None


def _is_written_in(encoding: str, content: bytes) -> bool:
    """Whether it decodes; piece by piece, as in one piece it may take four times its size."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for place in range(0, len(content), _ENDS):
            decoder.decode(content[place : place + _ENDS])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
