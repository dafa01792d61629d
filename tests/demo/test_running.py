"""The demo as a whole: it starts by itself, goes on where it was, and stays away from real bots."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.commands.demo import Demo, open_demo, run_demo
from bot.demo.fake_telegram.world.messages import Message
from bot.settings import BrokenStart, Settings
from campaign.locale.plain_texts import both

ROOT = Path(__file__).parents[2]


def _settings(folder: Path, **more: Any) -> Settings:
    given: dict[str, Any] = {"data": folder, "listen": "127.0.0.1:0", **more}
    return Settings(_env_file=None, **given)


@contextlib.asynccontextmanager
async def _running(settings: Settings) -> AsyncIterator[Demo]:
    stop = asyncio.Event()
    async with open_demo(settings, stop=stop) as demo:
        task = asyncio.create_task(demo.program.run(stop))
        try:
            yield demo
        finally:
            stop.set()
            await asyncio.wait_for(task, 15)


async def _answer(demo: Demo, user: int, after: int) -> str:
    for _ in range(3000):
        mine = [m for m in demo.world.messages(user) if m.sender == demo.world.bot.id]
        if mine and mine[-1].id > after:
            return mine[-1].text
        await asyncio.sleep(0.01)
    raise TimeoutError("the bot has not answered")


async def _until(is_so: Callable[[], bool]) -> None:
    for _ in range(3000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError("nothing has changed")


def _is_off(card: Message, label: str) -> bool:
    """Whether the card no longer has a button of that label."""
    return not any(label in one for one in card.labels)


async def test_it_is_stocked_answers_and_comes_back_with_chats_and_clock(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    async with _running(settings) as demo:
        assert len(demo.world.people) > 500
        member = next(u for u in demo.world.people if u.note.startswith("党员"))
        said = demo.world.say(member, None, "/help")
        first = await _answer(demo, member.id, said.id)
        demo.clock.advance(timedelta(days=3))
        moved = demo.clock.now()
        texts = [m.text for m in demo.world.messages(member)]
    async with _running(settings) as demo:
        assert [m.text for m in demo.world.messages(member.id)] == texts
        assert moved <= demo.clock.now() < moved + timedelta(minutes=5)
        said = demo.world.say(member.id, None, "/help")
        assert await _answer(demo, member.id, said.id) == first
        assert demo.api.unknown == []


async def test_whoever_joins_is_shown_by_the_page_as_who_they_are(tmp_path: Path) -> None:
    async with _running(_settings(tmp_path)) as demo, httpx.AsyncClient() as browser:
        await browser.get(demo.address)
        college = demo.address.partition("?")[0] + "page/college"
        visitor = next(user for user in demo.world.people if user.note.startswith("访客"))
        handed = next(
            message.text
            for chat in demo.world.chats
            if chat.kind == "supergroup" and chat.has(visitor.id)
            for message in demo.world.messages(chat)
            if "?start=" in message.text
        )
        said = demo.world.start(visitor, handed.rpartition("=")[2])
        for label in ("中文", "我同意", "是我本人"):
            await _answer(demo, visitor.id, said.id)
            card = [m for m in demo.world.messages(visitor) if m.buttons][-1]
            demo.world.press(visitor, visitor.id, card.id, label)
            await _until(partial(_is_off, card, label))
        people = (await browser.get(college)).json()["people"]
        shown = next(one for one in people if one["id"] == visitor.id)
        assert shown["note"].startswith("党员 · ")
        assert shown["note_en"].startswith("member · ")


async def test_the_page_opens_by_its_address_once_and_health_beside_it(tmp_path: Path) -> None:
    async with _running(_settings(tmp_path)) as demo, httpx.AsyncClient() as browser:
        opened = await browser.get(demo.address)
        assert opened.status_code == 200
        root = demo.address.partition("/?")[0]
        assert (await browser.get(f"{root}/page/college")).status_code == 200
        async with httpx.AsyncClient() as stranger:
            assert (await stranger.get(demo.address)).status_code == 403
            assert (await stranger.get(f"{root}/page/college")).status_code == 403
            health = await stranger.get(f"{root}/healthz")
        assert health.json()["database"] == "ok"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("token", SecretStr("123456789:real")),
        ("database", SecretStr("postgresql+asyncpg://u@h/real")),
        ("webhook_url", "https://flag.example"),
    ],
)
def test_it_does_not_run_beside_a_real_bot(tmp_path: Path, name: str, value: Any) -> None:
    """Threat 24."""
    with pytest.raises(BrokenStart, match=f"FLAGBEARER_{name.upper()} is set"):
        run_demo(_settings(tmp_path, **{name: value}))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("listen", ["0.0.0.0:0", "192.0.2.1:8080", "[::]:0", "example.com:80"])
def test_it_is_for_this_machine_only(tmp_path: Path, listen: str) -> None:
    """Threat 24."""
    with pytest.raises(BrokenStart, match="this machine only"):
        run_demo(_settings(tmp_path, listen=listen))


async def test_a_port_that_is_taken_gives_way_to_the_next_one_which_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody relies on the port of a trial: its address is printed at every start."""
    async with open_demo(_settings(tmp_path / "one")) as demo:
        taken = _place(demo)
        async with open_demo(_settings(tmp_path / "two", listen=taken)) as other:
            assert _place(other) != taken
            assert "is taken" in caplog.text
            assert _place(other).rpartition(":")[2] in caplog.text


def _place(demo: Demo) -> str:
    return demo.address.removeprefix("http://").partition("/")[0]


async def test_two_trials_do_not_share_a_folder(tmp_path: Path) -> None:
    async with open_demo(_settings(tmp_path)):
        with pytest.raises(BrokenStart, match="another flagbearer"):
            async with open_demo(_settings(tmp_path)):
                pytest.fail("opened twice")


async def test_a_damaged_folder_is_told_with_the_way_to_begin_anew(tmp_path: Path) -> None:
    file = tmp_path / "demo" / "telegram.sqlite3"
    file.parent.mkdir()
    file.write_bytes(b"not a database, but somebody's work" * 100)
    with pytest.raises(BrokenStart, match="delete it to begin anew"):
        async with open_demo(_settings(tmp_path)):
            pytest.fail("opened")


@pytest.mark.parametrize("kept", ["[]", "{}", '{"moment": 5}', '{"moment": "2009-01-01"}', "\0"])
async def test_a_clock_that_cannot_be_read_begins_anew(tmp_path: Path, kept: str) -> None:
    file = tmp_path / "demo" / "clock.json"
    file.parent.mkdir()
    file.write_text(kept, "utf-8")
    async with open_demo(_settings(tmp_path)) as demo:
        assert demo.clock.now().year == 2008


async def test_the_moment_of_a_trial_can_be_chosen(tmp_path: Path) -> None:
    chosen = datetime.fromisoformat("2008-05-05T08:00:00+08:00")
    async with open_demo(_settings(tmp_path, now=chosen)) as demo:
        assert chosen <= demo.clock.now() < chosen + timedelta(minutes=2)


def test_a_signal_ends_it_cleanly(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if "FLAGBEARER" not in k}
    environment |= {"FLAGBEARER_LISTEN": "127.0.0.1:0", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"],
        cwd=tmp_path,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        told = ""
        while "/?key=" not in told:
            told = process.stdout.readline()
            assert told, "it ended by itself"
        process.send_signal(signal.SIGTERM)
        told, log = process.communicate(timeout=20)
    assert (process.returncode, log) == (0, "")
    assert both("start_up.demo_ended") in told
