"""Files that the program makes: whole, named as they are shown, nothing beside the folder."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.workers.made_files import MadeFiles, made_names


def test_what_was_put_is_taken_as_it_was(tmp_path: Path) -> None:
    files = MadeFiles(tmp_path / "made")
    upload = files.take(files.put(b"PK", name="名单.xlsx"))
    assert (upload.name, upload.content) == ("名单.xlsx", b"PK")
    assert "spreadsheet" in upload.mime


@pytest.mark.parametrize(
    "name", ["../../x", "/etc/passwd", "a\\b", "..", "", "x\x00y", "名" * 200, "con:nul"]
)
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    files = MadeFiles(tmp_path / "made")
    path = files.put(b"x", name=name)
    assert len(Path(path).parts) == 2
    assert files.take(path).content == b"x"
    written = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert len(written) == 1
    assert written[0].is_relative_to(tmp_path / "made")


@pytest.mark.parametrize("path", ["../secret", "/etc/hostname", "none/none", "."])
def test_nothing_else_is_handed_out(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("x")
    with pytest.raises(FileNotFoundError):
        MadeFiles(tmp_path / "made").take(path)


def test_old_ones_are_swept_with_their_folders(tmp_path: Path) -> None:
    files = MadeFiles(tmp_path / "made")
    files.put(b"x", name="a")
    now = datetime.now(UTC)
    assert files.sweep(before=now - timedelta(hours=1)) == 0
    assert files.sweep(before=now + timedelta(hours=1)) == 1
    assert list((tmp_path / "made").iterdir()) == []
    assert MadeFiles(tmp_path / "never").sweep(before=now) == 0


def test_a_call_names_them_among_its_parameters() -> None:
    params = {"chat_id": 1, "document": {"made": "ab/c.xlsx"}, "reply_markup": {"x": 1}}
    assert made_names(params) == {"document": "ab/c.xlsx"}
