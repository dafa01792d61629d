"""The college in the demo's Telegram: who everybody is, in both languages."""

from datetime import UTC, datetime

from bot.demo.chat_page.views import bot_view, person_view
from bot.demo.college.college import make_college
from bot.demo.college.population import populate
from bot.demo.fake_telegram.world.world import make_world
from tests.campus import CAMPAIGN, TEXTS


def test_everybody_is_told_in_both_languages() -> None:
    world = make_world(lambda: datetime(2008, 6, 23, tzinfo=UTC))
    populate(world, make_college(), CAMPAIGN, TEXTS)
    shown = {view["name"]: view for view in map(person_view, world.people)}
    for view in shown.values():
        assert view["note"].count(" · ") == view["note_en"].count(" · ") >= 1
    college = make_college()
    visitor, secretary = college.visitors[0], college.joined(college.branches[0].name)[0]
    assert shown[visitor.name]["note"] == "访客 · 还没有加入"
    assert shown[visitor.name]["note_en"] == "visitor · not joined yet"
    branch = college.branches[0].name
    assert shown[secretary.name]["note"] == f"支部书记 · 教学科研 · {branch}"
    assert (
        shown[secretary.name]["note_en"] == f"branch secretary · Teaching and research · {branch}"
    )
    assert bot_view(world, "en")["name"] == "One member, one flag"
    assert bot_view(world, "zh")["name"] == world.bot.name
