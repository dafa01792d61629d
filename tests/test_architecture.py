"""The tree keeps the rules of the house, and the reader of those rules sees what is wrong."""

from pathlib import Path

import pytest

from tests.architecture import LONGEST_FUNCTION, LONGEST_MODULE, MAY_IMPORT, faults_of

ROOT = Path(__file__).parent.parent
SAID = '"""What it is for."""\n'
A_LINE = "    x = 1\n"


def sources() -> list[Path]:
    rooms = [ROOT / name for name in (*MAY_IMPORT, "tests")]
    return [ROOT / "run.py", *sorted(path for room in rooms for path in room.rglob("*.py"))]


def test_every_module_keeps_the_rules() -> None:
    found = [
        fault
        for path in sources()
        for fault in faults_of(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]
    assert found == []


def test_every_room_is_walked() -> None:
    walked = {path.relative_to(ROOT).parts[0] for path in sources()}
    assert walked == {*MAY_IMPORT, "tests", "run.py"}


@pytest.mark.parametrize(
    ("path", "code", "word"),
    [
        ("campaign/stories.py", "from storage import inbox", "may not import storage"),
        ("campaign/stories.py", "import handlers.conversation.flow", "may not import handlers"),
        ("storage/stories.py", "from schedules.tick import tick", "may not import schedules"),
        ("handlers/checkin.py", "import schedules", "may not import schedules"),
        ("schedules/tick.py", "from handlers import routes", "may not import handlers"),
        ("handlers/checkin.py", "def ask():\n    from bot import engine", "may not import bot"),
        (
            "bot/workers/engine.py",
            "from tests.architecture import faults_of",
            "may not import tests",
        ),
        ("campaign/stories.py", "import telegram", "telegram stays out of campaign"),
        ("campaign/stories.py", "from sqlalchemy import Table", "sqlalchemy stays out"),
        ("campaign/stories.py", "import structlog", "campaign is pure"),
        ("handlers/checkin.py", "from telegram.ext import Application", "telegram stays out"),
        ("handlers/checkin.py", "import sqlalchemy as sa", "sqlalchemy stays out of handlers"),
    ],
)
def test_a_wrong_import_is_seen(path: str, code: str, word: str) -> None:
    assert_only_fault(path, code, word)


@pytest.mark.parametrize(
    "code",
    [
        "import datetime\nx = datetime.datetime.now()",
        "from datetime import datetime as dt\nx = dt.now(tz=None)",
        "from datetime import date\nx = date.today()",
        "import datetime as d\nx = d.date.today",
        "import time\nx = time.time()",
        "from time import monotonic\nx = monotonic()",
        "import time as t\nx = [t.perf_counter]",
        "import asyncio\nasync def go():\n    await asyncio.sleep(1)",
        "from asyncio import create_task\ncreate_task(x)",
    ],
)
@pytest.mark.parametrize("room", ["campaign", "storage", "handlers", "schedules"])
def test_a_clock_or_task_below_bot_is_seen(room: str, code: str) -> None:
    code = code.replace("async def go", "async def _go")
    assert_only_fault(f"{room}/stories.py", code, "below bot/")
    assert faults_of("bot/workers/engine.py", SAID + code) == []


def test_the_database_is_no_clock_either() -> None:
    assert_only_fault("storage/x.py", "from sqlalchemy import func\nx = func.now()", "below bot/")


@pytest.mark.parametrize(
    ("path", "code", "word"),
    [
        ("bot/web.py", "try:\n    x\nexcept Exception:\n    pass", "a fault of any kind"),
        ("handlers/conversation/flow.py", "try:\n    x\nexcept:\n    pass", "a fault of any kind"),
        ("bot/x.py", "x = 1\n" * LONGEST_MODULE, "split it by noun"),
        ("handlers/x.py", "def ask():\n" + A_LINE * LONGEST_FUNCTION, "ask has 61 lines"),
        ("tests/x.py", "async def ask():\n" + A_LINE * LONGEST_FUNCTION, "has 61 lines"),
        ("campaign/x.py", "def coverage():\n    return 1", "coverage has no docstring"),
        ("storage/x.py", "async def talks():\n    return 1", "talks has no docstring"),
        ("bot/utils.py", "x = 1", "does not say"),
        ("handlers/common/x.py", "x = 1", "does not say"),
        ("tests/helpers.py", "x = 1", "does not say"),
    ],
)
def test_a_broken_habit_is_seen(path: str, code: str, word: str) -> None:
    assert_only_fault(path, code, word)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ('turn.call("sendMessage")', "sendMessage"),
        ('x = f"/{root}/leaveChat"', "leaveChat"),
        ('x = {"parse_mode": "HTML"}', "parse_mode"),
        ("send(reply_markup=rows)", "reply_markup"),
        ("x = query.callback_data", "callback_data"),
        ("def _ask(message_thread_id):\n    pass", "message_thread_id"),
        ("link_preview_options = None", "link_preview_options"),
        ('match x:\n    case {"inline_keyboard": rows}:\n        pass', "inline_keyboard"),
        ('"""Not what the module is for: callback_query_id."""', "callback_query_id"),
    ],
)
@pytest.mark.parametrize(
    "path",
    ["handlers/x.py", "schedules/x.py", "storage/delivery/x.py", "bot/workers/x.py", "bot/x.py"],
)
def test_a_word_of_the_bot_api_out_of_place_is_seen(path: str, code: str, word: str) -> None:
    assert_only_fault(path, code, f"{word}: bot/telegram/ alone")


