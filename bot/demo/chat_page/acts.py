"""Acts of people as they come over HTTP, from the page or from a test: JSON in and out."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from bot.demo.college.sample_voice import sample_voice
from bot.demo.fake_telegram.refusals import ActRefused, ApiRefusal
from bot.demo.fake_telegram.world.files import Upload
from bot.demo.fake_telegram.world.messages import Message
from bot.demo.fake_telegram.world.presses import Query
from bot.demo.fake_telegram.world.world import World
from bot.demo.request_bodies import WRONG_SHAPE

Act = dict[str, Any]
# Seconds of the longest sound, bytes of the largest file that somebody may pretend to send.
A_DAY, MOST_SIZE = 86_400, 2**40
KINDS = frozenset({"photo", "document", "voice", "video", "audio", "sticker", "video_note"})


def carry_out(world: World, act: Act) -> dict[str, Any]:
    """Do what `act["act"]` names as the person `act["as"]`; what came of it, by its ids."""
    found = ACTS.get(str(act.get("act")))
    if found is None:
        raise ActRefused(f"no act {act.get('act')!r}")
    try:
        result = found(world, act)
    except (*WRONG_SHAPE, ApiRefusal, StopIteration) as fault:
        raise ActRefused(f"{act['act']}: {type(fault).__name__} {fault}"[:300]) from None
    return _shown(result)


def _shown(result: Any) -> dict[str, Any]:
    if isinstance(result, Message):
        return {"message_id": result.id, "chat_id": result.chat_id}
    if isinstance(result, Query):
        return {"query_id": result.id, "update_id": result.update_id}
    if isinstance(result, list):
        return {"message_ids": [message.id for message in result]}
    return {}


def _where(act: Act) -> int | None:
    return int(act["chat"]) if act.get("chat") else None


def _number(act: Act) -> int:
    return int(act["message_id"])


def _answered(act: Act) -> int | None:
    return int(act["reply_to"]) if act.get("reply_to") else None


def _say(world: World, act: Act) -> Message:
    return world.say(act["as"], _where(act), str(act["text"]), reply_to=_answered(act))


def _press(world: World, act: Act) -> Query:
    """Press by number, data or label; without a message, on the last one that has buttons."""
    chat = world.chats.place(act["as"], _where(act))
    cards = (message.id for message in reversed(chat.in_order()) if message.buttons)
    number = _number(act) if act.get("message_id") else next(cards)
    return world.press(act["as"], chat, number, act.get("button", 0))


def _forge_press(world: World, act: Act) -> Query:
    return world.presses.forge(act["as"], _where(act), _number(act), str(act["data"]))


def _uploads(act: Act) -> list[Upload]:
    return [
        Upload(str(file["name"]), base64.b64decode(file["content"]), str(file.get("mime", "")))
        for file in act["files"]
    ]


def _files(world: World, act: Act) -> list[Message]:
    """Files of one kind; several photos are one album, as a chat program sends them."""
    kind, caption, uploads = str(act["kind"]), str(act.get("caption", "")), _uploads(act)
    if kind not in KINDS or not uploads:
        raise ActRefused("nothing to send")
    who, where = act["as"], _where(act)
    if kind == "photo" and len(uploads) > 1:
        return world.speech.send_album(who, where, uploads, caption=caption)
    facts = {"duration": min(int(act["duration"]), A_DAY)} if act.get("duration") else {}
    size = None if act.get("size") is None else min(int(act["size"]), MOST_SIZE)
    return [
        world.speech.send_file(who, where, kind, upload, caption=caption, size=size, **facts)
        for upload in uploads
    ]


def _sample_voice(world: World, act: Act) -> Message:
    seconds = min(max(int(act.get("duration", 3)), 1), 600)
    return world.speech.send_voice(act["as"], _where(act), sample_voice(seconds), seconds=seconds)


def _location(world: World, act: Act) -> Message:
    point = float(act["latitude"]), float(act["longitude"])
    if not (-90.0 <= point[0] <= 90.0 and -180.0 <= point[1] <= 180.0):
        raise ActRefused("no such place on earth")
    return world.speech.send_location(act["as"], _where(act), *point)


def _edit(world: World, act: Act) -> Message:
    return world.speech.edit(act["as"], _where(act), _number(act), str(act["text"]))


def _delete(world: World, act: Act) -> None:
    chat = world.chats.place(act["as"], _where(act))
    if chat.messages[_number(act)].sender != act["as"]:
        raise ActRefused("only the author deletes a message")
    world.speech.delete(act["as"], chat, _number(act))


def _forward(world: World, act: Act) -> Message:
    return world.speech.forward(act["as"], _where(act), _number(act), int(act["to"]))


def _react(world: World, act: Act) -> None:
    world.speech.react(act["as"], _where(act), _number(act), str(act.get("emoji", "")))


def _leave(world: World, act: Act) -> None:
    if world.chats.place(act["as"], _where(act)).kind == "private":
        raise ActRefused("nobody leaves a private chat")
    world.memberships.leave(act["as"], _where(act))


def _promote(world: World, act: Act) -> None:
    anonymous = bool(act.get("anonymous"))
    world.promote(act["as"], _where(act), act.get("whom"), anonymous=anonymous)


def _migrate(world: World, act: Act) -> dict[str, Any]:
    chat = world.chats[int(act["chat"])]
    if chat.kind != "group":
        raise ActRefused("only a group becomes a supergroup")
    world.memberships.migrate_group(chat)
    return {}


def _start_group(world: World, act: Act) -> Message:
    """Open a link that adds the bot to a group: the client sends what it carries there."""
    chat = world.chats.place(act["as"], _where(act))
    if chat.kind not in ("group", "supergroup"):
        raise ActRefused("no such person, chat or message")
    if not chat.has(world.bot.id):
        world.add_bot(act["as"], chat)
    words = f"/start@{world.bot.username} {act.get('payload', '')}"
    return world.say(act["as"], chat, words.strip())


ACTS: dict[str, Callable[[World, Act], Any]] = {
    "start": lambda world, act: world.start(act["as"], str(act.get("payload", ""))),
    "start_group": _start_group,
    "say": _say,
    "press": _press,
    "forge_press": _forge_press,
    "files": _files,
    "sample_voice": _sample_voice,
    "location": _location,
    "edit": _edit,
    "delete": _delete,
    "forward": _forward,
    "react": _react,
    "block": lambda world, act: world.memberships.block(act["as"]),
    "unblock": lambda world, act: world.memberships.unblock(act["as"]),
    "join": lambda world, act: world.memberships.join(act["as"], _where(act)),
    "leave": _leave,
    "join_request": lambda world, act: world.memberships.ask(act["as"], _where(act)),
    "add_bot": lambda world, act: world.add_bot(act["as"], _where(act)),
    "kick_bot": lambda world, act: world.memberships.kick_bot(act["as"], _where(act)),
    "promote": _promote,
    "migrate": _migrate,
}
