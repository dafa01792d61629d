"""`/help`: what the speaker may do, made from the routes; a visitor learns how to join."""

from campaign.people import anyone
from campaign.texts import Text
from handlers.account.menus import about, listed
from handlers.routing import Asked, Page, Where, routes_of
from handlers.turn import Turn
from handlers.views import Line, View


async def show_help(turn: Turn, asked: Asked) -> None:
    """One line for each command, and whom to ask."""
    lines: list[Line] = [Text("help.title", {"campaign": turn.campaign.title})]
    lines += [
        Text("help.line", {"command": route.command, "about": about(route)})
        for route in listed(routes_of(turn), turn.person)
        if route.where is not Where.GROUP
    ]
    lines.append(Text("help.visitor" if turn.person is None else "help.ask"))
    turn.show_page(View(lines))


help_page = Page("help", anyone, show_help)
