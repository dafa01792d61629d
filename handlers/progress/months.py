"""Which month a page is about, and the buttons to the months around it."""

from typing import Any

from campaign.calendar import month_name
from campaign.definition import Month
from campaign.progress import months_until
from campaign.texts import Text
from handlers.paging import beside, month_in
from handlers.routing import Asked
from handlers.turn import Turn
from handlers.views import Button, View


def month_asked(turn: Turn, asked: Asked) -> Month | None:
    """The month that a button asks for, else this one, or the last of the campaign.

    Before the campaign there is none: then the person has been told the day on which it opens.
    """
    months = months_until(turn.calendar, turn.today)
    if not months:
        turn.show_page(View([Text("check_in.not_open_yet", {"day": turn.campaign.opens})]))
        return None
    wanted = month_in(asked)
    return wanted if wanted in months else months[-1]


def is_latest(turn: Turn, month: Month) -> bool:
    """Whether it is the present month, or the last one of a campaign that is over."""
    return month == months_until(turn.calendar, turn.today)[-1]


def months_around(turn: Turn, month: Month, name: str, **asked: Any) -> list[Button]:
    """The buttons of the page `name` to the months before and after, if they have begun."""
    months = [None, *months_until(turn.calendar, turn.today), None]
    at = months.index(month)
    earlier, later = months[at - 1], months[at + 1]
    reads = (
        Button(Text("progress.earlier", {"month": month_name(earlier or month)})),
        Button(Text("progress.later", {"month": month_name(later or month)})),
    )
    before = {"month": earlier} if earlier else None
    return beside(name, before, {"month": later} if later else None, reads, **asked)
