"""How many pixels a picture claims to have, read from its header: nothing is decoded."""

import struct

from storage.evidence.file_kinds import GIF, HEIC, JPEG, PNG, WEBP, FileKind

Size = tuple[int, int]

# The largest sensor of a phone has 200 million.
MOST_PIXELS = 200_000_000
PICTURES = frozenset({JPEG, PNG, GIF, WEBP, HEIC})

# The most segments before the first frame of a JPEG, and sizes in a HEIC; cameras need hundreds.
MOST_SEGMENTS = 20_000
MOST_SIZES = 1000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_size(content: bytes, kind: FileKind) -> Size | None:
    """Width and height; None where the header does not tell."""
    try:
        if kind == PNG:
            return _pair(">II", content, 16)
        if kind == GIF:
            return _pair("<HH", content, 6)
        if kind == WEBP:
            return _webp(content)
        if kind == HEIC:
            return _heic(content)
        return _jpeg(content)
    except (struct.error, IndexError):
        return None


def _pair(form: str, content: bytes, place: int) -> Size:
    width, height = struct.unpack_from(form, content, place)
    return int(width), int(height)


def _jpeg(content: bytes) -> Size | None:
    """Walk over the segments to the first frame."""
    place = 2
    for _ in range(MOST_SEGMENTS):
        if content[place] != 0xFF:
            return None
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in _FRAMES:
            height, width = _pair(">HH", content, place + 5)
            return width, height
        else:
            place += 2 + int(struct.unpack_from(">H", content, place + 2)[0])
    return None


def _webp(content: bytes) -> Size | None:
    form = content[12:16]
    if form == b"VP8X":
        return _three(content, 24) + 1, _three(content, 27) + 1
    if form == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if form == b"VP8 ":
        width, height = _pair("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _three(content: bytes, place: int) -> int:
    low, high = struct.unpack_from("<HB", content, place)
    return int(low) | int(high) << 16


def _heic(content: bytes) -> Size | None:
    """The largest of the sizes that the parts of the picture declare."""
    sizes: list[Size] = []
    place = content.find(b"ispe")
    while place >= 0:
        if len(sizes) == MOST_SIZES:
            return None
        sizes.append(_pair(">II", content, place + 8))
        place = content.find(b"ispe", place + 4)
    return max(sizes, key=lambda size: size[0] * size[1], default=None)
