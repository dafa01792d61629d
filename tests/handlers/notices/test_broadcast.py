"""`/broadcast`: what is written is what everybody gets, once, at its moment; who may."""

import pytest

from bot.demo.fake_telegram.world.files import Upload
from bot.demo.fake_telegram.world.world import World
from campaign.people import Role
from tests.campus import Campus
from tests.demo.pictures import PNG
from tests.handlers.notices_told import broadcasts, got, notice_state, states, up_to_audience
from tests.handlers.walks import acts_of

MANY = "✓ 选好了"


async def test_a_notice_reaches_every_member_just_once(campus: Campus) -> None:
    wang, li = await campus.member("王芳"), await campus.secretary("李娜")
    office = await campus.office("周洁")
    leader = await campus.leader("校长")
    await broadcasts(office)
    assert (got(wang), got(li), got(leader)) == (1, 1, 0)
    # The preview only: the office is no member.
    assert got(office) == 1
    assert await states(campus) == {"sent": 2}
    assert office.card.text.startswith("📣 已发完")
    assert "已送达 2 / 2" in office.card.text
    assert await acts_of(campus) == ["notice handed in", "notice opened", "notice done"]
    assert await campus.open_talks() == []


async def test_formatting_pictures_albums_files_and_voice_are_kept_as_they_are(
    campus: Campus,
) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    bold = [{"type": "bold", "offset": 0, "length": 4}]
    pictures = [Upload(f"{n}.png", PNG + bytes([n]), "image/png") for n in range(3)]
    await office.says("/broadcast")
    acts = [
        lambda w: w.speech.send(office.user, None, {"text": "<重要> & 附件", "entities": bold}),
        lambda w: w.speech.send_album(office.user, None, pictures, caption="三张"),
        lambda w: w.speech.send_document(office.user, None, "安排.pdf", b"%PDF-1.4 x"),
        lambda w: w.speech.send_voice(office.user, None, b"OggS voice"),
    ]
    for act in acts:
        await office.does(act)
    await office.presses("发完了")
    for press in ("全体党员", MANY, "现在"):
        await office.presses(press)
    preview = [m.content for m in office.messages[-7:-1]]
    await office.presses("✓ 发送")
    received = wang.messages
    assert [m.kind for m in received] == ["text", "photo", "photo", "photo", "document", "voice"]
    heading = "📣 通知 · 党委办公室 周洁"
    moved = [{**bold[0], "offset": len(heading) + 3}]
    head = {"type": "bold", "offset": 0, "length": len(heading) + 1}
    assert received[0].content == {
        "text": f"{heading}\n\n<重要> & 附件",
        "entities": [head, *moved],
    }
    assert received[1].content["caption"] == "三张"
    assert len({m.frame.get("media_group_id") for m in received[1:4]}) == 1
    assert [m.content for m in received] == preview
    assert await states(campus) == {"sent": 1}


@pytest.mark.parametrize(
    "act",
    [
        lambda world, user: world.speech.send_location(user, None, 30.0, 114.0),
        lambda world, user: world.speech.send(user, None, {"dice": {"emoji": "🎲", "value": 3}}),
    ],
)
async def test_what_no_notice_can_be_is_not_taken(campus: Campus, act: object) -> None:
    office = await campus.office("周洁")
    await office.says("/broadcast")

    def done(world: World) -> None:
        act(world, office.user)  # type: ignore[operator]

    await office.does(done)
    office.sees("flow.wants_notice")


async def test_ten_messages_are_enough(campus: Campus) -> None:
    office = await campus.office("周洁")
    await office.says("/broadcast")
    for n in range(11):
        await office.says(f"第 {n} 条")
    office.sees("broadcast.too_many", most=10)
    await office.presses("重新发")
    office.sees("broadcast.content.ask")


async def test_a_caption_that_cannot_be_sent_is_not_taken(campus: Campus) -> None:
    office = await campus.office("周洁")
    await office.says("/broadcast")
    await office.does(
        lambda world: world.speech.send_photo(office.user, None, PNG, caption="长" * 1025)
    )
    office.sees("broadcast.caption_too_long", most=1024)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("尽快", "broadcast.no_such_moment"),
        ("2008-06-20 09:00", "broadcast.moment_is_past"),
        ("2010-06-20 09:00", "broadcast.moment_is_far"),
    ],
)
async def test_a_moment_that_will_not_do_is_answered(campus: Campus, said: str, key: str) -> None:
    await campus.member("王芳")
    office = await campus.office("周洁")
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses(MANY)
    await office.says(said)
    start = campus.texts.template(key, office.language).partition("{moment}")[2][:8]
    assert start in office.card.text
    office.sees("broadcast.at.ask")


async def test_it_waits_for_its_moment(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses(MANY)
    await office.says("明天上午9点")
    assert "6月24日 09:00" in office.card.text
    await office.presses("✓ 发送")
    assert await notice_state(campus) == "planned"
    campus.stands_at("2008-06-24 08:59")
    campus.restart()
    await campus.settle()
    assert got(wang) == 0
    campus.stands_at("2008-06-24 09:00")
    await campus.settle()
    assert got(wang) == 1
    assert await notice_state(campus) == "done"


async def test_in_quiet_hours_one_is_asked_once_more(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses(MANY)
    await office.says("今晚11点")
    assert "休息时间" in office.card.text
    await office.presses("换个时间")
    office.sees("broadcast.at.ask")
    campus.stands_at("2008-06-23 22:00")
    await office.presses("现在")
    assert "休息时间" in office.card.text
    await office.presses("就这个时间")
    await office.presses("✓ 发送")
    assert got(wang) == 1


async def test_a_moment_that_passed_at_the_preview_is_asked_again(campus: Campus) -> None:
    await campus.member("王芳")
    office = await campus.office("周洁")
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses(MANY)
    await office.says("半小时后")
    campus.stands_at("2008-06-23 10:00")
    await office.presses("✓ 发送")
    assert "已经过去了" in office.card.text
    assert await states(campus) == {}
    await office.presses("✎ 修改")
    await office.presses("时间")
    await office.presses("现在")
    await office.presses("✓ 发送")
    assert await states(campus) == {"sent": 1}


@pytest.mark.parametrize("role", ["member", "secretary", "leader"])
async def test_nobody_else_may(campus: Campus, role: str) -> None:
    other = await getattr(campus, role)("李娜")
    await other.says("/broadcast")
    other.hears("people.only_office")
    assert await campus.open_talks() == []


async def test_a_role_that_was_taken_away_sends_nothing_more(campus: Campus) -> None:
    """Neither what is being written, nor what waits for its moment."""
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses(MANY)
    await office.says("2小时后")
    await office.presses("✓ 发送")
    await campus.takes_role(office, Role.OFFICE)
    campus.stands_at("2008-06-23 12:00")
    await campus.settle()
    assert got(wang) == 0
    assert await notice_state(campus) == "cancelled"
