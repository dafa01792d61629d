"""What waited while the bot was down counts for the day on which the person did it (fault 11)."""

from datetime import date, timedelta

from campaign.definition import Month
from storage.check_ins import CHECK_INS
from storage.records import records_of
from tests.campus import Campus


async def test_a_command_that_waited_over_midnight_counts_for_its_own_day(campus: Campus) -> None:
    """Written at 23:50, seen at 00:20: the check-in is of the evening."""
    wang = await campus.member("王芳")
    campus.stands_at("2008-06-23 23:50")
    campus.world.say(wang.user, None, "/checkin")
    campus.clock.advance(timedelta(minutes=30))
    await campus.settle()
    await wang.presses("提高教育教学质量")
    await wang.presses("选好了")
    await wang.says("带学生下乡义诊一天，看了四十位老人。")
    await wang.presses("跳过")
    await wang.presses("跳过")
    await wang.presses("提交")

    assert wang.person is not None
    async with campus.reading() as session:
        (kept,) = await records_of(session, CHECK_INS, wang.person, month=Month(2008, 6), limit=5)
    assert kept.content.happened_on == date(2008, 6, 23)
