"""Bodies and numbers that come over HTTP to the demo: of the right shape, or a sentence why not."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from starlette.requests import Request

from bot.demo.fake_telegram.refusals import ActRefused

# Of a header that is no longer than a number of bytes can be.
_LENGTH = re.compile(r"[0-9]{1,12}")
# Whatever is beyond counts as this much: integers of JSON have no end.
_FAR = 10**15
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
# What a program raises that meets a value of another type or size than it knows.
WRONG_SHAPE = (
    TypeError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)


class WrongBody(ActRefused):
    """The body cannot be understood: the caller's mistake, not a person's."""


async def read_object(request: Request, *, most: int) -> dict[str, Any]:
    """The JSON object of a request, of at most so many bytes. Raises WrongBody, ActRefused."""
    length = request.headers.get("content-length", "")
    if not _LENGTH.fullmatch(length) or int(length) > most:
        raise ActRefused("too much at once")
    return object_of(await request.body())


def object_of(raw: bytes) -> dict[str, Any]:
    """A JSON object without NaN, infinities and half characters. Raises WrongBody."""
    try:
        body = json.loads(raw, parse_constant=no_number, parse_float=finite)
        if _HALF_CHARACTER.search(raw):
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise WrongBody("the body is no JSON text") from None
    if not isinstance(body, dict):
        raise WrongBody("the body must be a JSON object, such as {}")
    return body


def number_in(body: dict[str, Any], name: str) -> float:
    """A finite number. Raises WrongBody."""
    value = body.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(max(-_FAR, min(value, _FAR)))
    raise WrongBody(f"{name} must be a number, such as 1.5")


def number_of(request: Request, name: str, default: str = "") -> int:
    """A whole number of the address. Raises WrongBody."""
    written = request.query_params.get(name, default)
    if not re.fullmatch(r"-?[0-9]{1,18}", written):
        raise WrongBody(f"{name} must be a whole number")
    return int(written)


def no_number(word: str) -> None:
    """For NaN and the infinities, which no JSON text may hold. Raises ValueError."""
    raise ValueError(word)


def finite(written: str) -> float:
    """A number of a JSON text. Raises ValueError where it is too large for one."""
    value = float(written)
    if not math.isfinite(value):
        raise ValueError(written[:20])
    return value
