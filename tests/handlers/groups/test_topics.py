"""Groups with topics: the bot answers where it was asked, and speaks where it was bound."""

import pytest
from sqlalchemy import select

from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.messages import Message
from storage.tables import trace
from tests.campus import FIRST_BRANCH, Actor, Campus
from tests.handlers.groups.test_link import a_code, group_in, reads

TOPIC = 7


async def a_forum(campus: Campus, *people: Actor, title: str = "支部群") -> DemoChat:
    """A group with a topic of its own for the campaign, the bot just added by the first."""
    chat = campus.world.add_group(title, *(actor.user for actor in people), forum=True)
    chat.topics[TOPIC] = "竞赛活动"
    campus.world.add_bot(people[0].user, chat)
    await campus.settle()
    return chat


async def says_in_topic(actor: Actor, text: str, chat: DemoChat) -> None:
    await actor.does(
        lambda world: world.say(
            actor.user, chat, text, message_thread_id=TOPIC, is_topic_message=True
        )
    )


def said(campus: Campus, chat: DemoChat) -> list[tuple[int | None, str]]:
    """What the bot wrote in a group, each with its topic."""
    found: list[Message] = campus.world.messages(chat)
    bot = campus.world.bot.id
    return [(m.frame.get("message_thread_id"), m.text) for m in found if m.sender == bot and m.text]


async def test_the_topic_of_the_binding_is_kept(campus: Campus) -> None:
    """The code is sent in a topic: there the bot answers, and there it will remind."""
    li = await campus.secretary("李娜")
    chat = await a_forum(campus, li)
    code = await a_code(li)
    await says_in_topic(li, f"/link {code}", chat)
    topic, text = said(campus, chat)[-1]
    assert topic == TOPIC
    assert text.startswith(reads(campus, "link.bound_in_topic", branch=FIRST_BRANCH))
    found = await group_in(campus, chat)
    assert found is not None
    assert found.topic == TOPIC
    async with campus.reading() as session:
        bound = await session.value(select(trace.c.after).where(trace.c.act == "group bound"))
    assert bound == {"branch": await campus.branch(FIRST_BRANCH), "topic": TOPIC}


async def test_without_a_topic_it_is_the_general_one(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_forum(campus, li)
    await li.says(f"/link {await a_code(li)}", chat)
    topic, text = said(campus, chat)[-1]
    assert topic is None
    assert text.startswith(reads(campus, "link.bound", branch=FIRST_BRANCH))
    found = await group_in(campus, chat)
    assert found is not None
    assert found.topic is None


async def test_binding_anew_in_another_topic_moves_the_bot_there(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_forum(campus, li)
    await says_in_topic(li, f"/link {await a_code(li)}", chat)
    await li.says(f"/link {await a_code(li)}", chat)
    found = await group_in(campus, chat)
    assert found is not None
    assert found.topic is None


async def test_a_command_is_answered_in_its_topic(campus: Campus) -> None:
    wang = await campus.member("王芳")
    chat = await a_forum(campus, wang)
    username = campus.world.bot.username
    await says_in_topic(wang, "/progress", chat)
    await wang.says("/progress", chat)
    hint = reads(campus, "hint.only_in_private", bot=username)
    assert said(campus, chat)[-2:] == [(TOPIC, hint), (None, hint)]


async def test_a_chain_of_answers_is_no_topic(campus: Campus) -> None:
    """In a group without topics Telegram numbers threads all the same; none can be written to."""
    wang = await campus.member("王芳")
    chat = campus.world.add_group("支部群", wang.user, supergroup=True, bot=True)
    await wang.does(lambda world: world.say(wang.user, chat, "/progress", message_thread_id=41))
    assert [topic for topic, _ in said(campus, chat)] == [None]


async def test_an_anonymous_admin_is_answered_in_the_topic(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_forum(campus, li)
    campus.world.promote(li.user, chat, li.user, anonymous=True)
    await says_in_topic(li, "/link", chat)
    assert said(campus, chat)[-1] == (TOPIC, reads(campus, "groups.anonymous"))


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
async def test_if_the_topic_is_gone_the_answer_goes_to_the_group(
    campus: Campus, words: str
) -> None:
    """Closed or deleted before the answer came: said in the general topic, not lost."""
    wang = await campus.member("王芳")
    chat = await a_forum(campus, wang)
    campus.server.faults.refuse("sendMessage", 400, f"Bad Request: {words}")
    await says_in_topic(wang, "/progress", chat)
    hint = reads(campus, "hint.only_in_private", bot=campus.world.bot.username)
    assert said(campus, chat)[-1] == (None, hint)


async def test_the_old_group_is_told_in_its_topic(campus: Campus) -> None:
    """When the branch moves to another group."""
    li = await campus.secretary("李娜")
    old = await a_forum(campus, li, title="旧群")
    await says_in_topic(li, f"/link {await a_code(li)}", old)
    new = await a_forum(campus, li, title="新群")
    await li.says(f"/link {await a_code(li)}", new)
    assert said(campus, old)[-1] == (TOPIC, reads(campus, "link.moved_away", branch=FIRST_BRANCH))


async def test_the_bot_comes_back_to_its_topic_and_thanks_for_rights_there(campus: Campus) -> None:
    li = await campus.secretary("李娜")
    chat = await a_forum(campus, li)
    await says_in_topic(li, f"/link {await a_code(li)}", chat)
    campus.world.memberships.kick_bot(li.user, chat)
    await campus.settle()
    campus.world.add_bot(li.user, chat)
    await campus.settle()
    campus.world.promote(li.user, chat)
    await campus.settle()
    assert said(campus, chat)[-2:] == [
        (TOPIC, reads(campus, "groups.back_again", branch=FIRST_BRANCH)),
        (TOPIC, reads(campus, "groups.now_admin")),
    ]
    found = await group_in(campus, chat)
    assert found is not None
    assert (found.topic, found.admin) == (TOPIC, True)
