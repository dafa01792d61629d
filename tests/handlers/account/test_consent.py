"""Whoever agreed to an earlier notice is told and asked before a new record, and not hindered."""

import pytest

from campaign.privacy.notice import notice_version
from storage.membership.people import consent_of, set_consent
from tests.campus import Actor, Campus
from tests.handlers.walks import CHECK_IN, STORY, WALKS, Walk, acts_of, contents

EARLIER = "1"
each_walk = pytest.mark.parametrize("walk", WALKS, ids=[walk.flow for walk in WALKS])


async def agreed_earlier(campus: Campus, actor: Actor) -> None:
    async with campus.database.write() as session:
        await set_consent(session, actor.person or 0, EARLIER)


async def agreed_to(campus: Campus, actor: Actor) -> str | None:
    async with campus.reading() as session:
        return await consent_of(session, actor.person or 0)


@each_walk
async def test_the_question_comes_before_a_new_record_and_then_it_goes_on(
    campus: Campus, walk: Walk
) -> None:
    wang = await campus.member("王芳")
    await agreed_earlier(campus, wang)
    await wang.says(walk.command)
    wang.sees("privacy.asked_again")
    assert await campus.open_talks() == []
    await wang.presses("✓ 我同意新版")
    walk.asks(wang, walk.steps[0])
    assert wang.live_cards == 1
    await walk.on(wang, walk.steps[0])
    assert len(await contents(campus, walk)) == 1
    assert await agreed_to(campus, wang) == notice_version(campus.campaign)
    assert (await acts_of(campus))[0] == "consent given"


@each_walk
async def test_what_was_begun_before_is_handed_in_without_a_question(
    campus: Campus, walk: Walk
) -> None:
    wang = await campus.member("王芳")
    await walk.up_to(wang, "confirm")
    await agreed_earlier(campus, wang)
    await walk.on(wang, "confirm")
    assert len(await contents(campus, walk)) == 1


async def test_a_draft_is_taken_up_without_a_question(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await wang.says("/cancel")
    await agreed_earlier(campus, wang)
    await wang.says("/drafts")
    await wang.presses("打卡")
    CHECK_IN.asks(wang, "effect")
    await CHECK_IN.on(wang, "effect")
    assert len(await contents(campus, CHECK_IN)) == 1


async def test_whoever_declines_keeps_everything_and_is_asked_next_time(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await agreed_earlier(campus, wang)
    await wang.says("/story")
    await wang.presses("先不同意")
    wang.hears("privacy.not_agreed")
    assert await campus.open_talks() == ["check_in"]
    assert await agreed_to(campus, wang) == EARLIER
    await wang.says("/story")
    wang.sees("privacy.asked_again")


async def test_a_double_tap_agrees_once(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await agreed_earlier(campus, wang)
    await wang.says(CHECK_IN.command)
    await wang.presses_twice("✓ 我同意新版")
    assert (await acts_of(campus)).count("consent given") == 1
    assert await campus.open_talks() == ["check_in"]


async def test_while_stories_are_closed_nobody_is_asked(campus: Campus) -> None:
    """The reason why there is nothing to hand in comes first."""
    wang = await campus.member("王芳")
    await agreed_earlier(campus, wang)
    campus.stands_at("2009-06-29 09:00")
    await wang.says(STORY.command)
    assert wang.reads("privacy.asked_again") not in wang.messages[-1].text


async def test_home_leads_to_the_notice(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await agreed_earlier(campus, wang)
    await wang.says("/start")
    wang.sees("home.privacy_changed")
    await wang.presses(wang.reads("home.see_privacy"))
    wang.sees("privacy.changed", version=EARLIER)
    await wang.presses("✓ 我同意新版")
    wang.sees("privacy.agreed", version=notice_version(campus.campaign))
    await wang.says("/start")
    assert wang.reads("home.privacy_changed") not in wang.messages[-1].text
