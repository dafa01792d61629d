"""Values in the words of the Bot API, and the rows of a release before as they are."""

import json
from typing import Any

import pytest
from telegram import constants

from bot.demo.fake_telegram.methods import METHODS
from bot.telegram.render import answers_press, call_of, method_of, rendered
from campaign import links, messages
from campaign.messages import (
    Admission,
    ButtonsOff,
    Description,
    Files,
    LeaveTaking,
    Menu,
    MenuPlace,
    MessageFile,
    NoMenu,
    TextMessage,
    Toast,
    Value,
)
from campaign.texts import Html
from storage.delivery.outbox import Outgoing
from tests.bot.desk import Desk
from tests.campaign.values import BUTTONS, LOOK, VALUES

HTML = {"parse_mode": "HTML"}
NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}
KEYBOARD = {
    "reply_markup": {
        "inline_keyboard": [
            [{"text": "好", "callback_data": "Abc_efgh-jklmn09.1.0"}],
            [{"text": "看", "url": "t.me/x"}],
        ]
    }
}
TOPIC = {"message_thread_id": 9}
HELP = [{"command": "help", "description": "帮助"}]


@pytest.mark.parametrize(
    ("value", "method", "params"),
    [
        (TextMessage(7, Html("<b>")), "sendMessage",
         {"chat_id": 7, "text": "<b>", **HTML, **NO_PREVIEW}),
        (TextMessage(-7, Html("x"), BUTTONS, 9), "sendMessage",
         {"chat_id": -7, "text": "x", **HTML, **NO_PREVIEW, **TOPIC, **KEYBOARD}),
        (TextMessage("@flag", "<b>", look=LOOK), "sendMessage",
         {"chat_id": "@flag", "text": "<b>", **LOOK}),
        (Files(7, [MessageFile("photo", "A", look={"has_spoiler": True})]), "sendPhoto",
         {"chat_id": 7, "photo": "A", "has_spoiler": True}),
        (Files(7, [MessageFile("audio", "A", caption="<b>")], 9), "sendAudio",
         {"chat_id": 7, "audio": "A", "caption": "<b>", **TOPIC}),
        (Files(7, [MessageFile("document", made="a/b", caption=Html("<b>"))]), "sendDocument",
         {"chat_id": 7, "document": {"made": "a/b"}, "caption": "<b>", **HTML}),
        (Files(7, [MessageFile("photo", "A", caption="一", look=LOOK), MessageFile("video", "B")]),
         "sendMediaGroup",
         {"chat_id": 7, "media": [{"type": "photo", "media": "A", "caption": "一", **LOOK},
                                  {"type": "video", "media": "B"}]}),
        (ButtonsOff(7, 12), "editMessageReplyMarkup", {"chat_id": 7, "message_id": 12}),
        (Toast("42"), "answerCallbackQuery", {"callback_query_id": "42"}),
        (Toast("42", "好", alert=True), "answerCallbackQuery",
         {"callback_query_id": "42", "text": "好", "show_alert": True}),
        (Menu([("help", "帮助")], account=7), "setMyCommands",
         {"scope": {"type": "chat", "chat_id": 7}, "commands": HELP}),
        (Menu([("help", "帮助")], place=MenuPlace.PRIVATE, language="zh"), "setMyCommands",
         {"scope": {"type": "all_private_chats"}, "commands": HELP, "language_code": "zh"}),
        (NoMenu(7), "deleteMyCommands", {"scope": {"type": "chat", "chat_id": 7}}),
        (Description("痕迹年"), "setMyDescription", {"description": "痕迹年"}),
        (Description("Trace", brief=True, language="en"), "setMyShortDescription",
         {"short_description": "Trace", "language_code": "en"}),
        (Admission(-7, 8), "approveChatJoinRequest", {"chat_id": -7, "user_id": 8}),
        (LeaveTaking(-7), "leaveChat", {"chat_id": -7}),
    ],
)  # fmt: skip
def test_a_value_is_a_call(value: Value, method: str, params: dict[str, Any]) -> None:
    assert call_of(value) == (method, params)
    written = json.loads(json.dumps(value.to_json()))
    assert rendered(value.kind, written) == (method, params)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"chat_id": 7, "text": "<b>", **HTML, **NO_PREVIEW, **KEYBOARD}),
        ("answerCallbackQuery", {"callback_query_id": "42"}),
        ("setMyCommands", {"scope": {"type": "default"}, "commands": HELP}),
        ("sendDocument", {"chat_id": 7, "document": {"made": "a/b"}}),
    ],
)
def test_a_row_of_the_release_before_is_left_as_it_is(method: str, params: dict[str, Any]) -> None:
    assert rendered(method, params) == (method, params)
    assert method_of(method) == method


def test_no_kind_is_the_name_of_a_method() -> None:
    """Or a row of the release before would be taken for a value."""
    names = {name.lower() for name in METHODS}
    kinds = {value.kind for value in VALUES} | messages.DONE_HERE
    assert not names & {kind.lower() for kind in kinds}
    assert all(call_of(value)[0].lower() in names for value in VALUES)


def test_what_answers_a_press_is_known_in_both_forms() -> None:
    assert answers_press("toast")
    assert answers_press("answerCallbackQuery")
    assert not answers_press("text")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.kind)
def test_the_method_of_a_kind_is_the_one_that_it_is_sent_by(value: Value) -> None:
    several = (Files.kind, Description.kind)
    assert method_of(value.kind) in (call_of(value)[0], *several)


async def test_messages_go_out_in_both_forms(desk: Desk) -> None:
    wang = desk.person()
    new = TextMessage(wang.id, Html("<b>新</b>"))
    old = {"chat_id": wang.id, "text": "<b>旧</b>", "parse_mode": "HTML"}
    await desk.send(Outgoing.of(new), Outgoing("sendMessage", old))
    assert desk.texts(wang) == ["新", "旧"]
    assert await desk.states() == ["sent", "sent"]


def test_the_limits_are_telegrams() -> None:
    assert messages.MESSAGE_LIMIT == constants.MessageLimit.MAX_TEXT_LENGTH
    assert messages.CAPTION_LIMIT == constants.MessageLimit.CAPTION_LENGTH
    assert messages.TOAST_LIMIT == (constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)
    assert messages.ALBUM_LIMIT == constants.MediaGroupLimit.MAX_MEDIA_LENGTH
    assert links.KEY_LIMIT == constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
