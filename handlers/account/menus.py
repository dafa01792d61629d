"""Telegram's command menus: made from the routes, by role and language, set only when changed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from campaign.messages import Menu, MenuPlace, NoMenu
from campaign.people import Person
from campaign.texts import Language, Text, Texts
from handlers.routing import Route, Routes, Where, routes_of
from handlers.turn import Turn
from storage.database.columns import to_json
from storage.database.session import Session
from storage.delivery.outbox import Outgoing, Priority, put_outgoing
from storage.membership.people import joined_people
from storage.settings import read_setting, write_setting

# A person's phone may be set to a language that we do not speak: they get English.
BY_PHONE = ((None, Language.EN), (Language.ZH.value, Language.ZH))
SET_BEFORE = "menus"


def listed(routes: Routes, person: Person | None) -> list[Route]:
    """The commands that this person, or a visitor, finds in menu and help."""
    return [
        route
        for route in routes.table
        if route.command and route.menu and route.finds(person) is None
    ]


def set_menu(turn: Turn) -> None:
    """Set the menu in the speaker's private chat, in their language."""
    menu = _menu_of(turn.setting.texts, routes_of(turn), turn.member)
    turn.put_out(menu, priority=Priority.MENU)


def person_menu(texts: Texts, routes: Routes, person: Person) -> Outgoing:
    """The call that sets the menu in a person's private chat, in their language."""
    return _setting(_menu_of(texts, routes, person))


def no_menu(telegram_id: int) -> Outgoing:
    """The call that removes a person's own menu, so that they see the visitors' one."""
    return Outgoing.of(NoMenu(telegram_id), priority=Priority.MENU)


def common_menus(texts: Texts, routes: Routes) -> list[Outgoing]:
    """The calls that set the menus of visitors and of groups, in both languages."""
    private = [route for route in listed(routes, None) if route.where is not Where.GROUP]
    group = [route for route in routes.table if route.command and route.where is not Where.PRIVATE]
    places = {
        MenuPlace.ANYWHERE: private,
        MenuPlace.PRIVATE: private,
        MenuPlace.GROUPS: group,
    }
    return [
        _setting(Menu(_commands(texts, wanted, language), place=place, language=code))
        for place, wanted in places.items()
        for code, language in BY_PHONE
    ]


async def refresh_menus(session: Session, texts: Texts, routes: Routes, now: datetime) -> int:
    """At start: if the commands or their words have changed, set every menu anew.

    Returns the number of calls put into the outbox; the courier makes a few of them a second.
    """
    print_of_all = _fingerprint(texts, routes)
    if await read_setting(session, SET_BEFORE) == print_of_all:
        return 0
    calls = common_menus(texts, routes)
    calls += [person_menu(texts, routes, one) async for one in joined_people(session)]
    put_outgoing(session, calls, at=now)
    await write_setting(session, SET_BEFORE, print_of_all)
    return len(calls)


def about(route: Route) -> Text:
    """What a command does, in a few words."""
    return Text(f"{route.words}.in_menu")


def _menu_of(texts: Texts, routes: Routes, person: Person) -> Menu:
    wanted = [route for route in listed(routes, person) if route.where is not Where.GROUP]
    return Menu(_commands(texts, wanted, person.language), account=person.telegram_id)


def _commands(texts: Texts, routes: Sequence[Route], language: Language) -> list[tuple[str, str]]:
    return [(route.command or "", texts.say(about(route), language).plain()) for route in routes]


def _setting(menu: Menu) -> Outgoing:
    return Outgoing.of(menu, priority=Priority.MENU)


def _fingerprint(texts: Texts, routes: Routes) -> str:
    """Changes with any command, its order, its place, or its words.

    It does not change with the form of the calls: thousands of menus would be set anew for nothing.
    """
    rows = [
        [route.where.value, *(_command_in(texts, route, language) for language in Language)]
        for route in routes.table
        if route.command and route.menu
    ]
    return hashlib.sha256(to_json(rows).encode()).hexdigest()


def _command_in(texts: Texts, route: Route, language: Language) -> list[dict[str, str]]:
    return [
        {"command": command, "description": words}
        for command, words in _commands(texts, [route], language)
    ]
