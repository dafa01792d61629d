"""A process that has imported everything, and forks one bot after another: `python -m …zygote`.

A start costs about a second, nearly all of it imports, and whatever a life does for the first time,
as compiling a statement, costs again; so the zygote has seen a check-in. Each fork is a process of
its own, runs `flagbearer run` from its first line to its last, and dies by a real SIGKILL; it has
no more in common with the one before than the code and the statements. Orders come as lines of
JSON: `environment`, `log`, and `breakage` (one of tests.faults.breakages, for the test of the
test). Each is answered by a line when the bot is forked and one when it has ended.
"""

import asyncio
import contextlib
import ctypes
import gc
import json
import os
import signal
import sys
import tempfile
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiosqlite  # noqa: F401 - imported once, for all lives
import asyncpg  # noqa: F401 - as above
import uvloop  # noqa: F401 - as above
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import bot.cli
import bot.commands.run
import bot.program
import storage.database.engine
from campaign.reading import shipped_campaign
from campaign.texts import read_texts
from tests.campus import open_campus
from tests.faults.breakages import break_the_build
from tests.faults.crowd import Crowd

END_WITH_PARENT = 1


def main() -> None:
    end_with_parent()
    read_once()
    vars(storage.database.engine).update(create_async_engine=engines_that_share())
    asyncio.run(see_a_check_in())
    gc.collect()
    gc.freeze()
    tell({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            live(order)
        tell({"pid": child})
        _, status = os.waitpid(child, 0)
        tell({"status": os.waitstatus_to_exitcode(status)})


def live(order: dict[str, Any]) -> None:
    """One life of the bot, in the forked process; never returns."""
    code = 1
    try:
        end_with_parent()
        redirect(Path(order["log"]))
        os.environ.update(order["environment"])
        break_the_build(order.get("breakage"))
        sys.argv = ["flagbearer", "run"]
        bot.cli.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - a new interpreter would print it and exit with 1
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def read_once() -> None:
    """The campaign and the texts, which no life changes: reading them takes as long as a fork."""
    campaign, texts = shipped_campaign(), read_texts()
    vars(bot.program).update(shipped_campaign=lambda: campaign, read_texts=lambda: texts)


def engines_that_share() -> Callable[..., AsyncEngine]:
    """Makes engines that know the statements which the first of their kind has compiled."""
    first: dict[str, AsyncEngine] = {}

    def make(url: URL, **how: Any) -> AsyncEngine:
        made = create_async_engine(url, **how)
        known = first.setdefault(url.get_backend_name(), made).sync_engine
        made.sync_engine.dialect = known.dialect
        made.sync_engine._compiled_cache = known._compiled_cache
        return made

    return make


async def see_a_check_in() -> None:
    """What a life does for the first time is done here, on another database and Telegram."""
    with tempfile.TemporaryDirectory() as name:
        async with open_campus(f"sqlite+aiosqlite:///{name}/seen.sqlite3", Path(name)) as campus:
            wang = await campus.member("王芳")
            acts: deque[Callable[[], None]] = deque()
            who, texts = [wang.user.id], campus.texts
            crowd = Crowd(campus.world, who, texts, at_once=1, seed=0, soon=acts.append)
            crowd.gather()
            crowd.close()
            await campus.settle()
            while crowd.active:
                acts.popleft()()
                await campus.settle()


def redirect(log: Path) -> None:
    """Away from the pipes over which the orders come."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for target, source in ((0, nothing), (1, written), (2, written)):
        os.dup2(source, target)


def end_with_parent() -> None:
    """Linux ends this process when the one that started it ends, however that came about."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)


def tell(news: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(news) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
