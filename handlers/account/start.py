"""`/start`: a visitor opens a personal link, or learns how to get one; others come home."""

from campaign.invitations import hashed
from campaign.links import DUTY, duty_in, name_in
from campaign.people import anyone
from campaign.texts import Text
from handlers.account.home import show_home
from handlers.account.join import join
from handlers.account.language import greet_visitor
from handlers.conversation import engine as conversation
from handlers.dispatch import open_route
from handlers.routing import Asked, Page, Where, routes_of
from handlers.turn import Turn
from handlers.views import Line
from storage.invitations import find_invitation


async def start(turn: Turn, asked: Asked) -> None:
    """Depending on the link: open a command or a duty, join by a code, or come home."""
    payload = str(asked.get("argument", "")).strip()
    routes = routes_of(turn)
    name = name_in(payload)
    route = routes.commands.get(name)
    if route is not None and route.where is not Where.GROUP:
        await open_route(turn, route, {"argument": ""})
    elif duty := duty_in(name):
        item, branch = duty
        await open_route(turn, routes.by_name[DUTY], {"item": item, "branch": branch})
    elif turn.person is not None:
        await show_home(turn, *await _about_the_link(turn, payload))
    elif payload:
        await conversation.begin(turn, join, {"code": payload})
    else:
        greet_visitor(turn)


async def _about_the_link(turn: Turn, code: str) -> list[Line]:
    """Somebody who joined opens a link: their own brings them home, any other is not for them."""
    if not code:
        return []
    found = await find_invitation(turn.session, hashed(code))
    if found is not None and found.used_by == turn.speaker_id:
        return []
    return [Text("start.not_for_you")]


start_page = Page("start", anyone, start)
