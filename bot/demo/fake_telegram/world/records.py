"""How each thing of the demo's world is written down and read back: JSON, bytes for files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from bot.demo.fake_telegram.world.chats import DemoChat, Membership
from bot.demo.fake_telegram.world.files import StoredFile
from bot.demo.fake_telegram.world.messages import Message
from bot.demo.fake_telegram.world.people import User
from bot.demo.fake_telegram.world.presses import Query
from bot.demo.fake_telegram.world.profile import Profile
from bot.demo.fake_telegram.world.updates import WebhookSetting
from bot.demo.fake_telegram.world.world import World

Facts = dict[str, Any]
Content = tuple[Facts, bytes]


@dataclass(frozen=True)
class Noun:
    """`find` gives facts and bytes of a key, or None if it is gone; `restore` lays them back."""

    find: Callable[[World, Any], Content | None]
    restore: Callable[[World, Facts, bytes], None]


def _numbered(facts: dict[str, Any]) -> dict[int, Any]:
    """JSON knows only text as a key."""
    return {int(key): value for key, value in facts.items()}


def _find_user(world: World, key: int) -> Content:
    facts: Facts = {**asdict(world.people[key]), "names": {}}
    return facts, b""


def _restore_user(world: World, facts: Facts, _bytes: bytes) -> None:
    world.people.keep(User(**facts))


def _find_chat(world: World, key: int) -> Content:
    """A chat without its messages, which are written one by one."""
    chat = world.chats[key]
    facts: Facts = {
        entry.name: getattr(chat, entry.name)
        for entry in fields(chat)
        if entry.name not in ("messages", "members", "names")
    }
    facts["members"] = {
        user: {**asdict(member), "rights": sorted(member.rights)}
        for user, member in chat.members.items()
    }
    return facts, b""


def _restore_chat(world: World, facts: Facts, _bytes: bytes) -> None:
    members = {
        user: Membership(**{**member, "rights": frozenset(member["rights"])})
        for user, member in _numbered(facts.pop("members")).items()
    }
    topics, asking = _numbered(facts.pop("topics")), _numbered(facts.pop("asking"))
    world.chats.keep(DemoChat(**facts, topics=topics, asking=asking, members=members))


def _find_message(world: World, key: tuple[int, int]) -> Content | None:
    message = world.chats[key[0]].messages.get(key[1])
    return None if message is None else (asdict(message), b"")


def _restore_message(world: World, facts: Facts, _bytes: bytes) -> None:
    world.history.keep(Message(**{**facts, "reactions": _numbered(facts["reactions"])}))


def _find_file(world: World, key: str) -> Content | None:
    stored = world.files.by_id(key)
    if stored is None:
        return None
    kept: Facts = {entry.name: getattr(stored, entry.name) for entry in fields(stored)}
    content: bytes = kept.pop("content")
    return kept, content


def _restore_file(world: World, facts: Facts, content: bytes) -> None:
    world.files.keep(StoredFile(**facts, content=content))


def _find_query(world: World, key: str) -> Content | None:
    query = world.presses.by_id(key)
    if query is None:
        return None
    facts: Facts = {**asdict(query), "since": query.since.isoformat()}
    return facts, b""


def _restore_query(world: World, facts: Facts, _bytes: bytes) -> None:
    since = datetime.fromisoformat(facts.pop("since"))
    world.presses.keep(Query(**facts, since=since))


def _find_queue(world: World, _key: str) -> Content:
    """The waiting updates, the next id, and where they are to go."""
    queue = world.queue
    waiting = [(entry.since.isoformat(), entry.update) for entry in queue.entries]
    allowed = sorted(queue.allowed) if queue.allowed else None
    facts: Facts = {"next": queue.next_id, "waiting": waiting, "allowed": allowed}
    facts["webhook"] = asdict(queue.webhook)
    return facts, b""


def _restore_queue(world: World, facts: Facts, _bytes: bytes) -> None:
    waiting = [(datetime.fromisoformat(since), update) for since, update in facts["waiting"]]
    world.queue.restore(facts["next"], waiting)
    world.queue.allowed = frozenset(facts["allowed"]) if facts["allowed"] else None
    world.queue.webhook = WebhookSetting(**facts["webhook"])


def _find_profile(world: World, _key: str) -> Content:
    return asdict(world.profile), b""


def _restore_profile(world: World, facts: Facts, _bytes: bytes) -> None:
    world.profile = Profile(**facts)


NOUNS = {
    "user": Noun(_find_user, _restore_user),
    "chat": Noun(_find_chat, _restore_chat),
    "message": Noun(_find_message, _restore_message),
    "file": Noun(_find_file, _restore_file),
    "query": Noun(_find_query, _restore_query),
    "queue": Noun(_find_queue, _restore_queue),
    "profile": Noun(_find_profile, _restore_profile),
}
