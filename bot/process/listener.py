"""The port that the web side listens at: bound first of all, as a start may fail by it."""

import errno
import logging
import socket

from bot.settings.broken_start import BrokenStart
from campaign.locale.plain_texts import both

log = logging.getLogger(__name__)

# So many ports above a taken one are tried before the system chooses.
NEXT_ONES = 20
MOST_PORT = 65535

FAULT = "FLAGBEARER_LISTEN={}: {}"
REASONS = {
    errno.EADDRINUSE: "start_up.port_taken",
    errno.EADDRNOTAVAIL: "start_up.no_such_address",
    errno.EACCES: "start_up.port_not_permitted",
}


def listener(host: str, port: int, *, or_next: bool = False) -> socket.socket:
    """A socket bound to the address, or to the next port that is free. Raises BrokenStart."""
    try:
        return _bound(host, port)
    except (OSError, UnicodeError, OverflowError) as fault:
        if not or_next or getattr(fault, "errno", None) != errno.EADDRINUSE:
            raise BrokenStart(_told(host, port, fault)) from None
    found = _next_free(host, port)
    chosen = found.getsockname()[1]
    log.warning("%s", both("start_up.next_port", port=port, chosen=chosen))
    return found


def listen(bound: socket.socket) -> None:
    """Take connections. Raises BrokenStart where another program was quicker."""
    host, port = bound.getsockname()[:2]
    try:
        bound.listen(512)
    except OSError as fault:
        bound.close()
        raise BrokenStart(_told(host, port, fault)) from None
    bound.setblocking(False)


def shown(host: str, port: int) -> str:
    """An address as it stands in a link."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _next_free(host: str, taken: int) -> socket.socket:
    for port in (*range(taken + 1, min(taken + NEXT_ONES, MOST_PORT) + 1), 0):
        try:
            return _bound(host, port)
        except OSError as fault:
            last = fault
    raise BrokenStart(_told(host, taken, last)) from None


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's delay off only where the protocol is named: 40 ms an answer otherwise.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except (OSError, UnicodeError, OverflowError):
        made.close()
        raise
    return made


def _told(host: str, port: int, fault: Exception) -> str:
    if isinstance(fault, socket.gaierror | UnicodeError):
        return FAULT.format(shown(host, port), both("start_up.no_such_host"))
    number = getattr(fault, "errno", None) or 0
    known = REASONS.get(number)
    why = both(known) if known else getattr(fault, "strerror", None) or str(fault)
    way_out = both("start_up.any_port", address=shown(host, 0))
    found = f"{why}；{way_out}" if number in (errno.EADDRINUSE, errno.EACCES) else why
    return FAULT.format(shown(host, port), found)
