"""Leafing through lists that are in no order of time, also those found part by part."""

from typing import Any

from campaign.texts import Text
from handlers.routing import Asked
from handlers.views import Button, page
from storage.coverage import Spot

# So many pages one can leaf back.
LONGEST_TRAIL = 50


def whole(value: Any) -> int:
    """A number that a button asks for; 0 for anything that is no such number."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def leaves(name: str, *, skip: int, more: bool, by: int, **asked: Any) -> list[Button]:
    """The buttons to the page before and the page after."""
    before = {"skip": max(0, skip - by)} if skip else None
    return _buttons(name, before, {"skip": skip + by} if more else None, asked)


def spot_asked(asked: Asked) -> Spot:
    """Where in a list that is found part by part a button leads."""
    return _spot(asked.get("spot"))


def leaves_from(name: str, asked: Asked, then: Spot | None, **which: Any) -> list[Button]:
    """The same in such a list: back the way that one came, and on to where the next page begins."""
    trail = asked["trail"] if isinstance(asked.get("trail"), list) else []
    before = {"spot": trail[-1], "trail": trail[:-1]} if trail else None
    after = None
    if then is not None:
        here = spot_asked(asked)
        passed = [*trail, [here.after, here.skip]][-LONGEST_TRAIL:]
        after = {"spot": [then.after, then.skip], "trail": passed}
    return _buttons(name, before, after, which)


def _spot(value: Any) -> Spot:
    if not isinstance(value, list) or len(value) != 2:
        return Spot()
    return Spot(*map(whole, value))


def _buttons(name: str, before: Asked | None, after: Asked | None, asked: Asked) -> list[Button]:
    buttons = []
    if before is not None:
        buttons.append(Button(Text("progress.page_before"), page(name, **before, **asked)))
    if after is not None:
        buttons.append(Button(Text("progress.page_after"), page(name, **after, **asked)))
    return buttons
