"""Who takes part: how each is started, and what people say to it."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.aiogram_environment import aiogram_python
from tests.benchmarks.crowd import Press, Say, Script
from tests.benchmarks.server import TOKEN

DID = "到社区义诊，为四十二位老人量血压、讲用药"
CHANGED = "三位老人当天转诊，社区请我们每月再来"
ECHO: Script = (Say(DID),)
AIOGRAM = "aiogram, SQLite state"
THREE_STEPS: Script = (Say("/checkin"), Say(DID), Say(CHANGED), Press())
DURING_THE_CAMPAIGN = "2008-06-23T09:00:00+08:00"


@dataclass(frozen=True)
class Contestant:
    """A program to be started, with its environment; `prepare` is run once before."""

    name: str
    script: Script
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: list[str] = field(default_factory=list)


def echo(url: str) -> Contestant:
    """Stock python-telegram-bot, echo."""
    return Contestant("PTB echo", ECHO, _module("echo_bot", url, TOKEN))


def conversation(url: str, folder: Path) -> Contestant:
    """Stock python-telegram-bot, ConversationHandler and PicklePersistence."""
    command = _module("conversation_bot", url, TOKEN, str(folder / "kept.pickle"))
    return Contestant("PTB ConversationHandler", THREE_STEPS, command)


def aiogram(url: str, folder: Path) -> Contestant | None:
    """aiogram 3 with its states and check-ins in SQLite; None where it cannot be installed."""
    if (python := aiogram_python()) is None:
        return None
    bot = str(Path(__file__).with_name("aiogram_bot.py"))
    command = [python, bot, url, TOKEN, str(folder / "aiogram.sqlite3")]
    return Contestant(AIOGRAM, THREE_STEPS, command)


def flagbearer(
    url: str, folder: Path, people: int, *, name: str = "flagbearer, SQLite", database: str = ""
) -> Contestant:
    """flagbearer with its durable flow of three steps, without sending limits."""
    return Contestant(
        name,
        THREE_STEPS,
        _module("flagbearer_bot"),
        settings(url, folder, database or f"sqlite+aiosqlite:///{folder / 'bench.sqlite3'}"),
        prepare=members(people),
    )


def members(people: int) -> list[str]:
    """How the database gets so many members who have joined."""
    return _module("roster", str(people))


def settings(url: str, folder: Path, database: str) -> dict[str, str]:
    """The settings of a flagbearer that talks with the local server as fast as it can."""
    return {
        "FLAGBEARER_API_URL": url,
        "FLAGBEARER_TOKEN": TOKEN,
        "FLAGBEARER_DATA": str(folder),
        "FLAGBEARER_DATABASE": database,
        "FLAGBEARER_LISTEN": "127.0.0.1:0",
        "FLAGBEARER_NOW": DURING_THE_CAMPAIGN,
        "FLAGBEARER_RATE": "0",
        "FLAGBEARER_FLOOD": "0",
    }


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"tests.benchmarks.{name}", *arguments]
