"""An upgrade in the middle of everything: conversations go on, old cards work, what waits is sent.

On 8 July 2008 the process of the release before died over a call. Talks stand at every kind of
step, calls of every kind wait in the outbox, word of every kind in the inbox.
"""

from typing import Any

from sqlalchemy import Table, select

from bot.demo.fake_telegram.world.chats import DemoChat
from storage.tables import check_ins, evidence, groups, inbox, notices, people, stories, talks
from storage.trace import first_broken_row
from tests.campus import Actor, Campus
from tests.demo.pictures import png
from tests.handlers.notices_told import is_notice
from tests.upgrades.before import (
    goes_on,
    old_database,
    open_now,
    present,
    states_of_calls,
    who,
    works_through_the_rest,
)

# Every method that the release before wrote into the outbox; the first two are the program's own.
METHODS = {
    "fetch", "make", "answerCallbackQuery", "approveChatJoinRequest", "deleteMyCommands",
    "editMessageReplyMarkup", "leaveChat", "sendAudio", "sendDocument", "sendMediaGroup",
    "sendMessage", "sendPhoto", "sendVideo", "sendVoice", "setMyCommands",
}  # fmt: skip


async def content_of(campus: Campus, actor: Actor, table: Table = check_ins) -> dict[str, Any]:
    """What the person handed in last."""
    author = table.c.person_id if table is check_ins else table.c.author_id
    async with campus.reading() as session:
        mine = select(table.c.content).where(author == actor.person)
        content: dict[str, Any] = (await session.rows(mine.order_by(table.c.created_at)))[
            -1
        ].content
    return content


async def is_asked(actor: Actor, key: str) -> None:
    """The card of the open conversation asks this now, in the words of this release or the last."""
    question = actor.reads(f"{key}.ask").partition("？")[0]
    assert question in (await present(actor)).text


def texts(chat: DemoChat | Actor) -> list[str]:
    """What the bot has written there."""
    return [
        message.text for message in (chat.messages if isinstance(chat, Actor) else chat.in_order())
    ]


def called(campus: Campus, title: str) -> DemoChat:
    """The group or channel of that title that is there now."""
    return [chat for chat in campus.world.chats if chat.title == title][-1]


# ── what was left unsent, and unanswered ──────────────────────────────────────────────────


async def test_every_call_left_unsent_is_sent(campus: Campus) -> None:
    """Also the one that the process died over; only what a person paused stays so.

    Of several edits of one card that waited, it is enough that one goes with the newest content.
    """
    left = open_now()
    assert {row.method for row in left} == METHODS
    assert {row.state for row in left} == {"waiting", "sending", "paused"}
    await works_through_the_rest(campus)
    now = await states_of_calls(campus)
    sent = {row for row in left if now[row.id] == "sent"}
    paused = {row for row in left if now[row.id] == row.state == "paused"}
    cards = {row.card for row in sent} - {None}
    replaced = {row for row in left if now[row.id] == "cancelled" and row.card in cards}
    assert set(left) - sent - paused - replaced == set()
    assert len(paused) == 2


async def test_what_was_left_unsent_is_what_people_see(campus: Campus) -> None:
    """By a few of them: a page, a report, an answer to each press, the groups, the channel."""
    zhang, he, qian, feng = [await who(campus, name) for name in ("张伟", "何燕", "钱进", "冯雪")]
    await works_through_the_rest(campus)
    assert any(text.startswith("隐私告知") for text in texts(zhang))
    reports = [m for m in qian.messages if m.text == "「明天下午三点开会。」送达名单"]
    assert [m.kind for m in reports] == ["document"] * 2
    posted = ["text", "photo", "photo", "photo", "document", "voice", "audio", "video"]
    channel = campus.world.chats[campus.channel or 0]
    moved, bound = called(campus, "药学系支部群"), called(campus, "基础医学部支部群")
    for place in (channel, moved, bound):
        assert [m.kind for m in place.in_order()[-8:]] == posted
    assert texts(he).count("<重要> & 附件") == 1
    assert bound.has(feng.user.id)
    menus = campus.world.profile.menus
    assert not called(campus, "陌生群").has(campus.world.bot.id)
    assert all(query.answer is not None for query in campus.world.presses)
    ma = await who(campus, "马超")
    menu = {entry["command"]: entry["description"] for entry in menus[f"chat/{ma.user.id}//"]}
    assert menu["help"] == "Help"


