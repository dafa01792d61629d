"""The program's own logs, as an operator would find them."""

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

from bot.process.logs import set_up_logs


@contextmanager
def logs(*, as_json: bool = False, secrets: Sequence[str] = ()) -> Iterator[io.StringIO]:
    """What is logged meanwhile; afterwards the logs are as they were before."""
    root, written = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in root.manager.loggerDict}
    set_up_logs(as_json=as_json, secrets=secrets, stream=written)
    try:
        yield written
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name in root.manager.loggerDict:
            logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
        structlog.reset_defaults()
