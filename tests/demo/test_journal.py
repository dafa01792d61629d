"""A demo that was killed comes back as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.demo.chat_page.views import chats_of, messages_of
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.world.files import Upload
from bot.demo.fake_telegram.world.journal import Journal
from bot.demo.fake_telegram.world.world import World, make_world
from tests.demo.conftest import Call, HandClock
from tests.demo.pictures import PNG


def shown(world: World) -> dict[str, Any]:
    """All that people see, and all that waits for the bot."""
    return {
        "people": [user.as_json() for user in world.people],
        "chats": {user.id: chats_of(world, user.id) for user in world.people},
        "messages": {chat.id: messages_of(world, chat) for chat in world.chats},
        "waiting": world.queue.waiting,
        "files": {stored.id: stored.content for stored in world.files},
        "menus": world.profile.menus,
    }


def back(path: Path, clock: HandClock) -> World:
    world = make_world(clock)
    journal = Journal(world, path)
    assert journal.load()
    journal.close()
    return world


async def test_everything_comes_back(
    tmp_path: Path, world: World, bot: Call, clock: HandClock
) -> None:
    journal = Journal(world, tmp_path / "demo.sqlite")
    assert not journal.load()
    journal.note_all()
    async with journal.running():
        group = world.add_group("第一支部", 101, 102, supergroup=True, bot=True)
        world.promote(101, group)
        world.start(101)
        markup = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
        card = await bot("sendMessage", chat_id=101, text="<b>x</b>", reply_markup=markup)
        world.press(101, None, card["message_id"])
        world.speech.send_album(101, None, [Upload("a.png", PNG), Upload("b.png", PNG)])
        gone = world.say(102, group, "gone")
        world.speech.delete(102, group, gone.id)
        world.speech.react(101, None, card["message_id"], "👍")
        world.memberships.block(102)
        await bot("setMyCommands", commands=[{"command": "help", "description": "?"}])
        await bot("getUpdates", offset=2, allowed_updates=["message"])
        await bot("pinChatMessage", chat_id=101, message_id=card["message_id"])
    again = back(tmp_path / "demo.sqlite", clock)
    assert shown(again) == shown(world)
    assert again.queue.allowed == frozenset({"message"})
    assert again.chats[group.id].membership(101).status == "creator"


async def test_no_id_is_given_out_twice(tmp_path: Path, world: World, clock: HandClock) -> None:
    """Ids that were given out in the last moment, unwritten, are not used for something else."""
    journal = Journal(world, tmp_path / "demo.sqlite")
    journal.note_all()
    async with journal.running():
        world.say(101, None, "written")
    world.say(101, None, "lost in the kill")
    again = back(tmp_path / "demo.sqlite", clock)
    later = again.say(101, None, "later")
    assert later.id > world.last(101).id
    assert again.queue.waiting[-1]["update_id"] > world.queue.waiting[-1]["update_id"]


KILLED = """
import asyncio, os, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.demo.fake_telegram.world.journal import Journal
from bot.demo.fake_telegram.world.world import World, make_world

async def main():
    world = make_world(lambda: datetime(2008, 3, 20, tzinfo=UTC))
    world.add_user("Wang", id=101)
    journal = Journal(world, Path(sys.argv[1]))
    journal.note_all()
    async with journal.running():
        for number in range(1000):
            world.say(101, None, f"{number}")
            if number == 500:
                await journal.flush()
                print(flush=True)
            await asyncio.sleep(0)
            if number == 700:
                os.kill(os.getpid(), 9)

asyncio.run(main())
"""


def test_a_kill_in_the_middle_leaves_a_whole_file(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "demo.sqlite"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], check=False, capture_output=True
    )
    assert killed.returncode == -9
    texts = [message.text for message in back(path, clock).messages(101)]
    assert texts == [str(number) for number in range(len(texts))]
    assert len(texts) > 500


async def test_a_webhook_goes_on_after_a_return(
    tmp_path: Path, world: World, api: BotApi, bot: Call, clock: HandClock
) -> None:
    journal = Journal(world, tmp_path / "demo.sqlite")
    async with journal.running():
        await bot("setWebhook", url="http://127.0.0.1:9/hook", secret_token="s")
    await api.close()
    again = BotApi(back(tmp_path / "demo.sqlite", clock), "1:T")
    again.resume()
    assert (await again.call("1:T", "getUpdates"))[0] == 409
    await again.close()
