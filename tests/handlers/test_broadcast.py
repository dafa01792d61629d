"""`/broadcast`: what is written is what everybody gets, once; whom it goes to; when; who may."""

import pytest

from bot.demo.files import Upload
from bot.demo.world import World
from campaign.people import Role
from tests.campus import Actor, Campus
from tests.demo.pictures import PNG
from tests.handlers.notices_told import (
    WORDS,
    broadcasts,
    got,
    notice_state,
    states,
    up_to_audience,
    up_to_preview,
)
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
        lambda w: w.send(office.user, None, {"text": "<重要> & 附件", "entities": bold}),
        lambda w: w.send_album(office.user, None, pictures, caption="三张"),
        lambda w: w.send_document(office.user, None, "安排.pdf", b"%PDF-1.4 x"),
        lambda w: w.send_voice(office.user, None, b"OggS voice"),
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
    assert received[0].content == {"text": "<重要> & 附件", "entities": bold}
    assert received[1].content["caption"] == "三张"
    assert len({m.frame.get("media_group_id") for m in received[1:4]}) == 1
    assert [m.content for m in received] == preview
    assert await states(campus) == {"sent": 1}


@pytest.mark.parametrize(
    ("ticks", "reached"),
    [
        (["全体党员"], "王李陈"),
        (["按支部", MANY, "基础医学部党支部"], "王李"),
        (["按岗位", MANY, "学生"], "陈"),
        (["按角色", MANY, "支部书记", "校党委"], "李校"),
        (["按支部", "按角色", MANY, "基础医学部党支部", MANY, "支部书记"], "李"),
        (["按支部", "按角色", MANY, "药学系党支部", MANY, "支部书记"], ""),
        (["本月还没打卡"], "李陈"),
        (["本月还没打卡", "按支部", MANY, "基础医学部党支部"], "李"),
        (["本月还没写故事"], "王李陈"),
    ],
)
async def test_it_goes_to_just_those_who_were_chosen(
    campus: Campus, ticks: list[str], reached: str
) -> None:
    people = {
        "王": await campus.member("王芳"),
        "李": await campus.secretary("李娜"),
        "陈": await campus.member("陈晨", branch="药学系党支部", category="students"),
        "校": await campus.leader("校长"),
    }
    office = await campus.office("周洁", branch=None)
    await check_in(people["王"])
    await up_to_audience(office)
    for tick in [*ticks, MANY]:
        await office.presses(tick)
    await office.presses("现在")
    n = len(reached)
    assert f"👥 {n} 人" in office.card.text
    await office.presses("✓ 发送")
    assert "".join(key for key, one in people.items() if got(one)) == reached
    if not reached:
        office.sees("broadcast.nobody", n=0)
        assert await states(campus) == {}


async def check_in(member: Actor) -> None:
    await member.says("/checkin")
    await member.presses("打造精品课程")
    await member.presses(MANY)
    await member.says("给新课程写完了全部教案。")
    await member.presses("跳过")
    await member.presses("跳过")
    await member.presses("✓ 提交")


async def test_the_count_is_told_while_one_ticks(campus: Campus) -> None:
    await campus.member("王芳")
    await campus.member("陈晨", branch="药学系党支部")
    office = await campus.office("周洁", branch=None)
    await up_to_audience(office)
    assert "👥 0 人" in office.card.text
    await office.presses("按支部")
    assert "👥 2 人" in office.card.text
    await office.presses(MANY)
    await office.presses("药学系党支部")
    assert "👥 1 人" in office.card.text
    await office.presses("药学系党支部")
    assert "👥 2 人" in office.card.text


async def test_all_and_some_contradict_each_other(campus: Campus) -> None:
    office = await campus.office("周洁")
    await up_to_audience(office)
    await office.presses("全体党员")
    await office.presses("按支部")
    await office.presses(MANY)
    assert "不能和" in office.card.text
    office.sees("broadcast.to.ask")


async def test_many_branches_are_chosen_page_by_page(campus: Campus) -> None:
    wang = await campus.member("王芳", branch="支部 30")
    for n in range(31):
        await campus.branch(f"支部 {n}")
    office = await campus.office("周洁", branch=None)
    await up_to_audience(office)
    await office.presses("按支部")
    await office.presses(MANY)
    assert "☐ 支部 30" in office.card.labels
    await office.presses("支部 30")
    await office.presses(office.reads("page.older"))
    assert not [label for label in office.card.labels if label.endswith("支部 30")]
    assert len(office.card.labels) == 11 + 4
    await office.presses(office.reads("page.newer"))
    assert "☑ 支部 30" in office.card.labels
    await office.presses(MANY)
    await office.presses("现在")
    await office.presses("✓ 发送")
    assert got(wang) == 1


