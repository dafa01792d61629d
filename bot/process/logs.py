"""Logs: one line an event on stderr, for people or as JSON, with no secret in any of them.

The bot's token is part of every address that is called, and libraries log addresses: so whatever
is about to be written, exceptions included, is searched for it.
"""

import logging
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor

ANY_TOKEN = re.compile(r"(?:bot)?\d{5,16}:[A-Za-z0-9_-]{20,}")
# Here PostgreSQL tells the values of the row at fault, in JSON with an escaped line end.
DETAIL = re.compile(r"DETAIL:  ?.*?(?=\\n|\n|$)")
VEIL = "[veiled]"
# One variable for all: every turn sets it, and structlog's own, one a fact, cost three times that.
_FACTS: ContextVar[Mapping[str, object]] = ContextVar(
    "facts of what is going on", default=MappingProxyType({})
)
# These log every request at INFO.
TALKATIVE = (
    "apscheduler",
    "httpx",
    "httpcore",
    "aiohttp.access",
    "uvicorn.access",
    "uvicorn.error",
    "alembic",
    "asyncio",
)


class VeilingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats as structlog does, then takes out the secrets."""

    secrets: tuple[str, ...] = ()

    def format(self, record: logging.LogRecord) -> str:
        """The line, without secrets."""
        line = veil(super().format(record), self.secrets)
        return line.encode("utf-8", "backslashreplace").decode()


def veil(text: str, secrets: Sequence[str] = ()) -> str:
    """The text without these secrets, without any bot's token, and without people's words."""
    for secret in secrets:
        text = text.replace(secret, VEIL)
    return DETAIL.sub(f"DETAIL: {VEIL}", ANY_TOKEN.sub(VEIL, text))


def in_one_line(cause: Exception) -> str:
    """A fault in one line that every database takes.

    Below the first, databases tell the values, which people wrote.
    """
    first, *_ = str(cause).splitlines() or [""]
    told = f"{type(cause).__name__}({first})"[:500]
    return told.encode("utf-8", "ignore").decode().replace("\x00", "")


@contextmanager
def log_context(**facts: object) -> Iterator[None]:
    """Every line logged inside carries these facts; those that are None are left out."""
    known = {name: fact for name, fact in facts.items() if fact is not None}
    before = _FACTS.set({**_FACTS.get(), **known})
    try:
        yield
    finally:
        _FACTS.reset(before)


def _with_facts(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The line with what `log_context` knows; what the line itself says holds."""
    return {**_FACTS.get(), **event}


def set_up_logs(
    *, as_json: bool, secrets: Sequence[str] = (), stream: TextIO | None = None
) -> logging.Handler:
    """Send all logs of the process to one handler, which is returned."""
    shared: list[Processor] = [
        _with_facts,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(shared, as_json=as_json, secrets=secrets))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def _formatter(
    shared: list[Processor], *, as_json: bool, secrets: Sequence[str]
) -> VeilingFormatter:
    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    last: list[Processor]
    if as_json:
        as_text = structlog.processors.format_exc_info
        last = [meta, as_text, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        plain = structlog.dev.plain_traceback
        last = [meta, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]
    formatter = VeilingFormatter(foreign_pre_chain=shared, processors=last)
    formatter.secrets = tuple(secret for secret in secrets if secret)
    return formatter
