"""The name and the chat of what comes in: never the same for two things, always within bounds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.updates.arrivals import SOURCE_LIMIT, NotAnUpdate, arrival_of

CHAT = {"id": -1001234567890}
WHO = {"id": 3}
MESSAGE = {"message_id": 9, "chat": CHAT, "date": 1}


@pytest.mark.parametrize(
    ("content", "chat", "inner"),
    [
        ({"message": MESSAGE}, CHAT["id"], "m-1001234567890.9."),
        ({"edited_message": MESSAGE | {"edit_date": 5}}, CHAT["id"], "m-1001234567890.9.5"),
        (
            {"callback_query": {"id": "77", "from": WHO, "message": MESSAGE}},
            CHAT["id"],
            "id77",
        ),
        ({"callback_query": {"id": "77", "from": WHO}}, 3, "id77"),
        ({"my_chat_member": {"chat": CHAT, "from": WHO, "date": 12}}, CHAT["id"], "date12"),
        (
            {"chat_join_request": {"chat": CHAT, "from": WHO, "date": 12}},
            CHAT["id"],
            "date12",
        ),
        ({"poll_answer": {"poll_id": "5", "user": WHO}}, 3, "poll_id5"),
        ({"something": {}}, 0, "-"),
    ],
)
def test_the_chat_keeps_the_order_and_the_inner_id_tells_apart(
    content: dict[str, Any], chat: int, inner: str
) -> None:
    found = arrival_of({"update_id": 12, **content})
    assert (found.chat_id, found.source) == (chat, f"u:12:{inner}")


def test_the_same_number_with_other_content_is_another_arrival() -> None:
    """Fault 13."""
    first = arrival_of({"update_id": 12, "message": MESSAGE})
    second = arrival_of({"update_id": 12, "message": MESSAGE | {"message_id": 10}})
    assert first.source != second.source


def test_long_ids_are_shortened_but_stay_apart() -> None:
    queries = [{"id": "9" * 200 + end, "from": {"id": 1}} for end in "ab"]
    found = {arrival_of({"update_id": 1, "callback_query": query}).source for query in queries}
    assert len(found) == 2
    assert {len(source) for source in found} <= {SOURCE_LIMIT, SOURCE_LIMIT - 1}


@pytest.mark.parametrize("value", [None, 5, "x", [], {}, {"update_id": "5"}, {"update_id": None}])
def test_what_is_no_update_is_told(value: object) -> None:
    with pytest.raises(NotAnUpdate):
        arrival_of(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)
NAMES = st.sampled_from(["message", "chat", "from", "id", "user", "message_id", "poll_id", "date"])
SHAPES = st.dictionaries(
    NAMES, JSON | st.dictionaries(NAMES, JSON | st.dictionaries(NAMES, JSON)), max_size=4
)


@given(SHAPES, st.text(st.characters(), min_size=1))
def test_any_shape_can_be_stored(content: dict[str, Any], name: str) -> None:
    found = arrival_of({"update_id": 1, name: content})
    assert 0 < len(found.source) <= SOURCE_LIMIT
    assert found.source.isprintable()
    assert abs(found.chat_id) < 2**63
    str(found.body).encode()
