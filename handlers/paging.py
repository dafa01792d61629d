"""Paging: the buttons to the previous and the next page, in lists with or without a time order."""

from dataclasses import replace
from typing import Any

from campaign.definition import Month, read_month
from campaign.texts import Text
from handlers.routing import Asked
from handlers.views import Button, page
from storage.coverage import Spot

# The most pages that the way back remembers.
LONGEST_TRAIL = 50

# The labels of the buttons back and on, to which offers are added.
Pair = tuple[Button, Button]
BY_TIME = Button(Text("page.newer")), Button(Text("page.older"))
IN_ORDER = Button(Text("progress.page_before")), Button(Text("progress.page_after"))


def whole(value: Any) -> int:
    """The whole number above 0 that a button asks for; 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def month_in(asked: Asked) -> Month | None:
    """The month that a button or an answer asks for; None if there is none, or it is none."""
    try:
        return read_month(asked.get("month"))
    except ValueError:
        return None


def pager(
    name: str, *, skip: int, more: bool, by: int, reads: Pair = BY_TIME, **asked: Any
) -> list[Button]:
    """The buttons to the previous and the next page of a list, where there is one.

    `skip`: rows before this page; `by`: rows per page.
    """
    before = {"skip": max(0, skip - by)} if skip else None
    return beside(name, before, {"skip": skip + by} if more else None, reads, **asked)


def spot_asked(asked: Asked) -> Spot:
    """Where a page of a list that is searched part by part begins."""
    return _spot(asked.get("spot"))


def pager_from(name: str, asked: Asked, then: Spot | None, **which: Any) -> list[Button]:
    """The buttons of such a list: back the way one came, and on to where the next page begins."""
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
    """The buttons of the page `name` to the pages before and after; None where there is none."""
    return [
        replace(button, offer=page(name, **step, **asked))
        for button, step in zip(reads, (before, after), strict=True)
        if step is not None
    ]


def _spot(value: Any) -> Spot:
    if not isinstance(value, list) or len(value) != 2:
        return Spot()
    return Spot(*map(whole, value))