@pytest.mark.parametrize(
    "path",
    ["bot/telegram/render.py", "bot/demo/x.py", "storage/tables/boxes.py", "tests/campus.py",
     "storage/migrations/versions/0001.py"],
)  # fmt: skip
def test_the_bot_api_is_spelled_in_its_rooms(path: str) -> None:
    assert faults_of(path, SAID + 'x = {"parse_mode": "sendMessage"}\ny = 4096') == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("x = 4096", "MESSAGE_LIMIT"),
        ("if size > 4_096:\n    pass", "MESSAGE_LIMIT"),
        ("x = text[:1024]", "CAPTION_LIMIT"),
        ("x = 50 * 1024 * 1024", "UPLOAD_LIMIT"),
        ("x = 1024 * 20 * 1024", "DOWNLOAD_LIMIT"),
        ("x = 10485760", "PHOTO_LIMIT"),
    ],
)
def test_a_limit_of_telegrams_as_a_number_is_seen(code: str, name: str) -> None:
    assert_only_fault("handlers/x.py", code, f"import {name} from campaign.messages")
    assert faults_of("campaign/messages.py", SAID + code) == []


def test_a_module_without_a_word_is_seen() -> None:
    assert len(faults_of("bot/x.py", "x = 1\n")) == 1
    assert faults_of("tests/x/__init__.py", "") == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (
            "bot/workers/engine.py",
            "from handlers import routes\nimport schedules.tick\nimport telegram",
        ),
        ("bot/workers/engine.py", "try:\n    x\nexcept Exception:\n    pass"),
        ("bot/x.py", "try:\n    x\nexcept BaseException:\n    tidy()\n    raise"),
        ("bot/x.py", "try:\n    x\nexcept Exception as y:\n    raise told(y) from None"),
        ("handlers/x.py", "from storage.delivery.inbox import put\nx = turn.now\ny = clock.now()"),
        ("handlers/x.py", "from datetime import datetime\nx = datetime.fromisoformat('2008')"),
        ("campaign/x.py", "import tomllib\nfrom babel import Locale\nfrom pydantic import Field"),
        ("handlers/x.py", "x = {'chat_id': 1, 'message_id': 2, 'file_id': '3'}\ny = f(x, 200, 64)"),
        ("handlers/x.py", 'def ask():\n    """By sendMessage, with reply_markup."""'),
        ("bot/x.py", "x = 5 * 1024 * 1024\ny = x // 1024 // 1024"),
        ("storage/migrations/versions/0001.py", "def upgrade():\n" + A_LINE * 90),
    ],
)
def test_what_is_allowed_is_left_alone(path: str, code: str) -> None:
    assert faults_of(path, SAID + code) == []


def assert_only_fault(path: str, code: str, word: str) -> None:
    found = faults_of(path, SAID + code)
    assert len(found) == 1
    assert word in found[0]
