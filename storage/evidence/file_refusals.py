"""Why a file is not kept, told by its content, so that its author learns what to do about it."""

import re
from enum import StrEnum

from storage.evidence.zip_directory import BrokenZip, TooManyParts, zip_parts


class FileTrouble(StrEnum):
    """Why a file is not kept.

    ARCHIVE: files packed into one; MACROS: an office file with programs in it; LOCKED: one with a
    password; PAGE: a web page or a drawing that can hold script; TWO_THINGS: a picture, sound or
    document with something else inside it; OTHER_…: harmless, but of a form that few can open.
    """

    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNOBTAINABLE = "unobtainable"
    NO_PICTURE = "no_picture"
    ARCHIVE = "archive"
    MACROS = "macros"
    LOCKED = "locked"
    PAGE = "page"
    TWO_THINGS = "two_things"
    OTHER_PICTURE = "other_picture"
    OTHER_VIDEO = "other_video"
    OTHER_SOUND = "other_sound"
    OTHER_DOCUMENT = "other_document"


T = FileTrouble
_SIGNS = (
    (T.ARCHIVE, rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh\d|\xfd7zXZ\x00"),
    (T.OTHER_DOCUMENT, rb"\{\\rtf|CAJ|HN\x00|KDH|AT&TFORM"),
    (T.OTHER_VIDEO, rb"RIFF[\s\S]{4}AVI |\x1aE\xdf\xa3|0&\xb2u\x8ef\xcf\x11|FLV\x01|\.RMF"),
    (T.OTHER_VIDEO, rb"\x00\x00\x01[\xb3\xba]|[\s\S]{4}(?:moov|mdat|wide)"),
    (T.OTHER_SOUND, rb"fLaC|\x02?#!SILK|#!AMR_|caff|FORM[\s\S]{4}AIF|MThd|RIFF"),
    (T.OTHER_PICTURE, rb"BM|II\*\x00|MM\x00\*|8BPS|[\s\S]{4}ftypavi[fs]|\x00\x00\x01\x00"),
    (T.OTHER_PICTURE, rb"\xff\x0a|\x00\x00\x00\x0cJXL |II\xbc\x01"),
    (T.TWO_THINGS, rb"\xff\xd8\xff|\x89PNG|GIF8|OggS|ID3|\xff[\xf1-\xfb]|%PDF-"),
    (T.PAGE, rb"[\xef\xbb\xbf\s]*<\s*[!?a-zA-Z]"),
)  # fmt: skip
SIGNS = tuple((trouble, re.compile(sign)) for trouble, sign in _SIGNS)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How the parts of documents are named that office programs can save as something else.
_DOCUMENT_PARTS = re.compile(r"content\.xml|Index/.*\.iwa|META-INF/container\.xml|.*\.fdseq")
# The most parts of an archive that are looked at.
MOST_PARTS = 5000


def why_refused(content: bytes) -> FileTrouble:
    """Why a file that is not kept is not, as far as its content tells."""
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(OLE):
        return _old_office(content)
    head = content[:64]
    found = (trouble for trouble, sign in SIGNS if sign.match(head))
    return next(found, T.WRONG_KIND)


def _packed(content: bytes) -> FileTrouble:
    try:
        names = [part.name for part in zip_parts(content, most=MOST_PARTS)]
    except BrokenZip:
        return T.BROKEN
    except TooManyParts:
        return T.ARCHIVE
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return T.MACROS
    if any(_DOCUMENT_PARTS.fullmatch(name) for name in names):
        return T.OTHER_DOCUMENT
    return T.ARCHIVE


def _old_office(content: bytes) -> FileTrouble:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return T.LOCKED
    macros = "_VBA_PROJECT".encode("utf-16-le") in content
    return T.MACROS if macros else T.WRONG_KIND