async def test_groups_get_it_too(campus: Campus) -> None:
    wang, li = await campus.member("王芳"), await campus.secretary("李娜")
    chat = campus.world.add_group("基础医学部", li.user, supergroup=True, bot=True)
    await campus.settle()
    await li.says("/link")
    code = next(m.text for m in reversed(li.messages) if "/link" in m.text)
    word = next(part for part in code.split() if part.startswith("/link@"))
    rest = code.split(word, 1)[1].split()[0]
    await li.says(f"{word} {rest}", chat)
    office = await campus.office("周洁")
    await up_to_preview(office, "支部群")
    assert "1 个支部群" in office.card.text
    await office.presses("✓ 发送")
    assert campus.world.last(chat).text == WORDS
    assert got(wang) == 0
    assert await states(campus) == {"sent": 1}


@pytest.mark.parametrize(
    "act",
    [
        lambda world, user: world.send_location(user, None, 30.0, 114.0),
        lambda world, user: world.send(user, None, {"dice": {"emoji": "🎲", "value": 3}}),
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
        lambda world: world.send_photo(office.user, None, PNG, caption="长" * 1025)
    )  # fmt: skip
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


async def test_the_preview_is_shown_once_and_stands_above_the_card(campus: Campus) -> None:
    await campus.member("王芳")
    office = await campus.office("周洁")
    await up_to_preview(office)
    old = office.card
    assert office.messages[-2].text == WORDS
    assert office.messages[-1].id == old.id
    assert office.live_cards == 1
    await office.presses("✎ 修改")
    await office.presses("‹ 返回")
    assert got(office) == 1
    await office.forges("AAAAAAAAAAAAAAAA.1.0", on=old)
    assert got(office) == 1


async def test_nobody_in_reach_is_said_before_anything_goes(campus: Campus) -> None:
    office = await campus.office("周洁")
    await up_to_preview(office)
    await office.presses("✓ 发送")
    office.sees("broadcast.nobody", n=0)
    assert await campus.open_talks() == ["broadcast"]


async def test_a_double_tap_sends_it_once(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to_preview(office)
    await office.presses_twice("✓ 发送")
    assert got(wang) == 1
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


STEPS = ["content", "to", "at", "confirm"]


async def up_to(office: Actor, step: str) -> None:
    await office.says("/broadcast")
    if step == "content":
        return
    await office.says(WORDS)
    await office.presses("发完了")
    if step == "to":
        return
    await office.presses("全体党员")
    await office.presses(MANY)
    if step == "confirm":
        await office.presses("现在")


async def finish(office: Actor, step: str) -> None:
    at = STEPS.index(step)
    if at <= 0:
        await office.says(WORDS)
        await office.presses("发完了")
    if at <= 1:
        await office.presses("全体党员")
        await office.presses(MANY)
    if at <= 2:
        await office.presses("现在")
    await office.presses("✓ 发送")


@pytest.mark.parametrize("step", STEPS)
async def test_the_process_restarts_at_each_step(campus: Campus, step: str) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to(office, step)
    campus.restart()
    await finish(office, step)
    assert got(wang) == 1


@pytest.mark.parametrize("step", STEPS)
async def test_one_leaves_at_each_step_and_comes_back(campus: Campus, step: str) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    await up_to(office, step)
    await office.says("/cancel")
    assert await campus.open_talks() == []
    assert await states(campus) == {}
    if step == "content":
        return
    await office.says("/drafts")
    await office.presses("发通知")
    await finish(office, step)
    assert got(wang) == 1


@pytest.mark.parametrize("step", STEPS[1:])
async def test_back_leads_to_the_step_before(campus: Campus, step: str) -> None:
    office = await campus.office("周洁")
    await up_to(office, step)
    await office.presses("‹ 返回")
    before = STEPS[STEPS.index(step) - 1]
    if before == "content":
        assert "已收到 1 条" in office.card.text
    else:
        office.sees(f"broadcast.{before}.ask")
