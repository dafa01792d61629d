"""`/language`: two large buttons; what is said, and the menu, change at once and for good."""

from sqlalchemy import select

from campaign.texts import Language
from storage.tables import trace
from tests.campus import Campus


async def test_a_press_changes_the_language_and_the_menu(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/language")
    wang.sees("language.ask")
    assert wang.card.labels == ["中文", "English"]

    await wang.presses("English")

    wang.language = Language.EN
    wang.hears("language.set")
    menu = campus.world.profile.menus[f"chat/{wang.user.id}//"]
    assert {"command": "help", "description": "Help"} in menu
    await wang.says("/help")
    wang.sees("help.ask")
    async with campus.reading() as session:
        row = await session.row(select(trace).where(trace.c.act == "language changed"))
    assert row is not None
    assert (row.before, row.after) == ({"language": "zh"}, {"language": "en"})


async def test_the_same_language_again_changes_nothing(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/language")
    await wang.presses("中文")
    wang.hears("language.set")
    assert campus.world.profile.menus == {}


async def test_an_open_conversation_goes_on_in_the_new_language(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.says("/checkin")
    await wang.says("/language")
    await wang.presses("English")
    wang.language = Language.EN
    await wang.says("hello")
    wang.sees("check_in.activity.ask")


async def test_a_visitor_is_told_how_to_join(campus: Campus) -> None:
    visitor = campus.visitor("John", language="en")
    await visitor.says("/language")
    visitor.hears("language.ask")
    await visitor.presses("English")
    visitor.hears("start.visitor", campaign=campus.campaign.title)


async def test_a_visitor_reads_it_in_the_other_language_too(campus: Campus) -> None:
    visitor = campus.visitor("赵强")
    await visitor.says("/language")
    await visitor.presses("English")
    assert "Hello!" in visitor.messages[-1].text
    await visitor.presses("中文")
    visitor.hears("start.visitor", campaign=campus.campaign.title)
    assert await campus.open_talks() == []
