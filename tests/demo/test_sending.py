"""What the bot sends, and how Telegram refuses it."""

from __future__ import annotations

import pytest

from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.world.world import World
from tests.demo.conftest import Call, HandClock


async def test_a_text_reaches_the_chat_with_its_entities(world: World, bot: Call) -> None:
    world.start(101)
    sent = await bot("sendMessage", chat_id=101, text="<b>王芳</b>, see /help", parse_mode="HTML")

    assert sent["text"] == "王芳, see /help"
    assert sent["entities"] == [
        {"offset": 0, "length": 2, "type": "bold"},
        {"offset": 8, "length": 5, "type": "bot_command"},
    ]
    assert sent["chat"] == {
        "id": 101,
        "type": "private",
        "username": "wang_fang",
        "first_name": "芳",
        "last_name": "王",
    }
    assert world.last(101).text == "王芳, see /help"


async def test_nobody_is_written_to_before_they_wrote(world: World, bot: Call) -> None:
    words = "Forbidden: bot can't initiate conversation with a user"
    assert await bot("sendMessage", chat_id=101, text="hi") == (403, words)
    assert world.messages(101) == []


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"chat_id": 999, "text": "x"}, "chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": 101, "text": " \u200b\n"}, "message text is empty"),
        ({"chat_id": 101}, "message text is empty"),
        ({"chat_id": 101, "text": "字" * 4097}, "message is too long"),
        ({"chat_id": 101, "text": "😀" * 2049}, "message is too long"),
        ({"chat_id": 101, "text": "x", "parse_mode": "XML"}, "unsupported parse_mode"),
        (
            {"chat_id": 101, "text": "x", "reply_markup": "{"},
            "can't parse reply keyboard markup JSON object",
        ),
        (
            {"chat_id": 101, "text": "x", "reply_parameters": {"message_id": 77}},
            "message to be replied not found",
        ),
        ({"chat_id": 101, "text": "\ud800"}, "strings must be encoded in UTF-8"),
    ],
)
async def test_bad_requests_are_refused_in_telegrams_words(
    world: World, bot: Call, params: dict[str, object], words: str
) -> None:
    world.start(101)
    assert await bot("sendMessage", **params) == (400, f"Bad Request: {words}")
    assert len(world.messages(101)) == 1


async def test_text_may_fill_the_limit_exactly(world: World, bot: Call) -> None:
    world.start(101)
    sent = await bot(
        "sendMessage", chat_id=101, text="<b>" + "字" * 4096 + "</b>", parse_mode="HTML"
    )
    assert len(sent["text"]) == 4096


async def test_who_cannot_be_reached(world: World, bot: Call) -> None:
    for user in (101, 102):
        world.start(user)
    world.memberships.block(101)
    world.people.deactivate(102)
    group = world.add_group("第一支部", 103, bot=True)
    world.memberships.kick_bot(103, group)
    supergroup = world.add_group("第二支部", 103, supergroup=True)

    async def answer(chat_id: int) -> object:
        return await bot("sendMessage", chat_id=chat_id, text="x")

    assert await answer(101) == (403, "Forbidden: bot was blocked by the user")
    assert await answer(102) == (403, "Forbidden: user is deactivated")
    assert await answer(group.id) == (403, "Forbidden: bot was kicked from the group chat")
    assert await answer(supergroup.id) == (
        403,
        "Forbidden: bot is not a member of the supergroup chat",
    )


async def test_a_group_that_became_a_supergroup_names_the_new_chat(
    world: World, api: BotApi
) -> None:
    group = world.add_group("第一支部", 101, bot=True)
    new = world.memberships.migrate_group(group)

    status, body = await api.call("1:T", "sendMessage", {"chat_id": group.id, "text": "x"})
    assert (status, body["description"]) == (
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
    )
    assert body["parameters"] == {"migrate_to_chat_id": new.id}
    kinds = [update["message"] for update in world.queue.waiting]
    assert [m.get("migrate_to_chat_id") for m in kinds] == [new.id, None]
    assert [m.get("migrate_from_chat_id") for m in kinds] == [None, group.id]


