"""`/privacy`: everybody may read it; who joined sees what they agreed to."""

from campaign.definition.campaign import Privacy
from campaign.privacy.notice import notice_version
from storage.membership.people import consent_of
from tests.campus import CAMPAIGN, Campus


async def test_a_visitor_reads_the_notice_before_joining(campus: Campus) -> None:
    visitor = campus.visitor("赵强")
    await visitor.says("/privacy")
    visitor.sees("privacy.notice", issuer=CAMPAIGN.issuer, campaign=CAMPAIGN.title)
    visitor.sees("privacy.version", version=notice_version(CAMPAIGN))


async def test_a_member_sees_the_version_agreed_to_and_how_to_withdraw(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/privacy")
    wang.sees("privacy.agreed", version=notice_version(CAMPAIGN))
    wang.sees("privacy.withdraw")
    assert not wang.messages[-1].buttons


async def test_a_new_version_is_asked_for(campus: Campus) -> None:
    """The home card points to it; one press agrees; it is not asked for again."""
    wang = await campus.member("王芳")
    campus.campaign = CAMPAIGN.model_copy(update={"privacy": Privacy(version="2")})
    campus.restart()
    await wang.says("/start")
    wang.sees("home.privacy_changed")
    await wang.says("/privacy")
    wang.sees("privacy.changed", version=notice_version(CAMPAIGN))

    await wang.presses("✓ 我同意新版")

    wang.sees("privacy.agreed", version=notice_version(campus.campaign))
    async with campus.reading() as session:
        assert await consent_of(session, wang.person or 0) == notice_version(campus.campaign)
    await wang.says("/start")
    assert wang.reads("home.privacy_changed") not in wang.messages[-1].text
