"""The starter: old Pythons, machines without venv, mirrors, and when to set up anew.

Setting up for real is what every run of the tests begins with.
"""

import ast
import importlib.util
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

import run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own for the starter, with no environment yet."""
    (tmp_path / "requirements").mkdir()
    for name in ("run", "test", "uv"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(run, "LOCKS", tmp_path / "requirements")
    monkeypatch.setattr(run, "PYTHON", str(tmp_path / ".venv" / "python"))
    return tmp_path


def pip_that_says(*settings: str) -> list[str]:
    answer = "\n".join(settings)
    return [sys.executable, "-c", f"print({answer!r})"]


def test_an_old_python_reads_it_and_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse(Path(run.__file__).read_text("utf-8"), feature_version=(3, 6))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert run.main([]) == 1
    said = capsys.readouterr().err
    assert "Python 3.11 or newer is needed, this is 3.9.2" in said
    assert "需要 Python 3.11" in said


def test_a_machine_without_venv_is_told_the_package(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = importlib.util.find_spec

    def without_ensurepip(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "ensurepip" else real(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without_ensurepip)
    assert run.main([]) == 1
    major, minor = sys.version_info[:2]
    assert f"apt install python{major}.{minor}-venv" in capsys.readouterr().err


def test_uv_is_told_the_way_that_pip_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in run.UV_NAMES.values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        run,
        "PIP",
        pip_that_says(
            ":env:.index-url='https://near.example/simple'",
            "global.extra-index-url='https://a.example/simple\\nhttps://b.example/simple'",
            "global.index-url='https://far.example/simple'",
            "global.timeout='60'",
            "install.trusted-host='near.example'",
        ),
    )
    found = run.surroundings()
    assert found["UV_DEFAULT_INDEX"] == "https://near.example/simple"
    assert found["UV_INDEX"] == "https://a.example/simple https://b.example/simple"
    assert found["UV_INSECURE_HOST"] == "near.example"
    assert "UV_FIND_LINKS" not in found


def test_what_was_set_for_uv_itself_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")
    monkeypatch.setattr(run, "PIP", pip_that_says("global.index-url='https://far.example/'"))
    assert run.surroundings()["UV_DEFAULT_INDEX"] == "https://own.example/simple"


def test_no_python_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV_PYTHON_DOWNLOADS", raising=False)
    monkeypatch.setattr(run, "PIP", pip_that_says())
    assert run.surroundings()["UV_PYTHON_DOWNLOADS"] == "never"


def test_a_stamped_environment_is_left_alone_until_something_changes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[tuple[str, ...]] = []

    def note(installer: list[str], known: dict[str, str], *what: str) -> None:
        assert installer == ["pip", "install"]
        assert known["UV_PYTHON_DOWNLOADS"] == "never"
        steps.append(what)

    monkeypatch.setattr(run, "PIP", pip_that_says())
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")
    monkeypatch.setattr(run, "make_venv", lambda: steps.append(("venv",)))
    monkeypatch.setattr(run, "find_installer", lambda: ["pip", "install"])
    monkeypatch.setattr(run, "install", note)

    run.set_up("test")
    assert [step[0] for step in steps] == ["venv", "--require-hashes", "--no-deps"]
    run.set_up("test")
    run.set_up("run")
    assert len(steps) == 3

    (project / "requirements" / "run.txt").write_text("other\n")
    run.set_up("test")
    assert len(steps) == 3
    run.set_up("run")
    assert len(steps) == 6

    (project / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    run.set_up("run")
    assert len(steps) == 9


def test_a_step_that_fails_is_told_and_leaves_no_stamp(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "PIP", pip_that_says())
    monkeypatch.setattr(run, "make_venv", lambda: None)
    monkeypatch.setattr(
        run, "find_installer", lambda: [sys.executable, "-c", "raise SystemExit(1)"]
    )
    assert run.main(["test"]) == 1
    assert "Look at the network or at pip's mirror" in capsys.readouterr().err
    assert not run.STAMP.exists()
