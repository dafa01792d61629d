"""The cards of a notice tell what is so: previews that did not come, reasons, ends, changes."""

import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot.demo.fake_telegram.world.files import Upload
from campaign.people import Role
from storage.tables import deliveries, notices, people
from tests.campus import Actor, Campus
from tests.demo.pictures import PNG
from tests.handlers.notices_told import (
    WORDS,
    broadcasts,
    crowd,
    got,
    is_notice,
    states,
    up_to_audience,
    up_to_preview,
)

MANY = "✓ 选好了"
REFUSED = "Bad Request: can't parse entities: unsupported type"


async def written(campus: Campus) -> list[str]:
    """The states of all notices, the oldest first."""
    async with campus.reading() as session:
        rows = await session.rows(select(notices.c.state).order_by(notices.c.created_at))
    return [row.state for row in rows]


async def planned(office: Actor, moment: str = "明天上午9点") -> None:
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses(MANY)
    await office.says(moment)
    await office.presses("✓ 发送")


async def report(campus: Campus, office: Actor) -> list[list[Any]]:
    await office.presses("📄 名单")
    file_id = office.messages[-1].content["document"]["file_id"]
    stored = campus.world.files.by_id(file_id)
    assert stored is not None
    sheet = load_workbook(io.BytesIO(stored.content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


async def test_a_preview_that_did_not_come_is_not_pointed_to(campus: Campus) -> None:
    """Nor is it said for ever: once a preview comes, the card points to it."""
    await campus.member("王芳")
    office = await campus.office("周洁")
    await up_to_audience(office, "第一条", "第二条")
    await office.presses("全体党员")
    await office.presses(MANY)
    campus.server.faults.refuse("sendMessage", 400, REFUSED, 1, chat_id=office.user.id)
    await office.presses("现在")
    why = office.reads("broadcast.not_taken_format")
    assert office.reads("broadcast.preview_not_shown", why=why) in office.card.text
    assert office.reads("broadcast.preview_above") not in office.card.text
    assert office.live_cards == 1
    await office.presses("✎ 修改")
    await office.presses("时间：")
    await office.presses("现在")
    assert office.reads("broadcast.preview_above") in office.card.text
    assert office.reads("broadcast.preview_not_shown", why=why) not in office.card.text
    assert sum(message.text == "第二条" for message in office.messages) == 2


async def test_who_consents_and_was_not_shown_the_notice_reads_it_on_the_card(
    campus: Campus,
) -> None:
    await crowd(campus, 201)
    office, other = await campus.office("周洁"), await campus.office("Anna", language="en")
    await up_to_preview(office)
    campus.server.faults.refuse("sendMessage", 400, REFUSED, 1, chat_id=other.user.id)
    await office.presses("✓ 发送")
    assert other.reads("broadcast.consent_ask", name="周洁") not in other.card.text
    assert WORDS in other.card.text
    assert other.reads("broadcast.not_taken_format") in other.card.text
    await other.presses("✓ Consent")
    assert await written(campus) == ["planned"]


async def test_the_second_persons_card_ends_when_the_matter_ends(campus: Campus) -> None:
    """Each reads it in their own language, and cancels nothing that was delivered."""
    await crowd(campus, 201)
    office = await campus.office("周洁")
    other, third = await campus.office("Anna", language="en"), await campus.office("郑爽")
    await broadcasts(office)
    await other.presses("✓ Consent")
    assert other.card.labels == ["✕ Cancel the notice"]
    assert third.reads("broadcast.consented", name="Anna") == third.card.text
    campus.clock.advance(timedelta(seconds=61))
    await campus.settle()
    assert await states(campus) == {"sent": 201}
    assert other.messages[-1].text.startswith("📣 Sent")
    assert "Delivered: 201 of 201" in other.messages[-1].text
    for actor, label in ((other, "See how it goes"), (third, "看进展")):
        assert actor.card.labels == [label]


async def test_the_report_holds_those_who_have_not_joined(campus: Campus) -> None:
    await campus.member("王芳")
    li = await campus.member("李娜")
    async with campus.database.write() as session:
        left = people.update().where(people.c.id == li.person).values(telegram_id=None)
        await session.change(left)
    office = await campus.office("周洁", branch=None)
    await broadcasts(office)
    assert "已送达 1 / 1" in office.card.text
    assert "还没加入 1" in office.card.text
    rows = await report(campus, office)
    assert [row[:3] for row in rows[1:]] == [
        ["王芳", "基础医学部党支部", "已送达"],
        ["李娜", "基础医学部党支部", "还没加入"],
    ]


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ("Bad Request: VOICE_MESSAGES_FORBIDDEN", "voice"),
        ("Bad Request: wrong file identifier/HTTP URL specified", "file"),
        ("Bad Request: SOMETHING_NEW", "other"),
    ],
)
async def test_why_it_was_not_taken_is_told_in_words(campus: Campus, answer: str, key: str) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁", branch=None)
    await office.says("/broadcast")
    await office.does(lambda w: w.send_voice(office.user, None, b"OggS voice"))
    for press in ("发完了", "全体党员", MANY, "现在"):
        await office.presses(press)
    campus.server.faults.refuse("sendVoice", 400, answer, 9, chat_id=wang.user.id)
    await office.presses("✓ 发送")
    why = (await report(campus, office))[1][4]
    assert why.startswith(office.reads(f"broadcast.not_taken_{key}"))
    assert ("Something_new" in why) == (key == "other")


