"""Leafing through lists that are in no order of time, also those read part by part."""

from typing import Any

from campaign.texts import Text
from handlers.routes import Asked
from handlers.views import Button, page
from storage.coverage import PART, Spot


def whole(value: Any) -> int:
    """A number that a button asks for; 0 for anything that is no such number."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def spot_asked(asked: Asked) -> Spot:
    """Where in a list of parts a button leads."""
    return Spot(whole(asked.get("part")), whole(asked.get("skip")))


def leaves(name: str, *, skip: int, more: bool, by: int, **asked: Any) -> list[Button]:
    """The buttons to the page before and the page after."""
    before = {"skip": max(0, skip - by)} if skip else None
    return _buttons(name, before, {"skip": skip + by} if more else None, asked)


def leaves_of_parts(
    name: str, spot: Spot, *, more: bool, of: int, by: int, **asked: Any
) -> list[Button]:
    """The same in a list whose parts are cut from `of` in all."""
    before, after = None, None
    if spot.skip:
        before = {"part": spot.part, "skip": max(0, spot.skip - by)}
    elif spot.part:
        before = {"part": spot.part - 1}
    if more:
        after = {"part": spot.part, "skip": spot.skip + by}
    elif of > (spot.part + 1) * PART:
        after = {"part": spot.part + 1}
    return _buttons(name, before, after, asked)


def _buttons(name: str, before: Asked | None, after: Asked | None, asked: Asked) -> list[Button]:
    buttons = []
    if before is not None:
        buttons.append(Button(Text("progress.page_before"), page(name, **before, **asked)))
    if after is not None:
        buttons.append(Button(Text("progress.page_after"), page(name, **after, **asked)))
    return buttons
