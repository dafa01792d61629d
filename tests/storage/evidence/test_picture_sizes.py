"""How many pixels a picture claims is read from its header, for every kind that is kept."""

import struct

import pytest

from storage.evidence.file_kinds import kind_of
from storage.evidence.picture_sizes import PICTURES, picture_size
from tests.storage.samples import heic, picture, png_that_claims

SIZE = (321, 123)
SAMPLES = {
    "jpeg": picture("JPEG", SIZE),
    "progressive jpeg": picture("JPEG", SIZE, progressive=True),
    "jpeg with a comment": picture("JPEG", SIZE, comment="c" * 3000),
    "jpeg with exif": picture("JPEG", SIZE, exif=b"Exif\x00\x00" + bytes(500)),
    "png": picture("PNG", SIZE),
    "gif": picture("GIF", SIZE),
    "lossy webp": picture("WEBP", SIZE),
    "lossless webp": picture("WEBP", SIZE, lossless=True),
    "extended webp": picture("WEBP", SIZE, exif=b"Exif\x00\x00II*\x00"),
    "heic": heic(*SIZE),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_size_is_read(name: str) -> None:
    content = SAMPLES[name]
    kind = kind_of(content)
    assert kind in PICTURES
    assert kind is not None
    assert picture_size(content, kind) == SIZE


@pytest.mark.parametrize("name", SAMPLES)
def test_a_cut_off_header_tells_nothing_and_raises_nothing(name: str) -> None:
    content = SAMPLES[name]
    kind = kind_of(content)
    assert kind is not None
    for length in range(60):
        assert picture_size(content[:length], kind) in (None, SIZE, (160, 120))


def test_a_claim_of_huge_size_is_seen_in_a_tiny_file() -> None:
    content = png_that_claims(100_000, 100_000)
    kind = kind_of(content)
    assert kind is not None
    assert len(content) < 100
    assert picture_size(content, kind) == (100_000, 100_000)


def test_a_jpeg_whose_segments_lead_nowhere_ends() -> None:
    looping = b"\xff\xd8" + b"\xff\xe0\x00\x00" * 50
    kind = kind_of(b"\xff\xd8\xff")
    assert kind is not None
    assert picture_size(looping, kind) is None


@pytest.mark.parametrize("size", [(40_000, 40_000), (40_000, 100), (65_535, 1)])
def test_sizes_of_a_gif_are_never_below_zero(size: tuple[int, int]) -> None:
    """Read as signed, they would pass any upper bound."""
    content = b"GIF89a" + struct.pack("<HH", *size) + bytes(80)
    kind = kind_of(content)
    assert kind is not None
    assert picture_size(content, kind) == size


def test_the_scale_of_a_webp_is_no_part_of_its_size() -> None:
    content = bytearray(SAMPLES["lossy webp"])
    content[27] |= 0x40
    content[29] |= 0xC0
    kind = kind_of(bytes(content))
    assert kind is not None
    assert picture_size(bytes(content), kind) == SIZE


def test_a_huge_part_of_a_heic_is_seen_behind_a_small_picture() -> None:
    part = struct.pack(">I4sIII", 20, b"ispe", 0, 50_000, 50_000)
    content = heic(100, 100) + part + struct.pack(">I4sIII", 20, b"ispe", 0, 10, 10)
    kind = kind_of(content)
    assert kind is not None
    assert picture_size(content, kind) == (50_000, 50_000)
