"""The settings: every fault in one line, no secret shown, the fixed names and defaults."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import BrokenStart, Settings, read_settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but the test's."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FLAGBEARER_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"FLAGBEARER_{name.upper()}", value)


def test_the_defaults() -> None:
    found = read_settings()
    assert found.api_url == "https://api.telegram.org"
    assert found.database_url == "sqlite+aiosqlite:///data/flagbearer.sqlite3"
    assert (found.host, found.port) == ("127.0.0.1", 8080)
    assert (found.rate, found.webhook_url, found.now, found.campaign) == (28.5, None, None, None)


def test_without_a_token_it_says_where_to_get_one_and_that_the_demo_needs_none() -> None:
    with pytest.raises(BrokenStart, match=r"@BotFather.*flagbearer demo") as refusal:
        _ = read_settings().bot_token
    assert "\n" not in str(refusal.value)


def test_a_dotenv_file_is_read_and_the_environment_goes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.joinpath(".env").write_text("FLAGBEARER_RATE=5\nFLAGBEARER_LISTEN=[::1]:0\n", "utf-8")
    _set(monkeypatch, rate="7")
    found = read_settings()
    assert (found.rate, found.host, found.port) == (7, "::1", 0)


def test_every_fault_is_named_in_one_line_without_its_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _set(monkeypatch, listen="nowhere", webhook_secret="short!", rate="-1", now="2008-06-23T09:00")
    with pytest.raises(BrokenStart) as refusal:
        read_settings()
    told = str(refusal.value)
    assert "\n" not in told
    assert "short!" not in told
    for name in ("LISTEN", "WEBHOOK_SECRET", "RATE", "NOW"):
        assert f"FLAGBEARER_{name}: " in told


@pytest.mark.parametrize(
    "url", ["sqlite:///x", "postgresql://u@h/d", "mysql+aiomysql://h/d", "nonsense", "a://"]
)
def test_another_database_driver_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    _set(monkeypatch, database=url)
    with pytest.raises(BrokenStart, match=r"postgresql\+asyncpg"):
        _ = read_settings().database_url


def test_postgresql_without_its_driver_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    _set(monkeypatch, database="postgresql+asyncpg://u:p@h/d")
    with pytest.raises(BrokenStart, match=r"flagbearer\[postgres\]"):
        _ = read_settings().database_url


def test_the_moment_of_a_trial_keeps_its_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, now="2008-04-28T09:00:00+08:00")
    now = read_settings().now
    assert now is not None
    assert now.utcoffset() == timedelta(hours=8)


def test_secrets_are_masked_and_known_to_the_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(
        monkeypatch,
        token="123456789:AAAA-token",
        proxy="socks5://me:proxy-word@h:1",
        database="postgresql+asyncpg://me:db-word@h/d",
        webhook_secret="webhook-secret-0123",
        office_code="office-code-0123456",
    )
    found = read_settings()
    words = {"123456789:AAAA-token", "proxy-word", "db-word", "webhook-secret-0123"}
    assert set(found.secrets()) == words | {"office-code-0123456"}
    assert not [word for word in found.secrets() if word in repr(found)]


@pytest.mark.parametrize("code", ["short", "x" * 65, "with blanks in it", "口令口令口令口令"])
def test_an_office_code_must_fit_into_a_link(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Telegram's links carry at most 64 plain characters."""
    _set(monkeypatch, office_code=code)
    with pytest.raises(BrokenStart, match="8 to 64"):
        read_settings()
