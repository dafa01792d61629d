"""Logs tell what happened, and never a token: not in messages, arguments, exceptions or JSON."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.process.logs import VEIL, in_one_line, log_context, set_up_logs, veil

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/sendMessage"


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[None]:
    """The logs as they were, afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def _written(*, as_json: bool, secrets: tuple[str, ...] = ()) -> io.StringIO:
    stream = io.StringIO()
    set_up_logs(as_json=as_json, secrets=secrets, stream=stream)
    return stream


@pytest.mark.parametrize("as_json", [True, False])
def test_no_way_of_logging_shows_the_token(*, as_json: bool) -> None:
    """Threat 20."""
    stream = _written(as_json=as_json, secrets=("webhook-secret",))
    log = logging.getLogger("anything")
    log.info("POST %s", ADDRESS)
    log.warning(f"GET {ADDRESS}")  # noqa: G004 - what careless code does
    log.error("failed", extra={"url": ADDRESS})
    log.error("header webhook-secret")
    structlog.get_logger("x").info("called", url=ADDRESS)
    try:
        raise ConnectionError(ADDRESS)
    except ConnectionError as fault:
        log.exception("cannot reach %s", fault)
    written = stream.getvalue()
    assert TOKEN not in written
    assert TOKEN.partition(":")[2] not in written
    assert "webhook-secret" not in written
    assert written.count(VEIL) >= 6
    assert "ConnectionError" in written
    assert "/sendMessage" in written


def test_the_library_that_logs_addresses_is_quiet_at_info() -> None:
    stream = _written(as_json=False)
    for name in ("httpx", "httpcore", "aiohttp.access", "alembic"):
        logging.getLogger(name).info("HTTP Request: POST x")
        logging.getLogger(name).warning("loud enough")
    assert "HTTP Request" not in stream.getvalue()
    assert stream.getvalue().count("loud enough") == 4


def test_json_lines_are_json_with_chinese_as_it_is() -> None:
    stream = _written(as_json=True)
    logging.getLogger("bot.workers.engine").warning("第 %s 行搁置", 7)
    written = stream.getvalue()
    line = json.loads(written)
    told = {"event": "第 7 行搁置", "level": "warning", "logger": "bot.workers.engine"}
    assert line.items() >= told.items()
    assert "第" in written
    assert line["timestamp"].endswith("Z")


def test_an_exception_is_one_json_line() -> None:
    stream = _written(as_json=True)
    try:
        raise ValueError("odd")
    except ValueError:
        logging.getLogger("x").exception("failed")
    (line,) = stream.getvalue().splitlines()
    assert "ValueError: odd" in json.loads(line)["exception"]


@pytest.mark.parametrize("text", ["12:30:45", "chat -1001234567890:5", "127.0.0.1:8080", "旗:帜"])
def test_what_is_no_token_is_left_alone(text: str) -> None:
    assert veil(text) == text


def test_setting_up_again_does_not_double_the_lines() -> None:
    _written(as_json=False)
    stream = _written(as_json=False)
    logging.getLogger("x").info("once")
    assert stream.getvalue().count("once") == 1


def test_half_a_character_neither_breaks_a_line_nor_a_database() -> None:
    """Phones send them, and a fault's words may hold what people wrote."""
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8")
    handler = set_up_logs(as_json=False, stream=stream)
    logging.getLogger("bot").error("half: %s", chr(0xD83D))
    handler.flush()
    assert in_one_line(ValueError(f"a{chr(0xD83D)}b\x00c")) == "ValueError(abc)"


def test_lines_inside_carry_what_is_going_on_and_lines_after_it_do_not() -> None:
    stream = _written(as_json=True)
    log = logging.getLogger("bot.workers.engine")
    with log_context(inbox_id=7, flow="check_in", step=None):
        with log_context(step="themes"):
            log.error("a turn failed")
        structlog.get_logger("x").info("half way", inbox_id="its own")
    log.error("outside")
    inside, half_way, outside = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (inside["inbox_id"], inside["flow"], inside["step"]) == (7, "check_in", "themes")
    assert "step" not in half_way
    assert half_way["inbox_id"] == "its own"
    assert not {"inbox_id", "flow", "step"} & outside.keys()
