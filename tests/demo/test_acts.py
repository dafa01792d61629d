"""What people do, and what the bot hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.chat_page.acts import carry_out
from bot.demo.fake_telegram.refusals import ActRefused
from bot.demo.fake_telegram.world.files import Upload
from bot.demo.fake_telegram.world.world import World
from tests.demo.conftest import Call, HandClock
from tests.demo.pictures import PNG, png


def heard(world: World) -> list[dict[str, Any]]:
    """The waiting updates without their ids."""
    return [
        {kind: body for kind, body in update.items() if kind != "update_id"}
        for update in world.queue.waiting
    ]


def texts(world: World) -> list[str]:
    return [update["message"]["text"] for update in world.queue.waiting]


def test_an_album_is_as_many_messages_with_one_id(world: World) -> None:
    uploads = [Upload("a.png", png(4, 3)), Upload("b.png", png(3, 4))]
    world.speech.send_album(101, None, uploads, caption="植树")
    first, second = (update["message"] for update in heard(world))
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("植树", False)
    assert [size["width"] for size in first["photo"]] == [90, 4]
    assert first["photo"][-1]["file_unique_id"] != second["photo"][-1]["file_unique_id"]
    assert world.files.by_id(first["photo"][0]["file_id"]) is not None


async def test_files_are_fetched_up_to_their_limit(world: World, bot: Call) -> None:
    small = world.speech.send_document(101, None, "方案.xlsx", b"PK..")
    big = world.speech.send_file(
        101, None, "document", Upload("big.zip", b"PK"), size=20 * 2**20 + 1
    )
    path = (await bot("getFile", file_id=small.content["document"]["file_id"]))["file_path"]
    assert path.startswith("documents/")
    refused = await bot("getFile", file_id=big.content["document"]["file_id"])
    assert refused == (400, "Bad Request: file is too big")
    world.files.lose(small.content["document"]["file_id"])
    words = "Bad Request: wrong file_id or the file is temporarily unavailable"
    assert await bot("getFile", file_id=small.content["document"]["file_id"]) == (400, words)
    assert (await bot("getFile", file_id="nonsense"))[0] == 400


def test_edits_and_forwards(world: World, clock: HandClock) -> None:
    mine = world.say(101, None, "first")
    clock.passes(minutes=1)
    world.speech.edit(101, None, mine.id, "second")
    edited = heard(world)[-1]["edited_message"]
    assert (edited["text"], edited["edit_date"] - edited["date"]) == ("second", 60)
    group = world.add_group("第一支部", 101, 102)
    other = world.say(102, group, "theirs")
    world.speech.forward(101, group, other.id, None)
    assert heard(world)[-1]["message"]["forward_origin"]["sender_user"]["id"] == 102
    world.speech.forward(101, group, other.id, None, hidden=True)
    origin = heard(world)[-1]["message"]["forward_origin"]
    assert (origin["type"], origin["sender_user_name"]) == ("hidden_user", "李强")
    with pytest.raises(ActRefused):
        world.speech.edit(101, group, other.id, "not mine")


def test_in_groups_the_bot_hears_what_is_meant_for_it(world: World) -> None:
    group = world.add_group("第一支部", 101, 102, bot=True)
    for text in ("chat", "/help", "/help@other_bot", "/help@flagbearer_bot", "😀 @flagbearer_bot"):
        world.say(101, group, text)
    assert texts(world) == ["/help", "/help@flagbearer_bot", "😀 @flagbearer_bot"]
    world.promote(101, group)
    world.say(101, group, "heard by an administrator")
    assert texts_of_messages(world)[-1] == "heard by an administrator"


def texts_of_messages(world: World) -> list[str]:
    return [u["message"]["text"] for u in world.queue.waiting if "text" in u.get("message", {})]


def test_anonymous_and_channel_senders_are_no_persons(world: World) -> None:
    group = world.add_group("第一支部", 101, 102, supergroup=True, bot=True)
    world.promote(101, group, 102, anonymous=True)
    world.say(102, group, "/status")
    message = heard(world)[-1]["message"]
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (1087968824, group.id)
    channel = world.memberships.add_channel("感动医专", 101)
    world.say(101, channel, "post")
    post = heard(world)[-1]["channel_post"]
    assert ("from" in post, post["sender_chat"]["id"]) == (False, channel.id)
    world.say(101, group, "/as_channel", as_chat=channel.id)
    assert heard(world)[-1]["message"]["from"]["id"] == 136817688
    with pytest.raises(ActRefused):
        world.say(103, channel, "no right")


def test_blocking_and_coming_back(world: World) -> None:
    world.start(101)
    world.memberships.block(101)
    change = heard(world)[-1]["my_chat_member"]
    assert change["new_chat_member"]["status"] == "kicked"
    with pytest.raises(ActRefused):
        world.say(101, None, "x")
    world.start(101, "code")
    assert heard(world)[-1]["message"]["text"] == "/start code"
    assert heard(world)[-2]["my_chat_member"]["new_chat_member"]["status"] == "member"


def test_joining_a_group_is_told(world: World) -> None:
    group = world.add_group("第一支部", 101)
    world.add_bot(101, group)
    kinds = [next(iter(update)) for update in heard(world)]
    assert kinds == ["my_chat_member", "message"]
    assert heard(world)[-1]["message"]["new_chat_members"][0]["is_bot"]
    world.memberships.kick_bot(101, group)
    assert [next(iter(update)) for update in heard(world)][2:] == ["my_chat_member"]


async def test_a_join_request_opens_the_private_chat_for_a_while(
    world: World, bot: Call, clock: HandClock
) -> None:
    group = world.add_group("第一支部", 101, supergroup=True, bot=True)
    world.promote(101, group)
    world.memberships.ask(103, group)
    request = heard(world)[-1]["chat_join_request"]
    assert (await bot("sendMessage", chat_id=request["user_chat_id"], text="?"))["text"] == "?"
    clock.passes(minutes=6)
    assert (await bot("sendMessage", chat_id=103, text="?"))[0] == 403
    assert await bot("approveChatJoinRequest", chat_id=group.id, user_id=103) is True
    assert group.has(103)
    again = await bot("approveChatJoinRequest", chat_id=group.id, user_id=103)
    assert again == (400, "Bad Request: USER_ALREADY_PARTICIPANT")


def test_a_restricted_or_absent_person_cannot_write(world: World) -> None:
    group = world.add_group("第一支部", 101)
    with pytest.raises(ActRefused):
        world.say(102, group, "x")
    assert world.messages(group) == []


def test_a_text_over_the_limit_goes_as_several(world: World) -> None:
    world.say(101, None, "字" * 5000)
    assert [len(text) for text in texts(world)] == [4096, 904]


async def test_pictures_are_sent_and_copied(world: World, bot: Call) -> None:
    photo = world.speech.send_photo(101, None, PNG)
    copied = await bot("copyMessage", chat_id=101, from_chat_id=101, message_id=photo.id)
    assert world.last(101).id == copied["message_id"]
    assert world.last(101).content["photo"] == photo.content["photo"]
    gone = await bot("copyMessage", chat_id=101, from_chat_id=101, message_id=999)
    assert gone == (400, "Bad Request: message to copy not found")
    forwarded = await bot("forwardMessage", chat_id=101, from_chat_id=101, message_id=photo.id)
    assert forwarded["forward_origin"]["sender_user"]["id"] == 101


async def test_leaving_and_asking_about_chats(world: World, bot: Call) -> None:
    group = world.add_group("第一支部", 101, 102, bot=True)
    assert (await bot("getChat", chat_id=group.id))["title"] == "第一支部"
    assert await bot("getChatMemberCount", chat_id=group.id) == 3
    admins = await bot("getChatAdministrators", chat_id=group.id)
    assert [(a["status"], a["user"]["id"]) for a in admins] == [("creator", 101)]
    assert (await bot("getChatMember", chat_id=group.id, user_id=103))["status"] == "left"
    assert await bot("leaveChat", chat_id=group.id) is True
    assert heard(world)[-1]["my_chat_member"]["new_chat_member"]["status"] == "left"
    assert (await bot("getChat", chat_id=group.id))[0] == 403


async def test_pins_need_the_right(world: World, bot: Call) -> None:
    group = world.add_group("第一支部", 101, bot=True)
    sent = await bot("sendMessage", chat_id=group.id, text="x")
    pin = {"chat_id": group.id, "message_id": sent["message_id"]}
    words = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await bot("pinChatMessage", **pin) == (400, words)
    world.promote(101, group)
    assert await bot("pinChatMessage", **pin) is True
    assert (await bot("getChat", chat_id=group.id))["pinned_message"]["text"] == "x"


def test_a_link_adds_the_bot_to_a_group_and_sends_what_it_carries_there(world: World) -> None:
    group = world.add_group("第一支部", 101)
    act = {"act": "start_group", "as": 101, "chat": group.id, "payload": "c0de"}
    carry_out(world, act)
    assert group.has(world.bot.id)
    assert texts_of_messages(world) == ["/start@flagbearer_bot c0de"]
    carry_out(world, act)
    assert [next(iter(update)) for update in heard(world)].count("my_chat_member") == 1
    with pytest.raises(ActRefused):
        carry_out(world, act | {"chat": 101})
