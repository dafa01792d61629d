"""The bot introduces itself in its profile, in both languages, and only when the words change."""

from campaign.definition.values import Both
from campaign.messages import BRIEF_LIMIT, DESCRIPTION_LIMIT, utf16_length
from handlers.account.introduction import introduction, refresh_introduction
from tests.campus import CAMPAIGN, TEXTS, Campus


async def refreshed(campus: Campus, title: Both = CAMPAIGN.title) -> int:
    campaign = CAMPAIGN.model_copy(update={"title": title})
    async with campus.database.write() as session:
        calls = await refresh_introduction(session, TEXTS, campaign, campus.clock.now())
    await campus.settle()
    return calls


async def test_it_is_set_at_the_first_start_and_not_at_the_second(campus: Campus) -> None:
    assert await refreshed(campus) == 4
    profile = campus.world.profile
    assert CAMPAIGN.title.zh in profile.descriptions["zh"]
    assert CAMPAIGN.title.en in profile.descriptions[""]
    assert "打卡" in profile.short_descriptions["zh"]
    assert "check in" in profile.short_descriptions[""]
    assert await refreshed(campus) == 0


async def test_another_title_sets_it_anew(campus: Campus) -> None:
    await refreshed(campus)
    other = Both(zh="新的活动", en="Another campaign")
    assert await refreshed(campus, other) == 4
    assert "新的活动" in campus.world.profile.descriptions["zh"]


def test_it_is_no_longer_than_telegram_takes() -> None:
    for one in introduction(TEXTS, CAMPAIGN):
        assert 0 < utf16_length(one.text) <= (BRIEF_LIMIT if one.brief else DESCRIPTION_LIMIT)
