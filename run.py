"""Set flagbearer up and start it, with nothing but Python 3.11 or newer.

    python3 run.py [...]          try it out: no token, no account, no network (flagbearer demo ...)
    python3 run.py test [...]     run the tests (pytest ...)
    python3 run.py check          formatting, lint and strict types
    python3 run.py lock [...]     renew requirements/*.txt from pyproject.toml (uv pip compile ...)

The environment is kept in .venv/ beside this file and is made anew only when the requirements
change. Paths in the arguments are taken from the folder of this file. Standard library only; the
syntax is held so plain that an old Python still gets as far as the sentence that says it is old.
"""

import ast
import hashlib
import importlib.util
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(SCRIPTS / ("python.exe" if os.name == "nt" else "python"))
PIP = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
STAMP = VENV / "flagbearer-stamp"
LOCKS = ROOT / "requirements"

# What each set holds beside the dependencies of the project. Whoever outgrows SQLite changes one
# setting: so asyncpg is in both.
SETS = {
    "run": "--extra postgres --group build",
    "test": "--extra postgres --group build --group test --group lint",
}
# A setting of pip, and the variable by which uv takes the same: uv reads none of pip's settings,
# and behind a campus mirror they are the only way out.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
}
UNPACK = (
    "import sys, sysconfig, zipfile;"
    "zipfile.ZipFile(sys.argv[1]).extractall(sysconfig.get_path('purelib'))"
)
TOO_OLD = (
    "需要 Python 3.11 或更新的版本，现在是 {}.{}.{}。/ "
    "Python 3.11 or newer is needed, this is {}.{}.{}."
)
NO_VENV = (
    "这个 Python 不能建立虚拟环境。Debian、Ubuntu：apt install python{0}.{1}-venv，然后重来。/ "
    "This Python cannot make a virtual environment. On Debian or Ubuntu: "
    "apt install python{0}.{1}-venv, then try again."
)
FAILED = (
    "没有装好：上面一步出错了。检查网络或 pip 的镜像设置，再运行一次。/ "
    "Not set up: the step above failed. Look at the network or at pip's mirror, then try again."
)


class SetUpError(Exception):
    """The environment could not be made; the text says what to do."""


def main(arguments: "list[str]") -> int:
    """Carry out one of the four commands and give its exit code."""
    if sys.version_info < (3, 11):
        return complain(TOO_OLD.format(*sys.version_info[:3] * 2))
    os.chdir(str(ROOT))
    # A start without kept bytecode takes three times as long, and .venv/ is ours to write to.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    command, rest = "demo", arguments
    if arguments and arguments[0] in ("demo", "test", "check", "lock"):
        command, rest = arguments[0], arguments[1:]
    try:
        return carry_out(command, rest)
    except SetUpError as fault:
        return complain(str(fault))
    except KeyboardInterrupt:
        return 130


def carry_out(command: str, rest: "list[str]") -> int:
    set_up("test" if command in ("test", "check") else "run")
    if command == "test":
        return become([PYTHON, "-m", "pytest", *spread_over_cores(), *rest])
    if command == "check":
        return check()
    if command == "lock":
        return lock(rest)
    return become([str(SCRIPTS / "flagbearer"), "demo", *rest])


