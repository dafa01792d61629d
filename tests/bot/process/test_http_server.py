"""The one server behind webhook, health page and demo: quick answers, cut lines, a clean stop."""

import asyncio
import socket
from typing import Any

import aiohttp
import pytest
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.process.http_server import serving
from bot.process.listener import listener
from bot.settings import BrokenStart


async def answer(send: Any, text: str) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": text.encode()})


async def hello(scope: Any, receive: Any, send: Any) -> None:
    await answer(send, "旗")


async def fetch(address: tuple[str, int]) -> str:
    host, port = address
    async with aiohttp.ClientSession(trust_env=False) as web:
        shown = f"[{host}]" if ":" in host else host
        async with web.get(f"http://{shown}:{port}/") as found:
            return await found.text()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_any_free_port_on_both_families_and_it_is_free_again(host: str) -> None:
    if host == "::1" and not has_ipv6():
        pytest.skip("this machine has no IPv6 loopback")
    async with serving(hello, host, 0) as address:
        assert await fetch(address) == "旗"
    with pytest.raises(aiohttp.ClientConnectorError):
        await fetch(address)
    async with serving(hello, *address) as again:
        assert await fetch(again) == "旗"


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


async def test_answers_are_not_held_back_by_nagle() -> None:
    """Held back, an answer in two writes takes 40 ms more."""
    options = []

    class Looking(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            line = transport.get_extra_info("socket")
            options.append(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            super().connection_made(transport)

    async with serving(hello, http=Looking) as address:
        await fetch(address)
    assert len(options) == 1
    assert options[0] != 0


async def test_a_request_can_cut_its_own_line() -> None:
    async def cut(scope: Any, receive: Any, send: Any) -> None:
        scope["state"]["hang_up"](scope["client"])

    async with serving(cut) as address:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await fetch(address)


async def test_the_stop_wakes_who_waits_and_lets_them_be_answered() -> None:
    waits, woken = asyncio.Event(), asyncio.Event()

    async def poll(scope: Any, receive: Any, send: Any) -> None:
        waits.set()
        await woken.wait()
        await answer(send, "woken")

    async with serving(poll, at_stop=woken.set) as address:
        waiting = asyncio.create_task(fetch(address))
        await waits.wait()
    assert await waiting == "woken"


async def test_a_port_that_nobody_named_gives_way_to_the_next_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with serving(hello) as (host, port):
        bound = listener(host, port, or_next=True)
        async with serving(hello, bound=bound) as other:
            assert other[1] != port
            assert await fetch(other) == "旗"
            assert f"port {port} is taken, so port {other[1]} is used" in caplog.text


@pytest.mark.parametrize(
    "place", [("192.0.2.1", 0), ("nobody.invalid", 0), ("a..b", 0), ("127.0.0.1", 70000)]
)
def test_an_address_that_cannot_be_had_is_one_line(place: tuple[str, int]) -> None:
    with pytest.raises(BrokenStart, match="FLAGBEARER_LISTEN=") as refusal:
        listener(*place, or_next=True)
    assert "\n" not in str(refusal.value)


async def test_a_taken_port_is_a_broken_start_that_names_it() -> None:
    async with serving(hello) as (host, port):
        with pytest.raises(BrokenStart, match=f"FLAGBEARER_LISTEN={host}:{port}: "):
            async with serving(hello, host, port):
                pytest.fail("served twice")
