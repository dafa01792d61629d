"""A made-up voice message: true Ogg Opus in which nobody speaks."""

from __future__ import annotations

import struct

# Samples per second, and samples in a frame.
RATE = 48_000
FRAME = 960
SILENCE = b"\xf8\xff\xfe"
# Ogg's flags of the first and the last page, and the number of the stream.
FIRST, LAST = 2, 4
SERIAL = 0x0F1A6


def sample_voice(seconds: int) -> bytes:
    """So many seconds of silence, 50 packets a second, one page each second."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, RATE, 0, 0)
    vendor = b"flagbearer"
    tags = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", 0)
    pages = [_page(0, 0, FIRST, [head]), _page(1, 0, 0, [tags])]
    for second in range(seconds):
        packets = [SILENCE] * (RATE // FRAME)
        flags = LAST if second == seconds - 1 else 0
        pages.append(_page(second + 2, (second + 1) * RATE, flags, packets))
    return b"".join(pages)


def _page(number: int, position: int, flags: int, packets: list[bytes]) -> bytes:
    lengths = bytes(len(packet) for packet in packets)
    start = struct.pack("<4sBBqII", b"OggS", 0, flags, position, SERIAL, number)
    rest = bytes([len(lengths)]) + lengths + b"".join(packets)
    check = _check(start + bytes(4) + rest)
    return start + struct.pack("<I", check) + rest


def _check(page: bytes) -> int:
    """Ogg's CRC-32: the common polynomial, not reflected, starting from nothing."""
    value = 0
    for byte in page:
        value = ((value << 8) & 0xFFFFFFFF) ^ _TABLE[(value >> 24) ^ byte]
    return value


def _row(byte: int) -> int:
    value = byte << 24
    for _ in range(8):
        value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF


_TABLE = [_row(byte) for byte in range(256)]
