"""Topics that are closed or deleted: the general one stands in, and the secretary knows."""

from storage.groups import Closed
from tests.campus import Campus
from tests.handlers.groups.test_closed import (
    TOLD,
    closed_in,
    heard,
    mute,
    put_reminder,
    reopen,
    ring,
)
from tests.handlers.groups.test_link import a_code, group_in, reads, said_in
from tests.handlers.groups.test_topics import TOPIC, a_forum, says_in_topic


async def test_a_deleted_topic_gives_way_to_the_general_one_and_the_secretary_knows(
    campus: Campus,
) -> None:
    li = await campus.secretary("李娜")
    chat = await a_forum(campus, li)
    await says_in_topic(li, f"/link {await a_code(li)}", chat)
    mute(campus, chat, "Bad Request: TOPIC_DELETED", times=1)
    await put_reminder(campus, chat, "一", message_thread_id=TOPIC)
    bot = campus.world.bot.username
    assert said_in(campus, chat)[-1] == "一"
    assert heard(li, "groups.topic_gone", group="支部群", bot=bot) == 1
    found = await group_in(campus, chat)
    assert found is not None
    assert (found.topic, found.closed) == (None, None)


async def test_a_closed_topic_is_stood_in_for_by_the_general_one_until_it_opens(
    campus: Campus,
) -> None:
    li = await campus.secretary("李娜")
    chat = await a_forum(campus, li)
    await says_in_topic(li, f"/link {await a_code(li)}", chat)
    for text in ("一", "二"):
        mute(campus, chat, "Bad Request: TOPIC_CLOSED", times=1)
        await put_reminder(campus, chat, text, message_thread_id=TOPIC)
    bot = campus.world.bot.username
    assert said_in(campus, chat)[-2:] == ["一", "二"]
    assert heard(li, "groups.closed_topic", group="支部群", bot=bot) == 1
    assert await closed_in(campus, chat) is Closed.TOPIC

    await put_reminder(campus, chat, "三", message_thread_id=TOPIC)
    assert await closed_in(campus, chat) is None
    assert heard(li, "groups.open_again", group="支部群", bot=bot) == 1


async def test_a_general_topic_that_is_closed_too_goes_to_the_secretary(campus: Campus) -> None:
    """Until Telegram tells that a topic was reopened."""
    li = await campus.secretary("李娜")
    chat = await a_forum(campus, li)
    await says_in_topic(li, f"/link {await a_code(li)}", chat)
    mute(campus, chat, "Bad Request: TOPIC_CLOSED")
    await ring(campus)
    bot = campus.world.bot.username
    assert heard(li, "groups.closed_topics", group="支部群", bot=bot) == 1
    assert heard(li, "groups.pass_on", group="支部群") == TOLD
    reopen(campus)
    message = {
        "message_id": 4711, "date": campus.world.history.seconds(), "chat": chat.as_json(),
        "from": li.user.as_json(), "message_thread_id": TOPIC, "is_topic_message": True,
        "forum_topic_reopened": {},
    }  # fmt: skip
    campus.world.queue.put("message", message)
    await campus.settle()
    assert await closed_in(campus, chat) is None
    assert said_in(campus, chat)[-1] == reads(campus, "groups.can_write_again")


async def test_a_closed_topic_that_is_not_the_group_s_closes_nothing(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_forum(campus, li)
    await li.says(f"/link {await a_code(li)}", chat)
    mute(campus, chat, "Bad Request: TOPIC_CLOSED", times=2)
    await says_in_topic(li, "/progress", chat)
    assert await closed_in(campus, chat) is None
    assert heard(li, "groups.unsaid") == 1
