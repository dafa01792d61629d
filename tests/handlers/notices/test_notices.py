"""A notice on its way: figures, pause, cancel, blocked people, the report by name."""

import io
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from storage.delivery.outbox_results import forget_sent
from storage.tables import notices, outbox, people
from tests.campus import Actor, Campus
from tests.handlers.notices_told import (
    WORDS,
    broadcasts,
    crowd,
    got,
    notice_state,
    states,
    up_to_audience,
)

MANY = "✓ 选好了"


async def planned(office: Actor) -> None:
    """A notice that waits for noon."""
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses(MANY)
    await office.says("今天12点")
    await office.presses("✓ 发送")


async def begun(campus: Campus, office: Actor) -> None:
    """A notice whose recipients are in the outbox, and not one call of it is due yet."""
    await planned(office)
    campus.stands_at("2008-06-23 12:00")
    await campus.noticing.look()
    await campus.engine.work_once()
    await due(campus, campus.clock.now() + timedelta(hours=1))
    await campus.settle()


async def due(campus: Campus, moment: datetime | None = None) -> None:
    """The calls of the notice may be made at that moment; now without one."""
    async with campus.database.write() as session:
        change = update(outbox).where(outbox.c.delivery_id.is_not(None))
        await session.change(change.values(not_before=moment))


async def works(campus: Campus) -> None:
    """The engine alone: what the office presses is done, and nothing is sent."""
    await campus.receiver.receive_once()
    await campus.engine.work_once()


def press(campus: Campus, actor: Actor, label: str) -> None:
    """Only the press: nothing works."""
    card = actor.card
    place = next(at for at, found in enumerate(card.labels) if label in found)
    campus.world.press(actor.user, card.chat_id, card.id, place)


async def test_a_blocked_person_is_told_apart_from_a_failure(campus: Campus) -> None:
    wang, li = await campus.member("王芳"), await campus.member("李娜")
    office = await campus.office("周洁")
    campus.world.memberships.block(li.user)
    await broadcasts(office)
    assert got(wang) == 1
    assert await states(campus) == {"sent": 1, "blocked": 1}
    assert "屏蔽了机器人 1" in office.card.text
    assert await notice_state(campus) == "done"