def set_up(wanted: str) -> None:
    """Make .venv/ hold the set `wanted`, unless its stamp says that it does."""
    if STAMP.exists() and stamp_of(wanted) in STAMP.read_text(encoding="utf-8").split("\n"):
        return
    print("flagbearer: setting up .venv/ (" + wanted + ") ...", file=sys.stderr, flush=True)
    if not works(["-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]):
        make_venv()
    installer, known = find_installer(), surroundings()
    install(installer, known, "--require-hashes", "-r", str(LOCKS / (wanted + ".txt")))
    install(installer, known, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    held = SETS if wanted == "test" else [wanted]
    STAMP.write_text("\n".join(stamp_of(name) for name in held), encoding="utf-8")


def stamp_of(wanted: str) -> str:
    """What an environment depends on: the lock, the project's table, its place, its Python."""
    digest = hashlib.sha256()
    for path in (LOCKS / (wanted + ".txt"), ROOT / "pyproject.toml"):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(str(ROOT).encode() + str(Path(PYTHON).resolve()).encode())
    return wanted + " " + digest.hexdigest()


def make_venv() -> None:
    """An environment with pip, unpacked from the wheel that lies beside ensurepip.

    Letting venv install that same wheel takes three seconds longer.
    """
    advice = SetUpError(NO_VENV.format(*sys.version_info[:2]))
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise advice
    wheels = bundled_pip()
    bare = ["--without-pip"] if wheels else []
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", *bare, str(VENV)], check=False)
    if made.returncode != 0 or (wheels and not works(["-c", UNPACK, wheels[0]])):
        raise advice


def bundled_pip() -> "list[str]":
    folders = [sysconfig.get_config_var("WHEEL_PKG_DIR")]
    found = importlib.util.find_spec("ensurepip")
    if found is not None and found.origin is not None:
        folders.append(str(Path(found.origin).parent / "_bundled"))
    return [str(wheel) for folder in folders if folder for wheel in Path(folder).glob("pip-*.whl")]


def find_installer() -> "list[str]":
    """uv at its pinned version, for it is five times as fast; pip where uv cannot be had."""
    if not works(["-c", "import uv"]):
        pinned = ["--require-hashes", "-r", str(LOCKS / "uv.txt")]
        subprocess.run([*PIP, "install", "--quiet", *pinned], check=False)
    if works(["-m", "uv", "--version"]):
        return [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON]
    return [*PIP, "install"]


def install(installer: "list[str]", known: "dict[str, str]", *what: str) -> None:
    told = [] if sys.stderr.isatty() else ["--quiet"]
    done = subprocess.run([*installer, *told, *what], env=known, check=False)
    if done.returncode != 0:
        raise SetUpError(FAILED)


def works(arguments: "list[str]") -> bool:
    if not Path(PYTHON).exists():
        return False
    return subprocess.run([PYTHON, *arguments], capture_output=True, check=False).returncode == 0


def surroundings() -> "dict[str, str]":
    """Our environment, with pip's way to the packages told to uv too."""
    found = dict(os.environ)
    for name, value in pip_settings().items():
        if name in UV_NAMES:
            found.setdefault(UV_NAMES[name], " ".join(value.split()))
    # Every file is checked against its pinned hash: where it was found does not matter.
    found.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    found.setdefault("UV_PYTHON_DOWNLOADS", "never")
    return found


def pip_settings() -> "dict[str, str]":
    asked = [*PIP, "config", "list"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    found = {}
    # By rank: what holds for every command, for installing, for this shell.
    for section in ("global.", "install.", ":env:."):
        for line in answer.splitlines():
            key, _, value = line.partition("=")
            if key.startswith(section):
                found[key[len(section) :]] = str(ast.literal_eval(value))
    return found


def spread_over_cores() -> "list[str]":
    """An own PostgreSQL and Chromium stand behind each worker: four are enough."""
    return ["-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]


def check() -> int:
    """Formatting, lint and types: all three are shown, one that fails is enough."""
    code = 0
    for arguments in (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]):
        print("$ " + " ".join(arguments), flush=True)
        code = subprocess.run([PYTHON, "-m", *arguments], check=False).returncode or code
    return code


def lock(options: "list[str]") -> int:
    """Pin what pyproject.toml asks for; pins that still fit are kept (--upgrade: the newest)."""
    shape = "--universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet"
    for name, asked in (
        ("test", "pyproject.toml " + SETS["test"]),
        ("run", "pyproject.toml -c requirements/test.txt " + SETS["run"]),
        ("uv", "--group installer"),
    ):
        target = ["-o", "requirements/" + name + ".txt"]
        asked_for = [*shape.split(), *asked.split(), *options, *target]
        done = subprocess.run([PYTHON, "-m", "uv", "pip", "compile", *asked_for], check=False)
        if done.returncode != 0:
            return done.returncode
    return 0


def become(command: "list[str]") -> int:
    """Turn into the program, so that Ctrl-C and SIGTERM reach it and its exit code is ours."""
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    return subprocess.run(command, check=False).returncode


def complain(sentence: str) -> int:
    print("run.py: " + sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
