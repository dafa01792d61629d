"""What goes out is plain JSON when it is written down, and says no more than it must."""

import json
from typing import Any

import pytest

from campaign.messages import (
    DONE_HERE,
    FetchOrder,
    ReportOrder,
    TextMessage,
    Toast,
    Value,
    utf16_length,
)
from campaign.texts import Html
from tests.campaign.values import BUTTONS, VALUES


def written(value: Value) -> Any:
    """As the database gives it back."""
    return json.loads(json.dumps(value.to_json()))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.kind)
def test_a_value_is_written_down_as_plain_json(value: Value) -> None:
    assert isinstance(written(value), dict)
    assert value.kind not in DONE_HERE


def test_html_is_told_from_plain_text() -> None:
    assert written(TextMessage(7, Html("&lt;"))) == {"chat_id": 7, "text": "&lt;", "html": True}
    assert written(TextMessage(7, "&lt;")) == {"chat_id": 7, "text": "&lt;"}


def test_buttons_are_written_in_their_rows() -> None:
    assert written(TextMessage(7, "x", BUTTONS))["buttons"] == [
        [["好", "Abc_efgh-jklmn09.1.0", None]],
        [["看", None, "t.me/x"]],
    ]


def test_plain_fields_are_written_by_their_names() -> None:
    assert written(Toast("42")) == {"query_id": "42", "text": "", "alert": False}


def test_orders_are_written_as_ever() -> None:
    """Those of a release before wait in the outbox in this very form."""
    assert written(FetchOrder(7, "AgAD", 20, None)) == {
        "chat_id": 7,
        "file_id": "AgAD",
        "limit": 20,
        "size": None,
    }
    assert written(FetchOrder(7, "AgAD", 20, any_kind=True))["any_kind"] is True
    order = ReportOrder(7, "notice_report", "n.xlsx", Html("<b>"), {"id": "x", "zone": "UTC"})
    assert written(order) == {
        "chat_id": 7,
        "what": "notice_report",
        "name": "n.xlsx",
        "caption": "<b>",
        "id": "x",
        "zone": "UTC",
    }


def test_length_is_counted_as_messengers_do() -> None:
    assert [utf16_length(text) for text in ("", "旗", "🚩", "\ud83d")] == [0, 1, 2, 1]