@pytest.mark.parametrize("kind", ["photo", "video_note"])
async def test_a_file_has_its_heading_too(campus: Campus, kind: str) -> None:
    """In its caption, or where there is none, in a message of its own."""
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    upload = Upload("a.png", PNG, "image/png")
    await office.says("/broadcast")
    await office.does(lambda w: w.speech.send_file(office.user, None, kind, upload))
    for press in ("发完了", "全体党员", MANY, "现在", "✓ 发送"):
        await office.presses(press)
    heading = "📣 通知 · 党委办公室 周洁"
    if kind == "photo":
        assert wang.messages[-1].content["caption"] == heading
    else:
        assert [m.kind for m in wang.messages[-2:]] == ["text", "video_note"]
        assert wang.messages[-2].text == heading


async def test_a_text_that_leaves_no_room_has_its_heading_above(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to_audience(office, "字" * 4096)
    for press in ("全体党员", MANY, "现在", "✓ 发送"):
        await office.presses(press)
    assert [message.text for message in wang.messages[-2:]] == [
        "📣 通知 · 党委办公室 周洁",
        "字" * 4096,
    ]


async def test_the_heading_is_in_the_readers_language(campus: Campus) -> None:
    smith, office = await campus.member("Smith", language="en"), await campus.office("周洁")
    await broadcasts(office)
    assert smith.messages[-1].text == f"📣 Notice · Party office, 周洁\n\n{WORDS}"


async def test_a_planned_notice_is_changed_in_its_place(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await planned(office)
    await office.presses("✎ 改内容或对象")
    assert "6月24日 09:00（周二）" in office.card.text
    await office.presses("✎ 修改")
    await office.presses("内容：")
    await office.presses("↺ 重新发")
    await office.says("改在四点开会。")
    await office.presses("发完了")
    await office.presses("✓ 发送")
    assert sorted(await written(campus)) == ["cancelled", "planned"]
    campus.stands_at("2008-06-24 09:00")
    await campus.settle()
    assert (got(wang), got(wang, "改在四点开会。")) == (0, 1)


async def test_a_planned_notice_is_put_off(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await planned(office)
    await office.presses("⏰ 改时间")
    office.sees("broadcast.at.ask")
    await office.says("后天")
    assert "6月25日（周三）" in office.card.text
    await office.says("9点")
    assert "6月25日 09:00（周三）" in office.card.text
    await office.presses("✓ 发送")
    campus.stands_at("2008-06-24 12:00")
    await campus.settle()
    assert got(wang) == 0
    campus.stands_at("2008-06-25 09:00")
    await campus.settle()
    assert got(wang) == 1


async def test_what_went_meanwhile_is_not_changed(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await planned(office, "2小时后")
    await office.presses("⏰ 改时间")
    await office.says("明天上午9点")
    campus.stands_at("2008-06-23 12:00")
    await campus.settle()
    await office.presses("✓ 发送")
    office.sees("broadcast.too_late_to_change")
    assert (got(wang), await written(campus)) == (1, ["done"])


@pytest.mark.parametrize("ticks", [["全体党员"], ["按角色", MANY, "支部书记"]])
async def test_a_notice_is_used_again(campus: Campus, ticks: list[str]) -> None:
    li, office = await campus.secretary("李娜"), await campus.office("周洁")
    await up_to_audience(office)
    for press in (*ticks, MANY, "现在", "✓ 发送"):
        await office.presses(press)
    await office.presses("↻ 再用一次")
    office.sees("broadcast.at.ask")
    await office.presses("现在")
    await office.presses("✓ 发送")
    assert got(li) == 2
    assert await written(campus) == ["done", "done"]


async def test_a_day_without_an_hour_is_kept_and_only_the_hour_asked(campus: Campus) -> None:
    """Walk 20: 后天, 周一 and 明早 are understood; 几点？ is what is left to say."""
    await campus.member("王芳")
    office = await campus.office("周洁")
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses(MANY)
    assert "2008-06-25 09:00" in office.card.text
    days = {"后天": "6月25日（周三）", "周五": "6月27日（周五）", "明早": "6月24日（周二）"}
    for said, day in days.items():
        await office.says(said)
        assert f"{day}几点？" in office.card.text
    await office.says("八点半")
    assert "6月24日 08:30（周二）" in office.card.text


async def test_examples_are_of_the_present_year(campus: Campus) -> None:
    campus.stands_at("2009-05-11 10:00")
    office = await campus.office("周洁")
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses(MANY)
    assert "2009-05-13 09:00" in office.card.text
    assert "2008" not in office.card.text


async def test_the_steps_are_counted_alike_whatever_is_ticked(campus: Campus) -> None:
    """Walk 26: what a condition asks besides belongs to the step before it."""
    await campus.member("王芳")
    office = await campus.office("周洁", branch=None)
    await office.says("/broadcast")
    places = [_place(office)]
    await office.says(WORDS)
    for press in ("发完了", "按支部", "按岗位", MANY, "基础医学部", MANY, "教学", MANY):
        await office.presses(press)
        places.append(_place(office))
    assert list(dict.fromkeys(filter(None, places))) == [(1, 3), (2, 3), (3, 3)]


def _place(actor: Actor) -> tuple[int, int] | None:
    text = actor.card.text
    found = [
        (n, of)
        for n in range(1, 9)
        for of in range(1, 9)
        if actor.reads("flow.place", title=actor.reads("broadcast.title"), n=n, of=of) in text
    ]
    return found[0] if found else None


async def test_nobody_of_another_role_takes_up_a_notice(campus: Campus) -> None:
    await campus.member("王芳")
    office = await campus.office("周洁")
    await planned(office)
    await campus.takes_role(office, Role.OFFICE)
    await office.presses("⏰ 改时间")
    office.sees("people.only_office")
    assert await states(campus) == {}
    assert is_notice(office.messages[0].text) is False
    async with campus.reading() as session:
        assert await session.rows(select(deliveries)) == []
