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
AAC = FileKind("audio/aac", "aac")
AMR = FileKind("audio/amr", "amr")
WAV = FileKind("audio/wav", "wav")
PDF = FileKind("application/pdf", "pdf")
DOC = FileKind("application/msword", "doc")
XLS = FileKind("application/vnd.ms-excel", "xls")
PPT = FileKind("application/vnd.ms-powerpoint", "ppt")
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
DOCX = FileKind(f"{_OPEN_XML}.wordprocessingml.document", "docx")
XLSX = FileKind(f"{_OPEN_XML}.spreadsheetml.sheet", "xlsx")
PPTX = FileKind(f"{_OPEN_XML}.presentationml.presentation", "pptx")
OFD = FileKind("application/ofd", "ofd")
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
    (b"\xff\xf1", AAC),
    (b"\xff\xf9", AAC),
    (b"%PDF-", PDF),
)
_BRANDS = {
    b"qt  ": MOV,
    b"M4A ": M4A,
    b"M4B ": M4A,
    b"heic": HEIC,
    b"heix": HEIC,
    b"heim": HEIC,
    b"heis": HEIC,
    b"hevc": HEIC,
    b"mif1": HEIC,
    b"msf1": HEIC,
}
_VIDEO_BRANDS = re.compile(rb"isom|iso[2-9]|mp4[12]|avc1|dash|M4V |MSNV|3gp.|3g2.|mmp4")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PARTS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS), ("PowerPoint Document", PPT))
_RIFF = {b"WEBP": WEBP, b"WAVE": WAV}
# The head of a recording of a phone, and the bits that are never set in its first frame.
_AMR = re.compile(rb"#!AMR(?:-WB)?\n([\s\S])")
# A mask of bits in a byte.
_NEVER_IN_A_FRAME = 0x83
_OFFICE_FOLDERS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_TEXT_ENDINGS = {"txt": TXT, "text": TXT, "md": TXT, "csv": CSV}
# Parts of an archive that can be run.
_PROGRAMS = (
    *("vbaproject.bin", ".exe", ".dll", ".js", ".bat", ".cmd", ".vbs", ".ps1", ".sh", ".jar"),
    *(".class", ".dex", ".so", ".scr", ".msi", ".lnk", ".hta"),
)  # fmt: skip
_PAGE = re.compile(rb"<\s*(?:script|html|svg|iframe|!doctype|\?php|object|embed)", re.IGNORECASE)
# As above, but among bytes that may stand there by chance: a whole word, and for a drawing, whose
# name has three letters only, what makes it one.
_PAGE_INSIDE = re.compile(
    rb"<\s*(?:(?:script|html|iframe|!doctype|\?php|object|embed)(?=[\s/>])"
    rb"|svg[\s/>][\s\S]*?(?:xmlns|href|\bon[a-z]{3,20}\s*=|</svg))",
    re.IGNORECASE,
)
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_ZIP_ENTRY, _ZIP_END = b"PK\x01\x02", b"PK\x05\x06"

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
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if recording := _AMR.match(content):
        return None if recording[1][0] & _NEVER_IN_A_FRAME else AMR
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
    """An archive behind a picture, or a page inside it: harmless here, but not where it goes on.

    What stands there by chance is neither: a few letters among the bytes of a photo.
    """
    head, tail = content[:_ENDS], content[-_ENDS:]
    if _is_archive_too(content, tail):
        return True
    if content.startswith(b"%PDF-"):
        return False
    return bool(_PAGE_INSIDE.search(head) or _PAGE_INSIDE.search(tail))


def _is_archive_too(content: bytes, tail: bytes) -> bool:
    """Whether the end is an archive's: that of a zip lists its entries before it."""
    if any(archive in tail for archive in _ARCHIVES):
        return True
    return _ZIP_END in tail and _ZIP_ENTRY in content


def _packed_office(content: bytes) -> FileKind | None:
    try:
        parts = zip_parts(content, most=MOST_PARTS)
    except (BrokenZip, TooManyParts):
        return None
    names = [part.name for part in parts]
    too_much = sum(part.size for part in parts) > MOST_UNPACKED
    if too_much or any(name.lower().endswith(_PROGRAMS) for name in names):
        return None
    if "OFD.xml" in names:
        return OFD
    if "[Content_Types].xml" not in names:
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
