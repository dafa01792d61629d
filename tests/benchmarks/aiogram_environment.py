"""Where aiogram is installed: an environment of its own, for it pins other versions than ours."""

import subprocess
import sys
import venv
from pathlib import Path

PINNED = ("aiogram==3.31.0", "aiosqlite==0.22.1")
# Inside .venv/: goes when that goes, and nothing lints or imports it.
PLACE = Path(__file__).parents[2] / ".venv" / PINNED[0].replace("==", "-")
PYTHON = PLACE / "bin" / "python"


def aiogram_python() -> str | None:
    """A Python that has aiogram, installed at the first call; None where it cannot be had."""
    if not _works():
        print(f"installing {' '.join(PINNED)} into {PLACE.relative_to(PLACE.parents[1])}/ ...")
        venv.create(PLACE, with_pip=True, clear=True)
        _run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINNED)
    return str(PYTHON) if _works() else None


def _works() -> bool:
    return PYTHON.exists() and _run(PYTHON, "-c", "import aiogram, aiosqlite") == 0


def _run(*command: str | Path) -> int:
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode


if __name__ == "__main__":
    sys.exit(aiogram_python() is None)
