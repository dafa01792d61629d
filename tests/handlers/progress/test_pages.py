"""`/progress`: what the month asks, what is done, and the records behind every number."""

from datetime import date

from tests.campus import Campus
from tests.handlers.walks import CHECK_IN, STORY

KINDS = ("每月一人物", "每月一党员", "感动医专的故事", "感受医专的文章")


async def test_at_the_beginning_everything_is_open(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/progress")
    wang.sees("progress.title", name="王芳", month="2008年6月")
    wang.sees("progress.flag_waits")
    wang.sees("progress.check_ins", n=0)
    for kind in KINDS:
        wang.sees("progress.stories", kind=kind, n=0)
    wang.sees("progress.branch_lacks", kinds="、".join(KINDS))
    assert wang.card.labels == ["🚩 打卡", "📝 写故事", "‹ 2008年5月"]


async def test_one_trace_lights_the_flag(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/checkin")
    await CHECK_IN.on(wang, "activity")
    await wang.says("/progress")
    wang.sees("progress.flag_lit")
    wang.sees("progress.check_ins", n=1)


async def test_numbers_are_ones_own_and_what_lacks_is_the_branchs(campus: Campus) -> None:
    """Coverage first: what others of the branch wrote fills the gap, and nobody is ranked."""
    wang, li = await campus.member("王芳"), await campus.member("李明")
    other = await campus.member("赵敏", branch="检验系党支部")
    for author in (li, other):
        await author.says("/story")
        await STORY.on(author, "kind")
    await wang.says("/progress")
    wang.sees("progress.stories", kind="每月一党员", n=0)
    wang.sees("progress.branch_lacks", kinds="每月一人物、感动医专的故事、感受医专的文章")
    await li.says("/progress")
    li.sees("progress.stories", kind="每月一党员", n=1)
    assert "李明" not in wang.card.text


async def test_a_member_sees_how_many_of_the_branch_have_a_trace_and_never_who(
    campus: Campus,
) -> None:
    wang, li = await campus.member("王芳"), await campus.member("李明")
    for name in ("赵敏", "周兰"):
        await campus.member(name)
    await campus.member("孙立", branch="检验系党支部")
    await li.says("/checkin")
    await CHECK_IN.on(li, "activity")
    await wang.says("/progress")
    wang.sees("progress.my_branch", of=4, covered=1)
    wang.sees("progress.percent", percent=25)
    assert not any(name in wang.card.text for name in ("李明", "赵敏", "周兰"))
    assert not any("支部" in label for label in wang.card.labels)


async def test_when_the_branch_has_all_kinds_it_says_so(campus: Campus) -> None:
    wang = await campus.member("王芳")
    for kind in KINDS:
        await wang.says("/story")
        await wang.presses(kind)
        if kind in KINDS[:2]:
            await wang.says("李明")
        await STORY.on(wang, "title")
    await wang.says("/progress")
    wang.sees("progress.branch_has_all")


async def test_each_number_opens_its_records(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/checkin")
    await CHECK_IN.on(wang, "activity")
    await wang.says("/story")
    await STORY.on(wang, "kind")
    await wang.says("/progress")
    assert wang.card.labels[:2] == ["打卡 1 ›", "故事 1 ›"]
    await wang.presses("打卡 1 ›")
    wang.hears("check_in.list", month="2008年6月")
    await wang.presses("‹ 返回")
    await wang.presses("故事 1 ›")
    wang.hears("story.list", month="2008年6月")
    await wang.presses("‹ 返回")
    wang.sees("progress.check_ins", n=1)
    assert wang.live_cards >= 1


async def test_its_buttons_begin_the_conversations(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/progress")
    page = wang.card
    await wang.presses("🚩 打卡")
    CHECK_IN.asks(wang, "activity")
    await wang.presses("📝 写故事", on=page)
    STORY.asks(wang, "kind")
    assert await campus.open_talks() == ["submit_story"]


async def test_months_are_leafed_through_and_only_this_one_is_written_to(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/progress")
    for month in (5, 4, 3):
        await wang.presses(f"‹ 2008年{month}月")
        wang.sees("progress.title", name="王芳", month=f"2008年{month}月")
        assert "🚩 打卡" not in wang.card.labels
    assert wang.card.labels == ["2008年4月 ›"]
    await wang.presses("2008年4月 ›")
    assert wang.card.labels == ["‹ 2008年3月", "2008年5月 ›"]


async def test_before_the_campaign_the_day_is_named(campus: Campus) -> None:
    campus.stands_at("2008-03-01 09:00")
    wang = await campus.member("王芳")
    await wang.says("/progress")
    wang.hears("check_in.not_open_yet", day=date(2008, 3, 19))


async def test_after_the_campaign_its_last_month_stays(campus: Campus) -> None:
    campus.stands_at("2010-01-01 09:00")
    wang = await campus.member("王芳")
    await wang.says("/progress")
    wang.sees("progress.title", name="王芳", month="2009年7月")


async def test_a_month_that_never_was_is_this_one(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await campus.hands_button(wang, go="progress", month="1999-13")
    await wang.presses("试一试")
    wang.sees("progress.title", name="王芳", month="2008年6月")


async def test_somebody_without_a_branch_hears_of_none(campus: Campus) -> None:
    zhou = await campus.member("周兰", branch=None)
    await zhou.says("/progress")
    assert "支部" not in zhou.card.text


async def test_somebody_without_any_role_is_refused_with_the_reason(campus: Campus) -> None:
    zhou = await campus.member("周兰", roles=())
    await zhou.says("/progress")
    zhou.hears("people.only_member")


async def test_a_visitor_is_told_how_to_join(campus: Campus) -> None:
    visitor = campus.visitor("路人")
    await visitor.says("/progress")
    visitor.hears("people.not_joined")