async def test_cancelled_before_its_moment_nobody_gets_it(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await planned(office)
    await office.presses("✕ 取消发送")
    office.sees("broadcast.cancel_ask", words=WORDS)
    assert await notice_state(campus) == "planned"
    await office.presses("✕ 取消这份通知")
    assert office.messages[-1].text.startswith("📣 已取消")
    campus.stands_at("2008-06-23 13:00")
    await campus.settle()
    assert got(wang) == 0


async def test_cancelled_on_its_way_the_rest_gets_nothing(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await crowd(campus, 20)
    await begun(campus, office)
    await office.presses("取消发送")
    assert got(wang) == 0
    assert await states(campus) == {"cancelled": 21}
    assert "取消没发 21" in office.card.text


async def test_paused_nothing_goes_and_resumed_all_of_it(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await crowd(campus, 20)
    await begun(campus, office)
    await office.presses("暂停")
    await due(campus)
    await campus.settle()
    assert (got(wang), await notice_state(campus)) == (0, "paused")
    assert office.card.labels == ["▶ 继续", "✕ 取消发送"]
    campus.restart()
    await campus.settle()
    assert got(wang) == 0
    await office.presses("▶ 继续")
    assert got(wang) == 1
    assert await states(campus) == {"sent": 21}


async def test_cancelled_while_paused(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await begun(campus, office)
    await office.presses("暂停")
    await office.presses("✕ 取消发送")
    assert (got(wang), await states(campus)) == (0, {"cancelled": 1})


async def test_a_call_that_comes_back_after_the_cancelling_is_not_made_again(
    campus: Campus,
) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await begun(campus, office)
    await due(campus)
    campus.server.faults.server_error("sendMessage")
    await campus.courier._round()
    press(campus, office, "取消发送")
    await works(campus)
    await campus.courier.drain_once()
    await campus.settle()
    assert (got(wang), await states(campus)) == (0, {"cancelled": 1})


async def test_an_unknown_outcome_is_told_as_unknown_when_it_was_cancelled(
    campus: Campus,
) -> None:
    """The server carried it out and hung up; the second call is never made."""
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await begun(campus, office)
    await due(campus)
    campus.server.faults.drop("sendMessage")
    await campus.courier.drain_once()
    press(campus, office, "取消发送")
    await works(campus)
    await campus.settle()
    assert (got(wang), await states(campus)) == (1, {"unknown": 1})
    assert "不知是否送达 1" in office.card.text


async def test_the_report_tells_everybody_by_name_after_weeks(campus: Campus) -> None:
    """Also when the outbox has forgotten the calls; no name is a formula."""
    await campus.member("王芳")
    odd = await campus.member("=1+1", branch="@支部")
    office = await campus.office("周洁", branch=None)
    campus.world.memberships.block(odd.user)
    await broadcasts(office)
    campus.stands_at("2008-08-01 09:00")
    async with campus.database.write() as session:
        await forget_sent(session, before=campus.clock.now())
    await office.presses("📄 名单")
    office.is_toasted("broadcast.report_comes")
    sent = office.messages[-1]
    assert sent.kind == "document"
    stored = campus.world.files.by_id(sent.content["document"]["file_id"])
    assert stored is not None
    sheet = load_workbook(io.BytesIO(stored.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:3] for row in rows] == [
        ["姓名", "支部", "结果"],
        ["王芳", "基础医学部党支部", "已送达"],
        ["=1+1", "@支部", "屏蔽了机器人"],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


async def test_earlier_notices_are_found_and_looked_at(campus: Campus) -> None:
    await campus.member("王芳")
    office, other = await campus.office("周洁"), await campus.office("吴桐")
    await planned(office)
    await other.says("/broadcast")
    other.hears("broadcast.recent")
    await other.presses("待发送")
    assert WORDS[:10] in other.card.text
    assert other.card.labels[:3] == ["✎ 改内容或对象", "⏰ 改时间", "✕ 取消发送"]
    assert other.card.labels[3:] == ["↻ 刷新", "‹ 返回"]
    await other.presses("✕ 取消发送")
    await other.presses("‹ 不取消")
    await other.presses("✕ 取消发送")
    await other.presses("✕ 取消这份通知")
    assert other.messages[-1].text.startswith("📣 已取消")
    assert office.messages[-1].text.startswith("📣 已取消")
    await other.says("/broadcast")
    await other.presses("写新通知")
    other.sees("broadcast.content.ask")


@pytest.mark.parametrize("act", ["pause", "resume", "cancel", "consent", "fly", None])
@pytest.mark.parametrize("page", ["notice_act", "notice_consent", "notice", "notice_report"])
async def test_forged_or_late_acts_change_nothing(
    campus: Campus, page: str, act: str | None
) -> None:
    await campus.member("王芳")
    office = await campus.office("周洁")
    await broadcasts(office)
    async with campus.reading() as session:
        before = await session.rows(select(people))
    async with campus.reading() as session:
        notice_id = await session.value(select(notices.c.id))
    for one in (notice_id, "none"):
        await campus.hands_button(office, go=page, id=one, act=act)
        await office.presses("试一试")
    assert await notice_state(campus) == "done"
    async with campus.reading() as session:
        assert await session.rows(select(people)) == before


async def test_the_card_follows_no_oftener_than_every_three_seconds(campus: Campus) -> None:
    office = await campus.office("周洁")
    await crowd(campus, 30)
    await begun(campus, office)
    for seconds, waiting, shown in ((0, 20, 0), (2, 15, 0), (1, 10, 20), (1, 5, 20), (2, 0, 30)):
        campus.clock.advance(timedelta(seconds=seconds))
        await some_due(campus, waiting)
        await campus.settle()
        assert (await states(campus)).get("sent", 0) == 30 - waiting
        assert f"已送达 {shown} / 30" in office.card.text
        assert campus.world.last(office.user).id == office.card.id


async def some_due(campus: Campus, left: int) -> None:
    """All but so many calls of the notice may be made now."""
    async with campus.database.write() as session:
        waiting = select(outbox.c.id).where(
            outbox.c.delivery_id.is_not(None), outbox.c.state == "waiting"
        )
        found = [row.id for row in await session.rows(waiting.order_by(outbox.c.id))]
        change = update(outbox).where(outbox.c.id.in_(found[: len(found) - left]))
        await session.change(change.values(not_before=None))


async def test_figures_that_stay_the_same_change_no_card(campus: Campus) -> None:
    office = await campus.office("周洁")
    await crowd(campus, 3)
    await begun(campus, office)
    edits = campus.server.calls["editmessagetext"]
    for _ in range(5):
        campus.clock.advance(timedelta(seconds=10))
        await campus.settle()
    assert campus.server.calls["editmessagetext"] == edits


async def test_a_press_that_was_on_its_way_when_the_card_changed_still_counts(
    campus: Campus,
) -> None:
    office = await campus.office("周洁")
    await crowd(campus, 10)
    await begun(campus, office)
    card = office.card
    place = next(at for at, label in enumerate(card.labels) if "取消" in label)
    data = card.buttons[place]["callback_data"]
    campus.clock.advance(timedelta(seconds=5))
    await some_due(campus, 5)
    await campus.settle()
    assert "已送达 5 / 10" in office.card.text
    await office.forges(data, on=office.card)
    assert await states(campus) == {"sent": 5, "cancelled": 5}


async def test_it_is_spoken_in_the_language_of_each(campus: Campus) -> None:
    await campus.member("王芳")
    office = await campus.office("Anna", language="en")
    await office.says("/broadcast")
    await office.says("Dear all")
    for press in ("Done", "All members", "Done", "Now", "Send"):
        await office.presses(press)
    assert office.card.text.startswith("📣 Sent")
    assert "Delivered: 1 of 1" in office.card.text
    assert office.card.labels == ["📄 By name (Excel)", "↻ Use it again"]
