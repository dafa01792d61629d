"""The standalone server: a real process, its control, its end."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest


class Standalone:
    """The process and a client of it."""

    def __init__(self, process: asyncio.subprocess.Process, line: dict[str, Any]) -> None:
        self.process, self.url, self.users = process, line["url"], line["users"]
        self.web = aiohttp.ClientSession(trust_env=False)

    async def ask(self, question: str, **asked: Any) -> Any:
        async with self.web.post(f"{self.url}/control/{question}", json=asked) as answer:
            return await answer.json()

    async def call(self, method: str, **params: Any) -> Any:
        async with self.web.post(f"{self.url}/bot1:T/{method}", json=params) as answer:
            return await answer.json()


@pytest.fixture
async def server() -> AsyncIterator[Standalone]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.demo.fake_telegram.server", "--users", "2", "--token", "1:T"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    standalone = Standalone(process, json.loads(await process.stdout.readline()))
    try:
        yield standalone
    finally:
        await standalone.web.close()
        if process.returncode is None:
            process.terminate()
        assert await process.wait() == 0


async def test_a_process_is_steered_from_outside(server: Standalone) -> None:
    first, second = server.users
    said = await server.ask(
        "acts",
        acts=[
            {"act": "say", "as": first, "text": "/checkin"},
            {"act": "say", "as": second, "text": "hello"},
            {"act": "dance", "as": second},
        ],
    )
    assert said["results"][:2] == [
        {"message_id": 1, "chat_id": first},
        {"message_id": 1, "chat_id": second},
    ]
    assert "refused" in said["results"][2]
    updates = (await server.call("getUpdates"))["result"]
    assert [update["message"]["text"] for update in updates] == ["/checkin", "hello"]

    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
    await server.call("sendMessage", chat_id=first, text="?", reply_markup=markup)
    await server.ask("acts", acts=[{"act": "press", "as": first, "button": "好"}])
    pressed = (await server.call("getUpdates", offset=updates[-1]["update_id"] + 1))["result"]
    assert [update["callback_query"]["data"] for update in pressed] == ["ok"]

    shown = await server.ask("messages", chat=first, only_bot=True)
    assert [message["text"] for message in shown["messages"]] == ["?"]
    counts = await server.ask("counts")
    assert (counts["pending"], counts["calls"]["sendmessage"]) == (1, 1)


async def test_faults_and_ids_are_set_from_outside(server: Standalone) -> None:
    await server.ask("faults", method="getMe", kind="refuse", code=502, description="Bad Gateway")
    assert (await server.call("getMe"))["error_code"] == 502
    assert (await server.call("getMe"))["ok"]
    await server.ask("restart-ids", at=5000)
    people = (await server.ask("users", count=1, start=True))["ids"]
    await server.ask("acts", acts=[{"act": "say", "as": people[0], "text": "x"}])
    assert [u["update_id"] for u in (await server.call("getUpdates"))["result"]] == [5000]
    assert "error" in await server.ask("restart-ids", at=1)