async def test_what_waited_in_the_inbox_is_worked_off(campus: Campus) -> None:
    """Messages, a press, the group that moved; results of calls that nobody had heard of."""
    xu = await who(campus, "许诺")
    await works_through_the_rest(campus)
    async with campus.reading() as session:
        rows = await session.rows(select(inbox.c.state, inbox.c.trouble))
        moved = await session.value(
            select(groups.c.chat_id).where(groups.c.title == "药学系支部群")
        )
        fetched = select(evidence.c.state).where(evidence.c.person_id == xu.person)
        assert [row.state for row in await session.rows(fetched)] == ["stored"]
    assert {(row.state, row.trouble) for row in rows} == {("done", None)}
    assert campus.world.chats[moved].kind == "supergroup"


async def test_every_notice_on_its_way_arrives(campus: Campus) -> None:
    """Sent in part, just begun, handed in by the command line; a paused one waits for a press."""
    guo, zhou = await who(campus, "郭涛"), await who(campus, "周洁")
    await works_through_the_rest(campus)
    async with campus.reading() as session:
        rows = await session.rows(select(notices.c.state, notices.c.parts))
    states = {row.parts[0]["text"]: row.state for row in rows}
    assert states.pop("七一大会改在报告厅。") == "paused"
    assert states.pop("频道里的话。") == "asking"
    assert set(states.values()) == {"done"}
    heard = texts(guo)
    assert (heard.count("会议改在周五。"), heard.count("七一大会改在报告厅。")) == (1, 0)
    paused = next(m for m in zhou.messages if "▶ 继续" in m.labels)
    await zhou.presses("▶ 继续", on=paused)
    assert texts(guo).count("七一大会改在报告厅。") == 1


# ── conversations go on ───────────────────────────────────────────────────────────────────


async def test_a_half_done_check_in_goes_on_from_its_old_card(campus: Campus) -> None:
    """王芳 had ticked two themes. She ticks a third, on the card that the old release sent."""
    wang = await who(campus, "王芳")
    await goes_on(wang, "讲文明、树新风", "✓ 选好了", "写完了全部教案。", "跳过", "跳过")
    await is_asked(wang, "check_in.confirm")
    await goes_on(wang, "✓ 提交")
    content = await content_of(campus, wang)
    assert content["activity"] == "fine-course"
    assert set(content["themes"]) == {"congress", "olympics", "civility"}
    assert content["done"] == "写完了全部教案。"


async def test_an_answer_that_nobody_heard_is_an_answer(campus: Campus) -> None:
    """张伟 wrote when the engine was dead; 林峰 had been answered, and never saw it."""
    zhang, lin = await who(campus, "张伟"), await who(campus, "林峰")
    await campus.settle()
    await is_asked(zhang, "check_in.evidence")
    await goes_on(zhang, "跳过", "✓ 提交")
    content = await content_of(campus, zhang)
    assert (content["done"], content["effect"]) == ("给新课程写完了全部教案。", "学生都听懂了。")
    await is_asked(lin, "check_in.themes")
    await goes_on(lin, "✓ 选好了", "写完了全部教案。", "跳过", "跳过", "✓ 提交")
    assert (await content_of(campus, lin))["activity"] == "fine-course"


async def test_a_text_of_several_messages_goes_on(campus: Campus) -> None:
    liu = await who(campus, "刘洋")
    await goes_on(liu, "这就是我们身边的党员。", "✓ 写完了", "跳过", "可以发表，不署名", "✓ 提交")
    body = (await content_of(campus, liu, stories))["body"].splitlines()
    assert [line[:4] for line in body] == ["那天夜里", "王老师冒", "这就是我"]


async def test_an_album_half_gathered_goes_on(campus: Campus) -> None:
    """Three pictures before, one that was never fetched, one now. In English."""
    chen = await who(campus, "Chen Jing")
    await campus.settle()
    await chen.sends_photo(png(40, 6))
    await goes_on(chen, "✓ Done", "without my name", "✓")
    assert (await content_of(campus, chen, stories))["title"] == "A snowy night"
    async with campus.reading() as session:
        mine = select(evidence.c.state, evidence.c.subject)
        rows = await session.rows(mine.where(evidence.c.person_id == chen.person))
    assert [row.state for row in rows] == ["stored"] * 5
    assert len({row.subject for row in rows} - {None}) == 1


