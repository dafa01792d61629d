"""Private messages to people who did not speak: somebody, the office, those who lead a branch."""

from collections.abc import Collection, Sequence

from campaign.messages import Buttons
from campaign.people import BranchId, Person, Role
from handlers.turn import Turn
from handlers.views import Line
from storage.membership.people import people_with_role


async def reachable_office(turn: Turn) -> list[Person]:
    """The people of the office who have joined and can be written to."""
    return await people_with_role(turn.session, Role.OFFICE, reachable=True)


async def reachable_secretaries(turn: Turn, branch: BranchId) -> list[Person]:
    """The branch's secretary and deputy, as far as they have joined and can be written to."""
    return await people_with_role(
        turn.session, Role.SECRETARY, Role.DEPUTY, branch=branch, reachable=True
    )


async def tell_office(turn: Turn, *told: Line, but: Collection[int] = ()) -> bool:
    """Write to everybody in the office. Returns whether any of them can be reached.

    `but`: accounts that know already.
    """
    return _tell_each(turn, await reachable_office(turn), told, but)


async def tell_secretaries(
    turn: Turn, branch: BranchId, *told: Line, but: Collection[int] = ()
) -> bool:
    """Write to a branch's secretary and deputy. Returns whether any of them can be reached."""
    return _tell_each(turn, await reachable_secretaries(turn, branch), told, but)


def tell_person(turn: Turn, person: Person, *told: Line, links: Buttons = ()) -> None:
    """Write to somebody in their own language; nothing if they have not joined.

    `links`: buttons that open an address, which work in any chat.
    """
    if person.telegram_id is not None:
        turn.tell(person.telegram_id, person.language, *told, links=links)


def _tell_each(
    turn: Turn, people: Sequence[Person], told: Sequence[Line], but: Collection[int]
) -> bool:
    for person in people:
        if person.telegram_id not in but:
            tell_person(turn, person, *told)
    return bool(people)
