"""The example of a settings file names every setting, and a program would start with it."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings

EXAMPLE = (Path(__file__).parent.parent / ".env.example").read_text("utf-8")
COMMENTED = re.compile(r"^# (FLAGBEARER_[A-Z_]+)=", re.MULTILINE)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FLAGBEARER_{name.upper()}", raising=False)


def test_every_setting_is_named_once() -> None:
    named = COMMENTED.findall(EXAMPLE)
    assert sorted(named) == sorted(f"FLAGBEARER_{name.upper()}" for name in Settings.model_fields)


def test_as_it_stands_it_sets_nothing(tmp_path: Path) -> None:
    assert settings_from(tmp_path, EXAMPLE) == settings_from(tmp_path, "")


def test_each_example_is_a_good_value(tmp_path: Path) -> None:
    found = settings_from(tmp_path, COMMENTED.sub(r"\1=", EXAMPLE))
    assert found.model_fields_set == set(Settings.model_fields)
    assert found.database_url.startswith("postgresql+asyncpg://")
    assert found.bot_token.startswith("123456789:")


def settings_from(folder: Path, text: str) -> Settings:
    path = folder / "env"
    path.write_text(text, "utf-8")
    return Settings(_env_file=path)
