"""What the bot can be asked: one table, from which help, menus and permission checks are made."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import Any, ClassVar

from campaign.people import May
from handlers.conversation.flow import AnyFlow
from handlers.turn import Turn

Asked = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One screen. `asked` is the command's argument (`{"argument": …}`) or a button's offer."""

    name: str
    may: May
    show: Callable[[Turn, Asked], Awaitable[None]]
    wording: ClassVar[str] = ""


class Where(StrEnum):
    """In which chats a command is answered."""

    PRIVATE = "private"
    GROUP = "group"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Route:
    """A command and what it opens; a route without a command is only reached by buttons.

    `listed`: who finds it in menu and help, if fewer than may use it. `home`: its place among the
    buttons of the home card, in ascending order; None: it has none.
    """

    opens: AnyFlow | Page
    command: str | None = None
    where: Where = Where.PRIVATE
    menu: bool = True
    listed: May | None = None
    home: int | None = None

    @property
    def may(self) -> May:
        """Who may."""
        return self.opens.may

    @property
    def words(self) -> str:
        """The first word of its texts, such as `story` of `story.title`."""
        return self.opens.wording or self.opens.name

    @property
    def finds(self) -> May:
        """Who finds it in menu and help."""
        return self.listed or self.may


Happening = Callable[[Turn, Any], Awaitable[None]]
# Answers a message that no conversation waits for; False: it does not know it either.
Taking = Callable[[Turn], Awaitable[bool]]


def by_subject(**happenings: Happening) -> Happening:
    """An event that goes to one of several, by what its subject begins with."""

    async def chosen(turn: Turn, facts: dict[str, Any]) -> None:
        if taken := happenings.get(facts["subject"].partition(":")[0]):
            await taken(turn, facts)

    return chosen


class FaultyRoutes(ValueError):
    """Two routes of one name, or a button without words; found when the program starts."""


@dataclass(frozen=True)
class Routes:
    """The table, by command and by name, and handlers of what comes in without being asked for.

    `events` by the event's name; `happenings` by the class of what came in; `unasked` are tried in
    turn on what somebody sends while no conversation is open.
    """

    table: Sequence[Route]
    events: dict[str, Happening] = field(default_factory=dict)
    happenings: dict[type, Happening] = field(default_factory=dict)
    unasked: Sequence[Taking] = ()

    def __post_init__(self) -> None:
        commands = [route.command for route in self.table if route.command]
        names = [route.opens.name for route in self.table]
        for words in (commands, names):
            if doubled := {word for word in words if words.count(word) > 1}:
                raise FaultyRoutes(f"stands twice in the routes: {', '.join(sorted(doubled))}")
        if nameless := [one.opens.name for one in self.table if one.home and not one.command]:
            raise FaultyRoutes(f"on the home card without a command: {', '.join(nameless)}")

    @cached_property
    def commands(self) -> dict[str, Route]:
        """The routes that have a command, by it."""
        return {route.command: route for route in self.table if route.command}

    @cached_property
    def at_home(self) -> list[Route]:
        """The routes that have a button on the home card, in its order."""
        placed = [(route.home, route) for route in self.table if route.home is not None]
        return [route for _, route in sorted(placed, key=itemgetter(0))]

    @cached_property
    def by_name(self) -> dict[str, Route]:
        """Every route, by the name of what it opens."""
        return {route.opens.name: route for route in self.table}

    def flow(self, name: str) -> AnyFlow | None:
        """The flow of that name."""
        route = self.by_name.get(name)
        return None if route is None or isinstance(route.opens, Page) else route.opens


def routes_of(turn: Turn) -> Routes:
    """The table by which the turn is answered. Raises TypeError if the setting has none."""
    routes = turn.setting.routes
    if not isinstance(routes, Routes):
        raise TypeError(f"no table of routes: {routes!r}")
    return routes
