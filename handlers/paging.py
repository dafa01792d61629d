"""Paging: the buttons to what comes before and after, in lists by time, in order, part by part."""

from dataclasses import replace
from typing import Any

from campaign.definition import Month, read_month
from campaign.texts import Text
from handlers.routing import Asked
from handlers.views import Button, page
from storage.coverage import Spot

# The way back remembers at most so many pages.
LONGEST_TRAIL = 50

# The buttons back and on, as they read; what a press asks for is put to them.
Pair = tuple[Button, Button]
BY_TIME = Button(Text("page.newer")), Button(Text("page.older"))
IN_ORDER = Button(Text("progress.page_before")), Button(Text("progress.page_after"))


def whole(value: Any) -> int:
    """A number that a button asks for; 0 for anything that is no such number."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def month_in(asked: Asked) -> Month | None:
    """The month that a button asks for; None where it asks for none, or for no such month."""
    try:
        return read_month(asked.get("month"))
    except ValueError:
        return None


def pager(
    name: str, *, skip: int, more: bool, by: int, reads: Pair = BY_TIME, **asked: Any
) -> list[Button]:
    """The buttons to the part of a list before and after, where there is one; `by` rows a page."""
    before = {"skip": max(0, skip - by)} if skip else None
    return beside(name, before, {"skip": skip + by} if more else None, reads, **asked)


def spot_asked(asked: Asked) -> Spot:
    """Where in a list that is found part by part a button leads."""
    return _spot(asked.get("spot"))


def pager_from(name: str, asked: Asked, then: Spot | None, **which: Any) -> list[Button]:
    """The same in such a list: back the way that one came, and on to where the next page begins."""
    trail = asked["trail"] if isinstance(asked.get("trail"), list) else []
    before = {"spot": trail[-1], "trail": trail[:-1]} if trail else None
    after = None
    if then is not None:
        here = spot_asked(asked)
        passed = [*trail, [here.after, here.skip]][-LONGEST_TRAIL:]
        after = {"spot": [then.after, then.skip], "trail": passed}
    return beside(name, before, after, IN_ORDER, **which)


def beside(
    name: str, before: Asked | None, after: Asked | None, reads: Pair, **asked: Any
) -> list[Button]:
    """The buttons of the page `name` to what stands beside this one; None where nothing does."""
    return [
        replace(button, offer=page(name, **step, **asked))
        for button, step in zip(reads, (before, after), strict=True)
        if step is not None
    ]


def _spot(value: Any) -> Spot:
    if not isinstance(value, list) or len(value) != 2:
        return Spot()
    return Spot(*map(whole, value))
