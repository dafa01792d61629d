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
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOCKS = ROOT / "requirements"

# A setting of pip, and the variable by which uv takes the same: uv reads none of pip's settings,
# and behind a campus mirror they are the only way out.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
}
SETS = {
    "run": ["--extra", "postgres", "--group", "build"],
    "test": ["--extra", "postgres", "--group", "build", "--group", "test", "--group", "lint"],
}
TOO_OLD = "flagbearer 需要 Python 3.11 或更新的版本，现在是 {0}。/ needs Python 3.11 or newer, this is {0}."
NO_VENV = (
    "这个 Python 不能建立虚拟环境。Debian、Ubuntu：sudo apt install python{0}-venv，然后重来。/ "
    "This Python cannot make a virtual environment. On Debian or Ubuntu: "
    "sudo apt install python{0}-venv, then try again."
)
FAILED = (
    "没有装好：上面一步出错了。检查网络或 pip 的镜像设置，再运行一次。/ "
    "Not set up: the step above failed. Look at the network or at pip's mirror, then run this again."
)


def main(arguments: "list[str]") -> int:
    """Carry out one of the four commands and give its exit code."""
    if sys.version_info < (3, 11):
        return complain(TOO_OLD.format("{}.{}.{}".format(*sys.version_info)))
    os.chdir(ROOT)
    command = arguments[0] if arguments else "demo"
    rest = arguments[1:] if command in ("demo", "test", "check", "lock") else arguments
    try:
        set_up("test" if command in ("test", "check") else "run")
        if command == "test":
            return become([str(PYTHON), "-m", "pytest", *spread_over_cores(), *rest])
        if command == "check":
            return check()
        if command == "lock":
            return lock(rest)
    except SetUpError as fault:
        return complain(str(fault))
    return become([str(SCRIPTS / "flagbearer"), "demo", *rest])


class SetUpError(Exception):
    """The environment could not be made; the text says what to do."""


def set_up(wanted: str) -> None:
    """Make .venv/ hold the set `wanted`, unless its stamp says that it does."""
    if PYTHON.exists() and stamp_of(wanted) in stamps():
        return
    print("flagbearer: setting up .venv/ (" + wanted + ") ...", file=sys.stderr, flush=True)
    if not venv_is_sound():
        make_venv()
    installer = find_installer()
    install(installer, "--require-hashes", "-r", str(LOCKS / (wanted + ".txt")))
    install(installer, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    kept = [stamp for stamp in stamps() if stamp == stamp_of("run")]
    stamp_file().write_text("\n".join([*kept, *included_in(wanted)]) + "\n", encoding="utf-8")


def included_in(wanted: str) -> "list[str]":
    return [stamp_of(name) for name in SETS if wanted in ("test", name)]


def stamp_file() -> Path:
    return VENV / "flagbearer-stamp"


def stamps() -> "list[str]":
    return stamp_file().read_text(encoding="utf-8").split("\n") if stamp_file().exists() else []


def stamp_of(wanted: str) -> str:
    """What an environment depends on: the lock, the project's table, its place and its Python."""
    digest = hashlib.sha256()
    for path in (LOCKS / (wanted + ".txt"), ROOT / "pyproject.toml"):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(str(ROOT).encode())
    digest.update(str(PYTHON.resolve()).encode())
    return wanted + " " + digest.hexdigest()


def venv_is_sound() -> bool:
    asked = [str(PYTHON), "-I", "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return PYTHON.exists() and subprocess.run(asked, capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetUpError(NO_VENV.format("{}.{}".format(*sys.version_info)))
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        raise SetUpError(NO_VENV.format("{}.{}".format(*sys.version_info)))


def find_installer() -> "list[str]":
    """uv at the pinned version, for it is five times as fast; pip where uv cannot be had."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    pinned = ["--require-hashes", "-r", str(LOCKS / "uv.txt")]
    got = subprocess.run([*pip, "install", "--quiet", *pinned], check=False)
    if got.returncode == 0 and os.environ.get("FLAGBEARER_INSTALLER") != "pip":
        return [str(SCRIPTS / "uv"), "pip"]
    return pip


def install(installer: "list[str]", *what: str) -> None:
    target = ["--python", str(PYTHON)] if installer[-1] == "pip" and "-m" not in installer else []
    told = [] if sys.stderr.isatty() else ["--quiet"]
    command = [*installer, "install", *target, *told, *what]
    if subprocess.run(command, env=surroundings(), check=False).returncode != 0:
        raise SetUpError(FAILED)


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
    asked = [str(PYTHON), "-m", "pip", "config", "list"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    found = {}
    # By rank: the section for every command, the one for installing, the environment.
    for section in ("global.", "install.", ":env:."):
        for line in answer.splitlines():
            key, _, value = line.partition("=")
            if key.startswith(section):
                found[key[len(section) :]] = str(ast.literal_eval(value))
    return found


def spread_over_cores() -> "list[str]":
    return ["-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]


def check() -> int:
    """Formatting, lint and types: all three are shown, one that fails is enough."""
    checks = (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"])
    codes = []
    for arguments in checks:
        print("$ " + " ".join(arguments), flush=True)
        codes.append(subprocess.run([str(PYTHON), "-m", *arguments], check=False).returncode)
    return max(codes)


def lock(options: "list[str]") -> int:
    """Pin what pyproject.toml asks for; pins that still fit are kept (--upgrade: newest)."""
    uv = shutil.which("uv", path=str(SCRIPTS)) or "uv"
    shape = "--universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet"
    compile_lock = [uv, "pip", "compile", *shape.split(), *options]
    project = str(ROOT / "pyproject.toml")
    agreed = ["-c", str(LOCKS / "test.txt")]
    for name, asked in (
        ("test", [project, *SETS["test"]]),
        ("run", [project, *SETS["run"], *agreed]),
        ("uv", ["--group", "installer"]),
    ):
        target = ["-o", str(LOCKS / (name + ".txt"))]
        code = subprocess.run([*compile_lock, *asked, *target], check=False).returncode
        if code != 0:
            return code
    return 0


def become(command: "list[str]") -> int:
    """Turn into the program, so that Ctrl-C and SIGTERM reach it and its exit code is ours."""
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def complain(sentence: str) -> int:
    print("run.py: " + sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
