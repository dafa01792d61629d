"""The `.env` file as editors save it; what is unclear in it names its line."""

from pathlib import Path

import pytest

from bot.settings import BrokenStart, Settings, read_settings

TOKEN = "123456789:AAAA-token"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder, and no settings but the file's."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FLAGBEARER_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _read(folder: Path, content: bytes | str) -> Settings:
    written = content if isinstance(content, bytes) else content.encode()
    folder.joinpath(".env").write_bytes(written)
    return read_settings()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_unicode_with_its_mark_and_any_line_end(here: Path, encoding: str, end: str) -> None:
    text = end.join(["# 令牌", f"FLAGBEARER_TOKEN={TOKEN}", "FLAGBEARER_RATE=5", ""])
    found = _read(here, text.encode(encoding))
    assert (found.bot_token, found.rate) == (TOKEN, 5)


def test_a_comment_in_another_encoding_harms_nobody(here: Path) -> None:
    content = "# 令牌\n  # 设置\n".encode("gbk") + f"FLAGBEARER_TOKEN={TOKEN}\n".encode()
    assert _read(here, content).bot_token == TOKEN


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"A=1\nFLAGBEARER_DATA=" + "数据".encode("gbk"), r"\.env .*line 2.*UTF-8"),
        (f"FLAGBEARER_TOKEN={TOKEN}".encode("utf-16-le"), r"\.env.*UTF-8"),
        (b"\xff\xfeF\0L", r"\.env.*UTF-8|FLAGBEARER|\.env"),
        (f"\n\nFLAGBEARER_TOKEN {TOKEN}\n", r"\.env .*line 3.*NAME=value"),
        (f"FLAGBEARER_TOKEN: {TOKEN}\n", r"\.env .*line 1.*NAME=value"),
        (f"FLAGBEARER_TOKEN\uff1d{TOKEN}\n", r"\.env .*line 1.*NAME=value"),
        ("# x\nFLAGBEARER_TOKEN\n", r"\.env .*line 2.*NAME=value"),
        (f'A=1\n\nFLAGBEARER_TOKEN="{TOKEN}\n', r"\.env .*line 3.*NAME=value"),
    ],
)
def test_what_is_unclear_is_one_line_that_names_the_line(
    here: Path, content: bytes | str, told: str
) -> None:
    if content == b"\xff\xfeF\0L":
        content = b"\xff\xfeF\0L\0\0"
    with pytest.raises(BrokenStart, match=told) as refusal:
        _read(here, content)
    assert "\n" not in str(refusal.value)
    assert "AAAA" not in str(refusal.value)


@pytest.mark.parametrize(
    "line",
    [
        "export FLAGBEARER_TOKEN={}",
        "  FLAGBEARER_TOKEN = {}  ",
        "FLAGBEARER_TOKEN='{}'",
        'FLAGBEARER_TOKEN="{}" # from @BotFather',
        "FLAGBEARER_TOKEN=“{}”",
        "flagbearer_token={}",
        "FLAGBEARER_TOKEN={}\u200b",
    ],
)
def test_a_line_as_people_write_it(here: Path, line: str) -> None:
    assert _read(here, line.format(TOKEN)).bot_token == TOKEN


def test_lines_of_other_programs_are_left_alone(here: Path) -> None:
    assert _read(here, f"{{\nPATH\nFLAGBEARER_TOKEN={TOKEN}\n").bot_token == TOKEN


def test_a_file_that_cannot_be_read_is_one_line(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(BrokenStart, match=r"\.env.*cannot be read"):
        _read(here, "A=1")


def test_an_unknown_name_is_told_with_the_nearest(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the file and from the environment; the start goes on."""
    monkeypatch.setenv("FLAGBEARER_PROXI", "socks5://me:geheim@h:1")
    _read(here, f"FLAGBEARER_TOKEN={TOKEN}\nFLAGBEARER_DATABSE=x\nFLAGBEARER_COLOUR=red\n")
    told = capsys.readouterr().err
    assert "did you mean FLAGBEARER_PROXY?" in told
    assert "did you mean FLAGBEARER_DATABASE?" in told
    assert "FLAGBEARER_COLOUR：没有这个设置，不起作用 / there is no such setting" in told
    assert len(told.splitlines()) == 3
    assert "geheim" not in told


def test_a_name_with_two_values_is_told_and_the_last_counts(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = _read(here, "FLAGBEARER_RATE=5\nFLAGBEARER_LOG=json\nFLAGBEARER_RATE=7\n")
    assert found.rate == 7
    told = capsys.readouterr().err
    assert "FLAGBEARER_RATE" in told
    assert "the last one counts" in told
    assert "FLAGBEARER_LOG" not in told


def test_a_good_file_is_taken_without_a_word(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLAGBEARER_TESTING", "1")
    _read(here, f"FLAGBEARER_TOKEN={TOKEN}\nFLAGBEARER_RATE=5\nFLAGBEARER_RATE=5\n")
    assert capsys.readouterr().err == ""