async def test_buttons_are_checked(world: World, bot: Call) -> None:
    world.start(101)

    async def answer(button: dict[str, str]) -> object:
        markup = {"inline_keyboard": [[{"text": "好", **button}]]}
        return await bot("sendMessage", chat_id=101, text="x", reply_markup=markup)

    assert await answer({"callback_data": "字" * 22}) == (400, "Bad Request: BUTTON_DATA_INVALID")
    assert await answer({"callback_data": ""}) == (400, "Bad Request: BUTTON_DATA_INVALID")
    assert (await answer({}))[0] == 400  # type: ignore[index]
    assert (await answer({"url": "javascript:alert(1)"}))[0] == 400  # type: ignore[index]
    assert (await answer({"callback_data": "字" * 21}))["text"] == "x"  # type: ignore[index]


async def test_a_bad_token_and_an_unknown_method(api: BotApi) -> None:
    assert (await api.call("1:X", "getMe"))[0] == 401
    assert (await api.call("1:T", "sendTelepathy"))[0] == 404
    assert api.unknown == ["sendTelepathy"]
    assert (await api.call("1:T", "GETME"))[1]["result"]["username"] == "flagbearer_bot"


async def test_editing(world: World, bot: Call, clock: HandClock) -> None:
    mine = world.start(101)
    card = await bot("sendMessage", chat_id=101, text="one")
    at = {"chat_id": 101, "message_id": card["message_id"]}

    not_modified = await bot("editMessageText", **at, text="one")
    assert not_modified[1].startswith("Bad Request: message is not modified")
    clock.passes(seconds=5)
    edited = await bot("editMessageText", **at, text="two")
    assert edited["edit_date"] == edited["date"] + 5
    wrong = {"chat_id": 101, "message_id": 999}
    gone = (400, "Bad Request: message to edit not found")
    assert await bot("editMessageText", **wrong, text="x") == gone
    foreign = await bot("editMessageText", chat_id=101, message_id=mine.id, text="x")
    assert foreign == (400, "Bad Request: message can't be edited")
    no_caption = await bot("editMessageCaption", **at, caption="x")
    assert no_caption == (400, "Bad Request: there is no caption in the message to edit")
    assert await bot("deleteMessage", **at) is True
    gone = (400, "Bad Request: message to delete not found")
    assert await bot("deleteMessage", **at) == gone


async def test_a_press_is_answered_once_and_in_time(
    world: World, bot: Call, clock: HandClock
) -> None:
    world.start(101)
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
    card = await bot("sendMessage", chat_id=101, text="x", reply_markup=markup)
    query = world.press(101, None, card["message_id"], "好")

    update = world.queue.waiting[-1]["callback_query"]
    assert (update["data"], update["message"]["text"]) == ("ok", "x")
    assert await bot("answerCallbackQuery", callback_query_id=query.id, text="记下了") is True
    assert query.answer == {"text": "记下了", "show_alert": False, "url": ""}
    words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await bot("answerCallbackQuery", callback_query_id=query.id) == (400, words)
    late = world.press(101, None, card["message_id"], 0)
    clock.passes(minutes=16)
    assert await bot("answerCallbackQuery", callback_query_id=late.id) == (400, words)


async def test_a_press_on_a_card_that_is_gone_is_inaccessible(world: World, bot: Call) -> None:
    world.start(101)
    card = await bot("sendMessage", chat_id=101, text="x")
    await bot("deleteMessage", chat_id=101, message_id=card["message_id"])
    world.presses.forge(101, None, card["message_id"], "anything")
    message = world.queue.waiting[-1]["callback_query"]["message"]
    assert (message["date"], message["message_id"]) == (0, card["message_id"])
    assert "text" not in message
