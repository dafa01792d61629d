"""Telegram's command menus: by role and language, and set only when something changed."""

from dataclasses import replace

import pytest

from campaign.messages import Menu
from campaign.people import anyone
from campaign.texts import Language, Texts, read_texts
from handlers.account.menus import common_menus, person_menu, refresh_menus
from handlers.routes import ROUTES
from handlers.routing import Asked, FaultyRoutes, Page, Route, Routes, Where
from handlers.turn import Turn
from storage.membership.people import find_person
from tests.campus import TEXTS, Actor, Campus


async def refreshed(campus: Campus, *, texts: Texts = TEXTS, routes: Routes = ROUTES) -> int:
    async with campus.database.write() as session:
        calls = await refresh_menus(session, texts, routes, campus.clock.now())
    await campus.settle()
    return calls


def menu_of(campus: Campus, actor: Actor) -> list[str]:
    return [one["command"] for one in campus.world.profile.menus[f"chat/{actor.user.id}//"]]


async def test_all_menus_are_set_at_the_first_start_and_not_at_the_second(campus: Campus) -> None:
    wang, li = await campus.member("王芳"), await campus.secretary("李娜", language="en")
    assert await refreshed(campus) == 6 + 2
    menus = campus.world.profile.menus
    assert [one["command"] for one in menus["default///"]] == [
        "start",
        "language",
        "privacy",
        "help",
    ]
    assert menus["all_group_chats///zh"] == [
        {"command": "link", "description": "绑定支部群"},
        {"command": "language", "description": "语言 / Language"},
    ]
    assert menus["all_group_chats///"][0]["description"] == "Bind a branch’s group"
    assert "link" not in menu_of(campus, wang)
    assert "link" in menu_of(campus, li)
    assert menus[f"chat/{li.user.id}//"][0]["description"] == "Check in"
    assert await refreshed(campus) == 0


async def test_a_changed_word_sets_them_anew(campus: Campus) -> None:
    await refreshed(campus)

    class Reworded(Texts):
        def template(self, key: str, language: Language) -> str:
            return "说明" if key == "help.in_menu" else super().template(key, language)

    changed = Reworded(read_texts()._catalogues)
    assert await refreshed(campus, texts=changed) == 6


async def test_a_command_less_sets_them_anew(campus: Campus) -> None:
    await refreshed(campus)
    fewer = replace(ROUTES, table=[r for r in ROUTES.table if r.command != "privacy"])
    assert await refreshed(campus, routes=fewer) == 6


async def test_every_command_has_words_that_telegram_takes(campus: Campus) -> None:
    """1 to 256 characters, in both languages; no more than a hundred commands."""
    for route in ROUTES.table:
        if route.command is None:
            continue
        for language in Language:
            words = TEXTS.template(f"{route.words}.in_menu", language)
            assert 1 <= len(words) <= 40
    assert sum(1 for route in ROUTES.table if route.command) <= 100
    assert all(call.method == Menu.kind for call in common_menus(TEXTS, ROUTES))


async def test_commands_for_groups_only_are_not_in_private_menus(campus: Campus) -> None:
    wang = await campus.member("王芳")
    table = [replace(r, where=Where.GROUP) if r.command == "help" else r for r in ROUTES.table]
    async with campus.reading() as session:
        person = await find_person(session, wang.person or 0)
    assert person is not None
    call = person_menu(TEXTS, replace(ROUTES, table=table), person)
    assert "help" not in [command for command, _ in call.params["commands"]]


def test_the_home_card_offers_what_is_done_most_first() -> None:
    first = ["checkin", "story", "progress", "drafts", "todo", "link", "broadcast", "help"]
    assert [route.command for route in ROUTES.at_home if route.command in first] == first


async def show_nothing(turn: Turn, asked: Asked) -> None:
    """A page that is never opened."""


def test_a_place_on_the_home_card_without_a_command_is_found_at_start() -> None:
    with pytest.raises(FaultyRoutes, match="home_page"):
        Routes([Route(Page("home_page", anyone, show_nothing), home=1)])
