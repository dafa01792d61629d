"""Files as people send them, and files as nobody should: made here, byte by byte or by Pillow."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image

PAGE = b"<html><script>alert(1)</script></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def picture(kind: str, size: tuple[int, int] = (40, 30), **how: Any) -> bytes:
    """A picture by Pillow."""
    saved = io.BytesIO()
    Image.new("RGB", size, (200, 0, 0)).save(saved, kind, **how)
    return saved.getvalue()


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip archive."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return saved.getvalue()


def office(folder: str, **more: str) -> bytes:
    """A packed office file; `more` parts beside the usual ones."""
    parts = {"[Content_Types].xml": "<Types/>", f"{folder}/document.xml": "<x/>"}
    return packed({**parts, **{f"{folder}/{name}": text for name, text in more.items()}})


def old_office(part: str, *more: str) -> bytes:
    """An office file of before 2007."""
    return OLE + b"".join(name.encode("utf-16-le") + bytes(64) for name in (part, *more))


def boxed(*brands: bytes) -> bytes:
    """The head of an MP4 and its kin."""
    body = brands[0] + bytes(4) + b"".join(brands[1:])
    return struct.pack(">I", len(body) + 8) + b"ftyp" + body + b"\x00\x00\x00\x08mdat" + bytes(64)


def heic(width: int, height: int) -> bytes:
    """An iPhone's picture, its thumbnail's size before its own."""
    sizes = b"".join(
        struct.pack(">I4sIII", 20, b"ispe", 0, *size) for size in ((160, 120), (width, height))
    )
    return boxed(b"heic", b"mif1") + sizes


def png_that_claims(width: int, height: int) -> bytes:
    """A small file that says it unpacks to so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", zlib.crc32(b"IHDR" + head))
