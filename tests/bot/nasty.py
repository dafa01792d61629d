"""Updates as Telegram sends them, and what becomes of them when a server of one's own is broken."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

Json = dict[str, Any]

NASTY: tuple[Any, ...] = (
    2**31, 2**63, -(2**63) - 1, 2**64, 10**400, -1, 0, 1e308, -0.5, float("inf"), float("nan"),
    True, None, "x", "", "9" * 5000, "\0", "\ud800", "医" * 5000, [], {}, [None],
    {"id": 2**64}, [[[]]],
)  # fmt: skip

WHO = {"id": 5, "is_bot": False, "first_name": "芳", "last_name": "王", "language_code": "zh-hans"}
PRIVATE = {"id": 5, "type": "private", "first_name": "芳"}
GROUP = {"id": -1001234567890, "type": "supergroup", "title": "支部", "is_forum": True}
FILE = {"file_id": "AgACAgUAAx", "file_unique_id": "AQADx", "file_size": 1000}


def message(**fields: Any) -> Json:
    return {"message_id": 9, "date": 1214182800, "chat": PRIVATE, "from": WHO, **fields}


def _member(status: str) -> Json:
    return {"user": {"id": 7, "is_bot": True, "first_name": "b"}, "status": status}


CHANGE = {
    "chat": GROUP,
    "from": WHO,
    "date": 1214182800,
    "old_chat_member": _member("left"),
    "new_chat_member": {**_member("restricted"), "is_member": True},
}
TEMPLATES: tuple[tuple[str, Json], ...] = (
    ("message", message(text="你好", entities=[{"type": "bold", "offset": 0, "length": 2}])),
    ("message", message(text="/checkin")),
    ("message", message(text="/link x", chat=GROUP, message_thread_id=3, is_topic_message=True)),
    ("message", message(text="/link x", chat=GROUP, sender_chat=GROUP, **{
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}})),
    ("message", message(photo=[FILE, FILE], caption="义诊", media_group_id="77")),
    ("message", message(document={**FILE, "file_name": "a.pdf", "mime_type": "application/pdf"})),
    ("message", message(chat=GROUP, migrate_to_chat_id=-1009999999999)),
    ("message", message(sticker={"file_id": "x"})),
    ("edited_message", message(text="改了", edit_date=1214182900)),
    ("callback_query", {"id": "123", "from": WHO, "message": message(text="?"), "data": "x.1.0",
                        "chat_instance": "1"}),
    ("callback_query", {"id": "124", "from": WHO, "data": "x.1.0"}),
    ("my_chat_member", CHANGE),
    ("chat_join_request", {"chat": GROUP, "from": WHO, "user_chat_id": 5, "date": 1214182800}),
)  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a JSON value any part lies, the value itself too."""
    yield path
    inner: Any = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, part in inner:
        yield from _places(part, (*path, key))


def _with(value: Json, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    changed = deepcopy(value)
    holder: Any = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return changed


def broken(kind: str, content: Json, values: Sequence[Any] = NASTY) -> Iterator[Json]:
    """The update's body with every part of it replaced by every nasty value, one at a time."""
    for path in _places(content):
        for value in values:
            yield {kind: _with(content, path, value)}


def broken_updates(values: Sequence[Any] = NASTY) -> Iterator[Json]:
    """All of them, of all kinds, with the numbers that an update has."""
    bodies = (body for kind, content in TEMPLATES for body in broken(kind, content, values))
    for number, body in enumerate(bodies, start=1):
        yield {"update_id": number, **body}
