"""Copies on disk: whole or not there, under names of our own, within the store."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.evidence.copies import EvidenceFiles, Kept, NotKept
from storage.evidence.file_refusals import FileTrouble
from tests.storage.samples import heic, picture, png_that_claims

JPEG = picture("JPEG")


@pytest.fixture
def files(tmp_path: Path) -> EvidenceFiles:
    """An empty store."""
    return EvidenceFiles(tmp_path / "evidence")


def _keep(files: EvidenceFiles, *pieces: bytes, name: str = "", limit: int = 10**6) -> Kept:
    with files.receive(limit=limit) as copy:
        for piece in pieces:
            copy.write(piece)
        return copy.keep(name=name)


def _everything(files: EvidenceFiles) -> list[Path]:
    return [path for path in files.folder.parent.rglob("*") if path.is_file()]


def test_a_copy_is_whole_hashed_and_findable(files: EvidenceFiles) -> None:
    kept = _keep(files, JPEG[:100], JPEG[100:])
    assert kept.sha256 == hashlib.sha256(JPEG).hexdigest()
    assert (kept.size, kept.mime) == (len(JPEG), "image/jpeg")
    assert files.place_of(kept.path).read_bytes() == JPEG
    assert _everything(files) == [files.place_of(kept.path)]


@pytest.mark.parametrize(
    "name",
    ["../../x.jpg", "/etc/passwd", "con.txt", "a\u202egpj.exe", "x\x00.jpg", "..", "名" * 300],
)
def test_a_persons_name_for_a_file_is_no_part_of_its_path(files: EvidenceFiles, name: str) -> None:
    """Threat 17."""
    kept = _keep(files, JPEG, name=name)
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}\.jpg", kept.path)
    assert _everything(files) == [files.place_of(kept.path)]
    assert len(kept.path) <= 120


def test_the_same_file_twice_is_two_copies(files: EvidenceFiles) -> None:
    first, second = _keep(files, JPEG), _keep(files, JPEG)
    assert first.path != second.path
    assert first.sha256 == second.sha256


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"MZ" + bytes(500), FileTrouble.WRONG_KIND),
        (b"", FileTrouble.WRONG_KIND),
        (JPEG[:3] + b"\xe0\x00\x10" + bytes(20), FileTrouble.BROKEN),
        (png_that_claims(0, 5), FileTrouble.BROKEN),
        (png_that_claims(20_000, 20_000), FileTrouble.TOO_MANY_PIXELS),
        (heic(50_000, 50_000), FileTrouble.TOO_MANY_PIXELS),
        (JPEG + bytes(10**6), FileTrouble.TOO_LARGE),
    ],
)
def test_what_is_not_kept_leaves_nothing(
    files: EvidenceFiles, content: bytes, trouble: FileTrouble
) -> None:
    """Threat 16."""
    with pytest.raises(NotKept) as refusal:
        _keep(files, content)
    assert refusal.value.trouble is trouble
    assert _everything(files) == []


def test_the_limit_counts_all_pieces(files: EvidenceFiles) -> None:
    assert _keep(files, JPEG[:9], JPEG[9:], limit=len(JPEG)).size == len(JPEG)
    with pytest.raises(NotKept):
        _keep(files, JPEG[:9], JPEG[9:], limit=len(JPEG) - 1)


def test_an_exception_meanwhile_leaves_nothing(files: EvidenceFiles) -> None:
    with pytest.raises(TypeError), files.receive(limit=100) as copy:
        copy.write(None)  # type: ignore[arg-type]
    assert _everything(files) == []


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "ab/../../secret"])
def test_no_path_leads_out_of_the_store(files: EvidenceFiles, path: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        files.place_of(path)


def test_what_a_dead_process_left_unfinished_is_swept(files: EvidenceFiles) -> None:
    kept = _keep(files, JPEG)
    copy = files.receive(limit=100).__enter__()
    copy.write(b"half")
    copy._file.close()
    assert files.sweep(before=datetime.now(UTC) - timedelta(hours=1)) == 0
    assert files.sweep(before=datetime.now(UTC) + timedelta(hours=1)) == 1
    assert _everything(files) == [files.place_of(kept.path)]