async def test_a_change_begun_at_the_preview_goes_back_to_it(campus: Campus) -> None:
    """孙丽 was changing the title; 吴刚 had the list of his answers before him."""
    sun, wu = await who(campus, "孙丽"), await who(campus, "吴刚")
    await goes_on(sun, "雪夜归人")
    await is_asked(sun, "submit_story.confirm")
    await goes_on(sun, "✓ 提交")
    assert (await content_of(campus, sun, stories))["title"] == "雪夜归人"
    await goes_on(wu, "效果", "大家都说好。")
    await is_asked(wu, "check_in.confirm")
    await goes_on(wu, "✓ 提交")
    assert (await content_of(campus, wu))["effect"] == "大家都说好。"


async def test_a_draft_is_taken_up(campus: Campus) -> None:
    """By the button under the message that kept it."""
    zhou = await who(campus, "周强")
    kept = next(message for message in zhou.messages if "▶ 接着写" in message.labels)
    await zhou.presses("▶ 接着写", on=kept)
    await is_asked(zhou, "check_in.effect")
    await goes_on(zhou, "跳过", "跳过", "✓ 提交")
    assert (await content_of(campus, zhou))["done"] == "给新课程写完了全部教案。"


async def test_a_visitor_in_the_middle_of_joining_joins(campus: Campus) -> None:
    zhao = await who(campus, "阿强")
    await goes_on(zhao, "✓ 我同意", "✓ 是我本人")
    async with campus.reading() as session:
        name = select(people.c.name).where(people.c.telegram_id == zhao.user.id)
        assert await session.value(name) == "赵强"


async def test_a_notice_half_written_is_sent(campus: Campus) -> None:
    """郑敏 had come to the preview, which was never sent."""
    zheng, wang = await who(campus, "郑敏"), await who(campus, "王芳")
    await campus.settle()
    assert texts(zheng).count("还没写完的通知。") == 1
    await goes_on(zheng, "✓ 发送")
    assert sum(is_notice(text, "还没写完的通知。") for text in texts(wang)) == 1


async def test_no_conversation_is_closed_by_the_upgrade(campus: Campus) -> None:
    find = "SELECT id FROM talks WHERE state = 'open' ORDER BY id"
    before = [row[0] for row in old_database().execute(find)]
    await works_through_the_rest(campus)
    async with campus.reading() as session:
        now = await session.rows(select(talks.c.id).where(talks.c.state == "open"))
        assert sorted(row.id for row in now) == before
        assert await first_broken_row(session) is None


# ── cards, codes and links that the release before gave out ───────────────────────────────


async def test_the_card_of_a_reminder_opens_what_it_reminds_of(campus: Campus) -> None:
    """It waited since the 4th, and shows the duty in its own place."""
    li = await who(campus, "李娜")
    card = next(m for m in li.messages if li.reads("reminders.open_duty") in m.labels)
    await li.presses(li.reads("reminders.open_duty"), on=card)
    await li.presses(li.reads("duty.mark"), on=card)
    assert li.reads("duty.undo") in card.labels


async def test_the_second_consent_is_given_on_the_old_card(campus: Campus) -> None:
    qian = await who(campus, "钱进")
    card = next(m for m in qian.messages if "✓ 同意发送" in m.labels)
    await qian.presses("✓ 同意发送", on=card)
    campus.stands_at("2008-07-08 10:00")
    await campus.settle()
    posts = texts(campus.world.chats[campus.channel or 0])
    assert sum(is_notice(text, "频道里的话。") for text in posts) == 1


async def test_a_code_for_a_group_still_binds_it(campus: Campus) -> None:
    li = await who(campus, "李娜")
    told = [text for text in texts(li) if "/link@" in text][-1]
    command = next(line for line in told.splitlines() if line.startswith("/link@"))
    chat = campus.world.add_group("新的支部群", li.user)
    campus.world.add_bot(li.user, chat)
    await campus.settle()
    await li.says(command, chat)
    async with campus.reading() as session:
        state = select(groups.c.state).where(groups.c.chat_id == chat.id)
        assert await session.value(state) == "bound"


async def test_the_links_in_a_group_open_the_bot(campus: Campus) -> None:
    """Of the reminder, and of the greeting, which a secretary gets a code by."""
    li = await who(campus, "李娜")
    buttons = [b for m in called(campus, "基础医学部支部群").in_order() for b in m.buttons]
    payloads = {b["text"]: b["url"].partition("?start=")[2] for b in buttons}
    await campus.settle()
    await li.starts(payloads["📋 办这件事"])
    assert li.reads("duty.mark") in li.card.labels
    await li.starts(payloads["🔑 取绑定码"])
    assert "/link@" in li.messages[-1].text
