"""The first card: who one is here, and buttons for what one does most, by role."""

from campaign.people import Person, Role, joined
from campaign.texts import Text
from handlers.account.consent import has_agreed
from handlers.account.menus import about
from handlers.routing import Asked, Page, routes_of
from handlers.turn import Turn
from handlers.views import Button, Line, View, page

STRONGEST_FIRST = (Role.OFFICE, Role.SECRETARY, Role.DEPUTY, Role.LEADER, Role.MEMBER)


def home_buttons(turn: Turn) -> list[list[Button]]:
    """What the speaker does most, two buttons a row, in the order of the routes."""
    buttons = [
        Button(about(route), page(route.opens.name))
        for route in routes_of(turn).at_home
        if route.finds(turn.member) is None
    ]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def main_role(person: Person) -> Role:
    """The role that best tells what the person does here."""
    return next((role for role in STRONGEST_FIRST if person.holds(role)), Role.MEMBER)


def what_next(person: Person) -> Text:
    """One sentence on what to do first in this role."""
    return Text(f"home.next_{main_role(person)}")


async def show_home(turn: Turn, *notes: Line) -> None:
    """The home card, below whatever has to be said first."""
    me = turn.member
    changed: list[list[Button]] = []
    if not has_agreed(turn):
        notes = (*notes, Text("home.privacy_changed"))
        changed = [[Button(Text("home.see_privacy"), page("privacy"))]]
    greeting = Text("home.greeting", {"name": me.name, "campaign": turn.campaign.title})
    view = View([*notes, greeting, what_next(me)], [*changed, *home_buttons(turn)])
    turn.show_page(view)


async def _home(turn: Turn, asked: Asked) -> None:
    await show_home(turn)


home_page = Page("home", joined, _home)
